"""Quick answers as results of an inline query: title, whom it is for, and what the client will read."""

from collections.abc import Sequence

from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQueryResultArticle, InlineQueryResultUnion, InputTextMessageContent

from bot.ui.lists import shorten
from bot.ui.names import name_apart
from bot.ui.texts import Words
from services.quick_answers.inline import Suggestion

LONGEST_TITLE = 100  # UTF-16 units
LONGEST_DESCRIPTION = 200  # UTF-16 units
EMPTY_CACHE = 30  # seconds in which Telegram asks nothing again for who sees nothing


def write_results(query_id: str, found: Sequence[Suggestion], words: Words) -> AnswerInlineQuery:
    """Return the answer to a query; Telegram keeps it for nobody, as names of clients are in it."""
    names = name_apart((one.contact.lead for one in found if one.contact), words)
    results: list[InlineQueryResultUnion] = [
        InlineQueryResultArticle(
            id=f"{one.answer.id}:{one.contact.id if one.contact else 0}",
            title=shorten(write_title(one, names, words), LONGEST_TITLE),
            description=shorten(" ".join(one.text.split()), LONGEST_DESCRIPTION),
            input_message_content=InputTextMessageContent(message_text=one.text, parse_mode=None),
        )
        for one in found
    ]
    return AnswerInlineQuery(inline_query_id=query_id, results=results, cache_time=0, is_personal=True)


def write_title(one: Suggestion, names: dict[int, str], words: Words) -> str:
    """Return what a quick answer is called, with whom it is for if that matters."""
    if one.contact is None:
        return one.answer.title
    client = names[one.contact.lead_id]
    return words.plain("inline-for", title=one.answer.title, client=client, number=str(one.contact.id))


def answer_nothing(query_id: str) -> AnswerInlineQuery:
    """Return the answer for whom there is nothing."""
    return AnswerInlineQuery(inline_query_id=query_id, results=[], cache_time=EMPTY_CACHE, is_personal=True)
