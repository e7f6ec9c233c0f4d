"""What admins steer from Telegram: operators, weights, sources; and who may."""

import re
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models import OperatorSourceWeight
from services.team import operators
from tests.moments import make_moment
from tests.stage import Stage, find_start

BOT = "acme_sales_bot"


def add_crowd(session: Session, number: int) -> None:
    for n in range(1, number + 1):
        operator = operators.add(
            session, f"Operator <{n}> with quite a name", 5, at=make_moment(datetime.now(UTC))
        )
        session.add(OperatorSourceWeight(operator_id=operator.id, source_id=1, weight=1))


async def test_operators_lists_everybody_with_load_limit_and_state(stage: Stage) -> None:
    assert "There are no operators yet." in await stage.command("/operators")
    await stage.hire("Anna", limit=2)
    await stage.client("Vera", text="Hello")
    boris, clara, dora = [await stage.hire(name, weight=None) for name in ("Boris", "Clara", "Dora <d>")]
    await stage.command("/operators add Ed 3")
    await boris.write(stage.bot, "/pause")
    await boris.wait_for(stage.bot, "You get no new requests")
    await stage.command("/operators off clara")
    await dora.block(stage.bot)
    await stage.settle()
    assert re.findall(r"^\d\. .*", await stage.command("/operators"), re.MULTILINE) == [
        "1. Anna — 1 of 2 · working",
        "2. Boris — 0 of 5 · paused",
        "3. Clara — 0 of 5 · switched off",
        "4. Dora <d> — 0 of 5 · has closed the chat with the bot",
        "5. Ed — 0 of 3 · not joined yet",
    ]
    assert clara.id


async def test_add_takes_any_name_and_an_optional_limit_and_returns_a_link(stage: Stage) -> None:
    for line in (
        "add Anna",
        "add Anna Maria 7",
        'add "Room 101"',
        "add «Отдел „Север“» 0",
        "ADD <b>Bob</b> 1000",
        "add 👩‍🚀 2",
        "add anna 2 3",
    ):
        answer = await stage.command(f"/operators {line}")
        assert f"https://t.me/{BOT}?start=op_" in answer
        assert f"choose a weight for @{BOT}" in answer
    assert stage.rows("SELECT name, max_active_leads FROM operators ORDER BY id") == [
        ("Anna", 5),
        ("Anna Maria", 7),
        ("Room 101", 5),
        ("Отдел „Север“", 0),
        ("<b>Bob</b>", 1000),
        ("👩‍🚀", 2),
        ("anna 2", 3),
    ]


async def test_operators_and_sources_are_named_by_number_by_name_and_in_quotes(stage: Stage) -> None:
    for name in ('"Anna Maria"', "«Отдел продаж»", "2x"):
        await stage.command(f"/operators add {name} 1")
    words = [
        "1",
        "#1",
        "Anna Maria",
        "anna  MARIA",
        '"Anna Maria"',
        "«anna maria»",
        "„Anna Maria“",
        "“ANNA MARIA”",
    ]
    for limit, word in enumerate(words, 2):
        assert f": {limit}." in await stage.command(f"/operators limit {word} {limit}")
        assert stage.rows("SELECT max_active_leads FROM operators WHERE id=1") == [(limit,)]
    assert "Отдел продаж: 9" in await stage.command("/operators limit ОТДЕЛ ПРОДАЖ 9")
    assert "2x: 8" in await stage.command("/operators limit 2X 8")
    for weight, source in enumerate(("1", "#1", BOT, f"@{BOT}", BOT.upper(), f'"@{BOT}"', f"«{BOT}»"), 1):
        answer = await stage.command(f'/weight "Anna Maria" {source} {weight}')
        assert f"Anna Maria, @{BOT}: weight {weight}." in answer
        assert stage.rows("SELECT weight FROM operator_source_weights") == [(weight,)]


async def test_off_keeps_what_is_open_and_gives_nothing_new_and_on_drains_the_queue(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="first")
    card = await stage.card(anna, "first")
    off = await stage.command("/operators off Anna")
    assert off.startswith("Anna gets no new requests. 1 open one stays.")
    await (await stage.client("Karl", text="second")).wait_for(stage.bot, "you are first in line")
    assert await stage.press(anna, card, "Take") == "Request #1 is yours"
    assert (await stage.command("/operators on Anna")).startswith("Anna gets requests again.")
    await stage.card(anna, "second")


async def test_a_lower_limit_keeps_what_is_open_and_a_higher_one_drains_the_queue(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=2)
    for number in range(1, 5):
        await stage.client(f"Client {number}", text=f"text {number}")
    await stage.settle()
    answer = await stage.command("/operators limit Anna 1")
    assert answer.startswith("The limit of Anna: 1. Open now: 2.")
    assert stage.rows("SELECT load FROM operators") == [(2,)]
    answer = await stage.command("/operators limit Anna 3")
    assert answer.startswith("The limit of Anna: 3. Open now: 3.")
    await stage.card(anna, "text 3")
    await stage.settle()
    assert stage.rows("SELECT id FROM contacts WHERE operator_id IS NULL") == [(4,)]


