"""Lists of any rows, filters and pages against a plain model of them."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import Contact, Lead, Operator, OperatorSourceWeight, Source, Status
from models.database.unit import UnitSession
from services.reports import listings
from services.reports.listings import Page, Wanted
from tests.services.world import NOON

FEW = st.integers(1, 3)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(Status),
            "source_id": FEW,
            "operator_id": st.none() | FEW,
            "lead_id": FEW,
            "created_at": st.integers(0, 5).map(lambda n: NOON + timedelta(seconds=n)),
        }
    ).filter(lambda row: row["status"] is not Status.IN_PROGRESS or row["operator_id"] is not None),
    max_size=12,
)
MOMENTS = st.none() | st.integers(-1, 6).map(lambda n: NOON + timedelta(seconds=n))
FILTERS = st.builds(
    Wanted,
    status=st.none() | st.sampled_from(Status),
    source_id=st.none() | st.integers(1, 4),
    operator_id=st.none() | st.integers(1, 4),
    lead_id=st.none() | st.integers(1, 4),
    waiting=st.none() | st.booleans(),
    since=MOMENTS,
    before=MOMENTS,
)
PAGES = st.builds(
    Page,
    limit=st.integers(1, 5),
    after=st.none() | st.integers(0, 14),
    skip=st.integers(0, 4),
    newest_first=st.booleans(),
)
QUIETLY = settings(
    max_examples=150,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def open_session(writer: Engine) -> Session:
    """Return a session on the empty database; closing it undoes everything."""
    return UnitSession(writer, expire_on_commit=False)


def is_wanted(row: dict[str, Any], wanted: Wanted) -> bool:
    """Tell what the documentation says of a contact and a filter."""
    is_waiting = row["status"] is Status.NEW and row["operator_id"] is None
    return (
        wanted.status in (None, row["status"])
        and wanted.source_id in (None, row["source_id"])
        and wanted.operator_id in (None, row["operator_id"])
        and wanted.lead_id in (None, row["lead_id"])
        and wanted.waiting in (None, is_waiting)
        and (wanted.since is None or wanted.since <= row["created_at"])
        and (wanted.before is None or row["created_at"] < wanted.before)
    )


def cut(ids: list[int], page: Page) -> list[int]:
    """Return the page of ids."""
    if page.newest_first:
        rest = [n for n in reversed(ids) if page.after is None or n < page.after]
    else:
        rest = [n for n in ids if page.after is None or n > page.after]
    return rest[page.skip : page.skip + page.limit]


def add_people(session: Session) -> None:
    """Add three of everybody."""
    for n in range(1, 4):
        session.add(Lead(id=n, external_id=f"crm-{n}", phone_verified=False, created_at=NOON))
        session.add(Source(id=n, name=f"S{n}", name_key=f"s{n}", created_at=NOON))
        session.add(
            Operator(
                id=n, name=f"O{n}", name_key=f"o{n}", max_active_leads=1, is_active=n != 2, created_at=NOON
            )
        )
    session.flush()


@QUIETLY
@given(rows=ROWS, wanted=FILTERS, page=PAGES)
def test_any_contacts_any_filter_any_page(
    writer: Engine, rows: list[dict[str, Any]], wanted: Wanted, page: Page
) -> None:
    with open_session(writer) as session:
        add_people(session)
        session.add_all([Contact(id=n, message="", **row) for n, row in enumerate(rows, start=1)])
        session.flush()
        found = [contact.id for contact in listings.list_contacts(session, wanted, page)]
    assert found == cut([n for n, row in enumerate(rows, start=1) if is_wanted(row, wanted)], page)


@QUIETLY
@given(
    keys=st.sets(st.tuples(FEW, FEW)),
    operator_id=st.none() | st.integers(1, 4),
    source_id=st.none() | st.integers(1, 4),
    after=st.none() | st.tuples(st.integers(0, 4), st.integers(0, 4)),
    limit=st.integers(1, 5),
    skip=st.integers(0, 4),
)
def test_any_weights_any_filter_any_page(
    writer: Engine,
    keys: set[tuple[int, int]],
    operator_id: int | None,
    source_id: int | None,
    after: tuple[int, int] | None,
    limit: int,
    skip: int,
) -> None:
    with open_session(writer) as session:
        add_people(session)
        session.add_all([OperatorSourceWeight(source_id=s, operator_id=o, weight=s) for s, o in keys])
        session.flush()
        rows = listings.list_weights(
            session, operator_id=operator_id, source_id=source_id, after=after, limit=limit, skip=skip
        )
        found = [(row.source_id, row.operator_id) for row in rows]
    kept = [
        (s, o)
        for s, o in sorted(keys)
        if source_id in (None, s) and operator_id in (None, o) and (after is None or (s, o) > after)
    ]
    assert found == kept[skip : skip + limit]


def test_leads_are_found_by_all_that_is_asked_and_merged_ones_are_not_listed(session: Session) -> None:
    add_people(session)
    session.get_one(Lead, 1).phone = "+79123456789"
    session.get_one(Lead, 2).merged_into_id = 1
    session.flush()

    def list_ids(**asked: str) -> list[int]:
        return [lead.id for lead in listings.list_leads(session, Page(9), **asked)]

    assert list_ids() == [1, 3]
    assert list_ids(external_id="crm-1", phone="+79123456789") == [1]
    assert list_ids(external_id="crm-3", phone="+79123456789") == []
    assert list_ids(external_id="crm-2") == [1], "its contacts are those of another by now"
    assert list_ids(external_id="crm-2", phone="+79123456789") == []


def test_operators_are_listed_by_their_switch(session: Session) -> None:
    add_people(session)
    for is_active, ids in ((None, [1, 2, 3]), (True, [1, 3]), (False, [2])):
        assert [o.id for o in listings.list_operators(session, Page(9), is_active=is_active)] == ids
