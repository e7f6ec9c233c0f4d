"""People send something by the name of its kind: a file, a contact card, or one of the made-up contents."""

from collections.abc import Iterable
from typing import Any

from sandbox.control import people
from sandbox.control.contents import CONTENTS
from sandbox.control.fields import malformed
from sandbox.control.people import Act
from sandbox.control.words import Entities, caption_content
from sandbox.server.chats import Bot, Person
from sandbox.server.cloud import Cloud
from sandbox.server.errors import ControlError, impossible
from sandbox.server.media import FILE_TYPES, WITHOUT_CAPTION, File, Kind

Json = dict[str, Any]

CONTACT_OF = "contact_of"
CAPTIONED = {*(FILE_TYPES.keys() - WITHOUT_CAPTION), Kind.PAID_MEDIA}


def send(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    kind: str,
    *,
    caption: str | None = None,
    entities: Entities | None = None,
    other_person: Person | None = None,
    phone: str | None = None,
    first_name: str | None = None,
    file_unique_id: str | None = None,
    media_group_id: str | None = None,
    **carried: Any,
) -> Act:
    """The fields that are left over are those of `Carried`."""
    if kind == CONTACT_OF:
        made, content = Kind.CONTACT, {"contact": make_other_card(other_person, phone, first_name)}
    elif kind in CONTENTS:
        made, content = CONTENTS[kind]
    else:
        made, content = read_kind(kind, [*CONTENTS, CONTACT_OF]), {}
    if caption and made not in CAPTIONED:
        raise impossible(f"A {made} has no caption.")
    described = caption_content(cloud, person, caption or "", entities)
    if not content:
        file = find_file(cloud, made, file_unique_id)
        return people.send_file(cloud, bot, person, made, described, file, media_group_id, **carried)
    return people.send_other(cloud, bot, person, made, content | described, **carried)


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
