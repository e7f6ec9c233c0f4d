"""What a bot may not do, and the very words Telegram has for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.sandbox.conftest import CallBot, Clock, Json

BUTTON = {"inline_keyboard": [[{"text": "Take", "callback_data": "take:1"}]]}
CANT_PARSE = "Bad Request: can't parse entities: "


@dataclass
class World:
    """Everybody a bot can fail on.

    In Vera's chat: 1 her /start, 2 the bot's card, 3 her photo, 4 a pinned message, 5 a photo of the bot's,
    6 its question.
    """

    acme: Bot
    vera: Person
    stranger: Person
    blocker: Person
    gone: Person
    photo: str
    foreign_photo: str
    answered: str
    fresh: str


@pytest.fixture
async def world(telegram: Telegram, acme: Bot, vera: Person, call: CallBot) -> World:
    await call(acme, "sendMessage", chat_id=vera.id, text="A card", reply_markup=BUTTON)
    await vera.send(acme, "photo", caption="Mine")
    pinned = {"message_id": 4, "date": 1, "chat": {"id": vera.id, "type": "private"}, "pinned_message": {}}
    await telegram.inject(acme, {"message": pinned})
    stranger, blocker, gone = [await telegram.add_person(name) for name in ("Stan", "Bob", "Gus")]
    for person in (blocker, gone):
        await person.open(acme)
    await blocker.block(acme)
    await gone.deactivate()
    other = await telegram.add_bot("other_bot")
    await vera.open(other)
    await vera.send(other, "photo")
    answered, fresh = [await vera.press(acme, 2, "Take") for _ in range(2)]
    await call(acme, "answerCallbackQuery", callback_query_id=answered)
    file_id = (await vera.chat(acme)).messages[2].file_id
    await call(acme, "sendPhoto", chat_id=vera.id, photo=file_id)
    await call(acme, "sendMessage", chat_id=vera.id, text="Why?", reply_markup={"force_reply": True})
    photo, foreign = [(await vera.chat(bot)).messages[i].file_id or "" for bot, i in ((acme, 2), (other, 1))]
    return World(acme, vera, stranger, blocker, gone, photo, foreign, answered, fresh)


def to_vera(method: str, description: str, code: int = 400, **parameters: Any) -> Any:
    return to(lambda world: world.vera.id, method, description, code, **parameters)


def to(
    whom: Callable[[World], int], method: str, description: str, code: int = 400, **parameters: Any
) -> Any:
    """One row: the call (values may be looked up in the world) and the refusal."""
    return pytest.param(
        method, {"chat_id": whom, **parameters}, code, description, id=f"{method}: {description[:60]}"
    )


def html(markup: str, complaint: str) -> Any:
    return to_vera("sendMessage", CANT_PARSE + complaint, text=markup, parse_mode="HTML")


def with_button(description: str, **button: Any) -> Any:
    return to_vera("sendMessage", description, text="x", reply_markup={"inline_keyboard": [[button]]})


def photos(file_id: str, **more: str) -> list[Json]:
    return [{"type": "photo", "media": file_id, **more}] * 2


TEXT: dict[str, Any] = {"text": "Hello"}
ROWS = [
    # whom
    to(
        lambda w: w.stranger.id,
        "sendMessage",
        "Forbidden: bot can't initiate conversation with a user",
        403,
        **TEXT,
    ),
    to(lambda w: w.blocker.id, "sendMessage", "Forbidden: bot was blocked by the user", 403, **TEXT),
    to(lambda w: w.gone.id, "sendMessage", "Forbidden: user is deactivated", 403, **TEXT),
    to(lambda w: w.acme.id, "sendMessage", "Forbidden: bot can't send messages to bots", 403, **TEXT),
    to(lambda _: 42, "sendMessage", "Bad Request: chat not found", **TEXT),
    to(lambda _: -100123, "sendMessage", "Bad Request: chat not found", **TEXT),
    pytest.param("sendMessage", TEXT, 400, "Bad Request: chat_id is empty", id="no chat_id"),
    pytest.param(
        "sendMessage", {"chat_id": "@vera", **TEXT}, 400, "Bad Request: chat not found", id="a username"
    ),
    # text
    to_vera("sendMessage", "Bad Request: message text is empty"),
    to_vera("sendMessage", "Bad Request: message text is empty", text=""),
    to_vera("sendMessage", "Bad Request: text must be non-empty", text=" \n "),
    to_vera("sendMessage", "Bad Request: text must be non-empty", text="<b></b>", parse_mode="HTML"),
    to_vera("sendMessage", "Bad Request: message is too long", text="x" * 4097),
    to_vera("sendMessage", "Bad Request: message is too long", text="🏟" * 2048 + "x"),
    to_vera("sendMessage", "Bad Request: unsupported parse_mode", text="x", parse_mode="wiki"),
    to_vera("sendMessage", "Bad Request: strings must be encoded in UTF-8", text="\ud800"),
    html("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
    html("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    html("ы<b>a</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    html("a</b>", "Unexpected end tag at byte offset 1"),
    html("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    html("1 <2", "Unclosed start tag at byte offset 2"),
    html("a <3 b>", 'Unsupported start tag "3" at byte offset 2'),
    html("<b>a</b", "Unclosed end tag at byte offset 4"),
    html("<i =x>a</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
    html("<i x=a,b>a</i>", "Unexpected end of name token at byte offset 5"),
    html("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    # keyboards
    with_button("Bad Request: BUTTON_COPY_TEXT_INVALID", text="x", copy_text={"text": ""}),
    with_button("Bad Request: BUTTON_COPY_TEXT_INVALID", text="x", copy_text={"text": "x" * 257}),
    with_button(
        "Bad Request: inline keyboard button Web App URL 'http://acme.example/' is invalid: "
        "Only HTTPS links are allowed",
        text="x",
        web_app={"url": "http://acme.example/"},
    ),
    with_button("Bad Request: BUTTON_DATA_INVALID", text="x", callback_data="x" * 65),
    with_button("Bad Request: BUTTON_DATA_INVALID", text="x", callback_data="ы" * 33),
    with_button(
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        text="x",
    ),
    with_button(
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"", callback_data="x"
    ),
    with_button("Bad Request: BUTTON_USER_INVALID", text="x", url="tg://user?id=42"),
    with_button(
        "Bad Request: inline keyboard button URL 'x y' is invalid: Wrong HTTP URL", text="x", url="x y"
    ),
    to_vera("sendMessage", "Bad Request: object expected as reply markup", text="x", reply_markup=[1]),
    to_vera(
        "sendMessage",
        "Bad Request: can't parse reply keyboard markup JSON object",
        text="x",
        reply_markup="{",
    ),
    # replies
    to_vera(
        "sendMessage",
        "Bad Request: message to be replied not found",
        text="x",
        reply_parameters={"message_id": 99},
    ),
    # files
    to_vera("sendPhoto", "Bad Request: there is no photo in the request"),
    to_vera("sendPhoto", "Bad Request: wrong file identifier/HTTP URL specified", photo="nonsense"),
    to_vera(
        "sendPhoto", "Bad Request: wrong file identifier/HTTP URL specified", photo=lambda w: w.foreign_photo
    ),
    to_vera(
        "sendDocument", "Bad Request: can't use file of type Photo as Document", document=lambda w: w.photo
    ),
    to_vera(
        "sendPhoto", "Bad Request: message caption is too long", photo=lambda w: w.photo, caption="x" * 1025
    ),
    to_vera("sendLocation", "Bad Request: latitude is empty"),
    to_vera("sendContact", "Bad Request: phone number is empty", first_name="x"),
    # copies
    to_vera("copyMessage", "Bad Request: from_chat_id is empty", message_id=1),
    to_vera("copyMessage", "Bad Request: chat not found", from_chat_id=42, message_id=1),
    to_vera(
        "copyMessage",
        "Bad Request: message to copy not found",
        from_chat_id=lambda w: w.vera.id,
        message_id=99,
    ),
    to_vera(
        "copyMessage", "Bad Request: message can't be copied", from_chat_id=lambda w: w.vera.id, message_id=4
    ),
    to(
        lambda w: w.blocker.id,
        "copyMessage",
        "Forbidden: bot was blocked by the user",
        403,
        from_chat_id=lambda w: w.vera.id,
        message_id=1,
    ),
    to_vera("copyMessages", "Bad Request: message identifiers are not specified", from_chat_id=1),
    *(
        to_vera("copyMessages", f"Bad Request: {reason}", from_chat_id=lambda w: w.vera.id, message_ids=ids)
        for ids, reason in (
            ([], "message identifiers are not specified"),
            ({"1": 1}, "expected an Array of message identifiers"),
            (list(range(1, 102)), "too many message identifiers specified"),
            ([1, "x"], "message identifier must be a Number"),
            ([0, 1], "invalid message identifier specified"),
            ([1, 1], "message identifiers must be in a strictly increasing order"),
            ([3, 1], "message identifiers must be in a strictly increasing order"),
            ([98, 99], "there are no messages to forward"),
            ([4, 99], "message can't be copied"),
        )
    ),
    to_vera("copyMessages", "Bad Request: chat not found", from_chat_id=42, message_ids=[1]),
    to(
        lambda w: w.blocker.id,
        "copyMessages",
        "Forbidden: bot was blocked by the user",
        403,
        from_chat_id=lambda w: w.vera.id,
        message_ids=[1, 3],
    ),
    # forwards
    to_vera("forwardMessage", "Bad Request: from_chat_id is empty", message_id=1),
    *(
        to_vera(
            "forwardMessage", f"Bad Request: {reason}", from_chat_id=lambda w: w.vera.id, message_id=number
        )
        for number, reason in (
            (0, "message identifier is not specified"),
            (99, "message to forward not found"),
            (4, "message can't be forwarded"),
        )
    ),
    to_vera(
        "forwardMessages",
        "Bad Request: message can't be forwarded",
        from_chat_id=lambda w: w.vera.id,
        message_ids=[4, 99],
    ),
    to_vera(
        "forwardMessages",
        "Bad Request: there are no messages to forward",
        from_chat_id=lambda w: w.vera.id,
        message_ids=[98, 99],
    ),
    *(
        to(
            lambda w: w.blocker.id,
            method,
            "Forbidden: bot was blocked by the user",
            403,
            from_chat_id=lambda w: w.vera.id,
            message_id=1,
            message_ids=[1, 3],
        )
        for method in ("forwardMessage", "forwardMessages")
    ),
    # albums
    to_vera("sendMediaGroup", "Bad Request: expected an Array of InputMedia"),
    to_vera("sendMediaGroup", "Bad Request: can't parse media JSON object", media="["),
    *(
        to_vera("sendMediaGroup", f"Bad Request: {reason}", media=media)
        for media, reason in (
            ([], "there are no messages to send"),
            ([{}], "too few messages to send as an album"),
            ([{}] * 11, "too many messages to send as an album"),
            ([1, 2], "can't parse InputMedia: expected an Object"),
            ([{"type": "animation"}] * 2, 'can\'t parse InputMedia: type "animation" is unsupported'),
            ([{"type": "photo"}] * 2, "can't parse InputMedia: media not found"),
            ([{"type": "photo", "media": "nonsense"}] * 2, "wrong file identifier/HTTP URL specified"),
            (lambda w: photos(w.foreign_photo), "wrong file identifier/HTTP URL specified"),
            (lambda w: photos(w.photo, type="video"), "can't use file of type Photo as Video"),
            (lambda w: photos(w.photo, caption="x" * 1025), "message caption is too long"),
        )
    ),
    to(
        lambda w: w.blocker.id,
        "sendMediaGroup",
        "Forbidden: bot was blocked by the user",
        403,
        media=lambda w: photos(w.photo),
    ),
    # deletions
    to_vera("deleteMessage", "Bad Request: message identifier is not specified"),
    to_vera("deleteMessage", "Bad Request: message to delete not found", message_id=99),
    to_vera("deleteMessages", "Bad Request: message identifiers are not specified"),
    # edits
    to_vera("editMessageText", "Bad Request: message identifier is not specified", text="x"),
    to_vera("editMessageText", "Bad Request: message to edit not found", message_id=99, text="x"),
    to_vera("editMessageText", "Bad Request: message can't be edited", message_id=1, text="x"),
    to_vera(
        "editMessageText",
        "Bad Request: message is not modified: specified new message content and reply markup are exactly"
        " the same as a current content and reply markup of the message",
        message_id=2,
        text="A card",
        reply_markup=BUTTON,
    ),
    to_vera(
        "editMessageReplyMarkup",
        "Bad Request: message is not modified: specified new message content and reply markup are exactly"
        " the same as a current content and reply markup of the message",
        message_id=2,
        reply_markup=BUTTON,
    ),
    to_vera(
        "editMessageText", "Bad Request: there is no text in the message to edit", message_id=5, text="x"
    ),
    to_vera(
        "editMessageCaption",
        "Bad Request: there is no caption in the message to edit",
        message_id=2,
        caption="x",
    ),
    to_vera("editMessageCaption", "Bad Request: message can't be edited", message_id=3, caption="x"),
    *(
        to_vera("editMessageMedia", f"Bad Request: {reason}", message_id=number, media=media)
        for number, media, reason in (
            (5, None, "can't parse input media JSON object"),
            (5, "[", "can't parse input media JSON object"),
            (5, [1], "can't parse InputMedia: expected an Object"),
            (5, {"type": "voice", "media": "x"}, 'can\'t parse InputMedia: type "voice" is unsupported'),
            (5, {"type": "photo"}, "can't parse InputMedia: media not found"),
            (5, {"type": "photo", "media": "nonsense"}, "wrong file identifier/HTTP URL specified"),
            (5, lambda w: photos(w.foreign_photo)[0], "wrong file identifier/HTTP URL specified"),
            (5, lambda w: photos(w.photo, type="video")[0], "can't use file of type Photo as Video"),
            (5, lambda w: photos(w.photo, caption="x" * 1025)[0], "message caption is too long"),
            (
                5,
                lambda w: photos(w.photo)[0],
                "message is not modified: specified new message content and reply markup are exactly"
                " the same as a current content and reply markup of the message",
            ),
            (3, lambda w: photos(w.photo)[0], "message can't be edited"),
            (6, lambda w: photos(w.photo)[0], "message can't be edited"),
            (99, lambda w: photos(w.photo)[0], "message to edit not found"),
            (0, lambda w: photos(w.photo)[0], "message identifier is not specified"),
        )
    ),
    to_vera("editMessageText", "Bad Request: message can't be edited", message_id=6, text="x"),
    to_vera(
        "sendMessage",
        "Bad Request: input field placeholder is too long",
        text="x",
        reply_markup={"force_reply": True, "input_field_placeholder": "x" * 65},
    ),
    to_vera("sendChatAction", "Bad Request: wrong parameter action in request", action="dance"),
    # reactions
    *(
        to_vera("setMessageReaction", f"Bad Request: {reason}", message_id=1, reaction=reaction)
        for reaction, reason in (
            ("[", "can't parse reaction types JSON object"),
            ({}, "expected an Array of ReactionType"),
            ([1], "can't parse ReactionType: expected an Object"),
            ([{"type": "smile"}], "can't parse ReactionType: invalid reaction type specified"),
            ([{"type": "emoji", "emoji": 5}], "REACTION_INVALID"),
        )
    ),
    to_vera("setMessageReaction", "Bad Request: message identifier is not specified"),
    # button presses
    *(
        pytest.param(
            "answerCallbackQuery",
            {"callback_query_id": query},
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
            id=f"{name} press",
        )
        for name, query in (("unknown", "123"), ("answered", lambda w: w.answered), ("no", ""))
    ),
    pytest.param(
        "answerCallbackQuery",
        {"callback_query_id": lambda w: w.fresh, "text": "x" * 201},
        400,
        "Bad Request: MESSAGE_TOO_LONG",
        id="a long answer",
    ),
    # commands
    pytest.param(
        "setMyCommands",
        {"commands": [{"command": "Пауза", "description": "x"}]},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
        id="a Russian command",
    ),
    pytest.param(
        "setMyCommands",
        {"commands": [{"command": "pause", "description": ""}]},
        400,
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        id="a command without description",
    ),
    pytest.param(
        "setMyCommands",
        {"commands": [], "language_code": "eng"},
        400,
        "Bad Request: invalid language code specified",
        id="a language of three letters",
    ),
    pytest.param(
        "setMyCommands",
        {"commands": [], "scope": {"type": "chat", "chat_id": 42}},
        400,
        "Bad Request: chat not found",
        id="a menu for nobody",
    ),
    # methods
    pytest.param("sendDice", {}, 404, "Not Found", id="a method the sandbox does not have"),
    pytest.param(
        *("setWebhook", {"url": "https://example.com"}, 400),
        "Bad Request: bad webhook: the sandbox delivers to http://127.0.0.1 only",
        id="webhooks",
    ),
]


@pytest.mark.parametrize(("method", "parameters", "code", "description"), ROWS)
async def test_telegram_says_why_it_refuses(
    world: World, call: CallBot, method: str, parameters: Json, code: int, description: str
) -> None:
    given = {name: value(world) if callable(value) else value for name, value in parameters.items()}
    before = await world.vera.chat(world.acme)
    answer = await call(world.acme, method, **given)
    assert answer == {"ok": False, "error_code": code, "description": description}
    assert await world.vera.chat(world.acme) == before


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [
        ("123:AAAA", 401, "Unauthorized"),
        ("abc", 404, "Not Found"),
        ("123", 404, "Not Found"),
        ("123:", 404, "Not Found"),
        ("123:a b", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_opens_nothing(call: CallBot, token: str, code: int, description: str) -> None:
    assert await call(token, "getMe") == {"ok": False, "error_code": code, "description": description}


async def test_a_revoked_token_is_refused_and_a_new_one_works(
    telegram: Telegram, acme: Bot, call: CallBot
) -> None:
    await telegram.revoke(acme)
    assert (await call(acme, "getMe"))["error_code"] == 401
    renewed = await telegram.renew_token(acme)
    assert renewed.id == acme.id
    assert (await call(renewed, "getMe"))["result"]["id"] == acme.id
    assert (await call(acme, "getMe"))["error_code"] == 401


async def test_a_press_cannot_be_answered_after_150_seconds(
    world: World, call: CallBot, clock: Clock
) -> None:
    clock.ahead = 149
    late = await world.vera.press(world.acme, 2, "Take")
    clock.ahead = 151
    refused = await call(world.acme, "answerCallbackQuery", callback_query_id=world.fresh)
    assert refused["description"].startswith("Bad Request: query is too old")
    assert (await call(world.acme, "answerCallbackQuery", callback_query_id=late))["ok"]


async def test_a_press_of_another_bot_cannot_be_answered(
    world: World, telegram: Telegram, call: CallBot
) -> None:
    thief = await telegram.add_bot("thief_bot")
    assert not (await call(thief, "answerCallbackQuery", callback_query_id=world.fresh))["ok"]
    assert (await call(world.acme, "answerCallbackQuery", callback_query_id=world.fresh))["ok"]


async def test_the_limits_themselves_are_allowed(world: World, call: CallBot) -> None:
    long_caption = {"photo": world.photo, "caption": "x" * 1024}
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 64}]]}
    formatted = "<b>" + "&lt;" * 4096 + "</b>"
    for method, given in (
        ("sendMessage", {"text": "🏟" * 2048}),
        ("sendMessage", {"text": formatted, "parse_mode": "HTML"}),
        ("sendMessage", {"text": "x", "reply_markup": keyboard}),
        ("sendPhoto", long_caption),
        ("answerCallbackQuery", {"callback_query_id": world.fresh, "text": "x" * 200}),
    ):
        answer = await call(world.acme, method, chat_id=world.vera.id, **given)
        assert answer["ok"], answer
