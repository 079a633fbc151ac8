"""What the image leaves out of the packages."""

import subprocess
from pathlib import Path
from sysconfig import get_path

import pytest

from deploy import check, slim

INSTALLED = Path(get_path("purelib")).resolve()


@pytest.mark.parametrize("pattern", [each for each in slim.UNNEEDED if each != "share"])  # lies elsewhere here
def test_what_is_left_out_is_there_to_be_left_out(pattern: str) -> None:
    assert list(INSTALLED.glob(pattern))


def test_only_what_is_on_the_list_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slim, "UNNEEDED", ("**/tests", "package/*.so"))
    kept = [tmp_path / "package" / "module.py", tmp_path / "package" / "tests.py"]
    gone = [tmp_path / "package" / "fast.so", tmp_path / "package" / "part" / "tests" / "test_part.py"]
    for path in (*kept, *gone):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    slim.slim(tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == kept
    with pytest.raises(FileNotFoundError, match="tests"):
        slim.slim(tmp_path)


def test_the_check_of_the_image_passes_with_all_packages() -> None:
    check.save_charts()
    check.read_files()


def test_the_check_of_the_image_fails_where_charts_cannot_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.ui.charts.export._EXPORTER", "import vl_convert_is_gone")
    with pytest.raises(subprocess.CalledProcessError):
        check.save_charts()
