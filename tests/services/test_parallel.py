"""Many at once, on both databases: no limit is passed, nobody counted twice, nobody waits in vain."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from models import Operator, actors
from models.database.protocol import Database
from services.contacts import conversation, messages
from services.refusals import Reason, Refused
from services.team import operators, transfers
from tests.databases import highest_above_limit, log_loads
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.replay import check_decisions
from tests.services.rush import ASSIGNED, OPEN, WAITING, check, count, finish, list_ids, receive, set_up
from tests.services.world import BOT, NOON, World

PLACES, TEAM = 10, 5


async def test_a_hundred_clients_in_one_moment_fill_fifty_places_and_the_rest_is_served_in_order(
    either_database: Database,
) -> None:
    def look(session: Session) -> None:
        assert (count(session, ASSIGNED), count(session, WAITING)) == (50, 50)
        assert [o.load for o in operators.list_operators(session)] == [PLACES] * TEAM
        assert highest_above_limit(session) == 0, "the last places were taken, and none beyond"
        check(session)
        assert list_ids(session, ASSIGNED) == list(range(1, 51)), "who came first was served first"

    def finish_and_list(session: Session, contact_id: int) -> list[int]:
        finish(session, contact_id)
        return list_ids(session, WAITING)

    await redo(either_database, set_up, PLACES, TEAM)
    await asyncio.gather(*(redo(either_database, receive, client) for client in range(1, 101)))
    await redo(either_database, look)
    waiting = await redo(either_database, list_ids, WAITING)
    for served, contact_id in enumerate(range(1, 51), start=1):
        assert await redo(either_database, finish_and_list, contact_id) == waiting[served:]
    await redo(either_database, check)
    assert await redo(either_database, check_decisions) == 100


async def test_arrivals_and_completions_at_once_leave_nobody_waiting_beside_a_free_place(
    either_database: Database,
) -> None:
    await redo(either_database, set_up, 1, 3)
    clients = iter(range(1, 1000))
    for _ in range(6):
        open_ids = await redo(either_database, list_ids, OPEN)
        work: list[Awaitable[None]] = [redo(either_database, receive, next(clients)) for _ in range(4)]
        work += [redo(either_database, finish, contact_id) for contact_id in open_ids]
        await asyncio.gather(*work)
        await redo(either_database, check)
    assert await redo(either_database, check_decisions) > 8


async def test_switches_and_limits_turned_amid_arrivals_leave_nobody_waiting_beside_a_free_place(
    either_database: Database,
) -> None:
    await redo(either_database, set_up, 1, 3)
    clients = iter(range(1, 1000))

    def turn(session: Session, number: int, how: Callable[[World, Operator], None]) -> None:
        how(World(session, chance=Random(number).randrange), session.get_one(Operator, number))

    def switch(world: World, operator: Operator, on: bool) -> None:
        world.switch(operator, on)

    def set_shift(world: World, operator: Operator, on: bool) -> None:
        world.set_shift(operator, on)

    def set_limit(world: World, operator: Operator, limit: int) -> None:
        world.set_limit(operator, limit)

    for n in range(6):
        await asyncio.gather(
            redo(either_database, turn, 1, partial(switch, on=n % 2 == 0)),
            redo(either_database, turn, 2, partial(set_shift, on=n % 2 == 1)),
            redo(either_database, turn, 3, partial(set_limit, limit=1 + n // 2)),
            *(redo(either_database, receive, next(clients)) for _ in range(4)),
        )
        await redo(either_database, check)


async def test_a_place_lost_to_another_source_is_not_taken_twice(either_database: Database) -> None:
    """Operators who share several bots: each source has its own lock, the place has only one."""

    def set_up_bots(session: Session) -> None:
        log_loads(session)
        world = World(session)
        bots = [world.bot(BOT + n, f"bot_{n}") for n in range(4)]
        for number in range(4):
            opened = tuple(BOT + n for n in range(4))
            world.operator(f"Operator {number}", limit=3, opened=opened, weight=dict.fromkeys(bots, 1))

    def receive_at(session: Session, client: int) -> None:
        incoming = messages.Incoming(BOT + client % 4, client, 1, "text", "hello")
        conversation.receive(
            session, incoming, at=make_moment(NOON, chance=Random(client).randrange, reopen_window_minutes=0)
        )

    await redo(either_database, set_up_bots)
    await asyncio.gather(*(redo(either_database, receive_at, client) for client in range(1, 25)))
    await redo(either_database, check)
    assert await redo(either_database, count, ASSIGNED) == 12


async def test_a_limit_that_admins_raise_at_once_is_raised_for_one_of_them(either_database: Database) -> None:
    """Each has seen "raise the limit to 2", and each gives another contact."""

    def press(session: Session, contact_id: int) -> Refused | None:
        operator, actor = session.get_one(Operator, 1), actors.admin(90)
        try:
            transfers.raise_limit_and_give(
                session, contact_id, operator, 2, actor=actor, at=make_moment(NOON)
            )
        except Refused as refusal:
            return refusal
        return None

    def look(session: Session) -> None:
        operator = session.get_one(Operator, 1)
        assert (operator.load, operator.max_active_leads) == (2, 2)
        assert highest_above_limit(session) == 0

    await redo(either_database, set_up, 1, 1)
    await asyncio.gather(*(redo(either_database, receive, client) for client in range(1, 8)))
    waiting = await redo(either_database, list_ids, WAITING)
    answers = await asyncio.gather(*(redo(either_database, press, id_) for id_ in waiting))
    assert [answer.reason for answer in answers if answer] == [Reason.CHANGED_SINCE] * 5
    await redo(either_database, look)
    assert await redo(either_database, check_decisions) == 1, "the other one nobody drew"


async def test_gifts_and_moves_amid_arrivals_put_nobody_above_the_limit(either_database: Database) -> None:
    """Admins give everything to one operator and move everything to another, all at once."""

    def give(session: Session, contact_id: int) -> None:
        with suppress(Refused):
            anna, chance = session.get_one(Operator, 1), Random(contact_id).randrange
            transfers.give(session, contact_id, anna, actor=actors.admin(90), at=make_moment(NOON, chance))

    def move_all(session: Session, number: int, target: int) -> None:
        operator, other = session.get_one(Operator, number), session.get_one(Operator, target)
        planned, again = Random(number).randrange, Random(number).randrange
        actor = actors.admin(90)
        with suppress(Refused):
            plan = transfers.hash_plan(
                transfers.preview(session, operator, other, at=make_moment(NOON, planned))
            )
            transfers.transfer(
                session, operator, other, plan, planned_chance=again, actor=actor, at=make_moment(NOON)
            )

    await redo(either_database, set_up, 2, 3)
    clients = iter(range(1, 1000))
    for n in range(6):
        open_ids = await redo(either_database, list_ids, OPEN)
        work: list[Awaitable[None]] = [redo(either_database, receive, next(clients)) for _ in range(3)]
        work += [redo(either_database, give, contact_id) for contact_id in open_ids]
        work += [redo(either_database, move_all, 1 + (n + m) % 3, 1 + (n + m + 1) % 3) for m in range(2)]
        work += [redo(either_database, finish, contact_id) for contact_id in open_ids[::3]]
        await asyncio.gather(*work)
        await redo(either_database, check)
    assert await redo(either_database, check_decisions) > 10
