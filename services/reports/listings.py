"""Pages of what there is, in the order of ids: each begins after the last row of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    IS_OPEN,
    Contact,
    ContactTag,
    Label,
    LabelKind,
    Lead,
    Operator,
    OperatorSourceWeight,
    QuickAnswer,
    Rating,
    Source,
    Status,
)
from services.distribution.order.lines import IS_WAITING, OF_SOURCE
from services.leads import is_one_of
from services.queues.retention import KEEP_ASIDE

T = TypeVar("T")

FEW = 1000  # contacts
LATEST = KEEP_ASIDE + timedelta(days=1)  # what was set aside may open a contact so late


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows: at most `limit` that come after the row with the id `after`, without the first `skip`."""

    limit: int
    after: int | None = None
    skip: int = 0
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contacts; None: any. Times are those of their creation, `before` excluded."""

    status: Status | None = None
    source_id: int | None = None
    operator_id: int | None = None
    lead_id: int | None = None
    waiting: bool | None = None
    since: datetime | None = None
    before: datetime | None = None
    rating: Rating | None = None
    outcome_id: int | None = None
    tag_id: int | None = None


def list_contacts(session: Session, wanted: Wanted, page: Page) -> Sequence[Contact]:
    """Return a page of contacts."""
    conditions: list[ColumnElement[bool]] = [
        getattr(Contact, name) == value
        for name in ("status", "operator_id", "lead_id", "outcome_id")
        if (value := getattr(wanted, name)) is not None
    ]
    is_open = wanted.waiting or wanted.status not in (None, Status.COMPLETED)
    if is_open:
        conditions.append(IS_OPEN)  # names the index of open contacts
    if wanted.source_id is not None:  # of what is open not by its index: few are
        conditions.append((OF_SOURCE if is_open else Contact.source_id) == wanted.source_id)
    if wanted.tag_id is not None:
        tagged = select(ContactTag.contact_id).where(ContactTag.label_id == wanted.tag_id)
        conditions.append(Contact.id.in_(tagged))
    if wanted.waiting is not None:
        conditions.append(IS_WAITING if wanted.waiting else ~IS_WAITING)
    if wanted.rating is not None:
        conditions += [Contact.rated_at.is_not(None), Contact.rating == wanted.rating]
    if wanted.since is not None or wanted.before is not None:
        conditions += _limit_time(session, wanted)
    return _cut(session, select(Contact).where(*conditions), Contact.id, page)


def _limit_time(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what limits the time of creation, and with it the ids: a page is read in their order."""
    since, before, at = wanted.since, wanted.before, Contact.created_at
    within = [] if since is None else [at >= since]
    within += [] if before is None else [at < before]
    found = session.scalars(select(Contact.id).where(*within).order_by(at).limit(FEW + 1)).all()
    if len(found) <= FEW:
        limits = [Contact.id >= min(found), Contact.id <= max(found)] if found else [false()]
    else:
        limits = _guess_limits(session, since, before)
    # The times by no index, or all that were created then are sorted for each page.
    limits += [] if since is None else [func.coalesce(at, since) >= since]
    return limits if before is None else [*limits, func.coalesce(at, before) < before]


def _guess_limits(
    session: Session, since: datetime | None, before: datetime | None
) -> list[ColumnElement[bool]]:
    """Return between which ids lie all contacts of a long time: none is stored later than LATEST."""
    at, one, limits = Contact.created_at, select(Contact.id).limit(1), list[ColumnElement[bool]]()
    if since is not None:
        former = session.scalar(one.where(at < since - LATEST).order_by(at.desc()))
        limits += [] if former is None else [Contact.id > former]
    if before is not None:
        next_one = session.scalar(one.where(at >= before + LATEST).order_by(at))
        limits += [] if next_one is None else [Contact.id < next_one]
    return limits


def list_leads(session: Session, page: Page, **identifiers: str | None) -> Sequence[Lead]:
    """Return a page of people, those with the given external_id, phone or email; merged ones count as one.

    Who was merged is found by what stayed behind, too.
    """
    given = [is_one_of(name, value) for name, value in identifiers.items() if value is not None]
    query = select(Lead).where(Lead.merged_into_id.is_(None))
    if given:
        # By a union: with `or` PostgreSQL looks at everybody.
        found = select(Lead.id, Lead.merged_into_id).where(*given).cte(recursive=True)
        into = select(Lead.id, Lead.merged_into_id).join(found, Lead.id == found.c.merged_into_id)
        query = query.where(Lead.id.in_(select(found.union(into).c.id)))
    return _cut(session, query, Lead.id, page)


def list_operators(
    session: Session, page: Page, *, is_active: bool | None = None, is_dismissed: bool = False
) -> Sequence[Operator]:
    """Return a page of the operators who work here, or else of those who were dismissed."""
    is_gone = Operator.dismissed_at.is_not(None)
    rows = select(Operator).where(is_gone if is_dismissed else ~is_gone)
    if is_active is not None:
        rows = rows.where(Operator.is_active == is_active)
    return _cut(session, rows, Operator.id, page)


def list_sources(session: Session, page: Page) -> Sequence[Source]:
    """Return a page of sources."""
    return _cut(session, select(Source), Source.id, page)


def list_labels(
    session: Session, page: Page, *, kind: LabelKind | None = None, is_retired: bool = False
) -> Sequence[Label]:
    """Return a page of the labels that can be chosen, or else of those that were retired."""
    is_gone = Label.retired_at.is_not(None)
    rows = select(Label).where(is_gone if is_retired else ~is_gone)
    if kind is not None:
        rows = rows.where(Label.kind == kind)
    return _cut(session, rows, Label.id, page)


def list_quick_answers(
    session: Session, page: Page, *, source_id: int | None = None
) -> Sequence[QuickAnswer]:
    """Return a page of quick answers, of one source or of all."""
    rows = select(QuickAnswer)
    if source_id is not None:
        rows = rows.where(QuickAnswer.source_id == source_id)
    return _cut(session, rows, QuickAnswer.id, page)


def list_weights(
    session: Session,
    *,
    operator_id: int | None,
    source_id: int | None,
    after: tuple[int, int] | None,
    limit: int,
    skip: int,
) -> Sequence[OperatorSourceWeight]:
    """Return a page of weights in the order of (source_id, operator_id)."""
    table = OperatorSourceWeight
    given: list[ColumnElement[bool]] = []
    if operator_id is not None:
        given.append(table.operator_id == operator_id)
    if source_id is not None:
        given.append(table.source_id == source_id)
    if after is not None:
        given.append(tuple_(table.source_id, table.operator_id) > after)
    rows = select(table).where(*given).order_by(table.source_id, table.operator_id)
    return session.scalars(rows.offset(skip).limit(limit)).all()


def _cut(session: Session, rows: Select[T], key: InstrumentedAttribute[Any], page: Page) -> Sequence[T]:
    if page.after is not None:
        rows = rows.where(key < page.after if page.newest_first else key > page.after)
    ordered = rows.order_by(key.desc() if page.newest_first else key)
    return session.scalars(ordered.offset(page.skip).limit(page.limit)).all()
