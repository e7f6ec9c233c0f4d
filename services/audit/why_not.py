"""Why an operator did not get one contact: at each assignment, from the decision and what came before it.

What he held then, and since when one reason kept him away, is rebuilt from the events of 90 days, or as far
as those go from the decisions; a decision names at most 20 whom it left out, so of others nothing is known.
"""

import enum
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import Contact, Mode, Operator, Source
from services.audit.availability_then import list_stretches
from services.audit.facts import Fact, Span, read_span
from services.distribution import decisions, queue
from services.distribution.candidates import evaluate
from services.distribution.decisions import (
    Decision,
    DrawDecision,
    HandDecision,
    PoolDecision,
    PreferenceDecision,
    ReturnDecision,
)
from services.distribution.order import second_group
from services.distribution.routing import Exclusion
from services.events import list_load_changes
from services.moment import Moment
from services.reports import records

LOOKS_BACK = timedelta(days=90)  # for what he held, and since when he was away
RECORDED = {Exclusion.OFF, Exclusion.PAUSED, Exclusion.OFF_HOURS}


class Standing(enum.StrEnum):
    GOT = "got"
    RAN = "ran"  # in the running, and another one got it
    LEFT_OUT = "left_out"
    NOT_ASKED = "not_asked"  # somebody named the operator, or it came back to whose it was
    UNKNOWN = "unknown"  # the decision does not name everybody whom it left out
    NOT_THERE = "not_there"  # not among those who worked here
    SLOWER = "slower"  # could take it out of the pool, and another one was first
    WAITS = "waits"  # nobody has it yet
    POOLED = "pooled"  # nobody has taken it out of the pool yet
    CLOSED = "closed"  # he could take it, but its source is closed
    UNREADABLE = "unreadable"  # what was decided is not kept


@dataclass(frozen=True, slots=True)
class WhyNot:
    """How an operator stood at one assignment, or now; `part` of `total` was the chance, or the share."""

    standing: Standing
    at: datetime
    winner: int | None = None
    weight: int = 0
    load: int = 0
    limit: int = 0
    part: int = 0
    total: int = 0
    ticket: int | None = None
    reason: Exclusion | None = None
    since: datetime | None = None  # that has kept him away since then
    held: tuple[int, ...] = ()  # the contacts he had, if he was full
    until: datetime | None = None  # when the second group may take it


def tell(session: Session, contact_id: int, operator_id: int, *, at: Moment) -> list[WhyNot]:
    """Return how an operator stood at each assignment of a contact, last first; raises Refused."""
    contact = records.find_contact(session, contact_id)
    found = _read_then(session, contact, operator_id)
    if contact.is_waiting:
        found.append(_look_now(session, contact, operator_id, at=at))
    return _tell_since(session, operator_id, found[::-1], at=at)


def _tell_since(session: Session, operator_id: int, found: list[WhyNot], *, at: Moment) -> list[WhyNot]:
    """Say to the second since when a switch, a pause or the hours have kept an operator away."""
    if not any(one.reason in RECORDED for one in found):
        return found
    operator = session.get_one(Operator, operator_id)
    span = Span(found[-1].at - LOOKS_BACK, found[0].at + timedelta(microseconds=1))
    stretches = list_stretches(session, operator, span, at=at)
    told = []
    for one in found:
        during = (s.since for s in stretches if s.reason is one.reason and s.since <= one.at <= s.until)
        since = next(during, None) if one.reason in RECORDED else None
        told.append(one if since is None else replace(one, since=since))
    return told


