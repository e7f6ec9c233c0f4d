"""A name that runs right to left moves nothing beside it, and other names stand as they always did."""

import csv
import html
import io
import re
import unicodedata

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.isolation import balance, isolate
from bot.ui.lists import shorten
from bot.ui.screens import make_button, name_with
from bot.ui.texts import LANGUAGES, speak
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage, find_start

START, END = "\u2068", "\u2069"
DAVID, SARAH, SPRING = "דוד (לוי)", "שרה 5", "مبيعات 7"
RIGHT_TO_LEFT = {"R", "AL"}
LETTERS = st.sampled_from("aZя5 ·(:)👩\u05d0\u05d1\u0645\u0667\u05b0") | st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\u2066\u2067\u2068\u2069"
)
NAMES = st.text(LETTERS, min_size=1, max_size=64)
MARKS = st.text(st.sampled_from("a\u05d0 \u2066\u2067\u2068\u2069\u202a\u202e\u202c\u200f"), max_size=30)


def apart(name: str) -> str:
    """Return a name as it stands within a line of ours."""
    return f"{START}{name}{END}"


def turns(text: str) -> bool:
    """Tell whether anything in a text runs right to left, or makes other letters do so."""
    return any(
        unicodedata.bidirectional(letter) in {*RIGHT_TO_LEFT, "LRE", "RLE", "LRO", "RLO"} for letter in text
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(name=NAMES)
def test_only_a_name_that_runs_right_to_left_is_isolated(language: str, name: str) -> None:
    words = speak(language)
    line = words.plain("signed-text-to-client", name=name, text="7")
    shown = words.html("signed-text-to-client", name=name, text="7")
    assert line == (f"{START}{name}{END}: 7" if turns(name) else f"{name}: 7")
    assert html.unescape(shown) == line


@given(words=MARKS | NAMES)
def test_nothing_that_people_write_leaves_its_place(words: str) -> None:
    """Whatever marks it has: in front of and behind it the line is as if nothing stood there."""
    whole = isolate(words)
    assert isolate(whole) == whole
    closed, outside = balance(whole)
    assert closed == whole
    assert not turns(outside)


@given(words=MARKS | NAMES, units=st.integers(5, 40))
def test_what_is_cut_is_isolated_still(words: str, units: int) -> None:
    cut = shorten(f"#7 {isolate(words)}", units)
    assert len(cut.encode("utf-16-le")) <= 2 * units
    closed, outside = balance(cut)
    assert closed == cut
    assert not turns(outside)


def test_a_button_has_room_for_a_long_name_with_a_number_beside_it() -> None:
    class Nothing(CallbackData, prefix="n"):
        pass

    label = make_button(name_with("שלום " * 20, 12), Nothing()).text
    assert label.startswith(START)
    assert label.endswith(f"…{END} · 12")


async def test_names_that_run_right_to_left_stand_apart_on_every_screen(stage: Stage) -> None:
    """A client, an operator and a campaign, in the admin's and the operator's texts and on buttons."""
    anna, card = await begin(stage)
    assert card.text.startswith(f"Request #1 · {apart(SPRING)}\n")
    assert f"\nClient: {apart(SARAH)}\n" in card.text
    mine = await stage.ask("/mine", anna)
    assert f"#1 · {apart(SARAH)} · new" in mine.text
    assert f"#1 {apart(SARAH)}" in mine.captions
    assert f"1. {apart(DAVID)} — 1 of 5 · working" in await stage.command("/operators")
    assert f"{apart(DAVID)} — 1 received" in await stage.command("/stats 1")
    assert f"{apart(SPRING)} — 1 received" in await stage.command("/stats 1")
    page = await stage.command("/contact 1")
    assert f"Request #1 · {apart(SPRING)}" in page
    assert f"Operator: {apart(DAVID)}" in page
    assert f"→ {apart(DAVID)}" in page
    assert f"#1 · {apart(SARAH)} · new" in await stage.command("/find שרה")
    assert f"{apart(DAVID)} — weight 3: 100 % now" in await stage.command("/weight")


async def test_names_stand_apart_in_russian_too(stage: Stage) -> None:
    await begin(stage)
    boris = await stage.person("Boris", "ru")
    await stage.appoint(boris)
    await boris.open(stage.bot)
    assert f"{apart(DAVID)} — пришло 1" in (await stage.ask("/stats 1", boris, "photo")).text
    assert f"№1 · {apart(SARAH)} · " in (await stage.ask("/find Hello", boris)).text
    assert f"Оператор: {apart(DAVID)}" in (await stage.ask("/contact 1", boris)).text


async def test_what_people_copy_has_no_marks_and_what_they_paste_may_have_them(stage: Stage) -> None:
    await begin(stage)
    foot = (await stage.command("/weight")).splitlines()[-1]
    assert START not in foot
    assert f"{apart(DAVID)} gets no new requests." in await stage.command(f"/operators off {apart(DAVID)}")
    assert f"{apart(DAVID)} gets requests again." in await stage.command(
        f'/operators on {START}"{DAVID}"{END}'
    )
    assert "weight 4." in await stage.command(f'/weight "{apart(DAVID)}" "{apart(SPRING)}" 4')
    assert "weight 5." in await stage.command(f"/weight {apart('1')} {apart('2')} {apart('5')}")
    greeted = await stage.command(f'/sources text "{apart(SPRING)}" greeting שלום\u200f!')
    assert greeted.startswith(f"{apart(SPRING)}: the text “Greeting” is changed.")
    said = "SELECT json_extract(texts, '$.greeting.all') FROM sources WHERE id = 2"
    assert stage.rows(said) == [("שלום\u200f!",)]
    assert "1 request was found" in await stage.command(f"/find {apart(SARAH)}")
    assert "1 request was found" in await stage.command(apart(SARAH))


async def test_files_and_the_database_have_no_marks(stage: Stage) -> None:
    await begin(stage)
    await stage.command(f'/operators rename "{apart(DAVID)}" {apart("משה")}')
    assert stage.rows("SELECT name FROM operators") == [("משה",)]
    file = await stage.ask("/export 1", kind="document")
    text = (await stage.telegram.download(file)).decode("utf-8-sig")
    assert SARAH in text
    assert not re.search(f"[{START}{END}]", text)
    assert list(csv.reader(io.StringIO(text)))[1][3] == SARAH


async def begin(stage: Stage) -> tuple[Person, ChatMessage]:
    """Let a client write through a campaign to an operator; all of them have names from right to left."""
    added = await stage.command(f'/operators add "{DAVID}" 5')
    anna = await stage.person("Anna")
    await anna.open(stage.bot, start=find_start(added))
    await anna.wait_for(stage.bot, f"Welcome, {apart(DAVID)}!")
    campaign = find_start(await stage.command(f'/sources add "{SPRING}"'))
    await stage.command("/weight 1 2 3")
    client = await stage.person(SARAH)
    await client.open(stage.bot, start=campaign)
    await client.write(stage.bot, "Hello")
    return anna, await stage.card(anna, "Request #1")


async def test_no_line_that_anybody_reads_is_turned_by_what_stands_in_it(stage: Stage) -> None:
    """Everybody's chats, after much of what can happen: a line is all a person's, or nothing turns it."""
    anna, card = await begin(stage)
    boris = await stage.hire("משה 9")
    client = await stage.client(f"{SARAH} 2", text=f"{SPRING}: 3")
    second = await stage.card(boris, "Request #2")
    await stage.press(boris, second, "Take")
    await anna.write(stage.bot, DAVID, reply_to=card.message_id)
    await stage.settle()
    for text in (
        "/queue",
        "/contact 1",
        "/why 1",
        "/weight log",
        "/sources",
        "/operators",
        "/find שרה",
        "/ban 2",
    ):
        await stage.ask(text)
    await stage.command("/operators off 1")
    await stage.command("/operators move 1")
    await stage.command("/assign 1 2")
    await stage.settle()
    seen = 0
    for person in (anna, boris, client, stage.admin):
        for message in (await person.chat(stage.bot)).from_bot:
            seen += sum(map(turns, (lines := message.text.splitlines())))
            theirs = {DAVID, SARAH, SPRING, f"{SPRING}: 3"}
            beside = [
                line for line in lines if line not in theirs and not line.startswith("Change one: /weight ")
            ]
            assert not [line for line in beside if turns(balance(line)[1])]
            labels = [label for label in message.captions if label not in {*theirs, "משה 9"}]
            assert not [label for label in labels if turns(balance(label)[1])]
    assert seen > 30
