"""The dashboard in docs/grafana.json: it imports, and asks only for what /metrics tells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from models.database.protocol import Database
from services import sources
from services.clock import utc_now
from services.operations.health import BotState
from tests.api.conftest import open_api
from tests.api.test_metrics import move, rate, set_up, submit
from tests.moments import make_moment

FILE = Path(__file__).resolve().parents[2] / "docs" / "grafana.json"
METRIC = re.compile(r"\b((?:leadbot|process|python)_\w+)(?:\{([^}]*)\})?")
# Prometheus itself adds these to everything it scrapes.
ADDED = {"job", "instance"}
WORDS = {"sum", "max", "min", "avg", "rate", "increase", "delta", "by", "clamp_min", "histogram_quantile"}
WORDS |= {"on", "group_left", "topk", "label_replace"}
BY = re.compile(r"\bby \(([^)]*)\)")
ON = re.compile(r"\b(?:on|group_left) \(([^)]*)\)")
# Of several names of one id, as while a rename has come to one process of two, a join may meet only one.
JOIN = re.compile(
    r"\* on \(([^)]*)\) group_left \(name\) topk by \(([^)]*)\) \(1, leadbot_(\w+)_info\{[^}]*\}\)"
)

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


def labels_of(listed: str) -> set[str]:
    return {label.strip() for label in listed.split(",")}


def find_shown(target: dict[str, Any]) -> set[str]:
    """Return the labels that a legend shows."""
    return set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))


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
    """What /metrics tells once a bot is known and a contact has come, been taken, completed and rated."""

    def connect(session: Session) -> None:
        sources.connect_bot(session, 7, "acme_sales_bot", at=make_moment(utc_now()))

    async with open_api(database, look=lambda: [BotState(7)]) as api:
        await set_up(api, Anna=1)
        number = await submit(api)
        await move(api, number, "in_progress")
        await move(api, number, "completed")
        async with database.writing() as unit:
            await unit.run_sync(connect)
        await rate(database, number)
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
        grouped = set().union(*map(labels_of, BY.findall(target["expr"])))
        joined = set().union(*map(labels_of, ON.findall(target["expr"])))
        labels = set().union(*(metrics[name] for name, _ in asked)) | ADDED
        assert grouped <= labels, title
        assert joined - {"name"} <= grouped, title
        shown = find_shown(target)
        assert shown <= (grouped | joined or labels), title


def test_it_shows_names_and_no_ids_with_one_name_to_each_id() -> None:
    named = set()
    for title, target in targets():
        joins = JOIN.findall(target["expr"])
        assert len(joins) == target["expr"].count("_info") == ("name" in find_shown(target)), title
        assert not find_shown(target) & {"source", "operator", "bot"}, title
        for on, by, word in joins:
            assert labels_of(on) == labels_of(by), title
            # Telegram gives each bot an id of its own; the other ids are of one database.
            assert labels_of(on) == ({word} if word == "bot" else {"job", word}), title
            named.add(word)
    assert named == {"source", "operator", "bot"}


def test_it_keeps_apart_what_has_the_same_id_in_two_databases() -> None:
    for title, target in targets():
        for by in map(labels_of, BY.findall(target["expr"])):
            assert "job" in by or not by & {"source", "operator"}, title


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