def _read_then(session: Session, contact: Contact, operator_id: int) -> list[WhyNot]:
    if not contact.assignment_no:
        return []
    found, held = list[WhyNot](), dict[int, datetime]()
    reason: Exclusion | None = None
    since = contact.created_at
    # All that he got, and why he did not, until the last assignment: read once, in the order it happened.
    for fact in read_span(session, Span(since=contact.created_at - LOOKS_BACK)):
        decision = _read(fact) if fact.is_decision else None
        if decision is not None:
            stood = judge(decision, operator_id, fact.at)
            if stood.standing in (Standing.RAN, Standing.GOT, Standing.SLOWER):
                reason = None
            elif stood.standing is Standing.LEFT_OUT and stood.reason is not reason:
                reason, since = stood.reason, fact.at
        if fact.is_decision and fact.contact_id == contact.id:
            found.append(_complete(decision, operator_id, fact, since, held))
        for whose, change in list_load_changes(fact.kind, fact.read()):
            if whose == operator_id and change > 0:
                held[fact.contact_id] = fact.at
            elif whose == operator_id:
                held.pop(fact.contact_id, None)
    return found


def _complete(
    decision: Decision | None, operator_id: int, fact: Fact, since: datetime, held: dict[int, datetime]
) -> WhyNot:
    """Add to how an operator stood what came before."""
    if decision is None:
        return WhyNot(Standing.UNREADABLE, fact.at)
    stood = judge(decision, operator_id, fact.at)
    if stood.reason is Exclusion.FULL:
        return replace(stood, held=tuple(sorted(held)), since=max(held.values(), default=None))
    return replace(stood, since=since) if stood.standing is Standing.LEFT_OUT else stood


def _read(fact: Fact) -> Decision | None:
    try:
        return decisions.read_text(fact.data)
    except ValueError:  # forgotten
        return None


def judge(decision: Decision, operator_id: int, at: datetime) -> WhyNot:
    """Return how an operator stood at a decision, as it says itself."""
    if decision.operator_id == operator_id:
        return WhyNot(Standing.GOT, at, operator_id)
    match decision:
        case HandDecision() | ReturnDecision():
            return WhyNot(Standing.NOT_ASKED, at, decision.operator_id)
        case PoolDecision():
            could = any(one.operator_id == operator_id for one in decision.candidates)
            if could:
                return WhyNot(Standing.SLOWER, at, decision.operator_id)
            parts = {}
        case DrawDecision() | PreferenceDecision():
            parts = {one.operator_id: one.score for one in decision.candidates}
        case _:  # nobody drew
            parts = {one.operator_id: one.weight for one in decision.candidates}
    winner = decision.operator_id
    own = next((one for one in decision.candidates if one.operator_id == operator_id), None)
    if own is not None:
        chance = (parts[operator_id], sum(parts.values()))
        return WhyNot(
            Standing.RAN, at, winner, own.weight, own.load, own.limit, *chance, ticket=decision.ticket
        )
    reason = next((one.reason for one in decision.excluded if one.operator_id == operator_id), None)
    if reason is not None:
        return WhyNot(Standing.LEFT_OUT, at, winner, reason=reason)
    are_more = sum(decision.excluded_counts.values()) > len(decision.excluded)
    return WhyNot(Standing.UNKNOWN if are_more else Standing.NOT_THERE, at, winner)


def _look_now(session: Session, contact: Contact, operator_id: int, *, at: Moment) -> WhyNot:
    """Return why a contact that waits is not this operator's yet."""
    evaluation = evaluate(session, contact, at=at)
    candidates = evaluation.candidates
    own = next((one for one in candidates if one.operator_id == operator_id), None)
    if own is None:
        return WhyNot(Standing.NOT_THERE, at.now)
    if own.exclusion is None and not queue.is_open(session, contact.source_id, at=at):
        return WhyNot(Standing.CLOSED, at.now)
    if own.exclusion is None and evaluation.mode is Mode.POOL:
        return WhyNot(Standing.POOLED, at.now)
    until = None
    if own.exclusion is Exclusion.SECOND_GROUP:
        source = session.get_one(Source, contact.source_id)
        until = second_group.find_turn(contact, source, at=at)
    return WhyNot(Standing.WAITS, at.now, reason=own.exclusion, until=until)
