"""What this Telegram remembers of people, bots and their chats: plain values, and how a bot is shown them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.server.keyboards import InlineKeyboard, ReplyKeyboard
from sandbox.server.media import File, Kind
from sandbox.server.updates import UpdateQueue
from sandbox.server.webhooks.webhook import Webhook


class Author(StrEnum):
    BOT = "bot"
    PERSON = "person"


class ChatState(StrEnum):
    NEVER = "never"  # the person has not opened the bot yet
    OPEN = "open"
    BLOCKED = "blocked"


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    is_premium: bool = False
    hides_account: bool = False  # forwards of his messages name him without a link
    forbids_voice: bool = False  # nobody may send him voice and video messages
    is_deactivated: bool = False

    def names(self) -> dict[str, Any]:
        fields = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in fields.items() if value is not None}

    def as_user(self) -> dict[str, Any]:
        language = {"language_code": self.language_code} if self.language_code else {}
        premium = {"is_premium": True} if self.is_premium else {}
        return {"id": self.id, "is_bot": False, **self.names(), **language, **premium}


@dataclass(slots=True)
class Bot:
    id: int
    username: str
    name: str
    token: str | None
    updates: UpdateQueue
    webhook: Webhook | None = None
    files: dict[str, File] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    has_inline_mode: bool = False

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


@dataclass(slots=True)
class Message:
    message_id: int
    author: Author
    user: dict[str, Any]
    date: int
    kind: Kind
    content: dict[str, Any]  # the Bot API's fields of this kind: text and entities, or photo and caption …
    inline: InlineKeyboard | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    media_group_id: str | None = None
    via_bot: dict[str, Any] | None = None  # of a person's, by which bot's inline result it was sent
    source: dict[str, int] | None = None  # of a copy or a forward: where from
    quote: dict[str, Any] | None = None
    external_reply: dict[str, Any] | None = None
    forward_origin: dict[str, Any] | None = None
    reactions: list[str] = field(default_factory=list)  # emoji of the bot
    is_final: bool = False  # came with a keyboard that isn't inline: Telegram lets nobody edit that
    silent: bool = False  # came without a sound
    asks_reply: str | None = None  # opens the reply to it: what the input field says, perhaps nothing


@dataclass(slots=True)
class Chat:
    """What passed between one bot and one person (or a group); both sides share the message ids."""

    bot: Bot
    id: int
    person: Person | None
    title: str = ""
    state: ChatState = ChatState.NEVER
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    keyboard: ReplyKeyboard | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)

    def as_chat(self) -> dict[str, Any]:
        if self.person:
            return {"id": self.id, **self.person.names(), "type": "private"}
        return {"id": self.id, "title": self.title, "type": "supergroup"}

    def take_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def show(self, message: Message, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as the Bot API shows it; a reply inside a reply is left out, as Telegram does."""
        shown = {
            "message_id": message.message_id,
            "from": message.user,
            "chat": self.as_chat(),
            "date": message.date,
            **message.content,
        }
        if message.edit_date:
            shown["edit_date"] = message.edit_date
        carried = {
            "media_group_id": message.media_group_id,
            "quote": message.quote,
            "external_reply": message.external_reply,
            "forward_origin": message.forward_origin,
            "via_bot": message.via_bot,
        }
        shown |= {key: value for key, value in carried.items() if value}
        if with_reply and message.reply_to in self.messages:
            shown["reply_to_message"] = self.show(self.messages[message.reply_to], with_reply=False)
        if message.inline:
            asks = {"force_reply": True} if message.asks_reply is not None and not message.is_final else {}
            shown["reply_markup"] = {"inline_keyboard": message.inline, **asks}
        return shown


@dataclass(slots=True)
class CallbackQuery:
    """A button press that waits for its answer."""

    id: str
    chat: Chat
    pressed_at: float
    is_answered: bool = False
