"""A new quick answer: in one line of words, or title and text by two questions; and commands that work."""

from itertools import count

from bot.middlewares.admin import AdminContext, UsageError
from bot.middlewares.arguments import UnclosedQuoteError, drop_words, split_leading, split_words
from models import QuickAnswer, Source
from services import sources
from services.names import fold
from services.questions import ASKS
from services.queues import outbox, recipients
from services.quick_answers import templates
from services.quick_answers.placeholders import LISTED


async def add(context: AdminContext) -> QuickAnswer:
    """`add [@source] <title>: <text>`; raises UsageError, Refused."""
    source, rest = await read_source(context, drop_words(context.raw_args, 1))
    title, colon, text = rest.partition(":")
    if not colon or not title.strip() or not text.strip():
        raise UsageError("answers-usage-add")
    return await context.unit.run_sync(templates.add, source, title, text, at=context.at)


async def add_title(context: AdminContext) -> QuickAnswer | None:
    """Ask for the text of a new quick answer of this title, or add it if that is there already."""
    source, rest = await read_source(context, drop_words(context.raw_args, 1))
    if not rest:
        raise UsageError("answers-usage-add")
    if ":" in rest.strip(" :"):
        title, _, text = rest.partition(":")
        return await context.unit.run_sync(templates.add, source, title, text, at=context.at)
    owner = await context.unit.run_sync(templates.find_owner, source)
    title = await context.unit.run_sync(templates.check_title, owner, rest.rstrip(" :"))
    place = f"@{source.id} " if source else ""
    recipient = recipients.Recipient(context.bot_id, context.admin_id)
    command = {ASKS: f"answers add {place}{title}:"}
    await context.unit.run_sync(
        outbox.notify_admin, recipient, "ask-answer-text", at=context.at, title=title, known=LISTED, **command
    )
    return None


async def read_source(context: AdminContext, text: str) -> tuple[Source | None, str]:
    """Return the source that a text names after an @, None for all, and what follows; raises Refused."""
    if not text.startswith("@"):
        return None, text
    named = split_leading(text[1:], 1)
    if not named:
        raise UsageError("answers-usage-add")
    return await context.unit.run_sync(sources.find, named[0]), drop_words(text[1:], 1)


async def show_example(context: AdminContext, args: list[str]) -> str:
    """Return a command that works as things are: with a title that is free, or one that is there."""
    answers = await context.unit.run_sync(templates.list_answers)
    for_all = [answer for answer in answers if answer.source_id is None]
    verb, words = args[0].lower() if args else "", context.words
    if answers and verb == "remove":
        return f"/answers remove {name_answer(answers[-1], answers)}"
    free = find_free(words.plain("example-answer-title"), {answer.title_key for answer in answers})
    if answers and verb == "rename":
        return f"/answers rename {name_answer(answers[-1], answers)} {free}"
    text = words.plain("example-answer-text")
    if answers and verb == "text":
        return f"/answers text {name_answer(answers[-1], answers)} {text}"
    if len(for_all) >= templates.MOST:
        return f"/answers remove {for_all[-1].id}"
    return f"/answers add {free}: {text}"


def find_free(title: str, taken: set[str]) -> str:
    """Return a title that no quick answer has."""
    titles = (title if n == 1 else f"{title} {n}" for n in count(1))
    return next(free for free in titles if fold(free) not in taken)


def name_answer(answer: QuickAnswer, among: list[QuickAnswer]) -> str:
    """Return how to name a quick answer in a command: by title if that is one plain word and no other's."""
    try:
        is_plain = split_words(answer.title) == [answer.title]
    except UnclosedQuoteError:
        is_plain = False
    is_alone = sum(answer.title_key == other.title_key for other in among) == 1
    return answer.title if is_plain and is_alone else str(answer.id)
