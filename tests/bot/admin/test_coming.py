"""Admins hear who joins and may cut a stranger off; an admin who opens a link is asked before he joins."""

from dataclasses import dataclass

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.complaints import read_complaints
from tests.stage import NEWS, Stage, find_start


@dataclass(frozen=True)
class Said:
    """What an admin reads in a language."""

    not_her: str
    cut_off: str
    link: str
    yes: str
    no: str
    declined: str
    welcome: str


SAID = {
    "en": Said(
        "It is not her",
        "This account is cut off: it is Dora no more.",
        "Link to join",
        "Yes, I am Dora",
        "No",
        "You have not joined; the link still works.",
        "Welcome, Dora!",
    ),
    "ru": Said(
        "Это не тот человек",
        "Dora: доступ этого аккаунта закрыт.",
        "Ссылка для входа",
        "Да, Dora — это я",
        "Нет",
        "Вход отменён, ссылка ещё действует.",
        "Dora",
    ),
}


async def appoint(stage: Stage, language: str) -> Person:
    """Let there be a second admin, who speaks the language and has opened the bot."""
    ivan = await stage.person("Ivan", language)
    await stage.appoint(ivan)
    await ivan.open(stage.bot)
    await ivan.wait_for(stage.bot, lambda m: bool(m.buttons))
    return ivan


async def hear(stage: Stage, admin: Person, *names: str) -> ChatMessage:
    """Return the news of somebody who has joined."""
    return await admin.wait_for(
        stage.bot, lambda m: m.text.startswith(NEWS) and all(name in m.text for name in names)
    )


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_stranger_who_has_joined_is_cut_off_by_one_press(stage: Stage, language: str) -> None:
    said, ivan = SAID[language], await appoint(stage, language)
    stranger = await stage.hire("Dora", username="stranger_s")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(stranger, "Hello")
    news = await hear(stage, ivan, "Dora", "@stranger_s")
    await hear(stage, stage.admin, "Dora", "@stranger_s")
    screen = await stage.tap(news, said.not_her, ivan)
    assert screen.text.startswith(said.cut_off)
    assert "@stranger_s" in screen.text
    assert stage.rows("SELECT telegram_id, load FROM operators") == [(None, 0)]
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", None)]
    assert (await stage.look(card, stranger)).text == "Request #1 is no longer with you."
    assert await stage.reply(stranger, card, "I am still here") == "Request #1 is no longer with you."
    query = await stranger.forge_press(stage.bot, card.message_id, card.buttons[0][0].data or "")
    assert await stranger.wait_answer(stage.bot, query) == "Request #1 is no longer with you."
    await ivan.press(stage.bot, screen, said.link)
    link = await ivan.wait_for(stage.bot, "?start=op_")
    dora = await stage.join("Dora", link.text)
    await stage.card(dora, "Hello")
    assert not any("still here" in text for text in await stage.texts(vera))


async def test_the_button_of_old_news_cuts_nobody_else_off(stage: Stage) -> None:
    await stage.hire("Dora", username="first_d")
    old = await hear(stage, stage.admin, "@first_d")
    right = await stage.join("Dora", await stage.command("/operators link Dora"), username="right_d")
    await hear(stage, stage.admin, "@right_d")
    changed = await stage.press(stage.admin, old, "It is not her")
    assert changed == "Things have changed since. Please look again."
    assert stage.rows("SELECT telegram_id FROM operators") == [(right.id,)]


async def test_nobody_but_an_admin_cuts_off_or_dismisses(stage: Stage) -> None:
    """A button can be forged by whoever knows what it says."""
    anna = await stage.hire("Anna")
    news = await hear(stage, stage.admin, "Anna")
    shown = await anna.wait_for(stage.bot, "Welcome")
    forged = [button.data or "" for row in news.buttons for button in row]
    for data in (*forged, "o:dismissed:1:0", "join:yes:made_up", "not:1:x", "join:yes:"):
        query = await anna.forge_press(stage.bot, shown.message_id, data)
        assert await anna.wait_answer(stage.bot, query) == "This request is not yours."
    assert stage.rows("SELECT telegram_id, dismissed_at FROM operators") == [(anna.id, None)]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_an_admin_who_opens_a_link_is_asked_before_he_joins(stage: Stage, language: str) -> None:
    said, ivan = SAID[language], await appoint(stage, language)
    start = find_start(await stage.command("/operators add Dora"))
    await ivan.open(stage.bot, start=start)
    asked = await ivan.wait_for(stage.bot, lambda m: said.yes in m.captions)
    assert stage.rows("SELECT telegram_id FROM operators") == [(None,)]
    declined = await stage.tap(asked, said.no, ivan)
    assert declined.text.startswith(said.declined)
    await ivan.open(stage.bot, start=start)
    again = await ivan.wait_for(stage.bot, lambda m: said.yes in m.captions, after=asked.message_id)
    welcomed = await stage.tap(again, said.yes, ivan)
    assert said.welcome in welcomed.text
    assert stage.rows("SELECT telegram_id FROM operators") == [(ivan.id,)]
    await hear(stage, stage.admin, "Dora", "Ivan")
    assert not any(text.startswith(NEWS) for text in await stage.texts(ivan)), "he knows"


async def test_a_link_that_is_used_meanwhile_admits_no_admin(stage: Stage) -> None:
    start = find_start(await stage.command("/operators add Dora"))
    await stage.admin.open(stage.bot, start=start)
    asked = await stage.admin.wait_for(stage.bot, lambda m: "Yes, I am Dora" in m.captions)
    dora = await stage.join("Dora", f"?start={start}")
    answer = await stage.press(stage.admin, asked, "Yes, I am Dora")
    assert answer == "This link no longer works. Please ask your admin for a new one."
    assert stage.rows("SELECT telegram_id FROM operators") == [(dora.id,)]
    await stage.admin.open(stage.bot, start=start)
    await stage.admin.wait_for(stage.bot, "You are an admin: /operators gives a new one")


async def test_the_link_is_a_message_of_its_own_that_no_button_replaces(stage: Stage) -> None:
    added = await stage.ask("/operators add Dora")
    link = await stage.admin.wait_for(stage.bot, "?start=op_")
    assert link.buttons == []
    assert link.text.startswith("Dora, open this link and press Start")
    await stage.tap(added, "Weight 3")
    assert (await stage.look(link)).text == link.text
    await stage.join("Dora", link.text)


async def test_an_operators_page_shows_the_account(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.hire("Anna", username="anna_k")
    page = await stage.tap(await stage.ask("/operators"), "Anna")
    assert "Account: Anna, @anna_k" in page.text.split("\n")
    links = [entity.get("url") for entity in page.entities]
    assert "https://t.me/anna_k" in links
    await stage.hire("Boris")
    page = await stage.tap(await stage.ask("/operators"), "Boris")
    assert "Account: Boris" in page.text.split("\n")
    assert read_complaints(caplog) == []
