"""A bot without a working token takes nobody's place: what waits there blocks nothing."""

from services import sources
from services.distribution import queue
from tests.services.world import BOT, OTHER_BOT, World


def test_what_waits_at_a_disconnected_bot_takes_no_place_until_the_bot_is_back(world: World) -> None:
    here, there = world.bot(), world.bot(OTHER_BOT, "acme_help_bot")
    anna = world.operator("Anna", limit=1, opened=(BOT, OTHER_BOT), weight={here: 1, there: 1})
    first, lost, second = world.write(1), world.write(2, bot_id=OTHER_BOT), world.write(3)
    sources.disconnect_others(world.session, [BOT])
    world.finish(first)
    assert (lost.operator_id, second.operator_id) == (None, anna.id)
    world.finish(second)
    assert lost.operator_id is None
    world.bot(OTHER_BOT, "acme_help_bot")
    queue.drain_all(world.session, at=world.at)
    assert lost.operator_id == anna.id
