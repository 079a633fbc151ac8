"""The files for hosts are valid, and agree with one another and with the app."""

import re
import tomllib
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.browser.conftest import ROOT

DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
NGINX = (DEPLOY / "nginx.conf").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
MANIFESTS: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
HEALTH, DRAWS = "/_stcore/health", "/_stcore/script-health-check"


def manifest(kind: str, name: str = "activation-explorer") -> dict[str, Any]:
    (found,) = (each for each in MANIFESTS if each["kind"] == kind and each["metadata"]["name"] == name)
    return found


@pytest.mark.parametrize("each", MANIFESTS, ids=lambda each: f"{each['kind']} {each['metadata']['name']}")
def test_kubernetes_would_take_each_manifest(each: dict[str, Any]) -> None:
    kubernetes_validate.validate(each, kubernetes_validate.latest_version(), strict=True)


def test_what_belongs_together_in_kubernetes_finds_each_other() -> None:
    deployment = manifest("Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"] == labels
    assert manifest("Service")["spec"]["selector"] == labels
    assert manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert manifest("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    (port,) = container["ports"]
    assert manifest("Service")["spec"]["ports"][0]["targetPort"] == port["name"]
    assert f"EXPOSE {port['containerPort']}" in CONTAINERFILE
    assert f"PORT={port['containerPort']}" in CONTAINERFILE
    assert container["readinessProbe"]["httpGet"] == {"path": DRAWS, "port": port["name"]}
    assert container["livenessProbe"]["httpGet"] == {"path": HEALTH, "port": port["name"]}
    assert f"USER {deployment['spec']['template']['spec']['securityContext']['runAsUser']}" in CONTAINERFILE


def test_the_newest_changes_are_of_the_version_that_is_hosted() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert re.findall(r"^## (.*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0] == version
    (container,) = manifest("Deployment")["spec"]["template"]["spec"]["containers"]
    assert container["image"].endswith(f":{version}")


def test_the_same_paths_are_closed_everywhere() -> None:
    paths = manifest("Ingress", "activation-explorer-closed")["spec"]["rules"][0]["http"]["paths"]
    (closed,) = re.findall(r"location ~ (\^\S+metrics\S+) \{", NGINX)
    assert len(paths) == 5
    for each in paths:
        assert re.match(closed, each["path"]), each["path"]
        assert each["backend"]["service"]["name"] == "activation-explorer-closed"
    for path in ("/", "/curves", HEALTH, "/_stcore/stream", "/_stcore/host-config"):
        assert not re.match(closed, path)


def test_nginx_knows_the_replicas_of_the_compose_file_by_their_ports() -> None:
    replicas = {name: service for name, service in COMPOSE["services"].items() if name != "nginx"}
    assert len(replicas) == 2
    for name, service in replicas.items():
        port = service["environment"]["PORT"]
        assert f"server {name}:{port} max_fails=0;" in NGINX
        assert f"server {name}:{port} max_fails=0 backup" in NGINX
        assert f'"~:{port}$" {name.removeprefix("app-")};' in NGINX
        assert service["read_only"]
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).samefile(
            DEPLOY / "Containerfile"
        )


def test_nginx_listens_and_reads_where_the_compose_file_says() -> None:
    nginx = COMPOSE["services"]["nginx"]
    inside = {mapping.split(":")[1] for mapping in nginx["ports"]}
    assert inside == set(re.findall(r"listen (\d+)", NGINX))
    for volume in nginx["volumes"]:
        source, target, mode = volume.split(":")
        assert mode == "ro"
        assert target in {"/etc/nginx/nginx.conf", "/etc/nginx/tls"}
        assert source == "./tls" or (DEPLOY / source).exists()
    written = re.findall(r"^ *(?:pid|\w+_temp_path) (\S+);", NGINX, re.MULTILINE)
    assert len(written) == 6
    assert all(path.startswith("/tmp/") for path in written)


def test_the_image_has_what_the_app_needs_and_its_health_check_asks_whether_it_draws() -> None:
    copied = set(" ".join(re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)).split())
    scripts = {f"deploy/{path.name}" for path in DEPLOY.glob("*.py")}
    assert copied == {"requirements.txt", ".streamlit", "activations", "pages", "app.py", *scripts}
    assert {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")} == copied
    assert DRAWS in CONTAINERFILE
    assert tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["scriptHealthCheckEnabled"]


def test_hosts_are_told_the_python_of_the_image_and_of_the_tests() -> None:
    (python,) = set(re.findall(r'"/usr/bin/python([\d.]+)"', CONTAINERFILE))
    assert f"CI runs on Python {python}" in " ".join((ROOT / "README.md").read_text().split())
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert lowest == f">={python}"
