"""The POST half of the control API: a table of acts, the fields each takes, and what each answers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.bot_api.endpoint import TOKEN
from sandbox.bot_api.methods import METHODS
from sandbox.control import changes, membership, people, presses
from sandbox.control.fields import malformed
from sandbox.server.chats import Bot, Person
from sandbox.server.cloud import Cloud, make_token
from sandbox.server.errors import ControlError
from sandbox.server.injection import inject
from sandbox.server.media import FILE_TYPES, File, Kind

Json = dict[str, Any]

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
LOCATION: Json = {"location": {"latitude": 55.752004, "longitude": 37.617734}}
DICE: Json = {"dice": {"emoji": "🎲", "value": 4}}
POLL: Json = {
    "poll": {
        "id": "5190000000000000001",
        "question": "Tea or coffee?",
        "options": [
            {"persistent_id": "1", "text": "Tea", "voter_count": 0},
            {"persistent_id": "2", "text": "Coffee", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
}
OTHER_CONTENT: dict[Kind, Json] = {Kind.LOCATION: LOCATION, Kind.DICE: DICE, Kind.POLL: POLL}


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


def add_person(cloud: Cloud, first_name: str, id: int | None = None, **fields: str) -> Json:
    if id is not None and id <= 0:
        raise malformed("The id of a person is a positive number.")
    return asdict(cloud.add_person(id, first_name=first_name, **fields))


def write(cloud: Cloud, **fields: Any) -> Json:
    return asdict(people.write(cloud, **fields))


def open_bot(cloud: Cloud, **fields: Any) -> Json:
    return asdict(membership.open_bot(cloud, **fields))


def send(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    kind: str,
    reply_to: int | None = None,
    other_person: Person | None = None,
    phone: str | None = None,
    first_name: str | None = None,
    file_unique_id: str | None = None,
    **extra: str,
) -> Json:
    if kind == "contact_of":
        content = {"contact": make_other_card(other_person, phone, first_name)}
        return asdict(people.send_other(cloud, bot, person, Kind.CONTACT, content, reply_to))
    if kind in OTHER_CONTENT:
        other = Kind(kind)
        return asdict(people.send_other(cloud, bot, person, other, OTHER_CONTENT[other], reply_to))
    file_kind = read_kind(kind, [*OTHER_CONTENT, "contact_of"])
    file = find_file(cloud, file_kind, file_unique_id)
    return asdict(people.send_file(cloud, bot, person, file_kind, file=file, reply_to=reply_to, **extra))


def read_kind(kind: str, others: Iterable[str] = ()) -> Kind:
    """The kind of a file by name."""
    if kind not in FILE_TYPES:
        raise malformed(f"There is no kind “{kind}”; known: {', '.join([*FILE_TYPES, *others])}.")
    return Kind(kind)


def make_other_card(other: Person | None, phone: str | None, first_name: str | None) -> Json:
    if other is not None:
        return people.make_card(other, phone)
    if not phone or not first_name:
        raise malformed("A contact card needs other_person, or phone and first_name.")
    return {"phone_number": phone, "first_name": first_name}


def find_file(cloud: Cloud, kind: Kind, unique_id: str | None) -> File | None:
    if unique_id is None:
        return None
    file = cloud.files.get(unique_id)
    if file is None or file.kind is not kind:
        raise ControlError(404, f"There is no {kind} {unique_id}.")
    return file


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
    return asdict(changes.edit_media(cloud, kind=read_kind(kind) if kind else None, **fields))


def delete(cloud: Cloud, **fields: Any) -> Json:
    changes.delete(cloud, **fields)
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


def inject_raw(cloud: Cloud, bot: Bot, update: Json) -> Json:
    return {"update_id": inject(cloud, bot, update)}


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
    "people": Act(add_person, "first_name", "last_name username language_code phone id"),
    "write": Act(write, "bot person text", "reply_to"),
    "open": Act(open_bot, "bot person", "start"),
    "send": Act(
        send,
        "bot person kind",
        "caption reply_to media_group_id other_person phone first_name file_unique_id",
    ),
    "share_phone": Act(share_phone, "bot person", "phone force"),
    "press": Act(press, "bot person message_id", "button data"),
    "press_key": Act(press_key, "bot person text"),
    "edit": Act(edit, "bot person message_id text"),
    "edit_media": Act(edit_media, "bot person message_id", "kind caption"),
    "delete": Act(delete, "bot person message_id"),
    "block": Act(block, "bot person"),
    "unblock": Act(unblock, "bot person"),
    "deactivate": Act(deactivate, "person"),
    "group_message": Act(write_in_group, "bot person text"),
    "raw": Act(inject_raw, "bot update"),
    "faults": Act(
        add_fault,
        "fault",
        "method bot person every share seed times after retry_after seconds later shape",
    ),
    "faults/clear": Act(clear_faults, "", "id"),
}
BOT_ACTS = {"revoke": Act(revoke_token, "bot"), "token": Act(renew_token, "bot")}
