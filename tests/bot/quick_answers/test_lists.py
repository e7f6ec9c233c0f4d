"""/answers: the quick answers of the business, by words and by buttons."""

import pytest

from services.quick_answers.templates import MOST
from tests.complaints import read_complaints
from tests.stage import Stage

TITLE = "Quick answers — texts that operators send by a button"


async def test_the_list_is_made_by_words(stage: Stage) -> None:
    assert (await stage.command("/answers")).startswith(f"{TITLE}\nThere are none yet.")
    added = await stage.command("/answers add Our <b>price</b>: It is 5: five.\nReally.")
    assert added == f"Added: Our <b>price</b>\n\n{TITLE}\nOur <b>price</b> · all sources · not used yet"
    added = await stage.command("/answers add @acme_sales_bot price: It is 6.")
    assert added.endswith("\nprice · @acme_sales_bot · not used yet")
    renamed = await stage.command('/answers rename "our <B>price</b>" cost of it')
    assert renamed == "Quick answer cost of it · all sources\nNot used yet.\n\nIt is 5: five.\nReally."
    changed = await stage.command('/answers text "cost of it" He said "no')
    assert changed.endswith('\n\nHe said "no')
    removed = await stage.command("/answers remove cost of it")
    assert removed.startswith("Removed: cost of it. What was sent stays with the clients.\n\n")
    assert stage.rows("SELECT source_id, title, text FROM quick_answers") == [(1, "price", "It is 6.")]


async def test_the_list_is_made_by_buttons_and_questions(stage: Stage) -> None:
    screen = await stage.ask("/answers")
    assert screen.captions == ["➕ Add an answer", "« Menu"]
    screen = await stage.tap(screen, "Add an answer")
    assert screen.text == "Whose clients is the new answer for?"
    assert screen.captions == ["For all sources", "@acme_sales_bot", "« All answers"]
    await stage.press(stage.admin, screen, "@acme_sales_bot")
    asked = await stage.admin.wait_for(stage.bot, "What shall the new answer be called?")
    asked = await stage.ask("  Opening hours ", reply_to=asked)
    assert asked.text.startswith("What does “Opening hours” say to the client? {name}, {number}, {operator} ")
    added = await stage.ask("From 9 to 18:\n{name}", reply_to=asked)
    assert added.text.endswith("\nOpening hours · @acme_sales_bot · not used yet")
    assert stage.rows("SELECT source_id, text FROM quick_answers") == [(1, "From 9 to 18:\n{name}")]
    page = await stage.tap(added, "Opening hours")
    assert page.captions == ["Change the title", "Change the text", "Remove", "« All answers"]
    await stage.press(stage.admin, page, "Change the title")
    asked = await stage.admin.wait_for(stage.bot, "What shall “Opening hours” be called now?")
    assert (await stage.ask("hours", reply_to=asked)).text.startswith("Quick answer hours · @acme")
    await stage.press(stage.admin, page, "Change the text")
    asked = await stage.admin.wait_for(stage.bot, "What does “hours” say")
    assert (await stage.ask("Till six.", reply_to=asked)).text.endswith("\n\nTill six.")
    sure = await stage.tap(page, "Remove")
    assert (sure.text, sure.captions) == ("Remove the quick answer “hours”?", ["Yes, remove", "Cancel"])
    kept = await stage.tap(sure, "Cancel")
    gone = await stage.tap(await stage.tap(kept, "Remove"), "Yes, remove")
    assert gone.text.startswith("Removed: hours.")
    assert stage.rows("SELECT * FROM quick_answers") == []


