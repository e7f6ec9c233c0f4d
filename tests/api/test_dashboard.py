"""The dashboard in docs/grafana.json: it imports, and asks only for what /metrics tells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from models.database.protocol import Database
from services.operations.health import BotState
from tests.api.conftest import open_api
from tests.api.test_metrics import move, set_up, submit

FILE = Path(__file__).resolve().parents[2] / "docs" / "grafana.json"
METRIC = re.compile(r"\b((?:leadbot|process|python)_\w+)(?:\{([^}]*)\})?")
# Prometheus itself adds these to everything it scrapes.
ADDED = {"job", "instance"}
WORDS = {"sum", "max", "min", "avg", "rate", "increase", "delta", "by", "clamp_min", "histogram_quantile"}

Panel = dict[str, Any]


def read() -> dict[str, Any]:
    dashboard: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return dashboard


def panels() -> list[Panel]:
    found: list[Panel] = read()["panels"]
    return found


def targets() -> Iterator[tuple[str, dict[str, Any]]]:
    for panel in panels():
        for target in panel.get("targets", []):
            yield panel["title"], target


async def told(api: httpx.AsyncClient) -> dict[str, set[str]]:
    """Return the labels of each metric, by the names that a query uses."""
    text = (await api.get("/metrics")).text
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


@pytest.fixture
async def metrics(database: Database) -> dict[str, set[str]]:
    """What /metrics tells once a contact has come, been taken and been completed."""
    async with open_api(database, look=lambda: [BotState(7)]) as api:
        await set_up(api, Anna=1)
        number = await submit(api)
        await move(api, number, "in_progress")
        await move(api, number, "completed")
        return await told(api)


def test_it_imports_into_any_grafana_with_a_prometheus() -> None:
    dashboard = read()
    [asked] = dashboard["__inputs"]
    assert (asked["name"], asked["type"], asked["pluginId"]) == ("DS_PROMETHEUS", "datasource", "prometheus")
    sources = [*panels(), *(target for _, target in targets()), *dashboard["templating"]["list"]]
    for part in sources:
        if part.get("type") != "row":
            assert part["datasource"] == {"type": "prometheus", "uid": "${DS_PROMETHEUS}"}
    assert dashboard["id"] is None
    required = {part["id"] for part in dashboard["__requires"] if part["type"] == "panel"}
    assert required == {panel["type"] for panel in panels()} - {"row"}


def test_its_panels_are_told_apart_and_do_not_overlap() -> None:
    ids = [panel["id"] for panel in panels()]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & cells, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_every_metric_it_asks_for_is_told_with_these_labels(metrics: dict[str, set[str]]) -> None:
    assert sum(1 for _ in targets()) > 20
    for title, target in targets():
        asked = METRIC.findall(target["expr"])
        assert asked, title
        for name, matchers in asked:
            assert name in metrics, f"{title}: {name}"
            named = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers))
            assert named <= metrics[name] | ADDED, f"{title}: {name} by {named}"
        grouped = {
            label.strip() for by in re.findall(r"by \(([^)]*)\)", target["expr"]) for label in by.split(",")
        }
        labels = set().union(*(metrics[name] for name, _ in asked))
        assert grouped <= labels, title
        shown = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
        assert shown <= (grouped or labels | ADDED), title


def test_its_choice_of_jobs_asks_for_a_metric_that_is_always_told(metrics: dict[str, set[str]]) -> None:
    [job] = read()["templating"]["list"]
    assert job["query"]["query"] == "label_values(leadbot_database_up, job)"
    assert "leadbot_database_up" in metrics


def test_its_queries_are_whole() -> None:
    for title, target in targets():
        query = target["expr"]
        for opened, closed in ("()", "[]", "{}"):
            assert query.count(opened) == query.count(closed), title
        functions = set(re.findall(r"\b([a-z_]+) ?\(", query))
        assert functions <= WORDS, f"{title}: {functions - WORDS}"


def test_everything_told_is_shown_somewhere(metrics: dict[str, set[str]]) -> None:
    shown = {name for _, target in targets() for name, _ in METRIC.findall(target["expr"])}
    shown = {name.removesuffix("_bucket").removesuffix("_count") for name in shown}
    ours = {name for name in metrics if name.startswith("leadbot_") and not name.endswith("_created")}
    assert {re.sub("_(bucket|count|sum)$", "", name) for name in ours} == shown - {
        "process_resident_memory_bytes"
    }
