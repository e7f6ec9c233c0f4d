"""sendMessage, the media by file id or upload, locations and contacts; and the sign that the bot is busy."""

from collections.abc import Callable
from typing import Any

from sandbox.bot_api.methods.call import (
    Call,
    Method,
    check_voices,
    find_writable_chat,
    is_silent,
    read_markup,
    read_text,
)
from sandbox.bot_api.methods.files import make_content, read_file
from sandbox.bot_api.methods.replies import read_reply
from sandbox.server.chats import Author, Chat, Message
from sandbox.server.errors import bad_request
from sandbox.server.media import Kind

ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("record_audio", "upload_audio", "upload_document", "choose_sticker", "find_location"),
    *("record_video_note", "upload_video_note"),
}


def send(call: Call, kind: Kind, content: dict[str, Any], **extra: Any) -> tuple[Chat, Message]:
    """Puts a message of the bot into the chat it names: what every sending method ends with."""
    markup = read_markup(call)
    chat = find_writable_chat(call)
    given = {
        "inline": markup.inline,
        "asks_reply": markup.asks_reply,
        "silent": is_silent(call),
        "is_final": markup.is_final,
        **read_reply(call, chat),
        **extra,
    }
    check_voices(chat, [kind])
    message = call.cloud.post(chat, Author.BOT, call.bot.as_user(), kind, content, **given)
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
        file = read_file(call, kind)
        sent = send(call, kind, make_content(call, file))
        call.cloud.show_file_to(call.bot, file)
        return shown(sent)

    return method


def send_action(call: Call) -> bool:
    if call.parameters.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    find_writable_chat(call)
    return True


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
    "sendChatAction": send_action,
}
