"""Debian's nginx with the configuration that ships, before two replicas on this machine."""

import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import ROOT, free_port

NGINX = Path("/usr/sbin/nginx")
OPENSSL = Path("/usr/bin/openssl")
SHIPPED = ROOT / "deploy" / "nginx.conf"
SECONDS_TO_START = 10


@contextmanager
def running_nginx(folder: Path, ports: tuple[int, int]) -> Iterator[str]:
    """The address of an nginx before the replicas at two ports; its files lie in a folder."""
    plain, secure = free_port(), free_port()
    text = SHIPPED.read_text()
    for ours, here in {
        "app-one:": "127.0.0.1:",
        "app-two:": "127.0.0.1:",
        "8501": str(ports[0]),
        "8502": str(ports[1]),
        "listen 8080": f"listen 127.0.0.1:{plain}",
        "listen 8443": f"listen 127.0.0.1:{secure}",
        "/etc/nginx/tls": str(folder),
        "/tmp/nginx": f"{folder}/nginx",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
    }.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    (folder / "nginx.conf").write_text(text)
    certify(folder)
    with subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-g", "daemon off;"]) as server:
        url = f"https://127.0.0.1:{secure}"
        try:
            wait_until_up(url)
            yield url
        finally:
            server.terminate()
            server.wait(10)


def certify(folder: Path) -> None:
    """A certificate that signs itself."""
    made = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem", "-subj", "/CN=127.0.0.1"]
    command = [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *made]
    subprocess.run(command, check=True, capture_output=True)


def trusting() -> ssl.SSLContext:
    """Trusts whoever signed the certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def answer(url: str, **headers: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of what is answered."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=10, context=trusting()
        ) as response:
            return response.status, dict(response.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


def wait_until_up(url: str) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        try:
            answer(f"{url}/_stcore/health")
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not start")