async def test_weight_shows_the_shares_and_sets_one(stage: Stage) -> None:
    assert "nobody gets requests" in await stage.command("/weight")
    await stage.hire("Anna", limit=1, weight=None)
    await stage.hire("Boris", limit=3, weight=None)
    await stage.hire("Clara", weight=None)
    await stage.command(f"/weight Anna {BOT} 3")
    await stage.command(f"/weight Boris {BOT} 2")
    assert {
        f"Clara, @{BOT}: weight 0.",
        "Before → after, when all are free (and now):",
        "Anna: 33 → 33 % (33 → 33 %)",
        "Boris: 67 → 67 % (67 → 67 %)",
        "Clara: 0 → 0 % (0 → 0 %)",
    } <= set((await stage.command(f"/weight Clara {BOT} 0")).split("\n"))
    await stage.client("Vera", text="Hello")
    await stage.settle()
    await stage.command("/operators off Boris")
    shown = await stage.command("/weight")
    assert "Boris — weight 2: 0 % now, 0 % when all are free" in shown
    assert re.search(r"Anna — weight 3: \d+ % now, 100 % when all are free", shown)


async def test_weight_zero_gives_nothing_new_and_a_weight_drains_the_queue(stage: Stage) -> None:
    anna = await stage.hire("Anna", weight=None)
    await (await stage.client("Vera", text="first")).wait_for(stage.bot, "as soon as we can")
    await stage.command(f"/weight Anna {BOT} 1")
    await stage.card(anna, "first")
    await stage.command(f"/weight Anna {BOT} 0")
    await (await stage.client("Karl", text="second")).wait_for(stage.bot, "as soon as we can")
    assert stage.rows("SELECT load FROM operators") == [(1,)]


async def test_sources_lists_bots_with_what_waits_there(stage: Stage) -> None:
    assert f"1. @{BOT} — bot; 0 today\n" in await stage.command("/sources")
    for name in ("Vera", "Karl"):
        await (await stage.client(name, text="Hello")).wait_for(stage.bot, "received")
    assert f"1. @{BOT} — bot; 2 today, 2 waiting\n" in await stage.command("/sources")


async def test_lists_of_a_crowd_still_fit_into_a_message(stage: Stage) -> None:
    await stage.run(add_crowd, 150)
    assert "8. Operator <8> with quite a name" in await stage.command("/operators")
    assert "Operator <1> with" in await stage.command("/weight")
    assert "Operator <1> with" in await stage.command("/weight 1 1 2")


async def test_only_admins_command(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    before = stage.rows("SELECT * FROM operators"), stage.rows("SELECT * FROM operator_source_weights")
    vera = await stage.client("Vera")
    for command in ("/operators", "/weight", "/sources"):
        answer = await stage.ask(command, vera)
        assert answer.text == "There is no such command. Just write what you need."
    for number, command in enumerate(("/operators add Eve", "/weight Anna 1 0", "/operators off Anna"), 1):
        hint = await stage.ask(command, anna)
        assert hint.text.startswith("To write to a client")
        karl = await stage.client("Karl", text=command)
        await karl.wait_for(stage.bot, f"Request #{number} received")
        await stage.card(anna, command)
    assert before[1] == stage.rows("SELECT * FROM operator_source_weights")
    assert stage.rows("SELECT name, is_active FROM operators") == [("Anna", 1)]


async def test_an_admin_tries_as_a_client_after_pressing_the_button_until_completion(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    start = await stage.ask("/help")
    await stage.admin.press(stage.bot, start, "Try as a client")
    await stage.admin.wait_for(stage.bot, "Write as a client would.")
    await stage.admin.write(stage.bot, "Hello, this is Olga")
    await stage.admin.wait_for(stage.bot, "Request #1 received")
    card = await stage.card(anna, "Hello, this is Olga")
    await anna.write(stage.bot, "Hello Olga", reply_to=card.message_id)
    answer = await stage.admin.wait_for(stage.bot, "Hello Olga")
    await stage.admin.write(stage.bot, "Thanks", reply_to=answer.message_id)
    await anna.wait_for(stage.bot, "Thanks")
    await stage.admin.send(stage.bot, "photo")
    await anna.wait_for(stage.bot, lambda m: m.kind == "photo")
    assert (await stage.command("/operators")).startswith("Operators"), "commands stay commands"
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await stage.card(anna, "Completed")
    assert "Hello, this is Olga" in await stage.command("Olga"), "now plain words search again"
    assert stage.count("contacts") == 1


async def test_an_admins_mistyped_command_opens_nothing(stage: Stage) -> None:
    for command in ("/opertors", "/weigth Anna 1 2", "/операторы", "/Source list", "/help me"):
        assert await stage.command(command) == "There is no such command. All commands: /help"
    answer = await stage.command("/help")
    assert all(word in answer for word in ("/operators", "/weight", "/sources"))
    assert "/mine" not in answer
    assert stage.count("contacts") == 0


async def test_an_admins_russian_is_answered_in_russian(stage: Stage) -> None:
    ivan = await stage.person("Иван", "ru", id=stage.admin.id + 100)
    await stage.appoint(ivan)
    await ivan.write(stage.bot, "/operators add Анна 2")
    added = await ivan.wait_for(stage.bot, "Анна, откройте ссылку")
    assert find_start(added.text)
    await ivan.write(stage.bot, "/operators limit Анна много")
    await ivan.wait_for(stage.bot, "Лимит — целое число от 0 до")
