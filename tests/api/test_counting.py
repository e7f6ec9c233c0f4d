"""Only what is committed is counted, and counting stands in nobody's way."""

import httpx
import pytest
from sqlalchemy.orm import Session

from api.monitoring.commits import Fact, following
from models import Operator, actors
from models.database.protocol import Database
from services.clock import utc_now
from services.contacts import forms
from services.leads import Identity
from services.team import transfers
from tests.api.conftest import open_api
from tests.api.test_metrics import move, scrape, set_up, submit
from tests.api_stage import call
from tests.moments import make_moment


async def test_what_is_rolled_back_is_not_counted(either_database: Database) -> None:
    """A preview is undone within its unit; what comes before and after it counts."""
    async with open_api(either_database) as api:
        await set_up(api, Anna=5, Boris=0)
        number = await submit(api)
        await call(api, "PATCH", "/operators/2", max_active_leads=5)
        before = (await scrape(api)).all("leadbot_assignments_total")

        def give_and_preview(session: Session, fails: bool) -> None:
            now = utc_now()
            boris = session.get_one(Operator, 2)
            transfers.give(session, number, boris, actor=actors.admin(1), at=make_moment(now))
            session.flush()
            assert transfers.preview(session, boris, None, at=make_moment(now))[0].operator_id == 1
            forms.submit(
                session, 1, Identity(external_id="crm-2"), "Hi", at=make_moment(now, chance=lambda _: 0)
            )
            session.flush()
            if fails:
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            async with either_database.writing() as unit:
                await unit.run_sync(give_and_preview, True)
        assert (await scrape(api)).all("leadbot_assignments_total") == before
        async with either_database.writing() as unit:
            await unit.run_sync(give_and_preview, False)
        counts = (await scrape(api)).all("leadbot_assignments_total")
        assert counts == {("1", "1", "new"): 2, ("2", "1", "manual"): 1}


async def test_a_savepoint_that_is_kept_counts_with_its_unit(either_database: Database) -> None:
    async with open_api(either_database) as api:
        await set_up(api, Anna=5, Boris=0)
        await submit(api)
        await call(api, "PATCH", "/operators/2", max_active_leads=5)

        def transfer(session: Session, fails: bool) -> None:
            anna = session.get_one(Operator, 1)
            at = make_moment(utc_now())
            plan = transfers.hash_plan(transfers.preview(session, anna, None, at=at))
            by = actors.admin(1)
            transfers.transfer(session, anna, None, plan, planned_chance=at.chance, actor=by, at=at)
            if fails:
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            async with either_database.writing() as unit:
                await unit.run_sync(transfer, True)
        assert ("2", "1", "moved") not in (await scrape(api)).all("leadbot_assignments_total")
        async with either_database.writing() as unit:
            await unit.run_sync(transfer, False)
        counts = (await scrape(api)).all("leadbot_assignments_total")
        assert counts == {("1", "1", "new"): 1, ("2", "1", "moved"): 1}


async def test_a_refused_request_counts_nothing(api: httpx.AsyncClient) -> None:
    await set_up(api, Anna=1)
    number = await submit(api)
    await move(api, number, "completed")
    await submit(api)
    before = await scrape(api)
    assert (await api.patch(f"/contacts/{number}/status", json={"status": "in_progress"})).status_code == 409
    after = await scrape(api)
    for name in ("leadbot_assignments_total", "leadbot_taking_seconds_count"):
        assert after.all(name) == before.all(name)


async def test_a_counter_that_breaks_fails_no_unit_of_work(
    api: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("in counting")

    def fail_at_flush(session: Session) -> list[Fact]:
        raise ZeroDivisionError("in looking")

    with following(lambda session: [fail]), following(fail_at_flush):
        await set_up(api, Anna=1)
        await submit(api)
    assert (await scrape(api)).all("leadbot_assignments_total") == {("1", "1", "new"): 1}
    assert "in counting" in caplog.text
    assert "in looking" in caplog.text
