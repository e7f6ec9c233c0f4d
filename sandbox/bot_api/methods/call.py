"""One Bot API call, and the checks many methods share: which chat is meant, may the bot write there."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.bot_api.methods.markup import parse_html
from sandbox.bot_api.methods.parameters import INTEGER, Parameters
from sandbox.server.chats import Bot, Chat, ChatState
from sandbox.server.cloud import GROUP_ID, Cloud
from sandbox.server.entities import Entity, check_entities, trim, utf16_length
from sandbox.server.errors import bad_request, forbidden
from sandbox.server.keyboards import Markup, parse_markup
from sandbox.server.media import Kind

MAX_MESSAGE_IDS = 100
MAX_CAPTION = 1024  # UTF-16 code units
CAPTION_TOO_LONG = "message caption is too long"
VOICES = frozenset({Kind.VOICE, Kind.VIDEO_NOTE})


@dataclass(frozen=True, slots=True)
class Call:
    cloud: Cloud
    bot: Bot
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Told:
    """A result that Telegram says something about."""

    result: Any
    description: str


Method = Callable[[Call], Any | Awaitable[Any]]


def find_chat(call: Call, field: str = "chat_id") -> Chat:
    """The chat a parameter names, as far as this bot can know of it."""
    chat_id = call.parameters.values.get(field, "")
    if isinstance(chat_id, str) and chat_id.lstrip("-").isdecimal():
        chat_id = int(chat_id)
    if chat_id == "":
        raise bad_request(f"{field} is empty")
    if not isinstance(chat_id, int):
        raise bad_request("chat not found")
    if chat_id in call.cloud.bot_ids:
        raise forbidden("bot can't send messages to bots")
    if chat_id == GROUP_ID and (call.bot.id, GROUP_ID) in call.cloud.chats:
        return call.cloud.group_of(call.bot)
    person = call.cloud.people.get(chat_id)
    if person is None:
        raise bad_request("chat not found")
    return call.cloud.chat_of(call.bot, person)


def find_writable_chat(call: Call) -> Chat:
    """The chat of `chat_id`; raises 403 if its person can't be written to."""
    chat = find_chat(call)
    if chat.person and chat.person.is_deactivated:
        raise forbidden("user is deactivated")
    if chat.state is ChatState.NEVER:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.state is ChatState.BLOCKED:
        raise forbidden("bot was blocked by the user")
    return chat


def check_voices(chat: Chat, kinds: Iterable[Kind]) -> None:
    """Some people let nobody send them voice and video messages."""
    if chat.person and chat.person.forbids_voice and VOICES.intersection(kinds):
        raise bad_request("VOICE_MESSAGES_FORBIDDEN")


def is_silent(call: Call) -> bool:
    """Whether the message is to come without a sound."""
    return call.parameters.flag("disable_notification")


def read_markup(call: Call) -> Markup:
    given = call.parameters.object("reply_markup", "reply keyboard markup")
    return parse_markup(given, call.cloud.people.__contains__)


def read_message_id(call: Call) -> int:
    """The message that `message_id` names, be it there or not."""
    message_id = call.parameters.number("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    return message_id


def read_message_ids(call: Call) -> list[int]:
    given = call.parameters.object("message_ids", "message identifiers")
    if given is None or given == []:
        raise bad_request("message identifiers are not specified")
    if not isinstance(given, list):
        raise bad_request("expected an Array of message identifiers")
    if len(given) > MAX_MESSAGE_IDS:
        raise bad_request("too many message identifiers specified")
    # As all numbers of the Bot API they may also come as strings.
    read = [int(n) if isinstance(n, str) and INTEGER.fullmatch(n) else n for n in given]
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in read):
        raise bad_request("message identifier must be a Number")
    if any(n <= 0 for n in read):
        raise bad_request("invalid message identifier specified")
    return read


def read_formatted(call: Call, field: str, entities_field: str) -> tuple[str, list[Entity]]:
    """A text parameter with its formatting, without the white space around it."""
    return trim(*parse_formatted(call, field, entities_field))


def parse_formatted(call: Call, field: str, entities_field: str) -> tuple[str, list[Entity]]:
    """A text parameter as it is, with its formatting from `parse_mode` or from entities."""
    parameters = call.parameters
    text = parameters.text(field)
    mode = parameters.text("parse_mode").lower()
    if mode == "html":
        return parse_html(text, call.cloud.find_user)
    if mode in ("markdown", "markdownv2"):
        raise bad_request("unsupported parse_mode: the sandbox knows HTML only")
    if mode:
        raise bad_request("unsupported parse_mode")
    given = parameters.object(entities_field, "MessageEntities")
    return text, check_entities(given, text, call.cloud.find_user) if given is not None else []


def read_text(call: Call) -> dict[str, Any]:
    """The `text` of a message with its entities, within Telegram's limits."""
    if not call.parameters.text("text"):
        raise bad_request("message text is empty")
    text, entities = read_formatted(call, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > 4096:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def read_caption(call: Call) -> dict[str, Any]:
    caption, entities = read_formatted(call, "caption", "caption_entities")
    if is_long_caption(caption):
        raise bad_request(CAPTION_TOO_LONG)
    if not caption:
        return {}
    return {"caption": caption, **({"caption_entities": entities} if entities else {})}


def is_long_caption(caption: str) -> bool:
    return utf16_length(caption) > MAX_CAPTION
