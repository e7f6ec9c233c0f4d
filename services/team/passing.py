"""An open contact that its operator passes on, to a colleague or by draw, with a line for whoever gets it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from models import Actor, Contact, Lead, Mode, Operator, Source, actors
from services import chats, events
from services.contacts import transitions
from services.contacts.cards import access
from services.contacts.states import Action
from services.distribution import assignment, queue
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.distribution.routing import Candidate
from services.labels import noting
from services.moment import Moment
from services.names import fold
from services.queues import notes
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused
from services.team import operators

T = TypeVar("T")

NAME_WORDS = 32  # at most, of what a person is called
LOOKED_AT = 20  # open contacts of an operator, for an example
# What admins are told of an operator, as a colleague is told of another.
OF_COLLEAGUE = {
    Reason.NO_SUCH_OPERATOR: Reason.NO_SUCH_COLLEAGUE,
    Reason.DISMISSED: Reason.NO_SUCH_COLLEAGUE,
    Reason.OPERATOR_OFF: Reason.COLLEAGUE_OFF,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """To whom a contact can be passed on now: colleagues with their free places.

    `mode` is how its source finds who is next; None: nobody could be found that way.
    """

    contact: Contact
    client: Lead
    colleagues: Sequence[tuple[Operator, int]]  # most places first
    mode: Mode | None


@dataclass(frozen=True, slots=True)
class Handover:
    """A contact that was passed on, and to whom; into a shared pool to nobody yet."""

    contact: Contact
    operator: Operator | None
    mode: Mode | None  # how the operator was found; None: by name


def offer(session: Session, recipient: Recipient, *, at: Moment) -> Choice:
    """Return to whom the contact of a card can be passed on; raises Refused for anybody but its operator."""

    def look() -> Choice:
        contact = session.get(Contact, recipient.contact_id)
        if contact is None:
            raise Refused(Reason.NO_SUCH_CONTACT, number=recipient.contact_id or 0)
        operator = chats.find_operator(session, recipient.chat.account)
        access.check_card(session, contact, operator, recipient)
        return list_choice(session, contact, at=at)

    return access.redraw_if_refused(session, recipient, lambda: _told_to_colleague(look), at=at)


def list_choice(session: Session, contact: Contact, *, at: Moment) -> Choice:
    """Return to whom a contact can be passed on now; raises Refused if it can't."""
    transitions.check(session, contact, Action.PASS_TO, at=at)
    evaluation = evaluate(session, contact, at=at)
    colleagues = list_able(session, contact, evaluation.candidates)
    if not colleagues:
        raise Refused(Reason.NOBODY_ELSE, number=contact.id)
    return Choice(
        contact,
        session.get_one(Lead, contact.lead_id),
        colleagues,
        evaluation.mode if evaluation.eligible else None,
    )


def list_able(
    session: Session, contact: Contact, candidates: Sequence[Candidate]
) -> list[tuple[Operator, int]]:
    """Return who else could take a contact now, with their free places, most places first."""
    others = [candidate for candidate in candidates if candidate.operator_id != contact.operator_id]
    can_take = [candidate for candidate in others if assignment.find_obstacle(candidate) is None]
    can_take.sort(key=lambda candidate: (-candidate.capacity, candidate.operator_id))
    return [(session.get_one(Operator, c.operator_id), c.capacity) for c in can_take]


def by_card(session: Session, recipient: Recipient, target_id: int | None, *, at: Moment) -> Handover:
    """Pass the contact of a card on, by draw without a target; raises Refused for all but its operator."""

    def act() -> Handover:
        contact, _ = access.claim_card(session, recipient, besides=target_id)
        target = None if target_id is None else operators.find(session, f"#{target_id}")
        return _pass_on(session, contact, target, None, at=at)

    return access.redraw_if_refused(session, recipient, lambda: _told_to_colleague(act), at=at)


