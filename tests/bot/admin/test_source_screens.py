"""/sources by command and by button: links that work, names, and what each source says to clients."""

import re

import pytest

from bot.views.source_screens import SourceCallback
from services.team.source_switches import SourceSwitch
from services.team.source_texts import SourceText
from tests.stage import Stage, find_start

BOT = "acme_sales_bot"


async def test_a_new_link_works_and_its_contacts_go_to_the_bots_operators(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    added = await stage.command("/sources add «Spring ads»")
    assert added.startswith("The link “Spring ads” is ready. Its requests go to the same operators until")
    assert re.search(rf"\nhttps://t\.me/{BOT}\?start=[0-9a-f]{{8}}\n", added)
    vera = await stage.person("Vera")
    await vera.open(stage.bot, start=find_start(added))
    await vera.write(stage.bot, "Hello")
    card = await stage.card(anna, "Hello")
    assert card.text.startswith("Request #1 · Spring ads\n")
    listed = await stage.command("/sources")
    assert re.search(r"^2\. Spring ads — link t\.me/.*; 1 today$", listed, re.MULTILINE)
    assert "\nthe same as @acme_sales_bot" in await stage.command("/weight")


async def test_a_link_is_renamed_by_its_former_name_in_quotes_or_its_number(stage: Stage) -> None:
    await stage.command("/sources add Spring ads")
    renamed = await stage.command('/sources rename "spring ADS" Winter <sale>')
    assert renamed.startswith("Spring ads is Winter <sale> now.")
    assert (await stage.command("/sources rename #2 Summer")).startswith("Winter <sale> is Summer now.")
    assert stage.rows("SELECT name FROM sources WHERE id = 2") == [("Summer",)]


async def test_own_texts_are_said_until_a_dash_takes_them_back(stage: Stage) -> None:
    start = find_start(await stage.command("/sources add Spring"))
    for source, who in (("@acme_sales_bot", "bot"), ("„Spring“", "link")):
        answer = await stage.command(f"/sources text {source} greeting Hi from the {who}!\nWrite <us>.")
        assert "the text “Greeting” is changed." in answer
        assert f"For everybody: Hi from the {who}!\nWrite <us>." in answer
        assert "with “received”” is changed." in await stage.command(
            f"/sources text {source} receipt We {who} you"
        )
    vera, karl = await stage.person("Vera"), await stage.person("Karl")
    await vera.open(stage.bot, start=start)
    await vera.wait_for(stage.bot, lambda m: m.text == "Hi from the link!\nWrite <us>.")
    await karl.open(stage.bot)
    await karl.wait_for(stage.bot, lambda m: m.text == "Hi from the bot!\nWrite <us>.")
    await vera.write(stage.bot, "Hello")
    assert (await vera.wait_for(stage.bot, "Request #1 received")).text.endswith("\nWe link you")
    for dash in ("-", "—"):
        await stage.command(f"/sources text Spring greeting {dash}")
        await stage.command(f"/sources text Spring receipt {dash}")
    assert "Greeting: as the bot's\nLine with “received”: as the bot's" in await stage.command(
        "/sources rename Spring Spring"
    )
    ira = await stage.person("Ira")
    await ira.open(stage.bot, start=start)
    await ira.wait_for(stage.bot, lambda m: m.text == "Hi from the bot!\nWrite <us>.")
    shown = await stage.command("/sources text 1 receipt -")
    assert "For everybody: nothing" in shown, "the usual text of a receipt is none of the owner's"
    assert "the text “Greeting” is the usual one again." in await stage.command("/sources text 1 greeting -")
    zoe = await stage.person("Zoe")
    await zoe.open(stage.bot)
    await zoe.wait_for(stage.bot, "Hello! Write what you need")


async def test_only_a_link_can_be_renamed_by_button(stage: Stage) -> None:
    await stage.command("/sources add Spring")
    screen = await stage.ask("/sources")
    for name, is_link in ((f"@{BOT}", False), ("Spring", True)):
        page = await stage.tap(screen, name)
        assert page.text.startswith(f"{name} · source #")
        assert {"Weights", "Texts to clients"} <= set(page.captions)
        assert ("Rename" in page.captions) == is_link
        screen = await stage.tap(page, "« All sources")


async def test_sources_in_russian(stage: Stage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    added = await stage.command("/sources add Весна")
    assert added.startswith("Ссылка «Весна» готова. Обращения по ней получают те же операторы, пока вы не")
    shown = await stage.command("/sources text Весна приветствие Привет!")
    assert {
        "Весна: текст «Приветствие» изменён.",
        "Для всех: Привет!",
    } <= set(shown.split("\n"))
    shown = await stage.command("/sources rename Весна Весна")
    assert {
        "Весна · источник №2",
        f"ссылка t.me/{BOT}?start={find_start(added)}",
        "Сегодня обращений: 0, ждут: 0",
        "Приветствие: Привет!",
        "Строка при приёме: как у бота",
        "Оценки: после завершения спрашиваем 👍 или 👎",
        "Отложенные обращения занимают место оператора",
    } <= set(shown.split("\n"))
    shown = await stage.command(f"/sources set {BOT} оценки нет")
    assert "Оценки: не спрашиваем" in shown.split("\n")
    shown = await stage.command(f"/sources set {BOT} отложенные да")
    assert "Отложенные обращения не занимают места оператора" in shown.split("\n")
    for n in range(2):
        await stage.client(f"Клиент {n}", "ru", text="Здравствуйте")
    await stage.settle()
    assert "1. @acme_sales_bot — бот; сегодня 2, ждут 2\n" in await stage.command("/sources")


async def test_ratings_and_what_is_put_off_are_switched_by_button_for_a_bot_and_its_links(
    stage: Stage,
) -> None:
    await stage.command("/sources add Spring")
    page = await stage.tap(await stage.ask("/sources"), f"@{BOT}")
    assert page.text.endswith(
        "\n\nRatings: clients are asked for 👍 or 👎 after completion"
        "\nPut-off requests keep their operator's place"
    )
    page = await stage.tap(page, "Ask for no ratings")
    assert "\nRatings: nobody is asked\n" in page.text
    page = await stage.tap(page, "Free the place")
    assert page.text.endswith("\nPut-off requests free their operator's place")
    switched = "SELECT asks_rating, snooze_frees FROM sources"
    assert stage.rows(switched) == [(0, 1), (0, 1)]
    link = await stage.tap(await stage.tap(page, "« All sources"), "Spring")
    assert "\nRatings: nobody is asked\n" in link.text
    assert not [caption for caption in link.captions if "ratings" in caption], "its bot has the button"
    for words in (f"@{BOT} ratings on", "Spring SNOOZE off"):
        await stage.command(f"/sources set {words}")
    assert stage.rows(switched) == [(1, 0), (1, 0)]


async def test_a_switch_that_is_pressed_twice_stays_as_the_button_said(stage: Stage) -> None:
    page = await stage.tap(await stage.ask("/sources"), f"@{BOT}")
    off = SourceCallback(action=SourceSwitch.ASKS_RATING, source=1, value=0).pack()
    for _ in range(2):
        await stage.admin.forge_press(stage.bot, page.message_id, off)
    await stage.settle()
    assert stage.rows("SELECT asks_rating FROM sources") == [(0,)]


@pytest.mark.parametrize(("old", "text"), [("greet", SourceText.GREETING), ("rcpt", SourceText.RECEIPT)])
def test_a_button_that_an_older_version_has_left_in_a_chat_still_works(old: str, text: SourceText) -> None:
    assert SourceCallback.unpack(f"s:{old}:1:0").action is text
