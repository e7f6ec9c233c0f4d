"""The one way a contact gets its operator; every assignment stores the decision that made it.

The slot is taken by a conditional update, so no operator is ever put above the limit, whatever else runs.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, select, update
from sqlalchemy.orm import Session

from models import Chat, Contact, Lead, Operator, OperatorSourceWeight, Source, Status
from services import events, leads, outbox, routing, sources
from services.routing import Chance, Draw, Standing

REDRAWS = 5  # when somebody else took the slot meanwhile; only PostgreSQL ever needs one
EXCLUDED_LISTED = 20


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody's standing towards one contact, and the source whose weights counted."""

    standings: list[Standing]
    weights_source_id: int

    @property
    def candidates(self) -> list[Standing]:
        return routing.select_candidates(self.standings)


def assign(
    session: Session,
    contact: Contact,
    *,
    why: str,
    now: datetime,
    chance: Chance,
    actor: str | None = None,
) -> bool:
    """Give a contact to one of its candidates by draw, taking it from its operator; False if there are none.

    The caller has locked the sources concerned. `why` says in the history what led here.
    """
    for _ in range(REDRAWS):
        field = survey(session, contact)
        drawn = routing.draw(field.candidates, chance)
        if drawn is None:
            return False
        if take_slot(session, drawn.operator_id):
            hand_over(session, contact, field, drawn, why=why, now=now, actor=actor)
            return True
    return False


def survey(session: Session, contact: Contact) -> Field:
    """Look how every operator stands towards a contact.

    Its present operator is none of the candidates; who has had it before is one only if nobody else is.
    """
    source = session.get_one(Source, contact.source_id)
    weights_id = sources.weights_source_id(session, source)
    client = session.get_one(Lead, contact.lead_id).external_id
    had_it = events.operators_who_had(session, contact.id) if contact.assignment_no else set()
    rows = session.execute(_standings_query(source, weights_id)).all()

    def stand(without: Collection[int]) -> list[Standing]:
        return [
            Standing(
                operator_id=id_,
                weight=weight,
                load=load,
                limit=limit,
                is_active=is_active,
                on_shift=on_shift,
                is_reachable=reachable,
                is_client=telegram_id is not None and client == leads.telegram_external_id(telegram_id),
                had_it=id_ in without,
            )
            for id_, telegram_id, weight, load, limit, is_active, on_shift, reachable in rows
        ]

    present = {contact.operator_id} if contact.operator_id is not None else set()
    field = Field(stand(had_it | present), weights_id)
    if had_it and not field.candidates:
        return Field(stand(present), weights_id)
    return field


def take_slot(session: Session, operator_id: int) -> bool:
    """Count one more contact for an operator, if there is a free place at this very moment."""
    taken = session.scalars(
        update(Operator)
        .where(
            Operator.id == operator_id,
            Operator.load < Operator.max_active_leads,
            Operator.is_active,
            Operator.on_shift,
        )
        .values(load=Operator.load + 1)
        .returning(Operator.id)
    )
    return taken.first() is not None


def free_slot(session: Session, operator_id: int) -> None:
    """Count one contact less for an operator."""
    session.execute(update(Operator).where(Operator.id == operator_id).values(load=Operator.load - 1))


def hand_over(
    session: Session,
    contact: Contact,
    field: Field,
    drawn: Draw,
    *,
    why: str,
    now: datetime,
    actor: str | None,
) -> None:
    """Make the drawn operator, whose slot is taken, the contact's operator and tell everybody concerned."""
    former = release(session, contact, now=now)
    contact.operator_id, contact.assigned_at, contact.waiting_since = drawn.operator_id, now, None
    session.flush()
    decision = describe(field, drawn)
    events.record(
        session,
        contact.id,
        events.Kind.ASSIGNED,
        now=now,
        actor=actor,
        why=why,
        from_operator_id=former,
        assignment_no=contact.assignment_no,
        **decision,
    )
    outbox.introduce(session, contact, now=now)


def release(session: Session, contact: Contact, *, now: datetime) -> int | None:
    """End the present assignment: free the slot, close the card; returns whose it was."""
    former, thread = contact.operator_id, outbox.operator_thread(session, contact)
    contact.operator_id, contact.status = None, Status.NEW
    contact.assigned_at = contact.taken_at = None
    contact.waiting_since = now
    contact.assignment_no += 1
    if former is not None:
        free_slot(session, former)
        outbox.queue_card(session, thread, now=now)
    return former


def describe(field: Field, drawn: Draw) -> dict[str, Any]:
    """Return the decision as it is stored: enough to explain it, and to draw it again."""
    excluded = [(s.operator_id, s.exclusion) for s in field.standings if s.exclusion is not None]
    return {
        "operator_id": drawn.operator_id,
        "ticket": drawn.ticket,
        "total": drawn.total,
        "weights_source_id": field.weights_source_id,
        "candidates": [
            {
                "operator_id": s.operator_id,
                "weight": s.weight,
                "load": s.load,
                "limit": s.limit,
                "score": s.score,
            }
            for s in field.candidates
        ],
        "excluded": [
            {"operator_id": operator_id, "reason": reason.value}
            for operator_id, reason in excluded[:EXCLUDED_LISTED]
        ],
        "excluded_counts": Counter(reason.value for _, reason in excluded),
    }


def _standings_query(source: Source, weights_source_id: int) -> Any:
    reachable = exists().where(Chat.chat_id == Operator.telegram_id, Chat.is_reachable)
    can_be_told: ColumnElement[bool] = reachable.where(Chat.bot_id == source.bot_id)
    if source.bot_id is None:
        can_be_told = Operator.telegram_id.is_(None) | reachable
    elif not source.is_connected:
        can_be_told = false()
    return (
        select(
            Operator.id,
            Operator.telegram_id,
            func.coalesce(OperatorSourceWeight.weight, 0),
            Operator.load,
            Operator.max_active_leads,
            Operator.is_active,
            Operator.on_shift,
            can_be_told,
        )
        .outerjoin(
            OperatorSourceWeight,
            (OperatorSourceWeight.operator_id == Operator.id)
            & (OperatorSourceWeight.source_id == weights_source_id),
        )
        .order_by(Operator.id)
    )
