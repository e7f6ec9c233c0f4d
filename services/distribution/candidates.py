"""Reads every operator who works here as a candidate, for one contact or any of a source; routing draws."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, false, func, select
from sqlalchemy.orm import Session

from models import Chat, Contact, Lead, Mode, Operator, OperatorSourceWeight, Source
from models.database.unit import seeing
from services import events, leads, sources
from services.distribution import preferences, routing
from services.distribution.order import second_group
from services.distribution.preferences import Preference
from services.distribution.routing import Candidate
from services.hours.working_time import is_at_work
from services.moment import Moment


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every operator as a candidate for one contact, and the source whose weights counted.

    `preference` has left some of them out; `waits_until`: for the preferred, who are only full, or until the
    second group helps.
    """

    candidates: list[Candidate]
    weights_source_id: int
    mode: Mode = Mode.DRAW
    preference: Preference | None = None
    waits_until: datetime | None = None

    @property
    def eligible(self) -> list[Candidate]:
        """Those whom nothing excludes, in id order."""
        return routing.select_eligible(self.candidates)


def evaluate(session: Session, contact: Contact, *, at: Moment) -> Evaluation:
    """Evaluate every operator as a candidate for a contact.

    Its present operator is not eligible; who has had it before is only if nobody else is, and from whom it
    was put back into the queue only if nobody else may ever take it.
    """
    source = session.get_one(Source, contact.source_id)
    weights_id = sources.weights_source_id(session, source)
    client = session.get_one(Lead, contact.lead_id).external_id
    everybody = list_candidates(session, source, weights_id, client=client, at=at)
    everybody, held_back = second_group.hold_back(everybody, contact, source, at=at)
    had_it = gave_back = set[int]()
    if contact.assignment_no:
        had_it = events.operators_who_had(session, contact.id)
        gave_back = events.operators_who_returned(session, contact.id)
    if gave_back and any(c.may_some_day and c.operator_id not in gave_back for c in everybody):
        everybody = [replace(c, gave_back=c.operator_id in gave_back) for c in everybody]

    def without(ids: Collection[int | None]) -> list[Candidate]:
        return [replace(c, had_it=True) if c.operator_id in ids else c for c in everybody]

    candidates = without({*had_it, contact.operator_id})
    if had_it and not routing.select_eligible(candidates):
        candidates = without({contact.operator_id})
    if source.prefers_known is None and source.prefers_language is None:
        return Evaluation(candidates, weights_id, source.mode, waits_until=held_back)
    applied = preferences.apply(session, contact, source, candidates, at=at)
    waits = min((until for until in (held_back, applied.waits_until) if until is not None), default=None)
    return Evaluation(applied.candidates, weights_id, source.mode, applied.preference, waits)


def list_candidates(
    session: Session, source: Source, weights_source_id: int, *, client: str | None = None, at: Moment
) -> list[Candidate]:
    """Return every operator as a candidate for any contact of a source, or for this client's."""
    with seeing(session, Operator, OperatorSourceWeight, Source):
        given = {"bot_id": source.bot_id, "weights_source_id": weights_source_id}
        rows = session.execute(_choose_query(source), given).all()
    return [
        Candidate(
            operator_id=row.id,
            weight=row.weight,
            load=row.load,
            limit=row.max_active_leads,
            credit=row.credit,
            is_second=row.is_second,
            is_active=row.is_active,
            on_shift=row.on_shift,
            is_at_work=is_at_work(row, at=at),
            is_reachable=row.is_reachable,
            is_client=row.telegram_id is not None and client == leads.telegram_external_id(row.telegram_id),
        )
        for row in rows
    ]


def _write_query(can_be_told: ColumnElement[bool]) -> Any:
    return (
        select(
            Operator.id,
            Operator.telegram_id,
            func.coalesce(OperatorSourceWeight.weight, 0).label("weight"),
            func.coalesce(OperatorSourceWeight.credit, 0).label("credit"),
            func.coalesce(OperatorSourceWeight.is_second, false()).label("is_second"),
            Operator.load,
            Operator.max_active_leads,
            Operator.is_active,
            Operator.on_shift,
            can_be_told.label("is_reachable"),
            Operator.hours,
            Operator.timezone,
            Operator.away_until,
        )
        .outerjoin(
            OperatorSourceWeight,
            (OperatorSourceWeight.operator_id == Operator.id)
            & (OperatorSourceWeight.source_id == bindparam("weights_source_id")),
        )
        .where(Operator.dismissed_at.is_(None))
        .order_by(Operator.id)
    )


# Written once: every contact is evaluated, and putting a query together takes longer than its answer.
REACHABLE = exists().where(Chat.chat_id == Operator.telegram_id, Chat.is_reachable)
OF_A_BOT = _write_query(REACHABLE.where(Chat.bot_id == bindparam("bot_id")))
OF_A_LOST_BOT = _write_query(false())
OF_THE_API = _write_query(
    Operator.telegram_id.is_(None) | REACHABLE.where(Chat.bot_id.in_(sources.connected_bots()))
)


def _choose_query(source: Source) -> Any:
    if source.bot_id is None:
        return OF_THE_API
    return OF_A_BOT if source.is_connected else OF_A_LOST_BOT
