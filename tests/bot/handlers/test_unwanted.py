"""/ban, /unban and /forget as admins, operators and clients see them."""

import pytest
from sqlalchemy.orm import Session

from services import sources
from services.team import source_texts
from services.team.source_texts import SourceText
from tests.bot.slips import find_example
from tests.complaints import read_complaints
from tests.stage import Stage, find_start

LONG = "x" * 4000
NEEDS = "It takes the number of a request or a phone number."
NUMBER = "It takes the number of a request."
UNKNOWN = "There is no request #{}."

OF_EITHER = {
    "": NEEDS,
    " 1 2": NEEDS,
    " Vera": NEEDS,
    " <b>1</b>": NEEDS,
    f" {LONG}": NEEDS,
    f" {'9' * 4000}": NEEDS,
    " -1": NEEDS,
    " 👩‍🚀": NEEDS,
    ' "1': "A quote is not closed.",
    " 77": UNKNOWN.format(77),
    " #0": UNKNOWN.format(0),
    " 999999999": UNKNOWN.format(999999999),
    " +79161112233": "There is no client with the phone +7 916 111-22-33.",
    " 8 (916) 111-22-33 доб. 5": "There is no client with the phone +7 916 111-22-33 ext. 5.",
}
OF_FORGET = {words: NUMBER if wrong == NEEDS else wrong for words, wrong in OF_EITHER.items()}
OF_FORGET |= dict.fromkeys((" +79161112233", " 8 (916) 111-22-33 доб. 5"), NUMBER)
WRONG = {
    **{f"/ban{words}": wrong for words, wrong in OF_EITHER.items()},
    **{f"/unban{words}": wrong for words, wrong in OF_EITHER.items()},
    **{f"/forget{words}": wrong for words, wrong in OF_FORGET.items()},
}


def state(stage: Stage) -> list[object]:
    return [stage.rows(f"SELECT * FROM {table}") for table in ("contacts", "leads", "messages", "events")]


async def test_wrong_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "received")
    before = state(stage)
    given = {await find_example(stage, command, wrong) for command, wrong in WRONG.items()}
    assert state(stage) == before
    assert given == {"/ban 1", "/forget 1"}
    for example in ("/forget 1", "/ban 1"):
        assert "For example" not in await stage.command(example)
    assert await find_example(stage, "/unban", NEEDS) == "/unban 1"
    assert await find_example(stage, "/ban 1", "This client is banned already.") == "/help"
    assert await stage.command("/unban 1") == "Vera is heard again."
    assert await find_example(stage, "/unban 1", "This client is not banned.") == "/ban 1"
    assert read_complaints(caplog) == []


