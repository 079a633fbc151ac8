"""What happens when a view fails: a sentence for the reader, a line in the log, a failed health check."""

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visiting import opened, shown

FORGERY = "a secret\r\n2026-01-01 error 00000000 of another\x1b[2J\u2028\x00"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of curves that fails, with a message that a link could have brought about."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(FORGERY)

    monkeypatch.setattr("pages.ui.views.curves.drawing_of", fail)


@pytest.mark.usefixtures("broken")
def test_an_unexpected_exception_becomes_a_sentence_with_an_id(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        app = opened("pages/curves.py", {"f": ["ELU", "ReLU"], "ELU.alpha": "1.7"})
    (error,) = app.error
    assert not app.exception
    assert "secret" not in error.value
    error_id = error.value.split("number ")[1].split()[0]
    (record,) = caplog.records
    assert f"error {error_id} at pages/curves.py?f=ELU&f=ReLU&ELU.alpha=1.7" in record.message
    assert "a secret" in record.message
    assert "drawing_of" in record.message


@pytest.mark.usefixtures("broken")
def test_nothing_of_a_link_reaches_the_log_unescaped(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert opened("pages/curves.py", {"unknown": FORGERY, FORGERY: "1", "f": [FORGERY, "ELU"]}).error
    (record,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert "%0D%0A" in record.message
    for logged in caplog.records:
        message = logged.getMessage()
        assert not set("\r\x1b\x00\u2028") & set(message)
        assert not any(line.startswith("2026-01-01") for line in message.splitlines())


def test_a_part_that_fails_leaves_the_rest_of_its_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(FORGERY)

    monkeypatch.setattr("pages.ui.views.training_layers.layer_pictures", fail)
    with caplog.at_level(logging.ERROR):
        app = opened("pages/training.py")
    (error,) = app.error
    assert not app.exception
    assert "secret" not in error.value
    record = caplog.records[-1]
    assert "at pages/training.py" in record.message
    assert "Sigmoid in layer 1 before training" in shown(app)


def test_a_health_check_sees_what_readers_are_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the app cannot render")

    checked = AppTest.from_file(
        Path("app.py").absolute(), default_timeout=60
    )  # Streamlit's check is a run without a browser, too
    assert not checked.run().exception
    monkeypatch.setattr("pages.ui.draw.way_on", fail)
    assert checked.run().exception
