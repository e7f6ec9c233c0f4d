"""The POST half of the control API: a table of acts, the fields each takes, and what each answers."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.bot_api.endpoint import TOKEN
from sandbox.bot_api.methods import METHODS
from sandbox.control import changes, membership, people, sending
from sandbox.control.fields import malformed
from sandbox.control.queries import inline, presses
from sandbox.server.chats import Bot, Person
from sandbox.server.cloud import Cloud, make_token
from sandbox.server.errors import impossible
from sandbox.server.injection import inject

Json = dict[str, Any]

CARRIED = "reply_to quote external_reply forward_origin sent_at"
TRAITS = "is_premium hides_account forbids_voice"
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(frozen=True, slots=True)
class Act:
    run: Callable[..., Json]
    required: str = ""
    optional: str = ""


def add_bot(cloud: Cloud, username: str, name: str | None = None, token: str | None = None) -> Json:
    username = username.removeprefix("@")
    if not USERNAME.fullmatch(username):
        raise malformed(f"“{username}” is no username: 4-32 letters, digits and _, a letter first.")
    if token is not None and not TOKEN.fullmatch(token):
        raise malformed("A token looks like 123456:secret, the secret of letters, digits, _ and -.")
    return show_bot(cloud.add_bot(username, name or username, token))


def show_bot(bot: Bot) -> Json:
    return {"id": bot.id, "token": bot.token, "username": bot.username, "name": bot.name}


def revoke_token(cloud: Cloud, bot: Bot) -> Json:
    cloud.set_token(bot, None)
    return {}


def renew_token(cloud: Cloud, bot: Bot) -> Json:
    cloud.set_token(bot, make_token(bot.id))
    return show_bot(bot)


def retry(_: Cloud, bot: Bot) -> Json:
    if bot.webhook is None:
        raise impossible(f"@{bot.username} has no webhook.")
    bot.webhook.retry()
    return {}


def add_person(cloud: Cloud, first_name: str, id: int | None = None, **fields: Any) -> Json:
    if id is not None and id <= 0:
        raise malformed("The id of a person is a positive number.")
    return asdict(cloud.add_person(id, first_name=first_name, **fields))


def write(cloud: Cloud, **fields: Any) -> Json:
    return asdict(people.write(cloud, **fields))


def open_bot(cloud: Cloud, **fields: Any) -> Json:
    return asdict(membership.open_bot(cloud, **fields))


def send(cloud: Cloud, **fields: Any) -> Json:
    return asdict(sending.send(cloud, **fields))


def share_phone(cloud: Cloud, **fields: Any) -> Json:
    return asdict(people.share_phone(cloud, **fields))


def press_key(cloud: Cloud, **fields: Any) -> Json:
    return asdict(people.press_key(cloud, **fields))


def press(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    message_id: int,
    button: str | None = None,
    data: str | None = None,
) -> Json:
    if (button is None) == (data is None):
        raise malformed("A press names either a button or the data to forge.")
    if button is not None:
        query_id, update_id = presses.press(cloud, bot, person, message_id, button)
    else:
        query_id, update_id = presses.forge_press(cloud, bot, person, message_id, data or "")
    return {"callback_query_id": query_id, "update_id": update_id}


def edit(cloud: Cloud, **fields: Any) -> Json:
    return asdict(changes.edit(cloud, **fields))


def edit_media(cloud: Cloud, kind: str | None = None, **fields: Any) -> Json:
    return asdict(changes.edit_media(cloud, kind=sending.read_kind(kind) if kind else None, **fields))


def delete(cloud: Cloud, **fields: Any) -> Json:
    changes.delete(cloud, **fields)
    return {}


def age(cloud: Cloud, **fields: Any) -> Json:
    changes.age(cloud, **fields)
    return {}


def block(cloud: Cloud, bot: Bot, person: Person) -> Json:
    return {"update_id": membership.block(cloud, bot, person)}


def unblock(cloud: Cloud, bot: Bot, person: Person) -> Json:
    return {"update_id": membership.unblock(cloud, bot, person)}


def deactivate(cloud: Cloud, person: Person) -> Json:
    membership.deactivate(cloud, person)
    return {}


def write_in_group(cloud: Cloud, **fields: Any) -> Json:
    return asdict(people.write_in_group(cloud, **fields))


def set_inline_mode(_: Cloud, bot: Bot, is_on: bool) -> Json:
    inline.set_mode(bot, is_on=is_on)
    return {}


def ask_inline(cloud: Cloud, bot: Bot, person: Person, text: str, **fields: Any) -> Json:
    query, update_id = inline.ask(cloud, bot, person, text, **fields)
    return {"inline_query_id": query.id, "update_id": update_id}


def choose_inline(cloud: Cloud, **fields: Any) -> Json:
    return asdict(inline.choose(cloud, **fields))


def inject_raw(cloud: Cloud, bot: Bot, update: Json) -> Json:
    return {"update_id": inject(cloud, bot, update)}


def inject_literally(cloud: Cloud, bot: Bot, text: str) -> Json:
    try:
        update = json.loads(text)
    except ValueError as error:
        raise malformed("“text” must be JSON.") from error
    return {"update_id": bot.updates.put_as_is(update)}


def add_fault(
    cloud: Cloud,
    fault: str,
    method: str | None = None,
    bot: Bot | None = None,
    person: Person | None = None,
    **given: Any,
) -> Json:
    if method is not None:
        if method.lower() not in METHODS:
            raise malformed(f"There is no method {method}.")
        given["method"] = METHODS[method.lower()][0]
    given |= {"bot": bot.username} if bot else {}
    given |= {"person": person.id} if person else {}
    return {"id": cloud.faults.add(fault, **given).id}


def clear_faults(cloud: Cloud, id: int | None = None) -> Json:
    cloud.faults.clear(id)
    return {}


ACTS = {
    "bots": Act(add_bot, "username", "name token"),
    "people": Act(add_person, "first_name", f"last_name username language_code phone id {TRAITS}"),
    "write": Act(write, "bot person text", f"entities {CARRIED}"),
    "open": Act(open_bot, "bot person", "start"),
    "send": Act(
        send,
        "bot person kind",
        f"caption entities media_group_id other_person phone first_name file_unique_id {CARRIED}",
    ),
    "share_phone": Act(share_phone, "bot person", "phone force"),
    "press": Act(press, "bot person message_id", "button data"),
    "press_key": Act(press_key, "bot person text"),
    "edit": Act(edit, "bot person message_id text", "entities"),
    "edit_media": Act(edit_media, "bot person message_id", "kind caption"),
    "delete": Act(delete, "bot person message_id"),
    "age": Act(age, "bot person message_id hours"),
    "block": Act(block, "bot person"),
    "unblock": Act(unblock, "bot person"),
    "deactivate": Act(deactivate, "person"),
    "group_message": Act(write_in_group, "bot person text"),
    "inline_mode": Act(set_inline_mode, "bot is_on"),
    "inline_query": Act(ask_inline, "bot person text", "offset chat_type"),
    "choose": Act(choose_inline, "person inline_query_id result_id", "reply_to"),
    "raw": Act(inject_raw, "bot update"),
    "literally": Act(inject_literally, "bot text"),
    "faults": Act(
        add_fault,
        "fault",
        "method bot person every share seed times after retry_after seconds later shape",
    ),
    "faults/clear": Act(clear_faults, "", "id"),
}
BOT_ACTS = {
    "revoke": Act(revoke_token, "bot"),
    "token": Act(renew_token, "bot"),
    "retry": Act(retry, "bot"),
}
