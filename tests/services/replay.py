"""Draws every stored decision again, from nothing but the history."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event
from services import events
from services.distribution.routing import Candidate, find_winner, select_eligible, total_score


def check_decisions(session: Session) -> int:
    """Check that each decision names its operator again, and knew the loads of its time; count them."""
    history = list(session.scalars(select(Event).order_by(Event.id)))
    decisions = 0
    for place, event in enumerate(history):
        if event.kind == events.Kind.ASSIGNED and event.data["ticket"] is not None:
            decisions += 1
            check_decision(event.data, events.rebuild_loads(history[:place]))
    return decisions


def check_decision(decision: dict[str, Any], loads: dict[int, int]) -> None:
    candidates = [
        Candidate(c["operator_id"], c["weight"], c["load"], c["limit"]) for c in decision["candidates"]
    ]
    assert select_eligible(candidates) == candidates, "all of them could take it"
    assert [c.score for c in candidates] == [c["score"] for c in decision["candidates"]]
    assert total_score(candidates) == decision["total"]
    assert find_winner(candidates, decision["ticket"]) == decision["operator_id"]
    assert {c.operator_id: c.load for c in candidates} == {
        c.operator_id: loads.get(c.operator_id, 0) for c in candidates
    }
