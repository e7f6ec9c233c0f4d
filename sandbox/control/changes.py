"""What people do to their messages afterwards: new words, another file, or gone without a word to bots."""

from typing import Any

from sandbox.control.fields import malformed
from sandbox.control.people import Act, enter_opened
from sandbox.control.words import Entities, caption_content, text_content
from sandbox.server.chats import Author, Bot, Chat, Message, Person
from sandbox.server.cloud import Cloud
from sandbox.server.delivery import deliver
from sandbox.server.errors import impossible
from sandbox.server.media import FILE_TYPES, WITHOUT_CAPTION, Kind, describe_file

SECONDS = 3600  # of an hour
# A voice message has a caption, but no app lets anybody replace its sound; animations go as videos do.
REPLACEABLE = frozenset({Kind.PHOTO, Kind.VIDEO, Kind.ANIMATION, Kind.AUDIO, Kind.DOCUMENT})


def edit(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    message_id: int,
    text: str,
    entities: Entities | None = None,
) -> Act:
    """Changes the text or the caption of an own message."""
    chat, message = find_editable(cloud, bot, person, message_id)
    if message.kind is Kind.TEXT:
        content = text_content(cloud, text, entities)
    elif message.kind in FILE_TYPES and message.kind not in WITHOUT_CAPTION:
        content = without_caption(message) | caption_content(cloud, person, text, entities)
    else:
        raise impossible(f"A {message.kind} has no text to edit.")
    return change(cloud, chat, message, content)


def edit_media(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    message_id: int,
    kind: Kind | None = None,
    caption: str | None = None,
) -> Act:
    """Puts a new made-up file in place of the one sent; without `caption` the old one stays."""
    chat, message = find_editable(cloud, bot, person, message_id)
    kind = kind or message.kind
    if message.kind not in REPLACEABLE or kind not in REPLACEABLE:
        raise impossible(f"Nobody can replace a {message.kind} with a {kind}.")
    kept = {key: message.content[key] for key in ("caption", "caption_entities") if key in message.content}
    words = kept if caption is None else caption_content(cloud, person, caption)
    file = cloud.add_file(kind)
    cloud.show_file_to(bot, file)
    message.kind = kind
    return change(cloud, chat, message, describe_file(bot.id, file) | words)


def delete(cloud: Cloud, bot: Bot, person: Person, message_id: int) -> None:
    """Takes an own message away for both sides; Telegram tells bots nothing of it."""
    chat, _ = find_own(cloud, bot, person, message_id)
    cloud.delete(chat, message_id)


def age(cloud: Cloud, bot: Bot, person: Person, message_id: int, hours: float) -> None:
    """Makes a message of either side older, as if it had been sent so many hours earlier."""
    message = cloud.chat_of(bot, person).messages.get(message_id)
    if message is None:
        raise impossible(f"There is no message {message_id} in this chat.")
    if not 0 <= hours * SECONDS < message.date:
        raise malformed("“hours” is how much older the message becomes, from 0 on.")
    message.date -= int(hours * SECONDS)


def find_editable(cloud: Cloud, bot: Bot, person: Person, message_id: int) -> tuple[Chat, Message]:
    chat, message = find_own(cloud, bot, person, message_id)
    if message.forward_origin:
        raise impossible("Nobody can edit a message that was forwarded.")
    return chat, message


def find_own(cloud: Cloud, bot: Bot, person: Person, message_id: int) -> tuple[Chat, Message]:
    chat = enter_opened(cloud, bot, person)
    message = chat.messages.get(message_id)
    if message is None or message.author is not Author.PERSON:
        raise impossible(f"Message {message_id} is none of {person.first_name}'s.")
    return chat, message


def without_caption(message: Message) -> dict[str, Any]:
    return {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}


def change(cloud: Cloud, chat: Chat, message: Message, content: dict[str, Any]) -> Act:
    message.content, message.edit_date = content, int(cloud.clock())
    cloud.edit(chat, message)
    return Act(message.message_id, deliver(cloud, chat, "edited_message", chat.show(message)))
