"""What admins see of sources and contacts of the API, and what their commands do with them."""

import re
from pathlib import Path
from typing import Any

import pytest

from leadbot.databases import migrate_database
from services import sources
from services.clock import utc_now
from tests.api_stage import ApiStage
from tests.moments import make_moment
from tests.stage import open_stage

MAIL: dict[str, Any] = {"email": "vera@example.com"}


async def test_a_source_of_the_api_is_listed_and_shown_as_one(stage: ApiStage) -> None:
    await stage.submit(**MAIL)
    listed = await stage.ask("/sources")
    assert "2. Website — API; 1 today, 1 waiting" in listed.text
    screen = await stage.tap(listed, "Website")
    lines = screen.text.split("\n")
    assert lines[0] == "Website · source #2"
    assert {"API", "The form <on the front page>", "Requests today: 1, waiting: 1"} <= set(lines)
    assert "t.me/" not in screen.text
    assert {"Weights", "Rename"} <= set(screen.captions)
    assert "Web form is" not in await stage.command("/sources rename Website Web form")
    assert "Web form · source #2" in await stage.command("/sources rename 2 «Web form»")


async def test_a_source_of_the_api_has_no_texts_for_clients(stage: ApiStage) -> None:
    screen = await stage.tap(await stage.ask("/sources"), "Website")
    assert screen.text.startswith("Website · source #2\n")
    assert "Greeting" not in screen.text
    assert "Texts to clients" not in screen.captions
    refusal = "Website takes requests by API and writes nothing to clients."
    for field in ("greeting", "receipt"):
        answer = await stage.command(f"/sources text Website {field} Hello!")
        assert answer.splitlines()[0] == refusal
        assert "For example: /sources text @acme_sales_bot greeting" in answer
    assert stage.rows("SELECT texts FROM sources WHERE id = 2") == [(None,)]


async def test_weights_of_a_source_with_spaces_in_its_name(stage: ApiStage) -> None:
    await stage.hire("Anna")
    made = await stage.call("POST", "/sources/", name="Landing page 2")
    assert "Anna, Landing page 2: weight 3." in await stage.command('/weight Anna "Landing page 2" 3')
    assert "Anna — weight 3: 100 % now" in await stage.command("/weight")
    assert (await stage.submit(source=made["id"], **MAIL))["operator_id"] == 1


async def test_the_example_of_a_weight_names_a_source_so_that_it_is_found(tmp_path: Path) -> None:
    async with open_stage(tmp_path, running=False) as stage:
        await migrate_database(stage.settings.database_url)
        await stage.run(sources.add, "Landing page", at=make_moment(utc_now()))
        await stage.start()
        await stage.hire("Anna")
        example = (await stage.command("/weight")).partition("\nChange one: ")[2].split("\n")[0]
        assert example == "/weight Anna 1 3"
        assert "Anna, Landing page: weight 3." in await stage.command(example)


async def test_a_contact_of_the_api_is_explained_from_its_history_to_its_draw(stage: ApiStage) -> None:
    number = (await stage.submit("Do you deliver?", **MAIL))["id"]
    waiting = await stage.command(f"/contact {number}")
    assert waiting.startswith("Request #1 · Website\n")
    assert "\n⏳ Waiting for an operator for less than a minute: nobody has a weight\n" in waiting
    assert "\nClient: vera@example.com\n" in waiting
    assert await stage.command(f"/why {number}") == "Request #1 is waiting: nobody has a weight."
    assert "#1 · Website · vera@example.com — less than a minute; nobody has a weight" in (
        await stage.command("/queue")
    )
    anna = await stage.hire_for_both("Anna")
    await stage.card_of(anna, number)
    for status in ("in_progress", "completed", "in_progress"):
        await stage.move(number, status)
    shown = await stage.command(f"/contact {number}")
    assert re.findall(r"\d\d:\d\d (.*)", shown.partition("History\n")[2]) == [
        "came from Website, by API",
        "from the queue → Anna",
        "in progress with Anna: by API",
        "completed: by API",
        "in progress again with Anna: by API",
    ]
    assert "client: Do you deliver?" in shown
    why = await stage.command(f"/why {number}")
    assert "its turn in the queue" in why
    assert "Anna: 1 × 5 = 5, chance 100 %, tickets 0–4" in why


