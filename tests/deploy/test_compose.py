"""compose.yaml is read by docker-compose, keeps to itself and has no secret; Grafana finds its dashboard."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its types are a package of their own
from dotenv import dotenv_values

from leadbot.settings import Settings
from tests.docs.pages import page

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("POSTGRES_PASSWORD", "API_KEY", "GRAFANA_PASSWORD")
BOTS = ("leadbot-1", "leadbot-2")


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def configure(folder: Path, *given: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    """Let docker-compose read the file in a folder of its own, with these secrets."""
    if shutil.which("docker-compose") is None:
        pytest.skip("no docker-compose; apt-get install docker-compose")
    shutil.copy(ROOT / "compose.yaml", folder)
    text = text or "".join(f"{name}=x1\n" for name in given)
    (folder / ".env").write_text(text, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if name not in SECRETS}
    command = ("docker-compose", "config")
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)


def test_docker_compose_understands_it(tmp_path: Path) -> None:
    done = configure(tmp_path, *SECRETS)
    assert done.returncode == 0, done.stderr
    services = yaml.safe_load(done.stdout)["services"]
    assert services.keys() == {"postgres", *BOTS, "prometheus", "grafana"}
    for bot in BOTS:
        environment = services[bot]["environment"]
        assert {"API_HOST", "API_PORT", "API_KEY"} <= environment.keys()
        assert environment["DATABASE_URL"] == "postgresql+asyncpg://leadbot:x1@postgres/leadbot"


def test_the_secrets_that_the_page_makes_are_enough(tmp_path: Path) -> None:
    [block] = [b for b in page("docs/how-to/server.md").blocks if "openssl" in b.text]
    shutil.copy(ROOT / ".env.example", tmp_path)
    subprocess.run(("bash", "-euc", block.text), cwd=tmp_path, check=True)
    given = dotenv_values(tmp_path / ".env")
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert all(len(given[name] or "") >= 24 for name in SECRETS)
    Settings(_env_file=tmp_path / ".env", api_port=8000, api_host="0.0.0.0")
    done = configure(tmp_path, text=(tmp_path / ".env").read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", SECRETS)
def test_a_secret_that_is_not_set_is_asked_for(tmp_path: Path, missing: str) -> None:
    done = configure(tmp_path, *(name for name in SECRETS if name != missing))
    assert done.returncode != 0
    assert missing in done.stderr or "make one with openssl" in done.stderr


def test_nothing_is_reached_from_elsewhere_and_nothing_has_more_rights_than_it_needs() -> None:
    for name, service in read("compose.yaml")["services"].items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == "unless-stopped", name
        assert service["mem_limit"], name
        if name != "postgres":  # it changes to its own user as it starts
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name


def test_files_that_are_mounted_are_there() -> None:
    mounted = [
        volume.split(":")[0]
        for service in read("compose.yaml")["services"].values()
        for volume in service.get("volumes", ())
    ]
    files = [path for path in mounted if path.startswith("./")]
    assert len(files) == 4
    assert all((ROOT / path).exists() for path in files)
    assert {path for path in mounted if not path.startswith("./")} == read("compose.yaml")["volumes"].keys()


def test_prometheus_scrapes_both_and_has_the_alerts_of_the_page() -> None:
    config = read("deploy/prometheus.yml")
    [job] = config["scrape_configs"]
    assert job["static_configs"] == [{"targets": [f"{bot}:8000" for bot in BOTS]}]
    [block] = [b for b in page("docs/how-to/monitoring.md").blocks if b.text.startswith("groups:")]
    assert read("deploy/alerts.yml") == yaml.safe_load(block.text)


def test_grafana_has_the_dashboard_of_the_page_and_its_source() -> None:
    [source] = read("deploy/grafana/provisioning/datasources/prometheus.yml")["datasources"]
    imported = (ROOT / "docs/grafana.json").read_text(encoding="utf-8")
    provisioned = (ROOT / "deploy/grafana/leadbot.json").read_text(encoding="utf-8")
    assert json.loads(provisioned) == json.loads(imported.replace("${DS_PROMETHEUS}", source["uid"]))
    [provider] = read("deploy/grafana/provisioning/dashboards/leadbot.yml")["providers"]
    mounted = read("compose.yaml")["services"]["grafana"]["volumes"]
    assert any(f":{provider['options']['path']}/" in volume for volume in mounted)
