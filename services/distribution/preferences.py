"""Whom a source prefers for a contact: who knows its client, or who speaks the client's language.

A preference is a step before the draw: if one of the preferred is free, nobody else is asked. If they are
only full, a new contact waits for them as long as the source says; then it widens to the next step, and at
last to everybody. In a shared pool they alone see it for that time, free or not.
"""

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Lead, Mode, Operator, Source
from services.distribution.routing import Candidate, Exclusion
from services.moment import Moment


class Preference(enum.StrEnum):
    KNOWN = "known"  # who has another contact of this client, or had one within `sticky_days`
    LANGUAGE = "language"  # who answers in the client's language


@dataclass(frozen=True, slots=True)
class Step:
    """Whom a contact goes to first, and until when it waits for them."""

    preference: Preference
    operator_ids: Collection[int]
    until: datetime


@dataclass(frozen=True, slots=True)
class Applied:
    """The candidates as a preference leaves them; `waits_until`: for the preferred, who are only full."""

    candidates: list[Candidate]
    preference: Preference | None = None
    waits_until: datetime | None = None


def apply(
    session: Session, contact: Contact, source: Source, candidates: list[Candidate], *, at: Moment
) -> Applied:
    """Leave out whom the source does not prefer, while one of the preferred is free or worth waiting for.

    A step that leaves nobody out is none.
    """
    for step in list_steps(session, contact, source, at=at):
        free = {c.operator_id for c in candidates if c.exclusion is None}
        if free <= set(step.operator_ids) and free:
            return Applied(candidates)
        is_new = contact.assignment_no == 0 and at.now < step.until
        if source.mode is Mode.POOL and not is_new:
            continue
        full = [c for c in candidates if c.exclusion is Exclusion.FULL and c.operator_id in step.operator_ids]
        if free.intersection(step.operator_ids) or (is_new and full):
            kept = [replace(c, is_preferred=c.operator_id in step.operator_ids) for c in candidates]
            is_settled = free.intersection(step.operator_ids) and source.mode is not Mode.POOL
            waits = None if is_settled else step.until
            return Applied(kept, step.preference, waits)
    return Applied(candidates)


def list_steps(session: Session, contact: Contact, source: Source, *, at: Moment) -> Iterator[Step]:
    """Return the steps of a source for a contact, each read only when the one before led to nobody."""
    if source.prefers_known is not None:
        known = find_known(session, contact, at=at)
        if known is not None:
            until = contact.created_at + timedelta(seconds=source.prefers_known)
            yield Step(Preference.KNOWN, {known}, until)
    if source.prefers_language is not None:
        language = read_language(session.get_one(Lead, contact.lead_id).language)
        if language is not None:
            until = contact.created_at + timedelta(seconds=source.prefers_language)
            yield Step(Preference.LANGUAGE, list_speaking(session, language), until)


def find_known(session: Session, contact: Contact, *, at: Moment) -> int | None:
    """Return who has another contact of this one's client, or had the last one that is recent."""
    since = at.now - timedelta(days=at.policy.sticky_days)
    operator_id = func.coalesce(Contact.operator_id, Contact.snoozed_for)
    others = select(operator_id).where(
        Contact.lead_id == contact.lead_id,
        Contact.id != contact.id,
        operator_id.is_not(None),
        or_(IS_OPEN, Contact.completed_at >= since),
    )
    open_first = others.order_by(Contact.completed_at.is_not(None), Contact.id.desc())
    return session.scalars(open_first.limit(1)).first()


def list_speaking(session: Session, language: str) -> set[int]:
    """Return the operators who answer in a language: that of their Telegram, unless others are set."""
    rows = select(Operator.id, Operator.languages, Operator.language).where(Operator.dismissed_at.is_(None))
    return {
        id_
        for id_, languages, own in session.execute(rows)
        if language in (languages.split() if languages else [read_language(own)])
    }


def read_language(code: str | None) -> str | None:
    """Return the language of a code such as `en-US`."""
    return (code or "").lower().replace("_", "-").partition("-")[0] or None
