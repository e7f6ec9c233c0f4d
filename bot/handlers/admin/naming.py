"""How admins name operators, sources and contacts, and how we name them in commands that work."""

from itertools import chain, count

from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import UnclosedQuoteError, read_number, split_words
from models import Operator, Source
from services import sources
from services.names import fold, parse_contact_number
from services.refusals import Reason, Refused
from services.team import operators

# What one does with an operator, as it may be typed too.
RUSSIAN_VERBS = {
    "добавить": "add",
    "ссылка": "link",
    "включить": "on",
    "выключить": "off",
    "лимит": "limit",
    "переименовать": "rename",
    "передать": "move",
    "уволить": "dismiss",
}


async def find_operator(context: AdminContext, words: list[str]) -> Operator:
    """Return the operator that words name; raises UsageError, Refused."""
    if not words:
        raise UsageError("operators-usage-who")
    return await context.unit.run_sync(operators.find, " ".join(words))


async def find_source(context: AdminContext, words: list[str]) -> Source:
    """Return the source that words name; raises UsageError, Refused."""
    if not words:
        raise UsageError("sources-usage-which")
    return await context.unit.run_sync(sources.find, " ".join(words))


def read_contact_number(words: list[str]) -> int:
    """Return the one number of a contact that was typed: `12`, `#12` or `№12`; raises UsageError."""
    number = parse_contact_number(words[0]) if len(words) == 1 else None
    if number is None:
        raise UsageError("contact-usage")
    return number


def read_whole(word: str, reason: Reason, most: int) -> int:
    """Return a whole number; raises Refused with this reason for what is none."""
    number = read_number(word)
    if number is None:
        raise Refused(reason, most=most)
    return number


async def name_bot(context: AdminContext) -> str:
    """Return the username of the bot that is being written to."""
    return await context.unit.run_sync(sources.name_bot, context.bot_id)


async def name_start_link(context: AdminContext, payload: str) -> str:
    """Return the link that starts the bot that is being written to."""
    return f"https://t.me/{await name_bot(context)}?start={payload}"


async def list_bots(context: AdminContext) -> list[Source]:
    """Return the bots that are connected."""
    found = await context.unit.run_sync(sources.list_sources)
    return [s for s in found if s.code is None and s.bot_id is not None and s.is_connected]


async def name_new_operator(context: AdminContext) -> str:
    """Return a name of a single word that is free."""
    everybody = await context.unit.run_sync(operators.list_operators)
    taken, name = {operator.name_key for operator in everybody}, context.words.plain("example-name")
    more = context.words.plain("example-more-names").split(", ")
    names = chain((name, *more), (f"{name}{n}" for n in count(2)))  # a number apart would read as the limit
    return next(free for free in names if fold(free) not in taken)


def name_operator(operator: Operator) -> str:
    """Return how to name an operator in a command: by name, unless quotes in it would confuse."""
    try:
        is_plain = " ".join(split_words(operator.name)) == operator.name
    except UnclosedQuoteError:
        is_plain = False
    return operator.name if is_plain else str(operator.id)
