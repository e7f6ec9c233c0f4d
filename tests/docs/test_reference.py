"""The tables of the reference hold all there is of settings, metrics and commands, and nothing else."""

import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest
from dotenv import dotenv_values
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from leadbot.settings import Settings
from models.database.protocol import Database
from services import sources
from services.clock import utc_now
from services.operations.health import BotState
from tests.api.conftest import open_api
from tests.api.test_metrics import move, rate, set_up, submit
from tests.docs import shell
from tests.docs.pages import ROOT, list_pages, page
from tests.moments import make_moment

OF_PROCESS = ("process_", "python_")
EMPTY = "empty"
ROW_OF_HISTOGRAM = re.compile("_(bucket|count|sum)$")


def read_settings() -> dict[str, str]:
    """Return the default of each variable as the page has it."""
    rows = page("docs/reference/settings.md").table("variable", "default", "meaning")
    read = {row[0].codes[0]: "".join(row[1].codes) for row in rows}
    assert len(read) == len(rows), "none stands twice"
    assert all(row[1].codes or row[1].text == EMPTY for row in rows)
    assert all(row[2].text for row in rows)
    return read


def write_default(value: object) -> str:
    """Return a default as it is written in `.env`."""
    if value is None or value in ([], ()):
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def test_every_setting_is_explained_with_its_default() -> None:
    fields = Settings.model_fields.items()
    defaults = {name.upper(): field.get_default(call_default_factory=True) for name, field in fields}
    assert read_settings() == {name: write_default(value) for name, value in defaults.items()}


def test_the_example_of_the_settings_has_all_of_them_with_their_defaults() -> None:
    assert dotenv_values(ROOT / ".env.example") == read_settings()


@pytest.mark.parametrize(
    "command",
    sorted({code for page in list_pages() for code in page.codes if code.startswith("openssl rand")}),
)
def test_a_secret_made_as_the_pages_say_is_taken(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = subprocess.run(command.split(), check=True, capture_output=True, text=True).stdout.strip()
    settings = Settings(_env_file=None, api_key=SecretStr(made), webhook_events_secret=SecretStr(made))
    assert settings.api_key == SecretStr(made)


async def test_every_metric_is_explained_with_its_labels(database: Database) -> None:
    async with open_api(database, look=lambda: [BotState(7)]) as api:
        await set_up(api, Anna=1)
        async with database.writing() as unit:
            await unit.run_sync(sources.connect_bot, 7, "acme_sales_bot", at=make_moment(utc_now()))
            await unit.run_sync(sources.note_polls, [7], at=make_moment(utc_now()))
        number = await submit(api)
        await move(api, number, "in_progress")
        await move(api, number, "completed")
        await rate(database, number)
        text = (await api.get("/metrics")).text
    told: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            name = ROW_OF_HISTOGRAM.sub("", sample.name) if family.type == "histogram" else sample.name
            if not name.startswith(OF_PROCESS):
                told.setdefault(name, set()).update(sample.labels.keys() - {"le"})
    rows = page("docs/reference/metrics.md").table("metric", "labels", "what")
    assert {row[0].codes[0]: set(filter(None, row[1].text.split(", "))) for row in rows} == told
    assert len(rows) == len(told)


async def test_a_health_that_is_shown_has_the_fields_of_one_that_is_told(api: httpx.AsyncClient) -> None:
    [block] = [block for block in page("docs/reference/metrics.md").blocks if block.language == "json"]
    assert (await api.get("/healthz")).json().keys() == json.loads(block.text).keys()


def test_every_command_of_the_command_line_is_explained_with_its_options() -> None:
    text = page("docs/reference/command-line.md")
    explained = {code for row in text.table("command", "what it does") for code in row[0].codes}
    for said in explained:
        shell.check(said)
    group = shell.find_group()
    named = {word for code in text.codes for word in code.split()}
    for name, command in group.commands.items():
        assert f"leadbot {name}" in {" ".join(said.split()[:2]) for said in explained}
        for param in command.params:
            if param.param_type_name == "argument":
                assert any(said.startswith(f"leadbot {name} ") for said in explained), f"{name}: an argument"
                continue
            assert {*param.opts, *param.secondary_opts} <= named, f"{name}: {param.opts}"


def test_every_target_of_make_is_explained() -> None:
    rows = page("docs/reference/command-line.md").table("target", "what it does")
    assert {row[0].codes[0].removeprefix("make ") for row in rows} == shell.list_targets()
