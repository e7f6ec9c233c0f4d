"""Every assignment can be explained: the stored decisions draw the same operators again."""

from sqlalchemy import func, select

from models import Event
from services import events
from tests.process.burst import CLIENTS, Burst
from tests.process.proofs import open_history
from tests.services.replay import check_decisions


def test_every_decision_of_a_burst_names_its_operator_again_and_knew_the_loads(burst: Burst) -> None:
    with open_history(burst.path) as session:
        assert session.scalar(select(func.count()).where(Event.kind == events.Kind.COMPLETED)) == 50
        assert check_decisions(session) == CLIENTS
