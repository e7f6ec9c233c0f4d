"""/sources text: what a source says to clients in its own words, or does not say; by words and by buttons."""

import re

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import roles
from bot.handlers.admin.naming import find_source
from bot.handlers.admin.questions import ask
from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import split_words
from bot.reading.spelling import fold_typed
from bot.ui.names import name_source
from bot.ui.screens import Screen
from bot.ui.texts import LANGUAGES, speak
from bot.views.preferences import source_texts as view
from bot.views.preferences.callbacks import TextCallback, TextState
from models import Source
from services import sources
from services.names import drop_directions
from services.refusals import Reason, Refused
from services.team import source_texts
from services.team.source_texts import EVERYBODY, OFF, Said, SourceText

TEXT = re.compile(
    r'text\s+("[^"]*"|«[^»]*»|“[^”]*”|„[^“]*“|\S+)\s+(\S+)(?:\s+(.*))?', re.DOTALL | re.IGNORECASE
)
READERS = re.compile(rf"({'|'.join(LANGUAGES)}|\*)\s+(.*)", re.DOTALL)
ALL = "*"  # among the words of a command: a text itself may begin with "all"
NOTHING = ("-", "—", "–")  # a phone makes dashes of hyphens
NOT_SAID = ("off", "выкл")


async def on_words(context: AdminContext) -> Screen:
    """`text <source> <which> [ru|en] <words>`: what is said; a dash for our words, “off” for nothing."""
    found = TEXT.fullmatch(context.raw_text)  # its words keep their marks of direction: clients read them
    which = find_text_named(drop_directions(found[2])) if found else None
    if found is None or which is None or not found[3]:
        raise UsageError("sources-usage-text")
    source = await find_source(context, split_words(drop_directions(found[1])))
    told = READERS.fullmatch(found[3])
    readers, given = (told[1], told[2].strip()) if told else (ALL, found[3].strip())
    said: Said | None = None if given in NOTHING else OFF if given.casefold() in NOT_SAID else given
    return await set_text(context, source, which, said, EVERYBODY if readers == ALL else readers)


async def on_callback(query: CallbackQuery, callback_data: TextCallback, context: AdminContext) -> object:
    """Do what a button says."""
    source = await context.unit.run_sync(sources.find, f"#{callback_data.source}")
    if source.bot_id is None:
        raise Refused(Reason.SPEAKS_TO_NOBODY, name=source.name)
    which, readers = callback_data.which, callback_data.readers
    match callback_data.state:
        case None:
            return show(context, source, which)
        case TextState.OWN if which is not None:
            return await ask_for_text(query, context, source, which, readers)
        case state if which is not None:
            return await set_text(context, source, which, OFF if state is TextState.OFF else None, readers)
        case _:
            return show(context, source, None)


async def ask_for_text(
    query: CallbackQuery, context: AdminContext, source: Source, which: SourceText, readers: str
) -> object:
    """Ask an admin for a text; the answer completes the command."""
    word = ALL if readers == EVERYBODY else readers
    what = context.words.plain(f"button-source-{which}")
    command = f"sources text {source.id} {which} {word}"
    return await ask(
        query, context, "ask-source-text", command, source=name_source(source), what=what, readers=readers
    )


async def set_text(
    context: AdminContext, source: Source, which: SourceText, said: Said | None, readers: str
) -> Screen:
    """Set what a source says to some readers, and show it; raises Refused."""
    await context.unit.run_sync(source_texts.set_text, source, which, said, language=readers)
    key = "text-off" if said is OFF else "text-set" if said else "text-reset"
    what = context.words.plain(f"button-source-{which}")
    done = context.words.html(key, source=name_source(source), what=what)
    return show(context, source, which, done)


def show(context: AdminContext, source: Source, which: SourceText | None, done: str = "") -> Screen:
    """Return one text of a source, or all of them; `done` says in HTML what just was."""
    if which is None:
        return view.write_texts(source, context.words)
    return view.write_text(source, which, context.words, done=done)


def find_text_named(word: str) -> SourceText | None:
    """Return the text that a word means, in any of our languages."""
    spelled = fold_typed(word)
    for which in SourceText:
        names = (which.value, *(speak(language).plain(f"source-word-{which}") for language in LANGUAGES))
        if spelled in map(fold_typed, names):
            return which
    return None


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, TextCallback.filter())
