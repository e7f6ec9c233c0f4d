"""A bot without a working token takes nobody's place: what waits there blocks nothing."""

from datetime import timedelta

from services import sources
from services.distribution import queue
from tests.services.world import BOT, OTHER_BOT, World


def test_what_waits_at_a_disconnected_bot_takes_no_place_until_the_bot_is_back(world: World) -> None:
    here, there = world.bot(), world.bot(OTHER_BOT, "acme_help_bot")
    anna = world.operator("Anna", limit=1, opened=(BOT, OTHER_BOT), weight={here: 1, there: 1})
    first, lost, second = world.write(1), world.write(2, bot_id=OTHER_BOT), world.write(3)
    sources.disconnect_others(world.session, [BOT], are_shared=False)
    world.finish(first)
    assert (lost.operator_id, second.operator_id) == (None, anna.id)
    world.finish(second)
    assert lost.operator_id is None
    world.bot(OTHER_BOT, "acme_help_bot")
    queue.drain_all(world.session, at=world.at)
    assert lost.operator_id == anna.id


def test_a_process_with_fewer_tokens_harms_no_bot_that_others_poll(world: World) -> None:
    world.bot()
    there = world.bot(OTHER_BOT, "acme_help_bot")
    sources.note_polls(world.session, [OTHER_BOT], at=world.at)
    sources.disconnect_others(world.session, [BOT], are_shared=True)
    assert there.is_connected


def test_a_bot_from_before_that_nobody_has_a_token_of_counts_as_gone(world: World) -> None:
    world.bot()
    there = world.bot(OTHER_BOT, "acme_help_bot")
    sources.disconnect_others(world.session, [BOT], are_shared=True)
    assert not there.is_connected


def test_a_bot_that_nobody_polls_any_more_is_known_to_all(world: World) -> None:
    here, there = world.bot(), world.bot(OTHER_BOT, "acme_help_bot")
    sources.note_polls(world.session, [BOT, OTHER_BOT], at=world.at)
    world.wait(seconds=20)
    sources.note_polls(world.session, [BOT], at=world.at)
    assert sources.list_silent(world.session, world.now - timedelta(seconds=15)) == [there]
    sources.set_connected(world.session, [OTHER_BOT], False)
    assert sources.list_silent(world.session, world.now) == [], "that is known already"
    sources.note_polls(world.session, [OTHER_BOT], at=world.at)
    assert (here.is_connected, there.is_connected) == (True, True)
