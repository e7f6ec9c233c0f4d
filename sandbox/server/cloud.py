"""The state of this Telegram and the few ways it changes; `people` and `methods` say who may do what.

One event loop owns it, so every change is done at once and needs no lock.
"""

import itertools
import secrets
import string
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sandbox.server.chats import Author, Bot, CallbackQuery, Chat, ChatState, Message, Person
from sandbox.server.errors import impossible, unauthorized
from sandbox.server.faults import Faults
from sandbox.server.journal import Journal
from sandbox.server.keyboards import Markup, ReplyKeyboard
from sandbox.server.media import File, Kind, list_file_ids, list_unique_ids
from sandbox.server.queries.inline import InlineQueries, InlineQuery
from sandbox.server.updates import UpdateQueue
from sandbox.server.views import show_keys, show_message

FIRST_PERSON = 700_000_001
FIRST_BOT = 7_100_000_001
GROUP_ID = -1_002_000_000_001
KEPT = 20_000
QUERY_LIFETIME = 150  # seconds
TOKEN_LETTERS = string.ascii_letters + string.digits + "_-"


class Happening(StrEnum):
    MESSAGE = "message"
    EDIT = "edit"
    DELETE = "delete"
    REACTION = "reaction"
    KEYBOARD = "keyboard"
    PRESS = "press"
    ANSWER = "answer"
    BLOCK = "block"
    UNBLOCK = "unblock"
    DEACTIVATE = "deactivate"
    FAULT = "fault"
    INLINE = "inline"


def make_token(bot_id: int) -> str:
    return f"{bot_id}:" + "".join(secrets.choice(TOKEN_LETTERS) for _ in range(35))


