"""What a start link does: an operator joins, a campaign is remembered; anything else is just a greeting."""

import pytest

from services.chats import ChatRef
from services.joining import accounts, start_links
from services.refusals import Reason, Refused
from services.team import operators
from tests.services.world import BOT, OTHER_BOT, World


def arrive(world: World, telegram_id: int, payload: str) -> start_links.Joined | None:
    world.meet(telegram_id)
    return start_links.follow(world.session, payload, ChatRef(BOT, telegram_id), language="en", at=world.at)


def test_a_join_link_makes_an_operator_who_learns_which_other_bots_to_open(world: World) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    world.campaign("k3x9", OTHER_BOT)
    world.api_source()
    anna = operators.add(world.session, "Anna", 5, at=world.at)
    accounts.issue_link(world.session, anna, "secret", at=world.at)
    joined = arrive(world, 500, "op_secret")
    assert joined is not None
    assert (joined.operator, joined.other_bots) == (anna, [other])
    assert anna.telegram_id == 500


def test_a_dead_join_link_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        arrive(world, 500, "op_nonsense")
    assert refused.value.reason is Reason.LINK_UNKNOWN


def test_a_campaign_link_is_remembered_for_the_next_contact(world: World) -> None:
    campaign = world.campaign("k3x9")
    assert arrive(world, 1, "k3x9") is None
    assert world.write(1).source_id == campaign.id


def test_the_latest_campaign_link_counts(world: World) -> None:
    world.campaign("spring")
    autumn = world.campaign("autumn")
    arrive(world, 1, "spring")
    arrive(world, 1, "autumn")
    assert world.write(1).source_id == autumn.id


@pytest.mark.parametrize("payload", ["", "unknown", "OP_secret"])
def test_an_unknown_link_creates_nothing_and_forgets_nothing(world: World, payload: str) -> None:
    campaign = world.campaign("k3x9")
    arrive(world, 1, "k3x9")
    assert arrive(world, 1, payload) is None
    assert world.chat(1).source_id == campaign.id


def test_a_campaign_of_another_bot_is_unknown_here(world: World) -> None:
    world.bot(OTHER_BOT, "other_bot")
    world.campaign("k3x9", OTHER_BOT)
    arrive(world, 1, "k3x9")
    assert world.write(1).source_id == world.find_bot().id
