"""Reads the fields of a control call: a field has one type wherever it appears, unknown ones are refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import web

from sandbox.server.chats import Bot, Person
from sandbox.server.cloud import Cloud
from sandbox.server.errors import ControlError

TYPES: dict[str, type] = {
    "after": int,
    "bot": str,
    "button": str,
    "chat_type": str,
    "caption": str,
    "data": str,
    "entities": list,
    "every": int,
    "external_reply": dict,
    "fault": str,
    "file_unique_id": str,
    "first_name": str,
    "forbids_voice": bool,
    "force": bool,
    "forward_origin": dict,
    "hides_account": bool,
    "hours": float,
    "height": int,
    "id": int,
    "inline_query_id": str,
    "is_on": bool,
    "is_premium": bool,
    "kind": str,
    "language_code": str,
    "last_name": str,
    "later": bool,
    "media_group_id": str,
    "message_id": int,
    "method": str,
    "name": str,
    "other_person": int,
    "offset": str,
    "person": int,
    "phone": str,
    "quote": str,
    "reply_to": int,
    "result_id": str,
    "retry_after": int,
    "seconds": float,
    "seed": int,
    "shape": str,
    "sent_at": float,
    "share": float,
    "start": str,
    "text": str,
    "timeout": float,
    "times": int,
    "token": str,
    "update": dict,
    "username": str,
    "width": int,
}
SPOKEN = {
    int: "a whole number",
    str: "a string",
    bool: "true or false",
    dict: "an object",
    list: "a list",
    float: "a number",
}

Fields = dict[str, Any]


def malformed(sentence: str) -> ControlError:
    return ControlError(422, sentence)


async def read_body(request: web.Request) -> Fields:
    if not request.can_read_body:
        return {}
    try:
        body = await request.json()
    except ValueError as error:
        raise malformed("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise malformed("The body must be a JSON object.")
    return body


def read_query(request: web.Request) -> Fields:
    """The query string with numbers as numbers."""
    fields: Fields = dict(request.query)
    for name, value in fields.items():
        wanted = TYPES.get(name)
        if wanted in (int, float):
            try:
                fields[name] = wanted(value)
            except ValueError as error:
                raise malformed(f"“{name}” must be {SPOKEN[wanted]}.") from error
    return fields


def check_fields(given: Mapping[str, Any], required: Iterable[str], optional: Iterable[str]) -> Fields:
    """The given fields without nulls; raises 422 for a missing, an unknown or a wrongly typed one."""
    required, known = list(required), {*required, *optional}
    if unknown := sorted(given.keys() - known):
        raise malformed(f"Unknown field “{unknown[0]}”; known here: {', '.join(sorted(known)) or 'none'}.")
    fields = {name: value for name, value in given.items() if value is not None}
    for name in required:
        if name not in fields:
            raise malformed(f"The field “{name}” is missing.")
    for name, value in fields.items():
        check_type(name, value)
    return fields


def check_type(name: str, value: object) -> None:
    wanted = TYPES[name]
    accepted = (int, float) if wanted is float else wanted
    if not isinstance(value, accepted) or (isinstance(value, bool) and wanted is not bool):
        raise malformed(f"“{name}” must be {SPOKEN[wanted]}.")


def find_bot(cloud: Cloud, username: str) -> Bot:
    bot = cloud.bots.get(username.removeprefix("@").lower())
    if bot is None:
        raise ControlError(404, f"There is no bot @{username.removeprefix('@')}.")
    return bot


def find_person(cloud: Cloud, person_id: int) -> Person:
    person = cloud.people.get(person_id)
    if person is None:
        raise ControlError(404, f"There is no person with the id {person_id}.")
    return person


def resolve(cloud: Cloud, fields: Fields) -> Fields:
    """The fields with bots and people in place of their names."""
    resolved = dict(fields)
    if "bot" in fields:
        resolved["bot"] = find_bot(cloud, fields["bot"])
    for name in {"person", "other_person"} & fields.keys():
        resolved[name] = find_person(cloud, fields[name])
    return resolved
