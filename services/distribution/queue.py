"""Waiting contacts: assigned in their order, in the transaction in which a place may have become free.

What is too much for one transaction goes on in others at once, and what is new comes after it.
"""

import enum
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from models import IS_NEW, Contact, Mode, Operator, Source
from services import sources
from services.distribution import locks
from services.distribution.assignment import assign
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.distribution.modes import pool
from services.distribution.order.lines import IS_WAITING, OF_SOURCE, Walk, is_before
from services.distribution.routing import Exclusion
from services.hours import working_time
from services.moment import Moment

STEP = 25  # contacts that one transaction assigns, so that others need not wait for it
IS_ASLEEP: ColumnElement[bool] = and_(IS_NEW, Contact.operator_id.is_(None), Contact.snoozed_at.is_not(None))


class WaitReason(enum.StrEnum):
    """Why nobody can take a waiting contact, the most telling reason first."""

    CLOSED = "closed"
    PREFERRED = "preferred"  # it waits a moment for those whom its source prefers
    POOLED = "pooled"  # it is shown to all who may take it
    SECOND_GROUP = "second_group"  # nobody of the first group may take it, the second helps soon
    ALL_FULL = "all_full"
    UNREACHABLE = "unreachable"
    ALL_OFF = "all_off"
    NO_WEIGHT = "no_weight"


def drain(session: Session, source_ids: Collection[int], *, at: Moment) -> int:
    """Assign what waits in these sources, in its order, to whoever may take it; returns how many.

    What waits in a shared pool is shown to who may take it by now.

    One pass is enough: capacity only falls on the way, so who found nobody before finds nobody now. After 25
    the sources are marked, so that others get in between: then `drain_on` is to be called, in a transaction
    of its own, until it returns False.
    """
    if not source_ids:
        return 0
    locks.lock(session, source_ids)
    session.flush()
    assigned, walk = 0, Walk(session, set(source_ids))
    while assigned < STEP and (contact := walk.find_next()) is not None:
        if not is_open(session, contact.source_id, at=at):
            walk.leave(contact.source_id)
        elif pool.is_pooled(session, contact):
            pool.fill(session, contact.source_id, at=at)
            walk.leave(contact.source_id)
        elif assign(session, contact, AssignmentReason.QUEUE, at=at):
            assigned += 1
        elif contact.widens_at is None and is_exhausted(session, contact, at=at):
            walk.leave(contact.source_id)
    if assigned == STEP:
        sources.mark_draining(session, walk.hopeful, True)
    return assigned


def drain_on(session: Session, *, at: Moment) -> bool:
    """Assign some more of what one transaction has left; returns whether there may be still more."""
    marked = sources.list_draining(session)
    if not marked:
        return False
    locks.lock(session, marked)
    sources.mark_draining(session, marked, False)
    return drain(session, marked, at=at) == STEP


def list_assignable(
    session: Session, *, without: Collection[int] = (), limit: int, at: Moment
) -> list[Contact]:
    """Return of each open source the first that waits though somebody may take it: `drain` leaves none.

    At most so many contacts are looked at; those of some sources are not.
    """
    found, last, hopeful = list[Contact](), 0, count_by_source(session).keys() - set(without)
    for _ in range(limit):
        query = select(Contact).where(IS_WAITING, OF_SOURCE.in_(hopeful), Contact.id > last)
        contact = session.scalars(query.order_by(Contact.id).limit(1)).first() if hopeful else None
        if contact is None:
            break
        last = contact.id
        if not is_open(session, contact.source_id, at=at):
            hopeful.discard(contact.source_id)
        elif pool.is_pooled(session, contact):
            unshown = pool.find_unshown(session, contact.source_id, at=at)
            found += [unshown] if unshown is not None else []
            hopeful.discard(contact.source_id)
        elif evaluate(session, contact, at=at).eligible:
            found.append(contact)
            hopeful.discard(contact.source_id)
        elif contact.widens_at is None and is_exhausted(session, contact, at=at):
            hopeful.discard(contact.source_id)
    return found


def is_exhausted(session: Session, contact: Contact, *, at: Moment) -> bool:
    """Tell whether nobody could take any other contact of this one's source either."""
    personal = (
        Exclusion.OWN_CONTACT,
        Exclusion.GAVE_BACK,
        Exclusion.HAD_IT,
        Exclusion.SECOND_GROUP,
        Exclusion.NOT_PREFERRED,
    )
    return not any(c.exclusion in personal and c.score for c in evaluate(session, contact, at=at).candidates)


