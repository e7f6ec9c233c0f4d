"""Which commands a person sees: the narrowest scope, in it his language."""

from typing import Any

import pytest
from aiogram import Bot as StockBot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram

# From what everybody sees to what only Vera sees, in Russian.
MENUS: list[tuple[str, str | None]] = [
    ("default", None),
    ("default", "ru"),
    ("private", None),
    ("private", "ru"),
    ("chat", None),
    ("chat", "ru"),
]


def scope_of(name: str, person: Person) -> Any:
    match name:
        case "default":
            return BotCommandScopeDefault()
        case "private":
            return BotCommandScopeAllPrivateChats()
    return BotCommandScopeChat(chat_id=person.id)


async def set_menu(stock: StockBot, command: str, scope: Any = None, language: str | None = None) -> None:
    given = [BotCommand(command=command, description="What it does")]
    assert await stock.set_my_commands(given, scope=scope, language_code=language)


async def seen(person: Person, bot: Bot) -> list[str]:
    return [item["command"] for item in await person.commands(bot)]


async def test_every_narrower_menu_hides_the_wider_ones(stock: StockBot, acme: Bot, vera: Person) -> None:
    assert await vera.commands(acme) == []
    for number, (name, language) in enumerate(MENUS):
        await set_menu(stock, f"menu_{number}", scope_of(name, vera), language)
        assert await seen(vera, acme) == [f"menu_{number}"]
    for number, (name, language) in reversed([*enumerate(MENUS)]):
        assert await seen(vera, acme) == [f"menu_{number}"]
        assert await stock.delete_my_commands(scope_of(name, vera), language)
    assert await vera.commands(acme) == []


@pytest.mark.parametrize(
    ("language", "menu"), [("ru", "wide"), ("ru-RU", "wide"), ("en", "narrow"), (None, "narrow")]
)
async def test_a_menu_in_another_language_is_not_seen(
    stock: StockBot, acme: Bot, telegram: Telegram, language: str | None, menu: str
) -> None:
    person = await telegram.add_person("Somebody", language_code=language)
    await set_menu(stock, "narrow")
    await set_menu(stock, "wide", language="ru")
    assert await seen(person, acme) == [menu]


async def test_the_menu_of_one_chat_is_nobody_elses(
    stock: StockBot, acme: Bot, vera: Person, telegram: Telegram
) -> None:
    boris = await telegram.add_person("Boris")
    await set_menu(stock, "everybody")
    await set_menu(stock, "vera_only", BotCommandScopeChat(chat_id=vera.id))
    await set_menu(stock, "groups", BotCommandScopeAllGroupChats())
    assert (await seen(vera, acme), await seen(boris, acme)) == (["vera_only"], ["everybody"])
    other = await telegram.add_bot("other_bot")
    assert await seen(vera, other) == []


async def test_a_menu_shows_what_was_set(stock: StockBot, acme: Bot, vera: Person) -> None:
    await set_menu(stock, "/pause")
    assert await vera.commands(acme) == [{"command": "pause", "description": "What it does"}]
