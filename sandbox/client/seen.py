"""What a client of the control API sees, as values."""

from dataclasses import dataclass, field, fields
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bot:
    id: int
    username: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None
    style: str | None = None  # "danger", "success" or "primary"
    disabled: bool = False
    copy: str | None = None  # what it puts into the clipboard
    app: str | None = None  # the page that it opens within Telegram


@dataclass(frozen=True, slots=True)
class ChatMessage:
    message_id: int
    author: str  # "bot" or "person"
    date: int
    kind: str
    text: str  # the caption of a medium
    entities: list[Json]
    html: str
    buttons: list[list[Button]]
    reply_to: int | None = None
    edited: bool = False
    file_id: str | None = None
    file_unique_id: str | None = None
    media_group_id: str | None = None
    source: dict[str, int] | None = None
    contact: Json | None = None
    location: Json | None = None
    file_name: str | None = None
    file_size: int | None = None
    quote: str | None = None
    forward_origin: Json | None = None
    reactions: list[str] = field(default_factory=list)
    silent: bool = False
    via_bot: str | None = None  # the bot by whose inline result it was sent
    asks_reply: str | None = None  # opens the reply to it: the placeholder, perhaps empty; None: doesn't

    @property
    def captions(self) -> list[str]:
        """The captions of the buttons, row by row."""
        return [button.text for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class InlineResult:
    """What a person sees of a result, and the text it sends."""

    id: str
    title: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    callback_query_id: str
    text: str
    show_alert: bool


@dataclass(frozen=True, slots=True)
class Chat:
    messages: list[ChatMessage]
    keyboard: list[list[str]] | None
    state: str  # "never", "open" or "blocked"
    answers: list[Answer]
    last: int = field(default=0, compare=False)  # number of the newest event

    @property
    def from_bot(self) -> list[ChatMessage]:
        return [message for message in self.messages if message.author == "bot"]

    def __str__(self) -> str:
        """The chat as the person sees it."""
        lines = [f"-- {self.state}, keyboard {self.keyboard} --"]
        for message in self.messages:
            kind = "" if message.kind == "text" else f" ({message.kind})"
            reply = f" [reply to {message.reply_to}]" if message.reply_to else ""
            buttons = f" {message.captions}" if message.buttons else ""
            lines.append(f"{message.message_id:>4} {message.author:>6}{kind}{reply}: {message.text}{buttons}")
        lines += [f"     answer: {answer.text}" for answer in self.answers]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class ApiCall:
    seq: int
    at: float
    bot: str
    method: str
    params: Json
    ok: bool
    error_code: int | None
    description: str | None
    result: Any  # of what was done, even if a fault kept it from the bot
    effect: bool = False  # was it done?
    fault: str | None = None  # the fault that hit the call


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to bring an update to a webhook."""

    seq: int
    at: float
    bot: str
    update_id: int
    status: int | None  # None: there was no answer
    error: str | None  # in Telegram's words; None: it was taken
    again_in: float | None  # seconds


@dataclass(frozen=True, slots=True)
class FaultRule:
    """A rule that makes calls or updates go wrong, and how often it did."""

    id: int
    fault: str
    matched: int
    hit: int
    is_spent: bool
    method: str | None
    bot: str | None
    person: int | None
    every: int
    share: float | None
    seed: int | None
    times: int | None
    after: int
    retry_after: int | None
    seconds: float | None
    later: bool
    shape: str | None


def read_message(shown: Json) -> ChatMessage:
    known = {f.name for f in fields(ChatMessage)}
    buttons = [[Button(**button) for button in row] for row in shown["buttons"]]
    values = {key: value for key, value in shown.items() if key in known}
    return ChatMessage(**values | {"author": shown["from"], "buttons": buttons})


def read_chat(shown: Json) -> Chat:
    return Chat(
        messages=[read_message(message) for message in shown["messages"]],
        keyboard=shown["keyboard"],
        state=shown["state"],
        answers=[Answer(**answer) for answer in shown["answers"]],
        last=shown["last"],
    )
