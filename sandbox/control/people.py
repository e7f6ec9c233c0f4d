"""What people can do in Telegram: each function is one act of one person and makes the update a bot gets."""

from dataclasses import dataclass
from typing import Any

from sandbox.control.carried import NOTHING, Carried, read_carried
from sandbox.control.words import Entities, text_content
from sandbox.server.chats import Author, Bot, Chat, ChatState, Person
from sandbox.server.cloud import Cloud
from sandbox.server.delivery import deliver
from sandbox.server.errors import impossible
from sandbox.server.media import File, Kind, describe_file


@dataclass(frozen=True, slots=True)
class Act:
    """The message a person made and the update it became: None if the bot asked not to get that kind."""

    message_id: int
    update_id: int | None


def enter(cloud: Cloud, bot: Bot, person: Person) -> Chat:
    """The person's chat with the bot; whoever blocked the bot can't write."""
    check_alive(person)
    chat = cloud.chat_of(bot, person)
    if chat.state is ChatState.BLOCKED:
        raise impossible(f"{person.first_name} has blocked @{bot.username}: unblock or open it first.")
    return chat


def enter_opened(cloud: Cloud, bot: Bot, person: Person) -> Chat:
    if cloud.chat_of(bot, person).state is ChatState.NEVER:
        raise impossible(f"{person.first_name} has never opened @{bot.username}.")
    return enter(cloud, bot, person)


def check_alive(person: Person) -> None:
    if person.is_deactivated:
        raise impossible(f"The account of {person.first_name} ({person.id}) is deactivated.")


def say(
    cloud: Cloud,
    chat: Chat,
    person: Person,
    kind: Kind,
    content: dict[str, Any],
    *,
    carried: Carried = NOTHING,
    **further: Any,
) -> Act:
    """Puts a message of the person into the chat, which is open from then on, and tells the bot.

    The fields that are left over are those of `Message`.
    """
    extra = read_carried(cloud, chat, carried) | further
    chat.state = ChatState.OPEN
    message = cloud.post(chat, Author.PERSON, person.as_user(), kind, content, **extra)
    return Act(message.message_id, deliver(cloud, chat, "message", chat.show(message)))


def write(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    text: str,
    entities: Entities | None = None,
    **carried: Any,
) -> Act:
    """The fields that are left over are those of `Carried`."""
    content = text_content(cloud, text, entities)
    return say(cloud, enter(cloud, bot, person), person, Kind.TEXT, content, carried=Carried(**carried))


def write_in_group(cloud: Cloud, bot: Bot, person: Person, text: str) -> Act:
    check_alive(person)
    return say(cloud, cloud.group_of(bot), person, Kind.TEXT, text_content(cloud, text))


def send_file(
    cloud: Cloud,
    bot: Bot,
    person: Person,
    kind: Kind,
    caption: dict[str, Any],
    file: File | None = None,
    media_group_id: str | None = None,
    **carried: Any,
) -> Act:
    """Sends a made-up file, or one that was sent before, perhaps to another bot."""
    chat = enter(cloud, bot, person)
    file = file or cloud.add_file(kind)
    cloud.show_file_to(bot, file)
    content = describe_file(bot.id, file) | caption
    return say(cloud, chat, person, kind, content, carried=Carried(**carried), media_group_id=media_group_id)


def send_other(
    cloud: Cloud, bot: Bot, person: Person, kind: Kind, content: dict[str, Any], **carried: Any
) -> Act:
    return say(cloud, enter(cloud, bot, person), person, kind, content, carried=Carried(**carried))


def make_phone(person: Person) -> str:
    """A phone number for somebody who has not told one."""
    return person.phone or f"+7999{person.id % 10_000_000:07d}"


def make_card(person: Person, phone: str | None = None) -> dict[str, Any]:
    """A contact card of a user of this Telegram: it carries his id."""
    last_name = {"last_name": person.last_name} if person.last_name else {}
    return {
        "phone_number": phone or make_phone(person),
        "first_name": person.first_name,
        **last_name,
        "user_id": person.id,
    }


def share_phone(
    cloud: Cloud, bot: Bot, person: Person, phone: str | None = None, *, force: bool = False
) -> Act:
    """The person's own card, as a keyboard sends it: in reply to the message that brought the keyboard."""
    chat = enter(cloud, bot, person)
    asked = chat.keyboard if chat.keyboard and chat.keyboard.asks_for_phone() else None
    if asked is None and not force:
        raise impossible(f"{person.first_name} sees no button that shares the phone number.")
    content = {"contact": make_card(person, phone)}
    reply_to = asked.message_id if asked and asked.message_id in chat.messages else None
    act = say(cloud, chat, person, Kind.CONTACT, content, carried=Carried(reply_to))
    hide_one_time(cloud, chat)
    return act


def press_key(cloud: Cloud, bot: Bot, person: Person, text: str) -> Act:
    """A button of the keyboard under the input field: it writes its caption or shares the phone."""
    chat = enter(cloud, bot, person)
    key = chat.keyboard.find(text) if chat.keyboard else None
    if key is None:
        raise impossible(f"{person.first_name} sees no key “{text}”.")
    if key.get("request_contact"):
        return share_phone(cloud, bot, person)
    act = say(cloud, chat, person, Kind.TEXT, text_content(cloud, text))
    hide_one_time(cloud, chat)
    return act


def hide_one_time(cloud: Cloud, chat: Chat) -> None:
    if chat.keyboard and chat.keyboard.one_time:
        cloud.put_keys(chat, None)
