"""A stock aiogram bot uses the sandbox unchanged, and can parse everything it says."""

import asyncio

import pytest
from aiogram import Bot as StockBot
from aiogram import Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram

KINDS = ["photo", "document", "video", "audio", "voice", "animation", "video_note", "sticker"]
OTHER_KINDS = ["location", "dice", "poll"]


def one_button(text: str = "Take", data: str = "take:1") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])


async def test_it_knows_itself(stock: StockBot, acme: Bot) -> None:
    me = await stock.me()
    assert (me.id, me.username, me.first_name, me.is_bot) == (acme.id, "acme_sales_bot", "Acme", True)


async def test_it_polls_handles_and_answers(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def on_start(message: Message) -> None:
        await message.answer("Welcome, <b>Vera</b>", parse_mode="HTML", reply_markup=one_button())

    @dispatcher.message(Command("help"))
    async def on_help(message: Message) -> None:
        await message.reply("No help")

    @dispatcher.callback_query()
    async def on_press(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Taken")
        await query.answer(f"Took {query.data}")

    polling = asyncio.create_task(dispatcher.start_polling(stock, handle_signals=False))
    card = await vera.wait_for(acme, "Welcome, Vera")
    assert card.html == "Welcome, <b>Vera</b>"
    assert card.captions == ["Take"]
    query = await vera.press(acme, card, "Take")
    assert await vera.wait_answer(acme, query) == "Took take:1"
    taken = await vera.wait_for(acme, "Taken")
    assert (taken.message_id, taken.edited, taken.buttons) == (card.message_id, True, [])
    question = await vera.write(acme, "/help")
    assert (await vera.wait_for(acme, "No help", after=card.message_id)).reply_to == question
    await dispatcher.stop_polling()
    await polling
    assert await telegram.delivered(acme) >= 2


@pytest.mark.parametrize("kind", [*KINDS, *OTHER_KINDS])
async def test_it_receives_and_copies_every_kind(stock: StockBot, acme: Bot, vera: Person, kind: str) -> None:
    message_id = await vera.send(acme, kind)
    update = (await stock.get_updates())[-1]
    assert update.message
    assert update.message.content_type == kind
    copy = await stock.copy_message(vera.id, vera.id, message_id, reply_markup=one_button())
    copied = (await vera.chat(acme)).messages[-1]
    assert (copied.message_id, copied.kind, copied.author) == (copy.message_id, kind, "bot")
    assert copied.source == {"chat_id": vera.id, "message_id": message_id}
    assert copied.captions == ["Take"]


@pytest.mark.parametrize("kind", KINDS)
async def test_it_sends_files_by_id(stock: StockBot, acme: Bot, vera: Person, kind: str) -> None:
    await vera.send(acme, kind)
    file_id = (await vera.chat(acme)).messages[-1].file_id
    send = getattr(stock, f"send_{kind}")
    sent = await send(vera.id, file_id)
    assert sent.content_type == kind
    assert (await vera.chat(acme)).messages[-1].file_id == file_id


async def test_it_uploads_a_document_and_sends_it_again(stock: StockBot, acme: Bot, vera: Person) -> None:
    sent = await stock.send_document(vera.id, BufferedInputFile(b"x" * 100, "offer.txt"), caption="An offer")
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("offer.txt", 100, "An offer")
    assert (await stock.send_document(vera.id, sent.document.file_id)).document == sent.document
    photo = (await stock.send_photo(vera.id, BufferedInputFile(b"x", "x.png"))).photo
    assert photo
    assert (await stock.send_photo(vera.id, photo[0].file_id)).photo == photo


async def test_a_copy_keeps_the_caption_and_drops_the_buttons(
    stock: StockBot, acme: Bot, vera: Person
) -> None:
    await vera.send(acme, "photo")
    file_id = (await vera.chat(acme)).messages[-1].file_id
    assert file_id
    original = await stock.send_photo(
        vera.id, file_id, caption="<i>Old</i>", parse_mode="HTML", reply_markup=one_button()
    )
    await stock.copy_message(vera.id, vera.id, original.message_id)
    await stock.copy_message(vera.id, vera.id, original.message_id, caption="New")
    plain, recaptioned = (await vera.chat(acme)).messages[-2:]
    assert (plain.html, plain.buttons, recaptioned.text) == ("<i>Old</i>", [], "New")


async def test_both_sides_share_one_counter_per_chat(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    boris = await telegram.add_person("Boris")
    assert await boris.open(acme) == 1
    assert (await stock.send_message(vera.id, "Two")).message_id == 2
    assert await vera.write(acme, "Three") == 3
    assert (await stock.send_message(boris.id, "Two")).message_id == 2


async def test_a_reply_shows_what_it_answers(stock: StockBot, acme: Bot, vera: Person) -> None:
    sent = await stock.send_message(vera.id, "Yes?", reply_parameters=ReplyParameters(message_id=1))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "/start"
    await vera.write(acme, "No", reply_to=sent.message_id)
    answer = (await stock.get_updates())[-1].message
    assert answer
    assert answer.reply_to_message
    assert answer.reply_to_message.message_id == sent.message_id
    assert answer.reply_to_message.reply_to_message is None
    missing = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await stock.send_message(vera.id, "Still", reply_parameters=missing)).reply_to_message is None


async def test_only_inline_keyboards_come_back(stock: StockBot, acme: Bot, vera: Person) -> None:
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Later")]])
    assert (await stock.send_message(vera.id, "x", reply_markup=keys)).reply_markup is None
    assert (await vera.chat(acme)).keyboard == [["Later"]]
    shown = (await stock.send_message(vera.id, "x", reply_markup=one_button())).reply_markup
    assert shown
    assert shown.inline_keyboard[0][0].callback_data == "take:1"
    assert (await vera.chat(acme)).keyboard == [["Later"]]
    await vera.press_key(acme, "Later")
    await stock.send_message(vera.id, "x", reply_markup=ReplyKeyboardRemove())
    assert (await vera.chat(acme)).keyboard is None


async def test_edits_change_what_the_person_sees(stock: StockBot, acme: Bot, vera: Person) -> None:
    card = await stock.send_message(vera.id, "Card", reply_markup=one_button())
    await stock.edit_message_reply_markup(
        chat_id=vera.id, message_id=card.message_id, reply_markup=one_button("Done")
    )
    await vera.press(acme, card.message_id, "Done")
    edited = await stock.edit_message_text("Card", chat_id=vera.id, message_id=card.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stock.edit_message_text("Card", chat_id=vera.id, message_id=card.message_id)


async def test_a_second_poller_ends_the_first_with_409(stock: StockBot, acme: Bot, vera: Person) -> None:
    last = (await stock.get_updates())[-1].update_id
    first = asyncio.create_task(stock.get_updates(offset=last + 1, timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(stock.get_updates(offset=last + 1, timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 2)
    await vera.write(acme, "Hello")
    assert [u.message.text for u in await asyncio.wait_for(second, 2) if u.message] == ["Hello"]


async def test_updates_stay_until_an_offset_confirms_them(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    for number in range(4):
        await vera.write(acme, str(number))
    updates = await stock.get_updates()
    assert [u.update_id for u in updates] == [updates[0].update_id + n for n in range(5)]
    assert await stock.get_updates(limit=2) == updates[:2]
    assert await stock.get_updates(offset=updates[2].update_id) == updates[2:]
    assert (await telegram.pending(acme), await telegram.delivered(acme)) == (3, 2)
    assert await stock.get_updates(offset=-1) == updates[-1:]
    assert await telegram.pending(acme) == 1
    assert await stock.get_updates(offset=updates[-1].update_id + 1) == []
    assert (await stock.get_webhook_info()).pending_update_count == 0


async def test_a_poller_that_died_takes_nothing_with_it(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    [start] = await stock.get_updates()
    dead = asyncio.create_task(stock.get_updates(offset=start.update_id + 1, timeout=30))
    await asyncio.sleep(0.05)
    dead.cancel()
    await asyncio.sleep(0.05)
    await vera.write(acme, "Hello")
    assert [u.message.text for u in await stock.get_updates(timeout=5) if u.message] == ["Hello"]
    assert all(poll.ok for poll in await telegram.calls(acme, "getUpdates"))


async def test_allowed_updates_are_remembered(stock: StockBot, acme: Bot, vera: Person) -> None:
    await stock.get_updates(allowed_updates=["message"])
    await vera.block(acme)
    await vera.unblock(acme)
    await vera.write(acme, "Hello")
    assert [u.event_type for u in await stock.get_updates()] == ["message", "message"]
    await stock.get_updates(allowed_updates=["message", "my_chat_member"])
    await vera.block(acme)
    assert (await stock.get_updates())[-1].event_type == "my_chat_member"


async def test_command_menus_are_kept_per_scope_and_language(stock: StockBot, vera: Person) -> None:
    commands = [BotCommand(command="pause", description="Take a break")]
    scope = BotCommandScopeChat(chat_id=vera.id)
    await stock.set_my_commands(commands, scope=scope, language_code="en")
    kept = await stock.get_my_commands(scope=scope, language_code="en")
    assert [(c.command, c.description) for c in kept] == [("pause", "Take a break")]
    assert await stock.get_my_commands() == []
    await stock.delete_my_commands(scope=scope, language_code="en")
    assert await stock.get_my_commands(scope=scope, language_code="en") == []
    assert await stock.delete_webhook()


async def test_an_album_keeps_its_group(stock: StockBot, acme: Bot, vera: Person) -> None:
    for caption in ("First", None):
        await vera.send(acme, "photo", caption=caption, media_group_id="1")
    messages = [u.message for u in (await stock.get_updates())[-2:] if u.message]
    assert [(m.media_group_id, m.caption) for m in messages] == [("1", "First"), ("1", None)]
