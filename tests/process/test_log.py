"""The log at its most talkative, whatever goes wrong: nothing in it that a client wrote, or who that is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
from aiohttp import web

from sandbox.client.person import Person
from sandbox.server.faults import Shape
from tests.api.outside import SECRET, Told, open_outside
from tests.api_stage import KEY
from tests.bot.updates import message, user
from tests.ports import find_port
from tests.process.program import START
from tests.process.stage import ProcessStage, open_process_stage

WORD = "Zanzibar"
SECRETS = (WORD, WORD.lower(), WORD.upper(), "9161234567")
PHONE = "+79161234567"
FAIL_ON_BOOM = """
CREATE TRIGGER fail_messages BEFORE INSERT ON messages WHEN NEW.text LIKE '%boom%'
BEGIN SELECT RAISE(ABORT, 'a trigger says no'); END;
CREATE TRIGGER fail_edits BEFORE UPDATE ON messages WHEN NEW.text LIKE '%burst%'
BEGIN SELECT RAISE(ABORT, 'a trigger says no'); END;
"""
BROKEN = {"type": "new_origin", "date": 1, WORD: WORD}


async def test_no_word_and_no_name_of_a_client_is_in_the_log_at_any_level(tmp_path: Path) -> None:
    port = find_port()

    async def answer(told: Told) -> web.Response:
        fails = len(outside.tries) <= 2
        return web.Response(status=500 if fails else 204, text=f"{WORD} {told.event}", reason=WORD)

    async with open_outside() as outside:
        outside.answer = answer
        settings = {
            "log_level": "DEBUG",
            "api_port": port,
            "api_key": KEY,
            "webhook_events_url": outside.url,
            "webhook_events_secret": SECRET,
        }
        async with open_process_stage(tmp_path, **settings) as stage:
            (anna,) = await stage.staff(("Anna",), limit=20)
            vera = await stage.person(f"{WORD} Petrova", username=f"{WORD}_x", phone=PHONE)
            await talk(stage, anna, vera)
            await break_updates(stage, vera)
            await break_calls(stage, anna, vera)
            await break_database(stage, vera)
            await misuse_api(f"http://127.0.0.1:{port}")
            await stage.command(f"/find {WORD}")
            await stage.command("/forget 1")
            await stage.stop()
            log = stage.read_log()
    found = [line for line in log.splitlines() if any(secret in line for secret in SECRETS)]
    assert found == []
    for sign in ("IntegrityError", "ValidationError", "Traceback", "RuntimeWarning", "HTTP 500"):
        assert sign in log, f"{sign} did not happen"


async def talk(stage: ProcessStage, anna: Person, vera: Person) -> None:
    """Everything that goes well."""
    first = await vera.write(stage.bot, f"{WORD} hello")
    card = await stage.card(anna, f"{WORD} hello")
    await vera.send(stage.bot, "photo", caption=f"{WORD} caption")
    await vera.wait_for(stage.bot, "received")  # with the button that shares it
    await vera.share_phone(stage.bot)
    await vera.edit(stage.bot, first, f"{WORD} edited")
    await anna.write(stage.bot, f"{WORD} answer", reply_to=card.message_id)
    await vera.wait_for(stage.bot, f"{WORD} answer")


async def break_updates(stage: ProcessStage, vera: Person) -> None:
    """Updates that can't be parsed, are unknown, or are none."""
    for shape in Shape:
        await stage.telegram.add_fault("malformed", person=vera, times=1, shape=str(shape))
        await vera.write(stage.bot, f"{WORD} {shape}")
    for number, update in enumerate(
        (
            {"message": message(vera, 900, text=WORD, forward_origin=BROKEN)},
            {"message": message(vera, 901, text={WORD: WORD})},
            {"message": message(vera, 902, caption=[WORD], contact={"phone_number": PHONE})},
            {"edited_message": message(vera, 903, text=WORD, entities=WORD)},
            {"callback_query": {"id": WORD, "from": user(vera), "data": WORD * 20}},
            {"telepathy": {"from": user(vera), "thought": WORD}},
            {WORD: {"text": WORD}},
        )
    ):
        await stage.telegram.inject(stage.bot, {"update_id": 3_000_000_000 + number, **update})
    await stage.telegram.inject_literally(stage.bot, f'"{WORD}"')
    await stage.telegram.inject_literally(stage.bot, f'{{"update_id": "{WORD}"}}')
    await stage.settle(START)


async def break_calls(stage: ProcessStage, anna: Person, vera: Person) -> None:
    """Calls that Telegram refuses, answers with nonsense, or does not answer."""
    for fault in ("server_error", "bad_gateway", "unparsable", "garbage", "drop_before", "drop_after"):
        await stage.telegram.add_fault(fault, person=anna, times=1)
        await vera.write(stage.bot, f"{WORD} {fault}")
        await stage.telegram.add_fault(fault, person=stage.admin, times=1)
        await stage.admin.write(stage.bot, f"/find {WORD}")
    await stage.telegram.add_fault("unparsable", method="getUpdates", times=1)
    await stage.settle(START)
    await stage.telegram.clear_faults()


async def break_database(stage: ProcessStage, vera: Person) -> None:
    """Statements that fail with a client's words in them."""
    with closing(sqlite3.connect(stage.path)) as connection:
        connection.executescript(FAIL_ON_BOOM)
    mine = await vera.write(stage.bot, f"{WORD} all is well")
    await vera.write(stage.bot, f"{WORD} boom")
    await vera.edit(stage.bot, mine, f"{WORD} burst")
    await stage.settle(START)


async def misuse_api(url: str) -> None:
    """Requests that are refused, and one that fails."""
    headers = {"Authorization": f"Bearer {KEY}"}
    connector = aiohttp.TCPConnector(force_close=True)  # one that has answered 500 is closed
    async with aiohttp.ClientSession(url, headers=headers, connector=connector) as http:
        statuses = []
        for body in (
            {"source_id": 1, "message": f"{WORD} fine", "name": WORD, "phone": PHONE},
            {"source_id": 1, "message": f"{WORD} boom", "name": WORD, "phone": PHONE},
            {"source_id": WORD, "message": 5, "name": [WORD], "phone": WORD, "email": WORD},
            {WORD: WORD},
        ):
            async with http.post("/contacts/", json=body) as answer:
                statuses.append(answer.status)
        for path in (f"/leads/?phone={WORD}", f"/contacts/{WORD}", f"/{WORD}?{WORD}={WORD}"):
            async with http.get(path) as answer:
                statuses.append(answer.status)
        async with http.post("/contacts/", data=f'{{"message": "{WORD}') as answer:
            statuses.append(answer.status)
        async with http.get("/leads/", headers={"Authorization": f"Bearer {WORD}"}) as answer:
            statuses.append(answer.status)
    assert {401, 422, 500} <= set(statuses), statuses