class Cloud:
    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.run = secrets.token_hex(8)  # numbers of events begin anew with every run
        self.bots: dict[str, Bot] = {}  # by lower-case username
        self.tokens: dict[str, Bot] = {}
        self.bot_ids: set[int] = set()
        self.people: dict[int, Person] = {}
        self.chats: dict[tuple[int, int], Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.files: dict[str, File] = {}  # by every file_unique_id
        self.inline = InlineQueries()
        self.faults = Faults()
        self.events = Journal(KEPT)
        self.calls = Journal(KEPT)
        self.polls = Journal(KEPT // 10)
        self.deliveries = Journal(KEPT)  # to webhooks
        self._bot_ids = itertools.count(FIRST_BOT)
        self._person_ids = itertools.count(FIRST_PERSON)
        self._numbers = itertools.count(1)

    def close(self) -> None:
        """Ends the calls that wait, without an error: it is the server that goes, not the bot."""
        for bot in self.bots.values():
            bot.updates.end_poll()

    # bots and people

    def add_bot(self, username: str, name: str, token: str | None) -> Bot:
        if username.lower() in self.bots:
            raise impossible(f"There is already a bot @{username}.")
        bot_id = int(token.partition(":")[0]) if token else next(self._bot_ids)
        if bot_id in self.bot_ids:
            raise impossible(f"There is already a bot with the id {bot_id}.")
        # Telegram's update ids mean nothing and don't start at 1; from the clock they also survive a restart.
        bot = Bot(bot_id, username, name, None, UpdateQueue(int(self.clock())))
        self.bots[username.lower()] = bot
        self.bot_ids.add(bot_id)
        self.set_token(bot, token or make_token(bot_id))
        return bot

    def set_token(self, bot: Bot, token: str | None) -> None:
        if bot.token:
            self.tokens.pop(bot.token, None)
            bot.updates.stop_poll(unauthorized())
        if bot.webhook:
            bot.webhook.end()
            bot.webhook = None
        bot.token = token
        if token:
            self.tokens[token] = bot

    def add_person(self, person_id: int | None = None, **fields: Any) -> Person:
        if person_id is None:
            person_id = next(number for number in self._person_ids if number not in self.people)
        elif person_id in self.people:
            raise impossible(f"There is already a person with the id {person_id}.")
        person = self.people[person_id] = Person(person_id, **fields)
        return person

    def find_user(self, user_id: int) -> dict[str, Any] | None:
        person = self.people.get(user_id)
        return person.as_user() if person else None

    # chats and messages

    def chat_of(self, bot: Bot, person: Person) -> Chat:
        key = bot.id, person.id
        if key not in self.chats:
            self.chats[key] = Chat(bot, person.id, person)
        return self.chats[key]

    def group_of(self, bot: Bot) -> Chat:
        key = bot.id, GROUP_ID
        if key not in self.chats:
            self.chats[key] = Chat(bot, GROUP_ID, None, title="A group", state=ChatState.OPEN)
        return self.chats[key]

    def post(
        self,
        chat: Chat,
        author: Author,
        user: dict[str, Any],
        kind: Kind,
        content: dict[str, Any],
        **extra: Any,
    ) -> Message:
        """Puts a message into a chat and lets everybody who watches know; `date` is now if not given."""
        date = extra.pop("date", int(self.clock()))
        message = Message(chat.take_id(), author, user, date, kind, content, **extra)
        chat.messages[message.message_id] = message
        self.happen(Happening.MESSAGE, chat, message=show_message(message, self.files))
        return message

    def edit(self, chat: Chat, message: Message) -> None:
        """Lets everybody who watches know how the message looks now."""
        self.happen(Happening.EDIT, chat, message=show_message(message, self.files))

    def delete(self, chat: Chat, message_id: int) -> None:
        """Takes a message away for both sides; bots are not told."""
        del chat.messages[message_id]
        self.happen(Happening.DELETE, chat, message_id=message_id)

    def react(self, chat: Chat, message: Message, reactions: list[str]) -> None:
        """Puts the bot's reactions on a message in place of those it had there."""
        message.reactions = reactions
        self.happen(Happening.REACTION, chat, message_id=message.message_id, reactions=reactions)

    def make_album_id(self) -> str:
        return f"138{next(self._numbers):014d}"

    def apply_keys(self, chat: Chat, markup: Markup, message_id: int) -> None:
        if markup.keys is not None:
            keys = ReplyKeyboard(markup.keys, message_id, markup.one_time) if markup.keys else None
            self.put_keys(chat, keys)
        elif markup.removes_keys and chat.keyboard:
            self.put_keys(chat, None)

    def put_keys(self, chat: Chat, keyboard: ReplyKeyboard | None) -> None:
        """Puts a keyboard under the person's input field, or takes away what is there."""
        chat.keyboard = keyboard
        self.happen(Happening.KEYBOARD, chat, keys=show_keys(keyboard))

    def happen(self, kind: Happening, chat: Chat, **details: Any) -> None:
        self.events.add(
            {"at": self.clock(), "kind": str(kind), "bot": chat.bot.username, "person": chat.id, **details}
        )

    # button presses and files

    def add_query(self, chat: Chat) -> CallbackQuery:
        self.forget_old_queries()
        query = CallbackQuery(str(secrets.randbits(62)), chat, self.clock())
        self.queries[query.id] = query
        return query

    def note_inline_answer(self, query: InlineQuery) -> None:
        """Lets everybody who watches know that there are results."""
        chat = self.chat_of(query.bot, query.person)
        self.happen(Happening.INLINE, chat, inline_query_id=query.id)

    def forget_old_queries(self) -> None:
        oldest = self.clock() - QUERY_LIFETIME
        while self.queries and (first := next(iter(self.queries.values()))).pressed_at < oldest:
            del self.queries[first.id]

    def add_file(
        self, kind: Kind, name: str | None = None, content: bytes | None = None, **traits: Any
    ) -> File:
        """The further fields are those of `File`."""
        file = File(kind, f"AQAD{next(self._numbers):08d}{secrets.token_urlsafe(3)}", name, content, **traits)
        self.files.update(dict.fromkeys(list_unique_ids(file), file))
        return file

    def show_file_to(self, bot: Bot, file: File) -> None:
        """From now on the bot may use the file, under the ids it has for this bot."""
        for file_id in list_file_ids(bot.id, file):
            bot.files[file_id] = file
