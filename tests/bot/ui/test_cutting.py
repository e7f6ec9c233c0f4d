"""Whatever is too long is cut between letters as people see them, never within an emoji of several parts."""

from datetime import UTC, datetime

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.lists import cut, measure_plain, shorten
from bot.ui.refusals import write_refusal
from bot.ui.texts import speak
from bot.views.cards.card import write_card
from bot.views.history import write_fact
from bot.views.reports.panels import fit, measure_width
from models import Contact, Event, Lead, Message, Source, Status, actors
from services.events import Kind
from services.queues.introducing import CARD_TEXT
from services.refusals import Reason, Refused

FAMILY = "👩‍👩‍👧‍👦"  # one letter to see, seven characters, eleven UTF-16 units
LETTERS = [FAMILY, "🇳🇴", "👍🏽", "e\u0301", "й", "a", " "]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ENGLISH = speak("en")

letters = st.lists(st.sampled_from(LETTERS), max_size=60).map("".join)


def find_torn(text: str, whole: str) -> str:
    """What is left at the end of a beginning after its last whole letter."""
    assert whole.startswith(text)
    ends = {0, *(letter.end() for letter in regex.finditer(r"\X", whole))}
    return text[max(end for end in ends if end <= len(text)) :]


@given(letters, st.integers(11, 60))
def test_a_text_is_cut_between_letters(text: str, most: int) -> None:
    beginning = cut(text, most)

    assert len(beginning) <= most
    assert find_torn(beginning, text) == ""


@given(letters, st.integers(12, 60))
def test_a_text_is_shortened_between_letters(text: str, units: int) -> None:
    short = shorten(text, units)

    assert measure_plain(short) <= units
    assert short == text or find_torn(short.removesuffix("…"), text) == ""


def test_a_letter_that_is_longer_than_allowed_is_cut_all_the_same() -> None:
    assert cut("a" + "\u0301" * 50, 10) == "a" + "\u0301" * 9


@pytest.mark.parametrize("before", range(CARD_TEXT - 7, CARD_TEXT + 1))
def test_a_card_never_ends_its_quote_within_an_emoji(before: int) -> None:
    text = "x" * before + FAMILY + "y" * 20
    contact = Contact(id=1, status=Status.NEW, message=text, chat_id=5, bot_id=1, created_at=NOW)
    contact.lead, contact.source = Lead(name="Vera"), Source(name="acme_bot", bot_id=1)

    card = write_card(contact, Message(kind="text"), 0, ENGLISH, timezone=UTC)

    (quoted,) = regex.findall(r"x+[^<]*", card)
    assert quoted in ("x" * before, "x" * before + FAMILY)
    assert len(quoted) <= CARD_TEXT


@pytest.mark.parametrize("before", range(80, 101))
def test_the_history_of_an_edit_never_ends_within_an_emoji(before: int) -> None:
    change = {"message_id": 1, "before": "x" * before + FAMILY * 3, "after": ""}
    event = Event(contact_id=1, kind=Kind.EDITED, at=NOW, actor=actors.CLIENT, data=change)

    fact = write_fact(event, {}, "@acme_bot", ENGLISH)

    (said,) = regex.findall(r"x+(.*?)…", fact)
    assert said in ("", FAMILY, FAMILY * 2)


@pytest.mark.parametrize("before", range(85, 101))
def test_a_refusal_never_ends_the_name_that_was_typed_within_an_emoji(before: int) -> None:
    typed = "x" * before + FAMILY * 3

    said = write_refusal(Refused(Reason.NO_SUCH_OPERATOR, name=typed), ENGLISH)

    (name,) = regex.findall(r"x+([^”]*)”", said)
    assert name in ("", FAMILY, FAMILY * 2)


@pytest.mark.parametrize("before", range(10, 19))
def test_a_name_in_the_chart_never_loses_half_a_letter(before: int) -> None:
    name = "x" * before + "e\u0301" * 10
    room = measure_width("x" * 18)

    shown = fit(name, room)

    assert shown.endswith("…")
    assert measure_width(shown) <= room
    assert find_torn(shown.removesuffix("…"), name) == ""
