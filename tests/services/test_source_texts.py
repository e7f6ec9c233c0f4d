"""A source's own words, or none at all: for everybody or one language, of a campaign or its bot."""

import pytest

from models import Source
from services import sources
from services.refusals import Reason, Refused
from services.team import source_texts
from services.team.source_texts import SourceText
from tests.services.world import BOT, World


@pytest.mark.parametrize("field", [SourceText.GREETING, SourceText.RECEIPT])
def test_a_text_is_set_stripped_and_taken_away(world: World, field: SourceText) -> None:
    bot = world.find_bot()
    source_texts.set_text(world.session, bot, field, "  <b>We</b> answer\nuntil 6 pm. ")
    assert source_texts.read(bot, field) == "<b>We</b> answer\nuntil 6 pm."
    for nothing in ("", " \n ", None):
        source_texts.set_text(world.session, bot, field, "something")
        source_texts.set_text(world.session, bot, field, nothing)
        assert (source_texts.read(bot, field), bot.texts) == (None, None)


def test_a_thousand_characters_are_the_most(world: World) -> None:
    bot = world.find_bot()
    source_texts.set_text(world.session, bot, SourceText.GREETING, " " + "x" * 1000 + " ")
    with pytest.raises(Refused) as refused:
        source_texts.set_text(world.session, bot, SourceText.GREETING, "x" * 1001)
    assert (refused.value.reason, refused.value.params) == (Reason.TEXT_TOO_LONG, {"most": 1000})
    assert source_texts.read(bot, SourceText.GREETING) == "x" * 1000


@pytest.fixture
def campaign(world: World) -> Source:
    return world.campaign("k3x9")


def test_a_link_is_greeted_in_its_own_words_else_in_its_bots(world: World, campaign: Source) -> None:
    def greet(code: str) -> str | None:
        return source_texts.find_greeting(world.session, BOT, code, "en")

    assert greet("k3x9") is None
    source_texts.set_text(world.session, world.find_bot(), SourceText.GREETING, "Welcome")
    assert [greet(code) for code in ("", "k3x9", "unknown")] == ["Welcome"] * 3
    source_texts.set_text(world.session, campaign, SourceText.GREETING, "Sale!")
    assert [greet(code) for code in ("", "k3x9", "unknown")] == ["Welcome", "Sale!", "Welcome"]


def test_a_text_for_the_readers_language_comes_first_and_a_campaigns_before_its_bots() -> None:
    bot = {"taken": {"all": "Anybody", "ru": "Кто угодно"}}
    for campaign, language, said in (
        (None, "en", "Anybody"),
        (None, "ru", "Кто угодно"),
        ({"taken": {"ru": False}}, "ru", False),
        ({"taken": {"ru": False}}, "en", "Anybody"),
        ({"taken": {"all": "Sale"}}, "ru", "Sale"),
    ):
        assert source_texts.choose(campaign, bot, SourceText.TAKEN, language) == said
    assert source_texts.choose(None, bot, SourceText.COMPLETED, "en") is None, "our words"
    only_russian = {"taken": {"ru": "Взяли"}}
    assert source_texts.choose(only_russian, None, SourceText.TAKEN, "en") is None


@pytest.mark.parametrize("which", [SourceText.GREETING, SourceText.RECEIPT])
def test_what_answers_a_person_or_is_an_addition_cant_be_switched_off(
    world: World, which: SourceText
) -> None:
    bot = world.find_bot()
    with pytest.raises(Refused) as refused:
        source_texts.set_text(world.session, bot, which, False)
    assert (refused.value.reason, bot.texts) == (Reason.MUST_BE_SAID, None)
    source_texts.set_text(world.session, bot, SourceText.TAKEN, False, language="ru")
    assert bot.texts == {"taken": {"ru": False}}


def test_words_in_braces_that_stand_for_nothing_are_refused(world: World) -> None:
    bot = world.find_bot()
    for which, text, known in (
        (SourceText.ACCEPTED, "Hi {operator}", "{name}, {number}"),
        (SourceText.TAKEN, "Hi {phone}", "{name}, {number}, {operator}"),
    ):
        with pytest.raises(Refused) as refused:
            source_texts.set_text(world.session, bot, which, text)
        assert refused.value.params["known"] == known
    source_texts.set_text(world.session, bot, SourceText.GREETING, "We {build} things")
    assert bot.texts == {"greeting": {"all": "We {build} things"}}, "a greeting has no contact to speak of"


def test_a_source_without_a_bot_speaks_to_nobody(world: World) -> None:
    site = sources.add(world.session, "Website", at=world.at)
    with pytest.raises(Refused) as refused:
        source_texts.set_text(world.session, site, SourceText.TAKEN, False)
    assert (refused.value.reason, site.texts) == (Reason.SPEAKS_TO_NOBODY, None)
