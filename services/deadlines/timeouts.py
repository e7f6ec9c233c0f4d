"""A contact that its operator does not take in time goes to somebody who has not had it; else it stays."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models import (
    IS_NEW,
    IS_OPEN,
    Chat,
    Contact,
    Operator,
    OperatorSourceWeight,
    Outbox,
    OutboxKind,
    OutboxState,
    Source,
)
from models.database.errors import UnitConflictError
from services import events, sources
from services.distribution import capacity, locks, queue
from services.distribution.assignment import assign
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.hours.working_time import is_at_work, list_off_hours, read_source_hours
from services.moment import Moment
from services.queues import outbox, recipients

BATCH = 50
ASKS_BACK = "asks_back"  # in the params of a notice: a button ends its reader's pause


def list_overdue(session: Session, *, bots: Collection[int], after: int = 0, at: Moment) -> list[int]:
    """Return the next 50 contacts of these bots that were not taken in time, if somebody else has a place.

    A contact of an API source counts as one of the bot that shows its card, and as one of any if its operator
    works by API alone. This only looks, so that as a rule contacts nobody else can take cost the writer
    nothing.
    """
    if not at.policy.accept_timeout_minutes:
        return []
    other = aliased(Source)
    chat = exists().where(Chat.chat_id == Operator.telegram_id, Chat.is_reachable)
    by_any_bot = chat.where(Chat.bot_id.in_(sources.connected_bots()))
    can_be_told = or_(
        chat.where(Chat.bot_id == Contact.bot_id),
        Contact.bot_id.is_(None) & (Operator.telegram_id.is_(None) | by_any_bot),
    )
    somebody_else = exists().where(
        OperatorSourceWeight.operator_id == Operator.id,
        OperatorSourceWeight.weight > 0,
        OperatorSourceWeight.source_id == other.id,
        (other.id == Source.id) | (other.bot_id == Source.bot_id),
        Operator.id != Contact.operator_id,
        Operator.is_active,
        Operator.on_shift,
        Operator.id.not_in(list_off_hours(session, at=at)),
        Operator.load < Operator.max_active_leads,
        can_be_told,
    )
    rows = _overdue(session, at).join(Source, Source.id == Contact.source_id)
    rows = rows.where(somebody_else, _belongs_to(bots), Contact.id > after).order_by(Contact.id).limit(BATCH)
    return list(session.scalars(rows.with_only_columns(Contact.id)))


def offer_to_others(session: Session, ids: Collection[int], *, at: Moment) -> int:
    """Give those of some contacts that are still overdue to others by the normal draw; returns how many."""
    held = session.execute(select(Contact.source_id, Contact.operator_id).where(Contact.id.in_(ids))).all()
    operator_ids = {operator_id for _, operator_id in held if operator_id is not None}
    served = sources.sources_served_by(session, operator_ids)
    locks.lock(session, {*served, *(source_id for source_id, _ in held)})
    # Read again under the locks: somebody may have taken one at the last moment.
    rows = _overdue(session, at).where(Contact.id.in_(ids), Contact.operator_id.in_(operator_ids))
    rows = rows.order_by(Contact.id).with_for_update(of=Contact)
    overdue = session.scalars(rows.execution_options(populate_existing=True)).all()
    moved = [contact for contact in overdue if offer(session, contact, at=at)]
    if moved:
        queue.drain_for(session, operator_ids, at=at)
    return len(moved)


def offer(session: Session, contact: Contact, *, at: Moment) -> bool:
    """Give a contact to somebody who has not had it; False, and nothing changed, if nobody can take it.

    Once round is enough: then it stays, and admins hear of it.
    """
    had_it = events.operators_who_had(session, contact.id)
    if all(candidate.operator_id in had_it for candidate in evaluate(session, contact, at=at).eligible):
        return False
    former, recipient = contact.operator_id, recipients.operator_recipient(session, contact)
    events.record(session, contact.id, events.Kind.TIMED_OUT, operator_id=former, at=at)
    if not assign(session, contact, AssignmentReason.TIMEOUT, at=at):
        raise UnitConflictError
    assert former is not None
    count_missed(session, session.get_one(Operator, former), recipient, at=at)
    if recipient is not None:
        # Not for the ended assignment: what belongs to that nobody is told any more.
        told = recipients.Recipient(recipient.bot_id, recipient.chat_id, contact.id)
        outbox.notify(session, told, "operator-timed-out", at=at)
    return True


def count_missed(
    session: Session, operator: Operator, recipient: recipients.Recipient | None, *, at: Moment
) -> None:
    """Count one more card that an operator let lie; after too many in a row he is on a pause, and told so.

    Nobody without a chat is: there is no button by which he could come back. Nor is counted what lies while
    an operator is at home.
    """
    if not is_at_work(operator, at=at):
        return
    operator.missed += 1
    is_enough = 0 < at.policy.pause_after_missed <= operator.missed
    if not is_enough or not operator.on_shift or recipient is None:
        return
    capacity.begin_pause(session, operator, at=at)
    own, missed = recipients.Recipient(recipient.bot_id, recipient.chat_id), operator.missed
    outbox.notify(session, own, "operator-missed-many", count=missed, at=at, **{ASKS_BACK: True})
    outbox.notify_admins(session, "operator-paused-to-admins", operator=operator.name, count=missed, at=at)


def count_untaken(session: Session, *, at: Moment) -> int:
    """Return how many contacts nobody has taken for two timeouts: there was nobody to give them to."""
    if not at.policy.accept_timeout_minutes:
        return 0
    found = _overdue(session, at, timeouts=2).with_only_columns(func.count(Contact.id))
    return session.scalars(found).one()


def list_untaken(session: Session, *, limit: int, at: Moment) -> list[int]:
    """Return the first of the contacts that `count_untaken` counts."""
    found = _overdue(session, at, timeouts=2).with_only_columns(Contact.id)
    return list(session.scalars(found.order_by(Contact.id).limit(limit)))


def _belongs_to(bots: Collection[int]) -> ColumnElement[bool]:
    shown = _card().where(Outbox.bot_id.in_(bots))
    return or_(Contact.bot_id.in_(bots), Contact.bot_id.is_(None) & or_(_works_by_api_alone(), exists(shown)))


def _works_by_api_alone() -> ColumnElement[bool]:
    return exists().where(Operator.id == Contact.operator_id, Operator.telegram_id.is_(None))


def _overdue(session: Session, at: Moment, *, timeouts: int = 1) -> Select[Contact]:
    patience = timeouts * timedelta(minutes=at.policy.accept_timeout_minutes)
    hours = read_source_hours(session, at=at)
    delivered = _card().with_only_columns(func.min(Outbox.done_at)).scalar_subquery()
    return select(Contact).where(
        IS_NEW,
        IS_OPEN,  # says nothing new, but names the index of open contacts
        Contact.operator_id.is_not(None),
        Contact.spam_reported_at.is_(None),
        hours.has_lasted(Contact.assigned_at, patience),
        # Who works by API alone gets no card: the contact is in the list at once.
        hours.has_lasted(delivered, patience) | _works_by_api_alone(),
    )


def _card() -> Select[int]:
    return (
        select(Outbox.id)
        .join(Operator, Operator.telegram_id == Outbox.chat_id)
        .where(
            Operator.id == Contact.operator_id,
            Outbox.contact_id == Contact.id,
            Outbox.assignment_no == Contact.assignment_no,
            Outbox.kind == OutboxKind.CARD,
            Outbox.state == OutboxState.SENT,
        )
    )
