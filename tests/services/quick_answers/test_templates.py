"""Quick answers as they are kept: whose they are, titles and texts that won't do, and what is filled in."""

import pytest

from models import Contact, Lead, Operator, Source
from services.quick_answers import offered, placeholders, templates
from services.refusals import Reason, Refused
from tests.services.world import OTHER_BOT, World


def add(world: World, title: str, text: str = "Hello!", source: Source | None = None) -> int:
    return templates.add(world.session, source, title, text, at=world.at).id


def refuse(world: World, title: str, text: str = "Hello!", source: Source | None = None) -> Reason:
    with pytest.raises(Refused) as caught:
        add(world, title, text, source)
    return caught.value.reason


def list_titles(world: World, contact: Contact) -> list[str]:
    return [answer.title for answer in offered.list_for(world.session, contact)]


def test_a_contact_has_those_of_its_bot_and_those_for_all(world: World, anna: Operator) -> None:
    bot, other = world.find_bot(), world.bot(OTHER_BOT, "other_bot")
    add(world, "all")
    add(world, "bot", source=bot)
    add(world, "other", source=other)
    assert list_titles(world, world.write(1)) == ["all", "bot"]


def test_a_campaign_has_those_of_its_bot(world: World, anna: Operator) -> None:
    spring = world.campaign("spring")
    add(world, "bot", source=world.find_bot())
    add(world, "spring", source=spring)
    assert {answer.source_id for answer in templates.list_answers(world.session)} == {world.find_bot().id}
    world.chat_from(spring, 1)
    contact = world.write(1)
    assert contact.source_id == spring.id
    assert list_titles(world, contact) == ["bot", "spring"]
    assert offered.has_answers(world.session, contact)


def test_the_most_used_come_first_and_of_equals_the_oldest(world: World, anna: Operator) -> None:
    for title in ("a", "b", "c"):
        add(world, title)
    templates.get(world.session, 3).used = 2
    world.session.flush()
    assert list_titles(world, world.write(1)) == ["c", "a", "b"]


@pytest.mark.parametrize("title", ["Price", " PRICE ", "price\u202e", "pri\u200ece"])
@pytest.mark.parametrize("is_for_bot", [True, False])
def test_a_title_is_taken_once_in_each_source(world: World, title: str, is_for_bot: bool) -> None:
    bot = world.bot()
    source, other = (bot, None) if is_for_bot else (None, bot)
    add(world, "price", source=source)
    assert refuse(world, title, source=source) is Reason.TITLE_TAKEN
    add(world, title, source=other)


@pytest.mark.parametrize(
    "title", ["", "  ", "12", "#7", "@bot", "/x", '"q"', "a:b", "x" * 41, "\u3164", "\u202e"]
)
def test_a_title_that_cannot_be_told_from_something_else_is_refused(world: World, title: str) -> None:
    assert refuse(world, title) is Reason.BAD_TITLE
    assert templates.list_answers(world.session) == []


@pytest.mark.parametrize("text", ["", " \n", "\0", "{name}", "{name} {number}", "x" * 1001, "\u3164"])
def test_a_text_that_says_nothing_or_too_much_is_refused(world: World, text: str) -> None:
    assert refuse(world, "a", text) is Reason.BAD_ANSWER


@pytest.mark.parametrize("word", ["phone", "Name", "", " name", "0", "name.__class__", "name!r"])
def test_a_word_in_braces_that_stands_for_nothing_is_refused_with_those_that_do(
    world: World, word: str
) -> None:
    with pytest.raises(Refused) as caught:
        add(world, "a", f"Hello {{{word}}} {{name}}")
    assert caught.value.reason is Reason.UNKNOWN_PLACEHOLDER
    assert caught.value.params == {"name": word, "known": "{name}, {number}, {operator}"}


def test_of_a_source_there_are_fifty_at_most(world: World) -> None:
    bot = world.bot()
    for n in range(templates.MOST):
        add(world, f"title {n}")
    assert refuse(world, "more") is Reason.TOO_MANY_ANSWERS
    add(world, "more", source=bot)
    templates.remove(world.session, templates.get(world.session, 1))
    add(world, "more")


def test_a_source_without_a_bot_has_none(world: World) -> None:
    assert refuse(world, "a", source=world.api_source()) is Reason.ANSWERS_NOBODY


def test_a_change_is_made_whole_or_not_at_all(world: World) -> None:
    add(world, "a", "Hello")
    add(world, "b")
    answer = templates.get(world.session, 1)
    for title, text in (("b", "Other"), ("c", "{phone}"), ("", "Other"), ("c", "")):
        with pytest.raises(Refused):
            templates.change(world.session, answer, title=title, text=text)
        assert (answer.title, answer.text) == ("a", "Hello")
    templates.change(world.session, answer, title="A", text="Other")
    assert (answer.title, answer.title_key, answer.text) == ("A", "a", "Other")


def test_one_is_found_by_number_and_title_unless_several_have_it(world: World) -> None:
    add(world, "price")
    add(world, "price", source=world.bot())
    add(world, "cost")
    assert [templates.find(world.session, word).id for word in ("#2", "1", " COST ")] == [2, 1, 3]
    with pytest.raises(Refused) as caught:
        templates.find(world.session, "Price")
    assert caught.value.params == {"name": "price", "numbers": "#1, #2"}
    for word in ("9", "pric", ""):
        with pytest.raises(Refused) as caught:
            templates.find(world.session, word)
        assert (caught.value.reason, caught.value.params) == (Reason.NO_SUCH_ANSWER, {"name": word})


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Hello, {name}!", "Vera Pavlova", "Hello, Vera!"),
        ("Hello, {name}!", None, "Hello!"),
        ("Hello, {name}!", "\u3164", "Hello!"),
        ("{name}, it is {number}.", None, "It is 7."),
        ("{name}! It is {number}.", "Vera", "Vera! It is 7."),
        ("I am {operator}.", None, "I am Anna {name}."),
        ("Hello, {name}", "{operator}", "Hello, {operator}"),
        ("Hello, {name}", "\u202earev", "Hello, arev"),
        ("a { b } c {", "Vera", "a { b } c {"),
        ("Hi {name}", "x" * 200, f"Hi {'x' * 64}"),
    ],
)
def test_what_is_filled_in_is_never_read_anew(text: str, name: str | None, said: str) -> None:
    lead, operator = Lead(name=name), Operator(name="Anna {name}")
    assert placeholders.fill_in(text, Contact(id=7), lead, operator) == said
