"""Draws every stored decision again, from nothing but the history."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event
from services import events
from services.distribution import decisions, routing
from services.distribution.decisions import Drawn, PoolDecision, Selected, TurnDecision
from services.distribution.modes import turns
from services.distribution.routing import Candidate, Draw


def check_decisions(session: Session) -> int:
    """Check that each draw and turn names its operator again, and knew the loads of its time; count them.

    Of a pool, that who took it is one of those who could.
    """
    history = list(session.scalars(select(Event).order_by(Event.id)))
    count = 0
    for place, event in enumerate(history):
        decision = decisions.read(event.data) if event.kind == events.Kind.ASSIGNED else None
        if isinstance(decision, Drawn):
            count += 1
            check_draw(decision, events.rebuild_loads(history[:place]))
        elif isinstance(decision, TurnDecision):
            count += 1
            assert turns.find_next(decision.turns) == decision.operator_id
            check_loads(decision, events.rebuild_loads(history[:place]))
        elif isinstance(decision, PoolDecision):
            count += 1
            assert decision.operator_id in [candidate.operator_id for candidate in decision.candidates]
            check_loads(decision, events.rebuild_loads(history[:place]))
    return count


def check_draw(decision: Drawn, loads: dict[int, int]) -> None:
    drawn = Draw(decision.operator_id, decision.ticket, decision.total)
    assert draw_again(decision) == drawn
    check_loads(decision, loads)


def check_loads(decision: Selected, loads: dict[int, int]) -> None:
    known = [(candidate.operator_id, candidate.load) for candidate in decision.candidates]
    assert known == [(operator_id, loads.get(operator_id, 0)) for operator_id, _ in sorted(known)]


def draw_again(decision: Drawn) -> Draw:
    """Draw from the stored candidates with the stored ticket."""
    candidates = [Candidate(c.operator_id, c.weight, c.load, c.limit) for c in decision.candidates]
    winner = routing.find_winner(candidates, decision.ticket)
    return Draw(winner, decision.ticket, routing.total_score(candidates))
