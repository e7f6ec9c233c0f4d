"""sendMessage, the media by file id or upload, locations and contacts."""

from collections.abc import Callable
from typing import Any

from sandbox.chats import Author, Chat, Message
from sandbox.errors import bad_request
from sandbox.media import FILE_TYPES, WITHOUT_CAPTION, File, Kind, describe_file
from sandbox.methods.call import (
    Call,
    Method,
    find_writable_chat,
    read_caption,
    read_markup,
    read_reply,
    read_text,
)

WRONG_FILE = "wrong file identifier/HTTP URL specified"


def send(call: Call, kind: Kind, content: dict[str, Any], **extra: Any) -> tuple[Chat, Message]:
    """Puts a message of the bot into the chat it names: what every sending method ends with."""
    markup = read_markup(call)
    chat = find_writable_chat(call)
    reply_to = read_reply(call, chat)
    message = call.cloud.post(
        chat, Author.BOT, call.bot.as_user(), kind, content, inline=markup.inline, reply_to=reply_to, **extra
    )
    call.cloud.apply_keys(chat, markup, message.message_id)
    return chat, message


def shown(sent: tuple[Chat, Message]) -> dict[str, Any]:
    chat, message = sent
    return chat.show(message)


def send_message(call: Call) -> dict[str, Any]:
    return shown(send(call, Kind.TEXT, read_text(call)))


def send_location(call: Call) -> dict[str, Any]:
    latitude, longitude = call.parameters.decimal("latitude"), call.parameters.decimal("longitude")
    if latitude is None or not -90 <= latitude <= 90:
        raise bad_request("wrong latitude specified" if latitude is not None else "latitude is empty")
    if longitude is None or not -180 <= longitude <= 180:
        raise bad_request("wrong longitude specified" if longitude is not None else "longitude is empty")
    return shown(send(call, Kind.LOCATION, {"location": {"latitude": latitude, "longitude": longitude}}))


def send_contact(call: Call) -> dict[str, Any]:
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.parameters.text(name) for name in names if call.parameters.text(name)}
    if "phone_number" not in contact:
        raise bad_request("phone number is empty")
    if "first_name" not in contact:
        raise bad_request("first name is empty")
    return shown(send(call, Kind.CONTACT, {"contact": contact}))


def send_file(kind: Kind) -> Callable[[Call], dict[str, Any]]:
    """The method that sends files of one kind."""

    def method(call: Call) -> dict[str, Any]:
        file = find_upload(call, kind) or find_file(call, kind)
        caption = {} if kind in WITHOUT_CAPTION else read_caption(call)
        content = describe_file(call.bot.id, file) | caption
        sent = send(call, kind, content)
        call.cloud.show_file_to(call.bot, file)
        return shown(sent)

    return method


def find_upload(call: Call, kind: Kind) -> File | None:
    """A file that came with the call, either as the field itself or named by `attach://…`."""
    part = call.parameters.text(str(kind)).removeprefix("attach://") or str(kind)
    upload = call.parameters.uploads.get(part)
    if upload is None:
        return None
    if upload.size == 0:
        raise bad_request("file must be non-empty")
    return call.cloud.add_file(kind, None if kind is Kind.PHOTO else upload.name, upload.size)


def find_file(call: Call, kind: Kind) -> File:
    """A file this bot has seen; the ids other bots have for it are worth nothing."""
    file_id = call.parameters.text(str(kind))
    if not file_id:
        raise bad_request(f"there is no {str(kind).replace('_', ' ')} in the request")
    if "://" in file_id:
        raise bad_request("failed to get HTTP URL content")
    file = call.bot.files.get(file_id)
    if file is None:
        raise bad_request(WRONG_FILE)
    if file.kind is not kind:
        raise bad_request(f"can't use file of type {FILE_TYPES[file.kind]} as {FILE_TYPES[kind]}")
    return file


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_file(Kind.PHOTO),
    "sendDocument": send_file(Kind.DOCUMENT),
    "sendVideo": send_file(Kind.VIDEO),
    "sendAudio": send_file(Kind.AUDIO),
    "sendVoice": send_file(Kind.VOICE),
    "sendAnimation": send_file(Kind.ANIMATION),
    "sendVideoNote": send_file(Kind.VIDEO_NOTE),
    "sendSticker": send_file(Kind.STICKER),
    "sendLocation": send_location,
    "sendContact": send_contact,
}