async def test_only_admins_ban_and_forget(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    for command in ("/ban 1", "/forget 1"):
        assert (await stage.ask(command, anna)).text.startswith("To write to a client")
    await vera.write(stage.bot, "/forget 1")
    asked = await stage.ask("/forget 1")
    query = await anna.forge_press(stage.bot, asked.message_id, asked.buttons[0][0].data or "")
    assert await anna.wait_answer(stage.bot, query) == "This request is not yours."
    assert stage.rows("SELECT name, banned_at, forgotten_at FROM leads") == [("Vera", None, None)]


async def test_a_banned_client_is_heard_by_nobody_until_unbanned(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera", phone="+79161234567")
    await vera.write(stage.bot, "Hello")
    card = await stage.card(anna, "Hello")
    await vera.share_phone(stage.bot)
    await vera.wait_for(stage.bot, "We have saved your number")
    heard = len(await stage.texts(vera))
    answer = await stage.command("/ban 8 916 123-45-67")
    assert answer == "Vera, +7 916 123-45-67 is banned and will not be heard. 1 request has been completed."
    banned = await anna.wait_for(stage.bot, "🚫 The client is banned")
    assert (banned.message_id, banned.buttons) == (card.message_id, [])
    link = find_start(await stage.command("/operators add Dora"))
    for text in ("Let me in", "/start", "/help", "/nonsense", "/start k3x9", f"/start {link}"):
        await vera.write(stage.bot, text)
    await vera.share_phone(stage.bot, force=True)
    await vera.send(stage.bot, "sticker")
    await stage.command("/help")
    await stage.settle()
    assert len(await stage.texts(vera)) == heard
    assert (stage.count("contacts"), stage.count("messages")) == (1, 2)
    assert stage.rows("SELECT load, telegram_id FROM operators") == [(0, anna.id), (0, None)]
    assert await stage.command("/unban #1") == "Vera, +7 916 123-45-67 is heard again."
    back = await stage.card(anna, "Completed")
    assert back.message_id == card.message_id
    assert "Reopen" in back.captions
    assert "banned" not in back.text
    await vera.write(stage.bot, "Hello again")
    await stage.card(anna, "Hello again")


async def test_operators_and_admins_are_not_banned(stage: Stage) -> None:
    await stage.hire("Anna")
    await stage.admin.press(stage.bot, await stage.ask("/help"), "Try as a client")
    await stage.admin.wait_for(stage.bot, "Write as a client would.")
    await stage.admin.write(stage.bot, "Hello, this is Olga")
    await stage.admin.wait_for(stage.bot, "Request #1 received")
    wrong = "This is an operator or an admin, they can't be banned."
    assert await find_example(stage, "/ban 1", wrong) == "/help"


async def test_forgetting_asks_first_and_can_be_cancelled(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera <b>", text="Hello")
    await stage.card(anna, "Hello")
    assert {
        "Delete all data of the client “Vera <b>”?",
        "Requests: 1",
        "Messages: 1",
        "Open, it will be completed: #1",
        "Only the counts stay. This can't be undone.",
    } <= set((await stage.command("/forget №1")).split("\n"))
    asked = (await stage.admin.chat(stage.bot)).from_bot[-1]
    assert {"Forget", "Cancel"} <= set(asked.captions)
    before = state(stage)
    await stage.press(stage.admin, asked, "Cancel")
    await stage.admin.wait_for(stage.bot, "Nothing was deleted.")
    assert state(stage) == before


async def test_a_forgotten_client_is_in_no_table_any_more(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.person("Verochka", phone="+79161234567")
    await vera.write(stage.bot, "secretword one")
    card = await stage.card(anna, "secretword one")
    await vera.share_phone(stage.bot)
    await stage.press(anna, await stage.card(anna, "+7 916"), "Take")
    await vera.send(stage.bot, "photo", caption="secretword two")
    await anna.write(stage.bot, "secretword answer", reply_to=card.message_id)
    answered = await vera.wait_for(stage.bot, "secretword answer")
    said = await vera.write(stage.bot, "secretword three", reply_to=answered.message_id)
    await vera.edit(stage.bot, said, "secretword four")
    await anna.wait_for(stage.bot, "edited: secretword four")
    await stage.settle()
    secrets = ("Verochka", "9161234567", "916 123", str(vera.id), "secretword")
    assert find_cells(stage, secrets), "the search itself must work"
    await stage.command("/forget 1")
    asked = (await stage.admin.chat(stage.bot)).from_bot[-1]
    heard = len(await stage.texts(vera))
    await stage.press(stage.admin, asked, "Forget")
    done = await stage.admin.wait_for(stage.bot, "The client of request #1 is forgotten.")
    assert done.message_id == asked.message_id
    assert "Telegram keeps" in done.text
    forgotten = await anna.wait_for(stage.bot, "The client's data has been deleted")
    assert (forgotten.message_id, forgotten.buttons) == (card.message_id, [])
    assert "Client: no name" in forgotten.text
    await stage.settle()
    assert find_cells(stage, secrets) == set()
    assert stage.count("messages") == 5
    assert len(await stage.texts(vera)) == heard
    query = await stage.admin.forge_press(stage.bot, done.message_id, asked.buttons[0][0].data or "")
    assert await stage.admin.wait_answer(stage.bot, query) == "The data of this client has been deleted."
    await vera.write(stage.bot, "Hello, it is me")
    await vera.wait_for(stage.bot, "Request #2 received")
    assert stage.rows("SELECT count(*) FROM leads") == [(2,)]


# An index of words can't be read; what it holds stands in tables of its own.
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


def find_cells(stage: Stage, secrets: tuple[str, ...]) -> set[str]:
    """Return table.column of every cell that contains a secret."""
    found = set()
    for (table,) in stage.rows(TABLES):
        columns = [row[1] for row in stage.rows(f'PRAGMA table_info("{table}")')]
        for row in stage.rows(f'SELECT * FROM "{table}"'):
            cells = zip(columns, map(str, row), strict=True)
            found |= {f"{table}.{name}" for name, cell in cells if any(secret in cell for secret in secrets)}
    return found


def set_texts(session: Session) -> None:
    source = sources.find(session, "acme_sales_bot")
    source_texts.set_text(session, source, SourceText.GREETING, "Welcome to <b>Acme</b> & friends!")
    source_texts.set_text(session, source, SourceText.RECEIPT, "We work from 9 to 18 & <never> at night.")


async def test_a_source_speaks_in_its_own_words(stage: Stage) -> None:
    await stage.run(set_texts)
    vera = await stage.client("Vera")
    await vera.open(stage.bot)
    await vera.wait_for(stage.bot, "Welcome to <b>Acme</b> & friends!")
    await vera.write(stage.bot, "/help")
    await vera.write(stage.bot, "Hello")
    receipt = await vera.wait_for(stage.bot, "as soon as we can")
    assert "We work from 9 to 18 & <never> at night." in receipt.text.split("\n")
    assert (await stage.texts(vera)).count("Welcome to <b>Acme</b> & friends!") == 2
    await stage.hire("Anna")
    karl = await stage.client("Karl", text="Hello")
    receipt = await karl.wait_for(stage.bot, "Request #2 received")
    assert "We work from 9 to 18 & <never> at night." in receipt.text.split("\n")
    assert (await karl.chat(stage.bot)).keyboard is not None
