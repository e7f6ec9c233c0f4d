"""Whatever people do, in whatever order: who has watched from the beginning sees what who comes now sees."""

import copy
import itertools
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import Engine, select

from api.board import feed as feeds
from api.board.changes import compare
from models import Contact, Mode, Operator
from models.database.protocol import Database
from services.board import snapshot, today
from services.board.made import Made, Row
from services.contacts.states import CARD_ACTIONS
from services.distribution.modes import choice
from tests.api.board.conftest import Office, open_business
from tests.api.board.watching import Screen, open_feed, read_whole, watching
from tests.services.test_any_history import Business
from tests.services.world import World


class Watched(Business):
    """A business of which somebody watches the board after every step."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.made, self.draws, self.screen = Made(), today.Draws(), Screen()
        self.told: Row = {}

    def read(self, made: Made, draws: today.Draws) -> Row:
        at = self.world.at
        lists = snapshot.read_picture(self.session, made, at=at).lists
        draws.is_complete = False
        while not draws.is_complete:
            draws.add(today.find_draws(self.session, draws, at=at))
        return {**lists, "today": today.read_today(self.session, draws, at=at)}

    @invariant()
    def who_has_always_watched_sees_what_who_comes_now_sees(self) -> None:
        board, whole = self.read(self.made, self.draws), self.read(Made(), today.Draws())
        assert board == whole
        if not self.told:
            self.screen.board = copy.deepcopy(board)
        self.screen.change(copy.deepcopy(compare(self.told, board)) if self.told else {})
        assert self.screen.board == whole
        self.told = board


@pytest.mark.long
def test_what_has_changed_makes_the_whole_of_any_history(writer: Engine) -> None:
    class WatchedOnSqlite(Watched):
        def __init__(self) -> None:
            super().__init__(writer)

    run_state_machine_as_test(
        WatchedOnSqlite,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


def act(world: World, random: Random) -> None:
    """Do something that people do."""
    session, world.message_ids = world.session, itertools.count(random.getrandbits(30))
    contacts = session.scalars(select(Contact)).all()
    people = session.scalars(select(Operator).order_by(Operator.id)).all()
    contact = random.choice(contacts) if contacts else None
    operator = random.choice(people)
    held = contact is not None and contact.is_open and contact.operator_id is not None
    match random.randrange(8):
        case 0 | 1 | 2:
            world.write(random.randrange(1, 9), f"Is it {random.random()}?")
        case 3 if held:
            assert contact is not None
            world.press(session.get_one(Operator, contact.operator_id), random.choice(CARD_ACTIONS), contact)
        case 4 if held:
            assert contact is not None
            world.answer(session.get_one(Operator, contact.operator_id), contact)
        case 5:
            world.set_shift(operator, not operator.on_shift)
        case 6:
            world.set_limit(operator, random.randrange(4))
        case _:
            choice.choose(session, world.find_bot(), random.choice(list(Mode)), at=world.at)


@pytest.mark.long
async def test_the_stream_tells_the_whole_of_any_day(
    either_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOOK_EVERY", "READ_EVERY", "TODAY_EVERY"):
        monkeypatch.setattr(feeds, name, 0.01)
    random = Random(20)
    office = Office(either_database, None)  # type: ignore[arg-type] # nobody calls the API
    await office.do(open_business)
    async with open_feed(either_database) as feed, watching(office, feed) as watcher:
        for _ in range(60):
            await office.do(lambda world: act(world, random))
            await watcher.wait_for(await read_whole(either_database))
