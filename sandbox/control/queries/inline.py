"""People type the name of a bot and some words, look at its results, and choose one as their message."""

from typing import Any

from sandbox.control.carried import Carried
from sandbox.control.fields import malformed
from sandbox.control.people import Act, check_alive, enter, say
from sandbox.server.chats import Bot, Person
from sandbox.server.cloud import Cloud
from sandbox.server.delivery import deliver
from sandbox.server.entities import utf16_length
from sandbox.server.errors import ControlError, impossible
from sandbox.server.media import Kind
from sandbox.server.queries.inline import InlineQuery

SENDER = "sender"  # the chat with the bot itself
CHAT_TYPES = (SENDER, "private", "group", "supergroup", "channel")
LONGEST = 256  # UTF-16 units; Telegram's apps send no more


def set_mode(bot: Bot, *, is_on: bool) -> None:
    """What the owner says to @BotFather by /setinline."""
    bot.has_inline_mode = is_on


def ask(
    cloud: Cloud, bot: Bot, person: Person, text: str, *, offset: str = "", chat_type: str = SENDER
) -> tuple[InlineQuery, int | None]:
    """Types words behind the bot's name in a chat of this type; returns the query and its update's id.

    There is no update if the results are cached.
    """
    check_alive(person)
    if not bot.has_inline_mode:
        raise impossible(f"@{bot.username} has no inline mode.")
    if chat_type not in CHAT_TYPES:
        raise malformed(f"There is no type of chat “{chat_type}”; known: {', '.join(CHAT_TYPES)}.")
    if utf16_length(text) > LONGEST:
        raise impossible(f"An inline query has at most {LONGEST} characters (UTF-16 code units).")
    now = cloud.clock()
    query = cloud.inline.ask(bot, person, text, offset=offset, chat_type=chat_type, now=now)
    if query.answer is not None:
        return query, None
    payload = {
        "id": query.id,
        "from": person.as_user(),
        "query": text,
        "offset": offset,
        "chat_type": chat_type,
    }
    return query, deliver(cloud, cloud.chat_of(bot, person), "inline_query", payload)


def find(cloud: Cloud, person: Person, query_id: str) -> InlineQuery:
    query = cloud.inline.queries.get(query_id)
    if query is None or query.person is not person:
        raise ControlError(404, f"{person.first_name} has no inline query {query_id}.")
    return query


def choose(
    cloud: Cloud, person: Person, inline_query_id: str, result_id: str, reply_to: int | None = None
) -> Act:
    """Sends a result to the chat with the bot, perhaps as a reply to a message there."""
    query = find(cloud, person, inline_query_id)
    results: list[dict[str, Any]] = (query.answer or {}).get("results", [])
    result = next((result for result in results if result["id"] == result_id), None)
    if result is None:
        raise impossible(f"{person.first_name} sees no result {result_id}.")
    via = {"via_bot": query.bot.as_user(), "inline": result["inline"]}
    chat = enter(cloud, query.bot, person)
    return say(cloud, chat, person, Kind.TEXT, result["content"], carried=Carried(reply_to), **via)
