"""Many at once where contacts go in turn, on both databases: each turn begins where the last has ended."""

import asyncio

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Mode
from models.database.protocol import Database
from services import sources
from services.distribution import decisions
from services.distribution.decisions import TurnDecision
from services.distribution.modes import choice, turns
from tests.services.edge import redo
from tests.services.replay import check_decisions
from tests.services.rush import receive
from tests.services.world import BOT, World

CLIENTS = range(1, 41)
WEIGHTS = (2, 1, 1)


def begin(session: Session) -> None:
    """A bot and two campaign links, which have no weights of their own; a third of the clients use each."""
    world = World(session)
    world.bot()
    for number, weight in enumerate(WEIGHTS):
        world.operator(f"Operator {number}", limit=99, weight=weight)
    choice.choose(session, world.find_bot(), Mode.TURNS, at=world.at)
    links = [sources.add_campaign(session, BOT, name, name, at=world.at) for name in ("spring", "autumn")]
    for client in CLIENTS:
        if client % 3:
            world.chat_from(links[client % 3 - 1], client)


async def test_forty_clients_of_a_bot_and_its_links_at_once_are_shared_exactly(
    either_database: Database,
) -> None:
    await redo(either_database, begin)
    await asyncio.gather(*(redo(either_database, receive, client) for client in CLIENTS))

    def read(session: Session) -> list[TurnDecision]:
        rows = select(Event.data).where(Event.kind == "assigned").order_by(Event.id)
        found = [decisions.read(data) for data in session.scalars(rows)]
        return [decision for decision in found if isinstance(decision, TurnDecision)]

    taken = await redo(either_database, read)
    got = [decision.operator_id for decision in taken]
    assert [got.count(operator_id) for operator_id in (1, 2, 3)] == [20, 10, 10]
    credits = dict.fromkeys((1, 2, 3), 0)
    for decision in sorted(taken, key=lambda one: sum(c.load for c in one.candidates)):
        assert {turn.operator_id: turn.credit for turn in decision.turns} == credits
        credits = turns.settle(decision.turns, decision.operator_id)
    assert await redo(either_database, check_decisions) == len(CLIENTS)