def by_number(
    session: Session,
    operator_id: int,
    number: int,
    target: Operator | None,
    line: str | None = None,
    *,
    at: Moment,
) -> Handover:
    """Pass on a contact that an operator has, by draw without a target; raises Refused."""
    contact = transitions.claim(session, number, target.id if target else None)
    if contact.operator_id != operator_id:
        had_it = operator_id in events.operators_who_had(session, contact.id)
        raise Refused(Reason.MOVED if had_it else Reason.NOT_YOURS, number=contact.id)
    return _told_to_colleague(lambda: _pass_on(session, contact, target, line, at=at))


def for_operator(
    session: Session,
    number: int,
    target_id: int | None,
    line: str | None,
    *,
    by: Actor,
    name: str,
    at: Moment,
) -> Contact:
    """Pass on a contact for whoever has it, by draw without a target. Raises Refused.

    `name` signs the line.
    """
    target = None if target_id is None else operators.get(session, target_id)
    if target is not None:
        operators.check_employed(target)
    contact = transitions.claim(session, number, target_id)
    _hand_over(session, contact, target, line, by=by, name=name, at=at)
    return contact


def find_colleague(session: Session, words: Sequence[str]) -> tuple[Operator, int]:
    """Return whom the first of these words name, and how many of them do that; raises Refused.

    The longest name counts: “Anna Smith, please call” is for Anna Smith, though there is an Anna.
    """
    known = {operator.name_key: operator for operator in operators.list_operators(session)}
    for count in range(min(len(words), NAME_WORDS), 0, -1):
        named = known.get(fold(" ".join(words[:count])))
        if named is not None:
            return named, count
    return _told_to_colleague(lambda: operators.find(session, words[0])), 1


def find_possible(
    session: Session, operator_id: int, number: int | None, *, at: Moment
) -> tuple[Contact, Operator] | None:
    """Return an open contact of an operator, this one if it can be, and a colleague who can take it."""
    held = operators.list_open(session, operator_id)[:LOOKED_AT]
    for contact in sorted(held, key=lambda contact: contact.id != number):
        try:
            return contact, list_choice(session, contact, at=at).colleagues[0][0]
        except Refused:
            continue
    return None


def _told_to_colleague(act: Callable[[], T]) -> T:
    try:
        return act()
    except Refused as refusal:
        raise Refused(OF_COLLEAGUE.get(refusal.reason, refusal.reason), **refusal.params) from None


def _pass_on(
    session: Session, contact: Contact, target: Operator | None, line: str | None, *, at: Moment
) -> Handover:
    """Pass on a claimed contact for its operator, who has been checked."""
    operator = session.get_one(Operator, contact.operator_id)
    by = actors.operator(operator.id)
    _hand_over(session, contact, target, line, by=by, name=operator.name, at=at)
    holder = None if contact.operator_id is None else session.get_one(Operator, contact.operator_id)
    mode = session.get_one(Source, contact.source_id).mode if target is None else None
    return Handover(contact, holder, mode)


def _hand_over(
    session: Session,
    contact: Contact,
    target: Operator | None,
    line: str | None,
    *,
    by: Actor,
    name: str,
    at: Moment,
) -> None:
    """Do what the table says of a claimed contact, the line before all: so it comes with the card."""
    text = None if line is None else notes.read_text("text", line)
    if target is None:
        transitions.check(session, contact, Action.PASS_ON, at=at)
        if text is not None:
            noting.keep(session, contact, name, text, actor=by, at=at)
        transitions.move(session, contact, Action.PASS_ON, actor=by, at=at)
        return
    transitions.check(session, contact, Action.PASS_TO, at=at)
    former = contact.operator_id
    assert former is not None
    decision = assignment.reserve_by_hand(session, contact, target, at=at)
    if text is not None:
        noting.keep(session, contact, name, text, actor=by, at=at)
    events.record(session, contact.id, events.Kind.PASSED_ON, actor=by, operator_id=former, at=at)
    assignment.hand_over(session, contact, decision, AssignmentReason.PASSED_TO, actor=by, at=at)
    queue.drain_for(session, [former], at=at)
