"""How people become operators and what they steer themselves: joining, /mine, /pause, /resume, blocking."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Contact, Operator
from tests.stage import Stage, find_start


def expire_links(session: Session) -> None:
    session.execute(update(Operator).values(link_expires_at=datetime.now(UTC) - timedelta(seconds=1)))


def make_older(session: Session, contact_id: int, age: timedelta) -> None:
    contact = session.get_one(Contact, contact_id)
    assert contact.assigned_at is not None
    contact.assigned_at -= age


async def test_a_link_lets_one_account_join_once(stage: Stage) -> None:
    start = find_start(await stage.command("/operators добавить Anna 2"))
    anna, stranger = await stage.person("Anna"), await stage.person("Stranger")
    await anna.open(stage.bot, start=start)
    await anna.wait_for(stage.bot, "Welcome, Anna! New requests will come here. Commands: /help")
    await stranger.open(stage.bot, start=start)
    await stranger.wait_for(stage.bot, "This link no longer works. Please ask your admin for a new one.")
    await stranger.open(stage.bot, start="op_made_up")
    await stranger.wait_for(stage.bot, lambda m: m.message_id > 3 and "no longer works" in m.text)
    assert stage.rows("SELECT name, telegram_id, max_active_leads, link_hash FROM operators") == [
        ("Anna", anna.id, 2, None)
    ]
    assert start not in stage.path.read_bytes().decode("latin-1")
    assert stage.count("contacts") == 0


async def test_an_expired_link_and_one_that_was_replaced_are_refused(stage: Stage) -> None:
    old = find_start(await stage.command("/operators add Anna"))
    new = find_start(await stage.command("/operators link Anna"))
    anna = await stage.person("Anna")
    await anna.open(stage.bot, start=old)
    await anna.wait_for(stage.bot, "This link no longer works")
    await stage.run(expire_links)
    await anna.open(stage.bot, start=new)
    await anna.wait_for(stage.bot, "This link has expired. Please ask your admin for a new one.")
    assert stage.rows("SELECT telegram_id FROM operators") == [(None,)]


async def test_one_account_is_one_operator(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    link = find_start(await stage.command("/operators add Boris"))
    await anna.open(stage.bot, start=link)
    await anna.wait_for(stage.bot, "You have already joined as Anna. One account is one operator.")
    boris = await stage.person("Boris")
    await boris.open(stage.bot, start=link)
    await boris.wait_for(stage.bot, "Welcome, Boris!")
    assert stage.rows("SELECT telegram_id FROM operators ORDER BY id") == [(anna.id,), (boris.id,)]


async def test_a_new_link_moves_the_operator_to_a_new_account(stage: Stage) -> None:
    old = await stage.hire("Anna")
    done = await stage.client("Karl", text="is it done?")
    await stage.press(old, await stage.card(old, "is it done?"), "Take")
    await stage.press(old, await stage.card(old, "In progress"), "Complete")
    await done.wait_for(stage.bot, "completed")
    vera = await stage.client("Vera", text="still open?")
    card = await stage.card(old, "still open?")
    await vera.write(stage.bot, "hello?")
    await old.wait_for(stage.bot, "hello?")
    start = find_start(await stage.command("/operators link Anna"))
    new = await stage.person("Anna's new phone")
    await new.open(stage.bot, start=start)
    shown = await stage.card(new, "still open?")
    assert (await new.wait_for(stage.bot, "hello?")).reply_to == shown.message_id
    gone = await old.wait_for(stage.bot, "Request #2 is no longer with you.")
    assert (gone.message_id, gone.buttons) == (card.message_id, [])
    await vera.write(stage.bot, "only for the new one")
    await new.wait_for(stage.bot, "only for the new one")
    await old.write(stage.bot, "I am still here", reply_to=card.message_id)
    await old.wait_for(stage.bot, lambda m: m.text == "Request #2 is no longer with you." and m.reply_to)
    assert await stage.press(new, shown, "Take") == "Request #2 is yours"
    await stage.settle()
    assert not any("is it done?" in text for text in await stage.texts(new))
    assert not any("only for" in text for text in await stage.texts(old))
    assert not any("I am still here" in text for text in await stage.texts(vera))
    assert stage.rows("SELECT telegram_id, load FROM operators") == [(new.id, 1)]


async def test_the_same_account_may_use_a_new_link_and_sees_its_open_card_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.write(stage.bot, "one more word")
    await anna.wait_for(stage.bot, "one more word")
    await anna.open(stage.bot, start=find_start(await stage.command("/operators link Anna")))
    await anna.wait_for(stage.bot, lambda m: m.message_id > card.message_id and "Welcome" in m.text)
    await stage.settle()
    assert (await stage.card(anna, "Hello")).message_id == card.message_id
    assert [text for text in await stage.texts(anna) if text == "one more word"] == ["one more word"]


async def test_mine_lists_open_contacts_with_their_ages(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await anna.write(stage.bot, "/mine")
    await anna.wait_for(stage.bot, "You have no open requests.")
    names = ["Vera <3", "Karl", "Mia", "Zoe"]
    for number, name in enumerate(names, 1):
        await stage.client(name, text="Hello")
        await stage.card(anna, f"Request #{number} ")
    await stage.press(anna, await stage.card(anna, "Request #2 "), "Take")
    ages = [timedelta(), timedelta(minutes=1), timedelta(minutes=125), timedelta(days=3)]
    for number, age in enumerate(ages, 1):
        await stage.run(make_older, number, age)
    await anna.write(stage.bot, "/MINE")
    mine = await anna.wait_for(stage.bot, "You have 4 open requests:")
    assert [line for line in mine.text.split("\n") if line.startswith("#")] == [
        "#1 · Vera <3 · new for less than a minute",
        "#2 · Karl · in progress for 1 minute",
        "#3 · Mia · new for 2 hours",
        "#4 · Zoe · new for 3 days",
    ]


async def test_a_pause_keeps_what_is_open_and_gives_nothing_new(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="before the pause")
    card = await stage.card(anna, "before the pause")
    await anna.write(stage.bot, "/pause")
    await anna.wait_for(stage.bot, "You get no new requests; the open ones stay with you.")
    karl = await stage.client("Karl", text="during the pause")
    await karl.wait_for(stage.bot, "you are first in line")
    await anna.write(stage.bot, "I am still with you", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "I am still with you")
    assert "Anna — 1 of 5 · paused" in await stage.command("/operators")
    assert not any("during the pause" in text for text in await stage.texts(anna))
    await anna.write(stage.bot, "/resume")
    await anna.wait_for(stage.bot, "You get requests again.")
    await stage.card(anna, "during the pause")


async def test_help_tells_an_operator_what_there_is(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for command in ("/help", "/start"):
        help_ = await stage.ask(command, anna)
        assert all(word in help_.text for word in ("/mine", "/pause", "/resume", "reply to the card"))
        assert "/operators" not in help_.text


async def test_who_blocks_the_bot_loses_the_contacts_to_the_others_at_once(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.write(stage.bot, "one more word")
    await anna.write(stage.bot, "I am on it", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "I am on it")
    boris = await stage.hire("Boris")
    await anna.block(stage.bot)
    new = await stage.card(boris, "Hello")
    assert "New" in new.text
    assert (await boris.wait_for(stage.bot, "one more word")).reply_to == new.message_id
    await boris.wait_for(stage.bot, "The operator answered: I am on it")
    assert "Anna — 0 of 5 · has closed the chat with the bot" in await stage.command("/operators")
    assert stage.rows("SELECT name, load FROM operators ORDER BY id") == [("Anna", 0), ("Boris", 1)]


async def test_without_others_they_wait_until_the_operator_is_back(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await anna.block(stage.bot)
    await vera.write(stage.bot, "is anybody there?")
    await stage.settle()
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", None)]
    assert stage.rows("SELECT load FROM operators") == [(0,)]
    await anna.unblock(stage.bot)
    await anna.wait_for(stage.bot, "is anybody there?")
    await stage.settle()
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", 1)]
    cards = [m for m in (await anna.chat(stage.bot)).from_bot if "Request #1" in m.text]
    # The missed change of the old card is made up for, and the new assignment has a card of its own.
    assert [(card.text.split(" · ")[0], bool(card.buttons)) for card in cards] == [
        ("Request #1 is no longer with you. Client: Vera", False),
        ("Request #1", True),
    ]


async def test_a_send_that_finds_the_bot_blocked_moves_the_contact_too(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await anna.telegram.post("deactivate", person=anna.id)
    boris = await stage.hire("Boris", weight=None)
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "received")
    await stage.settle()
    assert stage.rows("SELECT status, operator_id FROM contacts") == [("new", None)]
    await stage.command("/weight Boris acme_sales_bot 1")
    await stage.card(boris, "Hello")
    assert stage.rows("SELECT load FROM operators ORDER BY id") == [(0,), (1,)]


async def test_a_command_with_words_that_it_does_not_know_does_nothing_and_says_so(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for command in ("/mine all", "/resume <b>", "/withdraw 3"):
        answer = await stage.ask(command, anna)
        plain = command.split()[0].lower()
        assert {"This command takes no words.", f"For example: {plain}"} <= set(answer.text.split("\n"))
    assert stage.rows("SELECT on_shift FROM operators") == [(1,)]


async def test_an_operator_hears_silently_what_an_admin_changes(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    for command, line in (
        ("/operators limit Anna 8", "⚙️ You now take up to 8 requests at a time (5 before)."),
        ("/weight Anna acme_sales_bot 5", "⚙️ @acme_sales_bot: your weight is 5 now (weight 1 before)."),
        (
            "/weight Anna acme_sales_bot 0",
            "⚙️ @acme_sales_bot: nothing new comes to you from here now (weight 5 before).",
        ),
        (
            "/operators off Anna",
            "⚙️ You are switched off: nothing new comes. Your open request stays with you.",
        ),
        ("/operators on Anna", "⚙️ You are switched on again: new requests come to you."),
    ):
        await stage.command(command)
        assert (await anna.wait_for(stage.bot, line)).silent


async def test_an_admin_who_is_an_operator_hears_no_line_of_his_own_change(stage: Stage) -> None:
    start = find_start(await stage.command("/operators add Olga"))
    await stage.admin.open(stage.bot, start=start)
    await stage.tap(await stage.admin.wait_for(stage.bot, "Are you Olga?"), "Yes")
    await stage.command("/operators limit Olga 8")
    await stage.command("/weight Olga acme_sales_bot 2")
    await stage.settle()
    assert not any("⚙️" in text for text in await stage.texts(stage.admin))
