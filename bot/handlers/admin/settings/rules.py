"""/settings: what can be decided about the business here; each change can be undone and is remembered."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.handlers import roles
from bot.handlers.admin.questions import ask
from bot.handlers.admin.settings import admins
from bot.handlers.admin_command import AdminCommand
from bot.middlewares.admin import AdminContext
from bot.middlewares.arguments import drop_words
from bot.reading import values
from bot.ui.screens import Screen
from bot.views.preferences.languages import find_languages
from bot.views.settings import setting_screens as view
from bot.views.settings.callbacks import SettingAction, SettingCallback
from services.refusals import Reason, Refused
from services.settings import changes
from services.settings.changes import Setting

COMMAND = "settings"
SHOWN = 15  # changes
NO_CHANGE = 2**31 - 1  # the last number that a database has: a forged one may be longer


async def on_settings(_message: Message, context: AdminContext, args: list[str]) -> Screen:
    """List the settings, the admins or what was changed, or show or set one."""
    match [word.lower() for word in args]:
        case []:
            return await list_settings(context)
        case ["log"]:
            return await show_log(context)
        case ["admins"]:
            return await admins.list_admins(context)
        case [_]:
            return await show_setting(context, args[0])
    setting = await context.unit.run_sync(changes.find_setting, args[0], at=context.at)
    text = drop_words(context.raw_args, 1)
    return await change(context, setting, None if values.is_default(text) else read_value(setting.name, text))


async def on_callback(query: CallbackQuery, callback_data: SettingCallback, context: AdminContext) -> object:
    """Do what a button says."""
    match callback_data.action:
        case SettingAction.LIST:
            return await list_settings(context)
        case SettingAction.LOG:
            return await show_log(context)
        case SettingAction.UNDO if callback_data.value.isdecimal():
            return await undo(context, min(int(callback_data.value), NO_CHANGE))
    setting = await context.unit.run_sync(changes.find_setting, callback_data.name, at=context.at)
    match callback_data.action:
        case SettingAction.SHOW:
            return await show_setting(context, setting.name)
        case SettingAction.SET:
            return await change(context, setting, callback_data.value)
        case SettingAction.SURE:
            return await set_value(context, setting, callback_data.value)
        case SettingAction.DEFAULT:
            return await change(context, setting, None)
        case SettingAction.ASK:
            name = context.words.plain(f"setting-{setting.name}")
            return await ask(query, context, "ask-setting", f"{COMMAND} {setting.name}", name=name)
        case _:
            raise Refused(Reason.CHANGED_SINCE)


async def list_settings(context: AdminContext) -> Screen:
    """Return all settings."""
    return view.write_all(await context.unit.run_sync(changes.list_settings, at=context.at), context.words)


async def show_setting(context: AdminContext, word: str) -> Screen:
    """Return one setting; raises Refused for what is none."""
    setting = await context.unit.run_sync(changes.find_setting, word, at=context.at)
    return view.write_setting(setting, context.words, context.timezone)


async def show_log(context: AdminContext) -> Screen:
    """Return what was changed."""
    found = await context.unit.run_sync(changes.list_changes, most=SHOWN)
    return view.write_log(found, context.words, context.timezone)


async def change(context: AdminContext, setting: Setting, value: Any) -> Screen:
    """Set a rule, None for its default; asks first if words of clients are to be deleted by it."""
    wanted = setting.default if value is None else changes.check_value(setting.name, value)
    if setting.name == "keep_days" and is_shorter(wanted, setting.value):
        return view.ask_to_delete(setting, wanted, context.words)
    return await set_value(context, setting, value)


def is_shorter(days: int, kept: int) -> bool:
    """Tell whether something is kept for a shorter time; 0 is for ever."""
    return days > 0 and (kept == 0 or days < kept)


async def set_value(context: AdminContext, setting: Setting, value: Any) -> Screen:
    """Set a rule and show what was changed."""
    made = await context.unit.run_sync(
        changes.set_value, setting.name, value, actor=context.actor, by=context.author, at=context.at
    )
    if made is None:
        return await show_setting(context, setting.name)
    after = await context.unit.run_sync(changes.find_setting, setting.name, at=context.at)
    return view.write_change(after, setting.value, made, context.words, context.timezone)


async def undo(context: AdminContext, change_id: int) -> Screen:
    """Put back what a change has changed; raises Refused."""
    setting = await context.unit.run_sync(
        changes.undo, change_id, actor=context.actor, by=context.author, at=context.at
    )
    screen = view.write_setting(setting, context.words, context.timezone)
    return Screen(screen.text, screen.rows, context.words.plain("setting-undone"))


def read_value(name: str, text: str) -> Any:
    """Return what a text means as the value of a setting."""
    if name == "default_language":
        return next(iter(find_languages(text) or ()), text)
    return values.read_value(name, text)


async def show_example(context: AdminContext, args: list[str]) -> str:
    """Return a working `/settings` command like the one that was meant."""
    name = args[0].lower() if args and args[0].lower() in changes.NAMES else changes.NAMES[0]
    setting = await context.unit.run_sync(changes.find_setting, name, at=context.at)
    value = changes.write_json(setting.value)
    shown = ("on" if value else "off") if isinstance(value, bool) else value
    return f"/{COMMAND} {name} {shown}"


def register(router: Router) -> None:
    """Put command and buttons into a router."""
    router.message.register(on_settings, AdminCommand("settings"), flags={"example": show_example})
    router.callback_query.register(on_callback, roles.is_admin, SettingCallback.filter())
    admins.register(router)
