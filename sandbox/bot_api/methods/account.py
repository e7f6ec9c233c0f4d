"""Who the bot is, and the commands it shows in its menu."""

import re
from typing import Any

from sandbox.bot_api.methods.call import Call, Method
from sandbox.bot_api.methods.menus import DEFAULT, PRIVATE, Command, chat_scope
from sandbox.server.errors import bad_request

SCOPES = (DEFAULT, PRIVATE, "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")


def get_me(call: Call) -> dict[str, Any]:
    return {
        **call.bot.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": call.bot.has_inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_commands(call: Call) -> bool:
    given = call.parameters.object("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("can't parse commands: Expected an Array of BotCommand")
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_read_command(item) for item in given]
    call.bot.commands[_read_place(call)] = commands
    return True


def get_commands(call: Call) -> list[Command]:
    return call.bot.commands.get(_read_place(call), [])


def delete_commands(call: Call) -> bool:
    call.bot.commands.pop(_read_place(call), None)
    return True


def _read_command(given: object) -> Command:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: Expected an Object")
    command, description = given.get("command"), given.get("description")
    if not isinstance(command, str) or not COMMAND.fullmatch(command.removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description.strip()}


def _read_place(call: Call) -> tuple[str, str]:
    """The scope and the language a command list is kept under."""
    scope = call.parameters.object("scope", "BotCommandScope") or {"type": DEFAULT}
    kind = scope.get("type") if isinstance(scope, dict) else None
    language = call.parameters.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    if kind in SCOPES:
        return kind, language
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = scope.get("chat_id")
    if not isinstance(chat_id, int) or chat_id not in call.cloud.people:
        raise bad_request("chat not found")
    return chat_scope(kind, chat_id, scope.get("user_id", "")), language


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
}