async def test_a_title_with_its_text_answers_both_questions_and_no_ends_them(stage: Stage) -> None:
    screen = await stage.tap(await stage.ask("/answers"), "Add an answer")
    await stage.press(stage.admin, screen, "For all sources")
    asked = await stage.admin.wait_for(stage.bot, "What shall the new answer be called?")
    assert (await stage.ask("price: It is 5.", reply_to=asked)).text.endswith("\n\nIt is 5.")
    refused = await stage.ask("PRICE", reply_to=asked)
    assert refused.text.startswith("“PRICE” is there already.\nFor example: /answers add price 2: ")
    assert not (await stage.ask("no", reply_to=asked)).text.startswith("Quick answer")
    assert stage.one("SELECT count(*) FROM quick_answers") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hm", "I don't understand that."),
        ("add", "A new answer takes a title, a colon and a text"),
        ("add delivery", "A new answer takes a title, a colon and a text"),
        ("add delivery:", "A new answer takes a title, a colon and a text"),
        ("add @acme_sales_bot", "A new answer takes a title, a colon and a text"),
        ("add @", "A new answer takes a title, a colon and a text"),
        ("add @nobody x: y", "There is no source “nobody”."),
        ('add @"acme x: y', "A quote is not closed."),
        ("add Price: x", "“Price” is there already."),
        ("add 12: x", "The title “12” won't do"),
        (f"add {'x' * 41}: x", "The title “xxx"),
        (f"add {'👩' * 1900}: x", "The title “👩"),
        (f"add x: {'x' * 1001}", "An answer needs words, at most 1,000 characters of them."),
        ("add x: {name}", "An answer needs words"),
        (
            "add x: Hi {phone}",
            "“phone” in braces stands for nothing. There are: {name}, {number}, {operator}",
        ),
        ("rename price", "Which one shall I rename, and how?"),
        ("rename nothing x", "There is no quick answer “nothing”."),
        ('rename "price', "A quote is not closed."),
        ("rename price 1", "The title “1” won't do"),
        ("text price", "Which one, and what shall it say?"),
        ("text 99 x", "There is no quick answer “99”."),
        ("text price {x}", "An answer needs words"),
        ("remove", "Which one shall I remove?"),
        ("remove nothing", "There is no quick answer “nothing”."),
        ("remove <b>", "There is no quick answer “<b>”."),
        ("remove delivery", "Several sources have an answer “delivery”. Say which by its number: #2, #3"),
    ],
)
async def test_wrong_words_change_nothing_and_get_an_example_that_works(
    stage: Stage, words: str, said: str
) -> None:
    await stage.command("/answers add price: It is 5.")
    await stage.command("/answers add delivery: Tomorrow.")
    await stage.command("/answers add @acme_sales_bot delivery: Today.")
    before = stage.rows("SELECT * FROM quick_answers")
    answer = await stage.command(f"/answers {words}"[:4000])
    assert answer.startswith(said)
    assert stage.rows("SELECT * FROM quick_answers") == before
    example = answer.rpartition("For example: ")[2]
    assert "For example: " not in await stage.command(example), example
    assert stage.rows("SELECT * FROM quick_answers") != before


async def test_there_are_fifty_at_most_for_all_and_the_example_makes_room(stage: Stage) -> None:
    for n in range(MOST):
        await stage.command(f"/answers add title {n}: Text.")
    full = await stage.command("/answers add more: x")
    assert full.startswith("One source may have at most 50 quick answers. Remove something first.\n")
    screen = await stage.ask("/answers")
    assert "1 / 3" in screen.captions
    assert "title 20 · " in (await stage.tap(screen, "›")).text
    screen = await stage.tap(await stage.tap(screen, "Add an answer"), "For all sources")
    await stage.command(full.rpartition("For example: ")[2])
    assert (await stage.command("/answers add more: x")).startswith("Added: more")


async def test_the_command_is_none_to_operators(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    answer = await stage.ask("/answers add x: y", anna)
    assert answer.text.startswith("To write to a client, reply")
    assert stage.rows("SELECT * FROM quick_answers") == []


@pytest.mark.parametrize(
    "name",
    ["""<b>V</b> & "C" { $name } %s""", "&lt;Vera&gt; \\n *V* `y`", "Vera אב Ver", "👩‍👩‍👧‍👦" * 3 + "!"],
)
async def test_a_title_and_a_name_show_as_they_are_everywhere(
    stage: Stage, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    def bare(text: str) -> str:
        return text.replace("\u2068", "").replace("\u2069", "")

    await stage.command(f"/answers add {name}: Hello, {{name}}! {name.replace('{', '(').replace('}', ')')}")
    assert f"\n{name} · all sources" in bare(await stage.command("/answers"))
    anna = await stage.hire("Anna")
    vera = await stage.client(name, text="How much?")
    card = await stage.card(anna, "How much?")
    await stage.press(anna, card, "⚡")
    choice = await anna.wait_for(stage.bot, "Which answer for request #1?")
    assert bare(choice.captions[0]) == name
    shown = await stage.tap(choice, choice.captions[0], anna)
    text = f"Hello, {name.split()[0]}! {name.replace('{', '(').replace('}', ')')}"
    assert bare(shown.text).endswith(f"\n\n{text}")
    await stage.press(anna, shown, "Send")
    await vera.wait_for(stage.bot, lambda message: message.text == text)
    assert read_complaints(caplog) == []