async def test_the_history_and_the_log_read_well_in_russian(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Анна", language="ru")
    await stage.weigh(1, 2)
    number = (await stage.submit(**MAIL))["id"]
    card = await anna.wait_for(stage.bot, "Обращение №1 · Website")
    assert "Чата с клиентом нет — напишите на почту." in card.text.split("\n")
    for status in ("in_progress", "completed", "in_progress"):
        await stage.move(number, status)
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    shown = await stage.command(f"/contact {number}")
    for fact in (
        "пришло через API: Website",
        "→ Анна",
        "в работе, Анна: через API",
        "завершено: через API",
        "снова в работе, Анна: через API",
    ):
        assert fact in shown
    assert "Website — API; сегодня 1" in await stage.command("/sources")
    weights = await stage.ask("/weight")
    assert weights.text.startswith("Веса — доля")
    log = await stage.tap(weights, "Кто менял")
    assert log.text.startswith("Кто менял веса")
    assert "API: Анна, Website: 1 → 2" in log.text


async def test_a_contact_of_the_api_is_found_by_what_is_known_of_its_client(stage: ApiStage) -> None:
    await stage.submit("About tiles", **MAIL)
    await stage.submit("About pipes", external_id="crm-2077")
    await stage.submit("About doors", phone="+79161234567")
    await stage.submit("About windows", **MAIL)
    for words, found in {
        "VERA@example": ["#4 · vera@example.com", "#1 · vera@example.com"],
        "crm-2077": ["#2 · ID crm-2077"],
        "916 123": ["#3 · +7 916 123-45-67"],
        "tiles": ["#1 · vera@example.com"],
    }.items():
        answer = await stage.command(f"/find {words}")
        lines = [line for line in answer.split("\n") if line.startswith("#")]
        assert [line.split(" · waiting")[0] for line in lines] == found
    assert "This client has 1 more request: /find vera@example.com" in await stage.command("/contact 1")


async def test_a_contact_of_the_api_is_given_by_hand_to_whom_a_bot_reaches(stage: ApiStage) -> None:
    number = (await stage.submit(**MAIL))["id"]
    anna = await stage.hire("Anna", weight=None)
    lost = await stage.hire("Boris", weight=None)
    await lost.block(stage.bot)
    await stage.admin.wait_for(stage.bot, "Boris")
    await stage.settle()
    assert "Boris can't be reached: no chat with the bot." in await stage.command(f"/assign {number} Boris")
    assert f"Request #{number} is with Anna now." in await stage.command(f"/assign {number} Anna")
    await stage.card_of(anna, number)
    await stage.command("/operators add Clara 5")
    assert f"Request #{number} is with Clara now." in await stage.command(f"/assign {number} Clara")
    assert "no longer with you" in (await anna.wait_for(stage.bot, "no longer with you")).text


async def test_an_operator_sees_it_in_the_list_of_what_is_open(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna")
    number = (await stage.submit("Do you deliver?", **MAIL))["id"]
    await stage.card_of(anna, number)
    mine = await stage.ask("/mine", anna)
    assert mine.text.startswith("You have 1 open request:")
    assert "#1 · vera@example.com · new for less than a minute" in mine.text
    assert "#1 vera@example.com" in mine.captions
    one = await stage.tap(mine, "#1 vera@example.com", anna)
    assert "deliver" in one.text
    await stage.press(anna, one, "Take")
    await stage.card_of(anna, number, "In progress")


async def test_forms_are_counted_and_exported_with_their_source(stage: ApiStage) -> None:
    await stage.hire_for_both("Anna")
    number = (await stage.submit("Tiles, please", name="Vera", phone="+79161234567", **MAIL))["id"]
    await stage.move(number, "in_progress")
    await stage.move(number, "completed")
    told = await stage.ask("/stats", kind="photo")
    assert "Received 1, completed 1, waiting now 0" in told.text
    assert "Website — 1 received, 1 completed" in told.text
    file = await stage.ask("/export", kind="document")
    assert file.text.startswith("1 request")
    table = (await stage.telegram.download(file)).decode("utf-8-sig")
    row = table.splitlines()[1]
    assert "Website" in row
    assert "vera@example.com" in row
    assert "Tiles, please" in row


@pytest.mark.parametrize("held", ["bot", "campaign"])
async def test_a_form_for_the_source_of_a_bot_is_no_conversation_of_it(stage: ApiStage, held: str) -> None:
    anna = await stage.hire("Anna")
    source = 1
    if held == "campaign":
        await stage.command("/sources add Spring")
        source = 3
    await stage.restart(api_telegram_ids=True)
    vera = await stage.client("Vera", text="From Telegram")
    await stage.card_of(anna, 1)
    number = (await stage.submit("From the form", source, external_id=f"tg:{vera.id}"))["id"]
    name = "Spring" if held == "campaign" else "@acme_sales_bot"
    card = await stage.card_of(anna, number)
    lines = card.text.split("\n")
    assert lines[0] == f"Request #{number} · {name}"
    assert {"🟡 New", "Client: Vera", "1 earlier request"} <= set(lines)
    assert "There is no chat with this client in the bot: tap the name to write." in lines
    assert "tap the name on the card" in await stage.reply(anna, card)
    await stage.move(number, "in_progress")
    await vera.write(stage.bot, "More from Telegram")
    await anna.wait_for(stage.bot, "More from Telegram")
    assert stage.rows("SELECT contact_id FROM messages WHERE text='More from Telegram'") == [(1,)]
    await stage.settle()
    await stage.move(number, "completed")
    await stage.settle()
    assert await stage.texts(vera) == ["Request #1 received. We will answer right here soon."]
    await stage.move(number, "in_progress")  # what is open in Telegram is another matter
    assert f"came from {name}, by API" in await stage.command(f"/contact {number}")
    await stage.command("/operators off Anna")
    await stage.command(f"/ban {number}")
    await stage.settle()
    assert stage.rows("SELECT DISTINCT status FROM contacts") == [("completed",)]


async def test_admins_hear_why_forms_wait(stage: ApiStage) -> None:
    anna = await stage.hire_for_both("Anna")
    await anna.block(stage.bot)
    await stage.settle()
    number = (await stage.submit(**MAIL))["id"]
    assert await stage.command(f"/why {number}") == (
        f"Request #{number} is waiting: operators have not opened the bot, or closed the chat."
    )
