"""Command menus: under which scope and language a bot keeps them, and which one a person sees."""

from collections.abc import Iterator

from sandbox.server.chats import Bot, Person

Command = dict[str, str]

# Whom a scope without a chat can mean; a chat's scope is named by `chat_scope`.
DEFAULT = "default"
PRIVATE = "all_private_chats"


def chat_scope(kind: str, chat_id: int, user_id: object = "") -> str:
    return f"{kind} {chat_id} {user_id}"


def find_menu(bot: Bot, person: Person) -> list[Command]:
    """The commands the person sees in his chat with the bot; the narrowest scope wins, in it his language.

    The order: https://core.telegram.org/bots/api#determining-list-of-commands; an empty list counts as none.
    """
    return next((bot.commands[place] for place in places(person) if bot.commands.get(place)), [])


def places(person: Person) -> Iterator[tuple[str, str]]:
    language = (person.language_code or "").partition("-")[0].lower()
    for scope in (chat_scope("chat", person.id), PRIVATE, DEFAULT):
        if language:
            yield scope, language
        yield scope, ""
