"""What a client who waits is told: the truth about why, his place, and an answer when he asks again."""

from collections.abc import Callable

import pytest

from models import Operator, Outbox
from tests.services.world import World

CLIENT = 1


def told(world: World) -> list[Outbox]:
    """Return the notices of the client, and let them be delivered."""
    rows = [row for row in world.told(CLIENT) if "key" in row.params]
    world.deliver_all()
    return rows


def off(world: World, anna: Operator) -> None:
    world.switch(anna, False)


def pause(world: World, anna: Operator) -> None:
    world.set_shift(anna, False)


def fill(world: World, anna: Operator) -> None:
    world.set_limit(anna, 0)


def take_weight(world: World, anna: Operator) -> None:
    world.set_weight(anna, world.find_bot(), 0)


@pytest.mark.parametrize(
    ("change", "key", "place"),
    [(fill, "", 1), (off, "-away", 1), (pause, "-away", 1), (take_weight, "-later", None)],
)
def test_a_client_hears_whether_all_are_busy_or_away_and_nothing_of_what_we_have_to_mend(
    world: World, change: Callable[[World, Operator], None], key: str, place: int | None
) -> None:
    change(world, world.operator("Anna"))
    world.write(CLIENT)
    [first] = told(world)
    assert (first.params["key"], first.params.get("place")) == (f"client-queued{key}", place)
    world.wait(minutes=6)
    world.write(CLIENT, "Are you there?")
    [second] = told(world)
    assert (second.params["key"], second.params.get("place")) == (f"client-waits{key}", place)


def test_who_asks_again_and_again_is_answered_every_five_minutes(world: World) -> None:
    fill(world, world.operator("Anna"))
    world.write(CLIENT)
    told(world)
    for minutes, answers in ((2, 0), (2, 0), (1, 1), (4, 0), (1, 1)):
        world.wait(minutes=minutes)
        world.write(CLIENT, "Are you there?")
        assert len(told(world)) == answers


def test_who_has_an_operator_is_told_nothing_of_a_queue(world: World) -> None:
    world.operator("Anna")
    world.write(CLIENT)
    told(world)
    world.wait(minutes=30)
    world.write(CLIENT, "Are you there?")
    assert told(world) == []
