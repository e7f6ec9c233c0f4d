"""A source's own words: its greeting instead of ours, its line below the receipt."""

import pytest

from models import Source
from services import sources
from services.queues import outbox
from services.refusals import Reason, Refused
from services.sources import SourceText
from tests.services.world import BOT, World


def receipts(world: World, client: int) -> list[str | None]:
    return [row.params.get(outbox.RECEIPT) for row in world.told(client)]


@pytest.mark.parametrize("field", [SourceText.GREETING, SourceText.RECEIPT])
def test_a_text_is_set_stripped_and_taken_away(world: World, field: SourceText) -> None:
    bot = world.find_bot()
    sources.set_text(world.session, bot, field, "  <b>We</b> answer\nuntil 6 pm. ")
    assert getattr(bot, field) == "<b>We</b> answer\nuntil 6 pm."
    for nothing in ("", " \n ", None):
        sources.set_text(world.session, bot, field, "something")
        sources.set_text(world.session, bot, field, nothing)
        assert getattr(bot, field) is None


def test_a_thousand_characters_are_the_most(world: World) -> None:
    bot = world.find_bot()
    sources.set_text(world.session, bot, SourceText.GREETING, " " + "x" * 1000 + " ")
    with pytest.raises(Refused) as refused:
        sources.set_text(world.session, bot, SourceText.GREETING, "x" * 1001)
    assert (refused.value.reason, refused.value.params) == (Reason.TEXT_TOO_LONG, {"most": 1000})
    assert bot.greeting == "x" * 1000


@pytest.fixture
def campaign(world: World) -> Source:
    return world.campaign("k3x9")


def test_a_link_is_greeted_in_its_own_words_else_in_its_bots(world: World, campaign: Source) -> None:
    def greet(code: str) -> str | None:
        return sources.find_greeting(world.session, BOT, code)

    assert greet("k3x9") is None
    sources.set_text(world.session, world.find_bot(), SourceText.GREETING, "Welcome")
    assert [greet(code) for code in ("", "k3x9", "unknown")] == ["Welcome"] * 3
    sources.set_text(world.session, campaign, SourceText.GREETING, "Sale!")
    assert [greet(code) for code in ("", "k3x9", "unknown")] == ["Welcome", "Sale!", "Welcome"]


@pytest.mark.parametrize("limit", [0, 5])
def test_a_receipt_comes_with_the_line_of_its_source(world: World, campaign: Source, limit: int) -> None:
    world.operator("Anna", limit=limit)
    world.write(1)
    assert receipts(world, 1) == [None]
    sources.set_text(world.session, world.find_bot(), SourceText.RECEIPT, "Until 6 pm.")
    world.write(2)
    assert receipts(world, 2) == ["Until 6 pm."]
    for client, (own, expected) in enumerate(
        [(None, "Until 6 pm."), ("Within an hour.", "Within an hour.")], 3
    ):
        sources.set_text(world.session, campaign, SourceText.RECEIPT, own)
        world.meet(client)
        world.chat(client).source_id = campaign.id
        world.write(client)
        assert receipts(world, client) == [expected]
