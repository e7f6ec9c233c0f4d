"""/metrics: what Prometheus reads is what has happened, each thing once, and what was undone never.

Labels are ids: where there are several, those of an operator come before those of a source, as in `all`.
"""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from models import WEBHOOKS, Contact, Outbox, OutboxKind, Source
from models.database.protocol import Database
from services import events, sources
from services.clock import utc_now
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from tests.api.conftest import open_api
from tests.api_stage import call
from tests.moments import make_moment

Sample = tuple[str, frozenset[tuple[str, str]]]


class Scrape(dict[Sample, float]):
    """What one scrape says."""

    def of(self, name: str, **labels: str) -> float | None:
        return self.get((name, frozenset(labels.items())))

    def all(self, name: str) -> dict[tuple[str, ...], float]:
        """Return a metric by the values of its labels, in the order of their names."""
        return {
            tuple(value for _, value in sorted(labels)): number
            for (found, labels), number in self.items()
            if found == name
        }


async def scrape(api: httpx.AsyncClient) -> Scrape:
    answer = await api.get("/metrics", headers={"Authorization": "none"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return Scrape(
        {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}
    )


async def set_up(api: httpx.AsyncClient, **limits: int) -> None:
    """Add operators with their limits, and a source that all of them serve."""
    await call(api, "POST", "/sources/", name="Website")
    for name, limit in limits.items():
        made = await call(api, "POST", "/operators/", name=name, max_active_leads=limit)
        await call(api, "POST", "/operator-weights/", operator_id=made["id"], source_id=1, weight=1)


async def submit(api: httpx.AsyncClient, person: str = "crm-1") -> int:
    made = await call(api, "POST", "/contacts/", source_id=1, message="Hello", external_id=person)
    return int(made["id"])


async def move(api: httpx.AsyncClient, number: int, status: str) -> None:
    await call(api, "PATCH", f"/contacts/{number}/status", status=status)


async def rate(database: Database, number: int, rating: str = "good") -> None:
    """Let a contact be rated: no form's client can be asked."""

    def record(session: Session) -> None:
        session.get_one(Contact, number)
        at = make_moment(utc_now())
        events.record(session, number, events.Kind.RATED, rating=rating, at=at)

    async with database.writing() as unit:
        await unit.run_sync(record)


async def let_pass(database: Database, **time: float) -> None:
    """Let every contact have come so much earlier."""

    def age(session: Session) -> None:
        for contact in session.query(Contact):
            contact.created_at -= timedelta(**time)
            contact.waiting_since = contact.waiting_since and contact.waiting_since - timedelta(**time)

    async with database.writing() as unit:
        await unit.run_sync(age)


async def test_the_life_of_contacts_is_counted(either_database: Database) -> None:
    async with open_api(either_database) as api:
        await set_up(api, Anna=1)
        first, second = await submit(api), await submit(api)
        await let_pass(either_database, minutes=7)
        seen = await scrape(api)
        assert seen.all("leadbot_contacts") == {
            ("1", "new"): 2,
            ("1", "in_progress"): 0,
            ("1", "completed"): 0,
        }
        assert seen.of("leadbot_contacts_waiting", source="1") == 1
        assert 420 <= (seen.of("leadbot_oldest_waiting_seconds") or 0) < 440
        assert seen.of("leadbot_operator_load", operator="1") == 1
        assert seen.of("leadbot_operator_limit", operator="1") == 1
        assert seen.all("leadbot_assignments_total") == {("1", "1", "new"): 1}

        await move(api, first, "in_progress")
        await let_pass(either_database, hours=5)
        await move(api, first, "completed")
        await move(api, second, "completed")
        seen = await scrape(api)
        assert seen.all("leadbot_assignments_total") == {
            ("1", "1", "new"): 1,
            ("1", "1", "queue"): 1,
        }
        assert seen.of("leadbot_contacts", source="1", status="completed") == 2
        assert seen.of("leadbot_oldest_waiting_seconds") == 0
        assert seen.of("leadbot_taking_seconds_count") == 1
        assert seen.of("leadbot_taking_seconds_bucket", le="300.0") == 0
        assert seen.of("leadbot_taking_seconds_bucket", le="600.0") == 1
        assert seen.of("leadbot_handling_seconds_count") == 2
        assert seen.of("leadbot_handling_seconds_bucket", le="14400.0") == 0
        assert seen.of("leadbot_handling_seconds_bucket", le="28800.0") == 2


async def test_a_burst_is_counted_once_each(either_database: Database) -> None:
    async with open_api(either_database) as api:
        await set_up(api, Anna=20, Boris=20)
        await asyncio.gather(*(submit(api, f"crm-{n}") for n in range(50)))
        seen = await scrape(api)
        counts = seen.all("leadbot_assignments_total")
        assert counts == {("1", "1", "new"): 20, ("2", "1", "new"): 20}
        assert seen.of("leadbot_contacts_waiting", source="1") == 10


async def test_what_becomes_of_deliveries_is_counted(api: httpx.AsyncClient, database: Database) -> None:
    now = utc_now()
    fates = [
        (OutboxKind.NOTICE, Result.SENT),
        (OutboxKind.NOTICE, Result.SENT),
        (OutboxKind.CARD, Result.DROPPED),
        (OutboxKind.CARD, Result.DEAD),
        (OutboxKind.CARD, Result.RETRY),
        (OutboxKind.NOTICE, Result.UNREACHABLE),
    ]

    def deliver(session: Session) -> None:
        rows = [
            Outbox(bot_id=7, chat_id=n, kind=kind, params={"key": "x"}, due_at=now, created_at=now)
            for n, (kind, _) in enumerate(fates)
        ]
        session.add_all(rows)
        session.flush()
        outcomes = [
            Outcome(row.id, result, message_id=5, retry_at=now, error=None if result is Result.SENT else "x")
            for row, (_, result) in zip(rows, fates, strict=True)
        ]
        settlement.settle(session, outcomes, at=make_moment(now))

    async with database.writing() as unit:
        await unit.run_sync(deliver)
    seen = await scrape(api)
    counts = seen.all("leadbot_deliveries_total")
    assert len(counts) == 16, "each kind and outcome is there from the start"
    assert {key: count for key, count in counts.items() if count} == {
        ("notice", "sent"): 2,
        ("notice", "dead"): 1,
        ("card", "dropped"): 1,
        ("card", "dead"): 1,
        ("card", "retried"): 1,
    }
    assert seen.of("leadbot_outbox_pending") == 1


async def test_backlogs_are_read_apart(api: httpx.AsyncClient, database: Database) -> None:
    then = utc_now() - timedelta(minutes=2)

    def add(session: Session) -> None:
        for bot_id, kind in ((7, OutboxKind.NOTICE), (7, OutboxKind.NOTICE), (WEBHOOKS, OutboxKind.WEBHOOK)):
            session.add(
                Outbox(bot_id=bot_id, chat_id=bot_id, kind=kind, params={}, due_at=then, created_at=then)
            )

    async with database.writing() as unit:
        await unit.run_sync(add)
    seen = await scrape(api)
    for word, count in (("outbox", 2), ("webhooks", 1)):
        assert seen.of(f"leadbot_{word}_pending") == count
        assert 120 <= (seen.of(f"leadbot_{word}_oldest_seconds") or 0) < 140
    assert seen.of("leadbot_inbox_pending") == seen.of("leadbot_inbox_oldest_seconds") == 0


async def test_metrics_of_the_process_are_there_and_a_second_application_has_its_own(
    api: httpx.AsyncClient, database: Database
) -> None:
    await set_up(api, Anna=1)
    await submit(api)
    async with open_api(database) as other:
        seen = await scrape(other)
    assert seen.all("leadbot_assignments_total") == {}, "it has counted nothing yet"
    assert seen.of("process_open_fds")
    assert seen.of("python_gc_collections_total", generation="0") is not None
    await submit(api)
    assert (await scrape(api)).all("leadbot_assignments_total") == {("1", "1", "new"): 1}


async def test_an_operator_or_a_source_with_a_new_name_begins_no_new_series(
    either_database: Database,
) -> None:
    async with open_api(either_database) as api:
        await set_up(api, Anna=0, Boris=5)
        await submit(api)
        before = await scrape(api)
        assert before.all("leadbot_assignments_total") == {("2", "1", "new"): 1}
        assert before.all("leadbot_operator_info") == {("Anna", "1"): 1, ("Boris", "2"): 1}
        assert before.all("leadbot_source_info") == {("Website", "1"): 1}

        await call(api, "PATCH", "/operators/2", name="Boris B")
        async with either_database.writing() as unit:
            await unit.run_sync(
                lambda session: sources.rename(session, session.get_one(Source, 1), "Landing page")
            )
        await submit(api, "crm-2")
        after = await scrape(api)
        assert after.all("leadbot_assignments_total") == {("2", "1", "new"): 2}
        assert after.all("leadbot_operator_load") == {("1",): 0, ("2",): 2}
        assert after.all("leadbot_contacts_waiting") == {("1",): 0}
        assert after.all("leadbot_operator_info") == {("Anna", "1"): 1, ("Boris B", "2"): 1}
        assert after.all("leadbot_source_info") == {("Landing page", "1"): 1}
        began = {sample for sample in after.keys() - before.keys() if sample[0].startswith("leadbot_")}
        assert {name for name, _ in began} == {"leadbot_operator_info", "leadbot_source_info"}


async def test_an_assignment_of_a_fresh_source_counts_at_once_though_no_name_can_be_read(
    api: httpx.AsyncClient, tmp_path: Path
) -> None:
    await set_up(api, Anna=5)
    with closing(sqlite3.connect(tmp_path / "leadbot.db")) as other:
        await submit(api)
        other.execute("ALTER TABLE inbox RENAME TO gone")
        seen = await scrape(api)
        assert seen.of("leadbot_database_up") == 0
        assert seen.all("leadbot_assignments_total") == {("1", "1", "new"): 1}
        assert not [name for name, _ in seen if name.endswith("_info") and name.startswith("leadbot_")]
        other.execute("ALTER TABLE gone RENAME TO inbox")
    await call(api, "POST", "/sources/", name="Partner")
    await call(api, "POST", "/operator-weights/", operator_id=1, source_id=2, weight=1)
    await call(api, "POST", "/contacts/", source_id=2, message="Hello", external_id="crm-2")
    seen = await scrape(api)
    assert seen.all("leadbot_assignments_total") == {("1", "1", "new"): 1, ("1", "2", "new"): 1}
    assert seen.all("leadbot_source_info") == {("Website", "1"): 1, ("Partner", "2"): 1}


async def test_a_source_is_told_by_the_name_that_people_know_and_a_bot_by_its_username(
    api: httpx.AsyncClient, database: Database
) -> None:
    def add(session: Session) -> None:
        at = make_moment(utc_now())
        sources.connect_bot(session, 7, "acme_sales_bot", at=at)
        sources.add_campaign(session, 7, "Spring", "spring", at=at)

    async with database.writing() as unit:
        await unit.run_sync(add)
    await call(api, "POST", "/sources/", name="Website")
    seen = await scrape(api)
    assert seen.all("leadbot_source_info") == {
        ("@acme_sales_bot", "1"): 1,
        ("Spring", "2"): 1,
        ("Website", "3"): 1,
    }
    assert seen.all("leadbot_bot_info") == {("7", "acme_sales_bot"): 1}


async def test_thumbs_are_counted_by_source(database: Database) -> None:
    async with open_api(database) as api:
        await set_up(api, Anna=1)
        number = await submit(api)
        for rating in ("bad", "good", "good"):
            await rate(database, number, rating)
        assert (await scrape(api)).all("leadbot_ratings_total") == {("bad", "1"): 1, ("good", "1"): 2}
