"""People turn their back on a bot and come back; the bot hears of it by `my_chat_member`."""

import re
from typing import Any

from sandbox.control.people import Act, check_alive, enter_opened, write
from sandbox.server.chats import Bot, Chat, ChatState, Person
from sandbox.server.cloud import Cloud, Happening
from sandbox.server.delivery import deliver
from sandbox.server.errors import impossible

START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def open_bot(cloud: Cloud, bot: Bot, person: Person, start: str | None = None) -> Act:
    """Presses Start, as after a click on `t.me/<bot>?start=…`; that unblocks a blocked bot, too."""
    if start is not None and not START_PAYLOAD.fullmatch(start):
        raise impossible("A start parameter is 1-64 characters of A-Z, a-z, 0-9, _ and -.")
    if cloud.chat_of(bot, person).state is ChatState.BLOCKED:
        unblock(cloud, bot, person)
    return write(cloud, bot, person, f"/start {start}" if start else "/start")


def block(cloud: Cloud, bot: Bot, person: Person) -> int | None:
    """Returns the id of the `my_chat_member` update."""
    chat = enter_opened(cloud, bot, person)
    chat.state = ChatState.BLOCKED
    cloud.happen(Happening.BLOCK, chat)
    return change_membership(cloud, chat, person, "member", "kicked")


def unblock(cloud: Cloud, bot: Bot, person: Person) -> int | None:
    check_alive(person)
    chat = cloud.chat_of(bot, person)
    if chat.state is not ChatState.BLOCKED:
        raise impossible(f"{person.first_name} has not blocked @{bot.username}.")
    chat.state = ChatState.OPEN
    cloud.happen(Happening.UNBLOCK, chat)
    return change_membership(cloud, chat, person, "kicked", "member")


def change_membership(cloud: Cloud, chat: Chat, person: Person, old: str, new: str) -> int | None:
    def describe(status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": chat.bot.as_user(), "status": status, **until}

    change = {
        "chat": chat.as_chat(),
        "from": person.as_user(),
        "date": int(cloud.clock()),
        "old_chat_member": describe(old),
        "new_chat_member": describe(new),
    }
    return deliver(cloud, chat, "my_chat_member", change)


def deactivate(cloud: Cloud, person: Person) -> None:
    """Deletes the account: bots only notice when they write."""
    person.is_deactivated = True
    for chat in cloud.chats.values():
        if chat.person is person:
            cloud.happen(Happening.DEACTIVATE, chat)
