"""Every block of the pages says by its language how it is proved; what only names things names what is."""

import json
import re
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]  # its types are a package of their own
from dotenv import dotenv_values
from pydantic import BaseModel

from api.requests.errors import Problems
from api.requests.schemas import Contact, Lead
from api.routes.health import Health
from api.webhooks.payloads import WebhookEvent
from leadbot.settings import Settings, load_settings
from models.database.open import parse_url
from tests.docs import shell
from tests.docs.pages import Block, list_blocks, list_pages, page

# how a block is proved: by the tests of this file, of test_transcripts.py, of test_screens.py
PLAIN = {"sh", "env", "html", "python", "yaml"}
TRANSCRIPTS = {"text demo en", "text demo ru", "text screens"}
MODELS: dict[str, type[BaseModel]] = {
    model.__name__: model for model in (Contact, Lead, Problems, Health, WebhookEvent)
}
PYTHON = {
    "HTTPServer": "test_form.py",
    "standardwebhooks": "test_webhook_pages.py",
}  # word: who runs it

named = pytest.mark.parametrize


def test_every_block_says_how_it_is_proved() -> None:
    known = PLAIN | TRANSCRIPTS | {f"json {name}" for name in MODELS}
    unknown = [
        f"{block}: {block.info!r}"
        for page in list_pages()
        for block in page.blocks
        if block.info not in known
    ]
    assert not unknown


@named("block", [block for block in list_blocks("sh") if not shell.is_run(block)], ids=str)
def test_commands_name_what_there_is(block: Block) -> None:
    for line in block.lines:
        shell.check(line)


def test_every_python_block_is_run_by_a_test() -> None:
    for block in list_blocks("python"):
        assert [word for word in PYTHON if word in block.text], block


@named("block", list_blocks("env"), ids=str)
def test_settings_on_the_pages_are_taken(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text(block.text, encoding="utf-8")
    given = dotenv_values(file)
    assert given
    assert {name.lower() for name in given} <= Settings.model_fields.keys()
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    parse_url(settings.database_url)
    assert settings != Settings(_env_file=None), "it sets nothing"


@named("block", list_blocks("json"), ids=str)
def test_json_has_the_fields_of_what_the_product_sends(block: Block) -> None:
    model = MODELS[block.info.removeprefix("json ")]
    shown = json.loads(block.text)
    sent = model.model_validate(shown).model_dump(mode="json")
    assert shape(shown) == shape(sent)


def shape(value: object) -> object:
    """Return the names in a piece of JSON."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else None


@named("block", list_blocks("yaml"), ids=str)
def test_what_prometheus_reads_names_what_is_served(block: Block) -> None:
    read = yaml.safe_load(block.text)
    metrics = {row[0].codes[0] for row in page("docs/reference/metrics.md").table("metric", "labels", "what")}
    assert set(re.findall(r"leadbot_\w+", block.text)) <= metrics
    for job in read.get("scrape_configs", ()):
        assert job["metrics_path"] == "/metrics"
        assert job["static_configs"] == [{"targets": ["127.0.0.1:8000"]}]
    for group in read.get("groups", ()):
        for rule in group["rules"]:
            assert rule.keys() <= {"alert", "expr", "for"}
            assert "leadbot_" in rule["expr"]
    assert read.keys() <= {"scrape_configs", "groups"}
