"""/mine by buttons, and “Why me?” on the card: for the operator whose contact it is, as long as it is."""

import pytest

from tests.stage import Stage


async def test_an_operator_takes_completes_and_goes_back_in_one_message(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello <b>")
    await stage.client("Karl", text="Hi")
    await stage.settle()
    mine = await stage.ask("/mine", anna)
    assert {"#1 Vera", "#2 Karl"} <= set(mine.captions)
    one = await stage.tap(mine, "#1", anna)
    assert one.text.startswith("Request #1 · @acme_sales_bot\n")
    assert {"🟡 New", "Client: Vera", "Hello <b>"} <= set(one.text.split("\n"))
    assert {"Take", "Pass on"} <= set(one.captions)
    assert "Complete" not in one.captions
    back = await stage.tap(one, "« My requests", anna)
    assert (back.text, back.captions) == (mine.text, mine.captions)
    one = await stage.tap(back, "#1", anna)
    assert await stage.press(anna, one, "Take") == "Request #1 is yours"
    taken = await stage.look(one, anna)
    assert "#1 · Vera · in progress" in taken.text
    await vera.wait_for(stage.bot, "Anna is answering you")
    await anna.wait_for(stage.bot, lambda m: "🟢 In progress" in m.text and "More" in m.captions)
    one = await stage.tap(taken, "#1", anna)
    assert {"Pass on", "« My requests"} <= set(one.captions)
    assert "Take" not in one.captions
    assert await stage.press(anna, one, "Complete") == "Request #1 is completed"
    rest = await stage.look(one, anna)
    assert "#2 Karl" in rest.captions
    assert "#1 Vera" not in rest.captions
    await vera.wait_for(stage.bot, "Request #1 is completed.")


async def test_passing_on_from_mine_says_where_it_went_or_that_nobody_can_take_it(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.settle()
    one = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    assert (await stage.press(anna, one, "Pass on")).startswith("Nobody else can take it now")
    assert (await stage.look(one, anna)).text == one.text
    boris = await stage.hire("Boris")
    assert await stage.pass_on(anna, one) == "Request #1 is passed on"
    assert (await stage.tap(one, "« My requests", anna)).text == "You have no open requests."
    await stage.card(boris, "Hello")


async def test_a_stale_screen_changes_nothing_and_says_so(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.settle()
    mine = await stage.ask("/mine", anna)
    one = await stage.tap(await stage.ask("/mine", anna), "#1", anna)
    await stage.hire("Boris", weight=None)
    await stage.command("/assign 1 Boris")
    before = stage.rows("SELECT * FROM contacts")
    for screen, button in ((mine, "#1"), (one, "Take"), (one, "Pass on")):
        assert await stage.press(anna, screen, button) == "Request #1 is no longer with you."
        assert (await stage.look(screen, anna)).text == screen.text
    assert stage.rows("SELECT * FROM contacts") == before
    assert (await stage.tap(one, "« My requests", anna)).text == "You have no open requests."


@pytest.mark.parametrize(
    "data",
    [
        *("m:show:1:0", "m:take:1:1", "m:complete:1:1", "m:pass:1:1", "m:take:99:1", "m:take:0:0"),
        *(
            "why:1:1",
            "why:99:1",
            "why:1:0",
            "why:0:1",
            "why:99999999999:1",
            "m:fly:1:1",
            "m:take:-1:1",
            "why",
        ),
    ],
)
async def test_others_contacts_are_neither_shown_nor_moved(stage: Stage, data: str) -> None:
    await stage.hire("Anna")
    await stage.client("Vera", text="Secret words")
    await stage.settle()
    boris = await stage.hire("Boris", weight=None)
    before = stage.rows("SELECT * FROM contacts"), await stage.texts(boris)
    some = await boris.wait_for(stage.bot, lambda m: bool(m.text))
    query = await boris.forge_press(stage.bot, some.message_id, data)
    popped = await boris.wait_answer(stage.bot, query)
    assert "is not yours" in popped or "is no longer with you" in popped or "There is no request" in popped
    await stage.settle()
    assert before == (stage.rows("SELECT * FROM contacts"), await stage.texts(boris))


async def test_why_me_tells_the_draw_in_numbers_and_names_nobody(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=2, weight=3)
    boris = await stage.hire("Boris", limit=1, weight=2)
    await stage.client("Vera", text="Hello")
    await stage.settle()
    [(winner,)] = stage.rows("SELECT operator_id FROM contacts")
    lucky = anna if winner == 1 else boris
    popped = await stage.press_rare(lucky, await stage.card(lucky, "Hello"), "Why me?")
    score = {1: "3 × 2 free places = 6 tickets of 8 (75 %)", 2: "2 × 1 free place = 2 tickets of 8 (25 %)"}[
        winner
    ]
    assert popped.startswith(f"Weight {score}. Ticket ")
    assert popped.endswith("was drawn: yours.")
    assert "Anna" not in popped
    assert "Boris" not in popped


async def test_why_me_of_the_only_one_and_of_whom_an_admin_has_chosen(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=2, weight=3)
    await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    assert await stage.press_rare(anna, card, "Why me?") == (
        "Weight 3, free places 2: nobody but you could take it."
    )
    boris = await stage.hire("Boris", weight=None)
    await stage.command("/assign 1 Boris")
    assert (
        await stage.press_rare(boris, await stage.card(boris, "Hello"), "Why me?")
        == "It was assigned to you by hand."
    )
    query = await anna.forge_press(stage.bot, card.message_id, "why:1:1")
    assert await anna.wait_answer(stage.bot, query) == "Request #1 is no longer with you."


async def test_mine_in_russian(stage: Stage) -> None:
    anna = await stage.hire("Анна", language="ru")
    await stage.client("Вера", "ru", text="Здравствуйте")
    await stage.settle()
    mine = await stage.ask("/mine", anna)
    assert mine.text.startswith("У вас 1 открытое обращение:\n")
    assert "№1 · Вера · новое меньше минуты" in mine.text.split("\n")
    one = await stage.tap(mine, "№1", anna)
    assert {"В работу", "Передать", "« Мои обращения"} <= set(one.captions)
    assert await stage.press(anna, one, "В работу") == "Обращение №1 в работе"
    card = await stage.card(anna, "Здравствуйте")
    assert await stage.press_rare(anna, card, "Почему мне?") == (
        "Вес 1, свободных мест 5: кроме вас взять было некому."
    )


async def test_clients_of_one_name_are_told_apart_by_username_or_phone(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    by_name = await stage.person("Vera", username="vera_k")
    by_phone = await stage.person("Vera", phone="+79161234567")
    for vera in (by_name, by_phone):
        await vera.write(stage.bot, "Hello")
    await by_phone.wait_for(stage.bot, "received")
    await by_phone.share_phone(stage.bot)
    await stage.client("Karl", text="Hi")
    await stage.settle()
    mine = await stage.ask("/mine", anna)
    text = mine.text.replace("\u2068", "").replace("\u2069", "")
    assert "#1 · Vera @vera_k · new for less than a minute" in text.split("\n")
    assert "#2 · Vera …4567 · new for less than a minute" in text.split("\n")
    assert "#3 · Karl · new" in text
    assert "Vera @vera_k" in mine.captions[0]