def is_open(session: Session, source_id: int, *, at: Moment) -> bool:
    """Tell whether a source hands out what waits in it: outside its hours it does not."""
    source = session.get_one(Source, source_id)
    return source.hours is None or working_time.of_source(source, at=at).is_open(at.now)


def list_widening(session: Session, *, at: Moment) -> set[int]:
    """Return the sources of what has waited long enough for those whom they prefer."""
    waited = select(OF_SOURCE).where(IS_WAITING, Contact.widens_at <= at.now)
    return set(session.scalars(waited.distinct()))


def widen(session: Session, *, at: Moment) -> int:
    """Give what has waited long enough for some to anybody who may take it; returns how many got it."""
    source_ids = list_widening(session, at=at)
    locks.lock(session, source_ids)
    session.flush()
    waited = update(Contact).where(IS_WAITING, OF_SOURCE.in_(source_ids), Contact.widens_at <= at.now)
    session.execute(waited.values(widens_at=None))
    return drain(session, source_ids, at=at)


def drain_for(session: Session, operator_ids: Collection[int], *, at: Moment) -> int:
    """Assign what waits wherever these operators may take it; call it when their capacity may have grown."""
    return drain(session, sources.sources_served_by(session, operator_ids), at=at)


def drain_all(session: Session, *, at: Moment) -> int:
    """Assign whatever can be assigned: the safety net."""
    return drain(session, count_by_source(session), at=at)


def count_waiting(session: Session) -> list[tuple[Source, int]]:
    """Return every source with how many contacts wait in it."""
    waiting = count_by_source(session)
    return [(source, waiting.get(source.id, 0)) for source in sources.list_sources(session)]


def count_by_source(session: Session) -> dict[int, int]:
    """Return how many contacts wait in each source in which any does."""
    counted = select(OF_SOURCE, func.count()).where(IS_WAITING).group_by(OF_SOURCE)
    return dict(session.execute(counted).all())


def find_place(session: Session, contact: Contact, *, at: Moment) -> int:
    """Return a waiting contact's place, from 1, among all for whom the same operators are free some day."""
    candidates = evaluate(session, contact, at=at).candidates
    able = [candidate.operator_id for candidate in candidates if candidate.may_some_day]
    line = {contact.source_id, *sources.sources_served_by(session, able)}
    ahead = select(func.count()).select_from(Contact)
    return session.scalars(ahead.where(IS_WAITING, is_before(session, contact, line))).one()


def find_return(session: Session, contact: Contact, *, at: Moment) -> datetime | None:
    """Return when the first of those comes to work who may take a waiting contact; None if nobody is to."""
    candidates = evaluate(session, contact, at=at).candidates
    able = [c for c in candidates if c.may_some_day and c.exclusion is Exclusion.OFF_HOURS]
    able = [candidate for candidate in able if candidate.is_reachable and not candidate.gave_back]
    source = working_time.of_source(session.get_one(Source, contact.source_id), at=at)
    returns = list[datetime]()
    for candidate in able:
        operator = session.get_one(Operator, candidate.operator_id)
        back = working_time.find_return(operator, at=at)
        opens = source.find_opening(back) if back is not None else None
        if opens is not None and working_time.is_at_work(operator, at=replace(at, now=opens)):
            returns.append(opens)
    return min(returns, default=None)


def explain(session: Session, contact: Contact, *, at: Moment) -> WaitReason:
    """Return why a contact waits, as things stand now."""
    if not is_open(session, contact.source_id, at=at):
        return WaitReason.CLOSED
    evaluation = evaluate(session, contact, at=at)
    if evaluation.mode is Mode.POOL and evaluation.eligible:
        return WaitReason.POOLED
    candidates = evaluation.candidates
    reasons = {candidate.exclusion for candidate in candidates}
    if Exclusion.NOT_PREFERRED in reasons:
        return WaitReason.PREFERRED
    if any(one.exclusion is Exclusion.SECOND_GROUP and one.score for one in candidates):
        return WaitReason.SECOND_GROUP
    if reasons & {Exclusion.FULL, Exclusion.SECOND_GROUP}:  # who is held back without a place is full, too
        return WaitReason.ALL_FULL
    if Exclusion.UNREACHABLE in reasons:
        return WaitReason.UNREACHABLE
    if reasons & {Exclusion.OFF, Exclusion.PAUSED, Exclusion.OFF_HOURS}:
        return WaitReason.ALL_OFF
    return WaitReason.NO_WEIGHT
