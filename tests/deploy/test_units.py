"""The units of systemd are sound and hardened, and nginx understands its snippet."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = {unit.name: unit for unit in DEPLOY.glob("leadbot*.*") if unit.suffix in (".service", ".timer")}
MOST_EXPOSED = 20  # tenths of a point; a unit without any of it has 96


def install(folder: Path) -> None:
    """Put the units where their programs are there."""
    for name, unit in UNITS.items():
        text = unit.read_text(encoding="utf-8").replace("/opt/leadbot/.venv/bin/leadbot", "/bin/true")
        (folder / name).write_text(text, encoding="utf-8")


def analyze(*words: object) -> "subprocess.CompletedProcess[str]":
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze; apt-get install systemd")
    command = ["systemd-analyze", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", sorted(UNITS))
def test_systemd_understands_each_unit(tmp_path: Path, name: str) -> None:
    install(tmp_path)
    done = analyze("verify", "--man=no", tmp_path / name)
    assert done.returncode == 0, done.stderr
    assert name not in done.stderr


@pytest.mark.parametrize("name", [name for name in sorted(UNITS) if name.endswith(".service")])
def test_each_service_is_hardened(tmp_path: Path, name: str) -> None:
    install(tmp_path)
    most = MOST_EXPOSED if name == "leadbot.service" else 2 * MOST_EXPOSED
    done = analyze("security", "--offline=true", f"--threshold={most}", tmp_path / name)
    assert done.returncode == 0, done.stdout


def test_a_mistake_of_the_user_is_not_tried_again_and_a_stop_has_its_time() -> None:
    unit = UNITS["leadbot.service"].read_text(encoding="utf-8")
    assert "Restart=on-failure" in unit
    assert "RestartPreventExitStatus=2" in unit
    [stop] = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert int(stop) > 15


def test_nginx_understands_its_snippet(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("no nginx or openssl; apt-get install nginx-light openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=leads.example.com")
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"ssl_certificate .*;", f"ssl_certificate {certificate};", text)
    text = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {key};", text)
    config = tmp_path / "nginx.conf"
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{\n{text}\n}}"
    config.write_text(whole, encoding="utf-8")
    command = [nginx, "-t", "-c", str(config), "-p", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_both_proxies_let_the_same_addresses_through_and_no_metrics() -> None:
    nginx, caddy = ((DEPLOY / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile"))
    match = re.search(r"\^/\(([^)]+)\)", nginx)
    assert match is not None
    of_caddy = set(re.findall(r"/([a-z-]+)\*", caddy))
    for folder in ("telegram", "board"):
        assert f"location /{folder}/" in nginx
        assert f" /{folder}/*" in caddy
    assert set(match[1].split("|")) == of_caddy
    assert not {"metrics", "healthz", "docs"} & of_caddy
