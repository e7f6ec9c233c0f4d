"""Sources and the operators' shares of them: named as people do, inherited, never out of range."""

import pytest

from models import OperatorSourceWeight
from services import sources
from services.distribution import weights
from services.refusals import Reason, Refused
from tests.services.world import BOT, OTHER_BOT, World


def stored(world: World) -> list[tuple[int, int, int]]:
    rows = world.session.query(OperatorSourceWeight).order_by("source_id", "operator_id")
    return [(row.source_id, row.operator_id, row.weight) for row in rows]


def test_a_weight_is_set_changed_and_set_to_none(world: World) -> None:
    bot = world.find_bot()
    anna = world.operator("Anna", weight=3)
    assert stored(world) == [(bot.id, anna.id, 3)]
    world.set_weight(anna, bot, 7)
    assert stored(world) == [(bot.id, anna.id, 7)]
    world.set_weight(anna, bot, 0)
    assert stored(world) == [(bot.id, anna.id, 0)]
    assert world.write(1).is_waiting


@pytest.mark.parametrize("weight", [-1, 1001, 10**12])
def test_a_weight_out_of_range_is_refused_and_nothing_changes(world: World, weight: int) -> None:
    anna = world.operator("Anna", weight=3)
    with pytest.raises(Refused) as refused:
        world.set_weight(anna, world.find_bot(), weight)
    assert (refused.value.reason, refused.value.params) == (Reason.BAD_WEIGHT, {"most": 1000})
    assert stored(world) == [(world.find_bot().id, anna.id, 3)]


def test_the_table_shows_the_weights_that_count_for_each_source(world: World) -> None:
    bot, inheriting, own, empty = (
        world.find_bot(),
        world.campaign("spring"),
        world.campaign("autumn"),
        world.api_source(),
    )
    anna = world.operator("Anna", weight={bot: 2, own: 5})
    boris = world.operator("Boris", weight={bot: 0})
    assert {
        row.source: ([(s.operator, s.weight) for s in row.shares], row.inherited)
        for row in weights.table(world.session, at=world.at)
    } == {
        bot: ([(anna, 2), (boris, 0)], False),
        inheriting: ([(anna, 2), (boris, 0)], True),
        own: ([(anna, 5)], False),
        empty: ([], False),
    }


@pytest.mark.parametrize("word", ["1", "#1", "acme_bot", "@acme_bot", "@ACME_BOT", " Acme_Bot "])
def test_a_source_is_named_by_number_or_name(world: World, word: str) -> None:
    assert sources.find(world.session, word) is world.find_bot()


@pytest.mark.parametrize("word", ["", "@", "2", "acme", "@acme_bot2"])
def test_a_name_of_no_source_is_refused(world: World, word: str) -> None:
    with pytest.raises(Refused) as refused:
        sources.find(world.session, word)
    assert refused.value.reason is Reason.NO_SUCH_SOURCE


def test_a_bots_source_is_made_once_and_follows_its_username(world: World) -> None:
    bot = world.find_bot()
    assert world.bot(BOT, "acme_bot") is bot
    assert world.bot(BOT, "Acme_Sales_Bot") is bot
    assert (bot.name, bot.name_key) == ("Acme_Sales_Bot", "acme_sales_bot")
    assert world.bot(BOT, "ACME_sales_bot") is bot
    assert bot.name == "ACME_sales_bot"
    assert sources.list_sources(world.session) == [bot]


def test_a_username_given_to_another_bot_names_that_one(world: World) -> None:
    older = world.find_bot()
    newer = world.bot(OTHER_BOT, "Acme_bot")
    assert newer is not older
    assert sources.find(world.session, "@acme_bot") is newer
    assert sources.find(world.session, older.name) is older
    assert (older.bot_id, newer.bot_id) == (BOT, OTHER_BOT)


def test_two_bots_may_exchange_their_usernames(world: World) -> None:
    one, two = world.find_bot(), world.bot(OTHER_BOT, "other_bot")
    world.bot(BOT, "other_bot")
    world.bot(OTHER_BOT, "acme_bot")
    assert (sources.find(world.session, "other_bot"), sources.find(world.session, "acme_bot")) == (one, two)


def test_a_campaign_is_found_by_its_code_within_its_bot(world: World) -> None:
    campaign = world.campaign("k3x9")
    assert sources.find_campaign(world.session, BOT, "k3x9") is campaign
    assert sources.find_campaign(world.session, OTHER_BOT, "k3x9") is None
    assert sources.find_campaign(world.session, BOT, "K3X9") is None
    assert sources.bot_source(world.session, BOT) is not campaign


def test_who_serves_a_bot_serves_its_campaigns(world: World) -> None:
    campaign = world.campaign("k3x9")
    other = world.bot(OTHER_BOT, "other_bot")
    anna = world.operator("Anna")
    boris = world.operator("Boris", weight={other: 0})
    assert sources.sources_served_by(world.session, [anna.id]) == [world.find_bot().id, campaign.id]
    assert sources.sources_served_by(world.session, [boris.id]) == []
