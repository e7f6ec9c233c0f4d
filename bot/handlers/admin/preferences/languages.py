"""/operators languages: in which languages an operator answers."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_operator
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import drop_words
from bot.ui.screens import Screen
from bot.views.preferences import languages as view
from bot.views.preferences.callbacks import LanguageCallback
from models import Operator
from services.refusals import Reason, Refused
from services.team import operators, preferences

VERB = "languages"
NONE = ("-", "—", "–")


async def on_words(context: AdminContext, args: list[str]) -> Screen:
    """`languages <operator> <languages>`: by names or codes, a dash for that of the operator's Telegram."""
    if len(args) < 2:
        raise UsageError("operators-usage-who")
    operator, rest = await find_operator(context, args[1:2]), drop_words(context.raw_args, 2)
    if not rest:
        return view.write_languages(operator, context.words)
    codes = [] if rest in NONE else view.find_languages(rest)
    if codes is None:
        raise Refused(Reason.BAD_LANGUAGE)
    return await set_languages(context, operator, codes)


async def on_callback(
    _query: CallbackQuery, callback_data: LanguageCallback, context: AdminContext
) -> Screen:
    """Show the languages, or add or take away the one on the button."""
    operator, code = (
        await context.unit.run_sync(operators.find, f"#{callback_data.operator}"),
        callback_data.code,
    )
    if not code:
        return view.write_languages(operator, context.words)
    if not view.are_known([code]):
        raise Refused(Reason.BAD_LANGUAGE)
    chosen = preferences.list_languages(operator)
    changed = [one for one in chosen if one != code] if code in chosen else [*chosen, code]
    return await set_languages(context, operator, changed)


async def set_languages(context: AdminContext, operator: Operator, codes: list[str]) -> Screen:
    """Set the languages of an operator; raises Refused."""
    await context.unit.run_sync(preferences.set_languages, operator, codes, at=context.at)
    return view.write_languages(operator, context.words)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, LanguageCallback.filter())
