"""A dismissed operator is gone from every list, a stranger to the bot, and still named in the history."""

import pytest

from tests.stage import Stage

SURE = {"en": ("Dismiss", "Yes, dismiss"), "ru": ("Уволить", "Да, уволить")}
DONE = {
    "en": ["Anna is dismissed.", "1 request went to others, 1 waits: /queue"],
    "ru": ["Anna здесь больше не работает.", "Обращений перешло к другим: 1, ждут в очереди: 1 — /queue"],
}


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_dismissal_is_confirmed_and_what_was_open_goes_on(stage: Stage, language: str) -> None:
    ivan = await stage.person("Ivan", language)
    await stage.appoint(ivan)
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="first")
    card = await stage.card(anna, "first")
    karl = await stage.client("Karl", text="second")
    await stage.card(anna, "second")
    boris = await stage.hire("Boris", limit=1)
    dismiss, surely = SURE[language]
    await ivan.write(stage.bot, "/operators")
    page = await stage.tap(await ivan.wait_for(stage.bot, lambda m: "Anna" in m.captions), "Anna", ivan)
    asked = await stage.tap(page, dismiss, ivan)
    assert surely in asked.captions
    assert stage.rows("SELECT dismissed_at FROM operators WHERE id = 1") == [(None,)]
    done = await stage.tap(asked, surely, ivan)
    assert done.text.split("\n") == DONE[language]
    await stage.complete(boris, "first")
    await stage.card(boris, "second")
    assert (await stage.look(card, anna)).text == "Request #1 is no longer with you."
    await stage.complete(boris, "second")
    await karl.wait_for(stage.bot, "Request #2 is completed.")


async def test_a_dismissed_operator_is_in_no_list_and_in_the_history(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    screen = await stage.ask("/operators")
    page = await stage.tap(screen, "Anna")
    await stage.tap(await stage.ask("/operators dismiss Anna"), "Yes, dismiss")
    assert "Anna" not in (await stage.command("/operators")).split("\n\n")[0]
    assert "Anna —" not in await stage.command("/weight")
    assert "Operator: Anna" in await stage.command("/contact 1")
    assert "Anna — 1 received" in await stage.command("/stats 1")
    gone = "Anna has been dismissed; that can't be undone. To hire anew: /operators"
    for button in page.captions[:-1]:
        if button not in ("Dismiss", "Weights", "Limit"):
            assert gone in (await stage.press(stage.admin, page, button)), button
    for verb in ("on", "off", "link", "dismiss", "move"):
        assert gone in await stage.command(f"/operators {verb} 1")
        assert "There is no operator “Anna”" in await stage.command(f"/operators {verb} Anna")
    assert gone in await stage.command("/weight 1 1 5")
    contact = await stage.ask("/contact 1")
    assert gone in (await stage.tap(contact, "Reopen")).text


async def test_the_account_is_a_strangers_again(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="done")
    completed = await stage.complete(anna, "done")
    karl = await stage.client("Karl", text="open")
    card = await stage.card(anna, "open")
    await stage.tap(await stage.ask("/operators dismiss Anna"), "Yes, dismiss")
    await stage.settle()
    assert await stage.reply(anna, card, "pay me") == "Request #2 is no longer with you."
    assert await stage.reply(anna, completed, "pay me") == "Request #1 is no longer with you."
    query = await anna.forge_press(stage.bot, card.message_id, card.buttons[0][0].data or "")
    assert await anna.wait_answer(stage.bot, query) == "Request #2 is no longer with you."
    assert await stage.press(anna, completed, "Reopen") == "Request #1 is no longer with you."
    assert "There is no such command." in (await stage.ask("/mine", anna)).text
    await anna.write(stage.bot, "hello, may I come back?")
    await anna.wait_for(stage.bot, "Request #3 received.")
    await stage.settle()
    for client in (vera, karl):
        assert not any("pay me" in text for text in await stage.texts(client))


async def test_somebody_of_the_same_name_can_be_hired(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.tap(await stage.ask("/operators dismiss Anna"), "Yes, dismiss")
    other = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(other, "Hello")
    await stage.tap(await stage.ask("/operators dismiss Anna"), "Yes, dismiss")
    again = await stage.command("/operators add Anna")
    await anna.open(stage.bot, start=again.partition("?start=")[2].split()[0])
    await anna.wait_for(stage.bot, lambda m: m.text.count("Welcome, Anna!") and m.message_id > 3)
    assert stage.rows("SELECT name, telegram_id FROM operators ORDER BY id") == [
        ("Anna", None),
        ("Anna", None),
        ("Anna", anna.id),
    ]
