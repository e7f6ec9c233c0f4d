"""Every assignment can be explained: the stored decisions draw the same operators again."""

from sqlalchemy import func, select

from models import Event
from services import events
from services.distribution.routing import Candidate, Draw, draw
from tests.process.burst import CLIENTS, Burst
from tests.process.proofs import open_history


def test_stored_candidates_and_ticket_draw_the_stored_operator(burst: Burst) -> None:
    with open_history(burst.path) as session:
        decisions = session.scalars(select(Event.data).where(Event.kind == events.Kind.ASSIGNED)).all()
    assert len(decisions) == CLIENTS
    for stored in decisions:
        candidates = [
            Candidate(c["operator_id"], c["weight"], c["load"], c["limit"]) for c in stored["candidates"]
        ]
        assert [c.score for c in candidates] == [c["score"] for c in stored["candidates"]]
        drawn = draw(candidates, lambda total: stored["ticket"])  # noqa: B023
        assert drawn == Draw(stored["operator_id"], stored["ticket"], stored["total"])


def test_loads_in_a_decision_agree_with_the_earlier_history(burst: Burst) -> None:
    with open_history(burst.path) as session:
        history = list(session.scalars(select(Event).order_by(Event.id)))
        assert session.scalar(select(func.count()).where(Event.kind == events.Kind.COMPLETED)) == 50
    for place, event in enumerate(history):
        if event.kind == events.Kind.ASSIGNED:
            loads = events.rebuild_loads(history[:place])
            for candidate in event.data["candidates"]:
                assert candidate["load"] == loads.get(candidate["operator_id"], 0), f"event {event.id}"
