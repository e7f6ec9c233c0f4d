"""The quick answers of the business, and one of them with what can be done."""

import enum
from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import Typed, isolate
from bot.ui.lists import join_lines
from bot.ui.names import name_source
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, put_below, write_pager
from bot.ui.texts import Words
from bot.views.menu.callbacks import back_to_menu
from models import QuickAnswer, Source
from services.quick_answers.placeholders import LISTED

ON_A_PAGE = 20
SOURCES_ON_A_PAGE = 30


class AnswerAction(enum.StrEnum):
    LIST = "list"  # value: page
    SHOW = "show"
    ADD = "add"  # value: page of the sources to choose from
    ADD_FOR = "for"  # value: the source, 0 for all
    TITLE = "title"
    TEXT = "text"
    REMOVE = "gone"
    REMOVE_SURELY = "sure"


class AnswerCallback(CallbackData, prefix="ans"):
    """A button below these lists."""

    action: AnswerAction
    answer: Number = 0
    value: Number = 0


def name_owner(answer: QuickAnswer, words: Words) -> str:
    """Return whose contacts a quick answer is for."""
    return name_source(answer.source) if answer.source else words.plain("answers-for-all")


def tell_typing(bot: Source | None, words: Words, *, has_inline_mode: bool | None) -> str:
    """Return in HTML that operators find answers by typing, or how to switch that on; nothing if unknown."""
    if bot is None or has_inline_mode is None:
        return ""
    if has_inline_mode:
        return words.html("inline-on", bot=name_source(bot))
    return words.html("inline-off", bot=name_source(bot), command=Typed("/setinline"))


def write_list(
    answers: Sequence[QuickAnswer], words: Words, *, page: int = 0, done: str = "", typing: str = ""
) -> Screen:
    """Return a page of the list; in HTML `done` says what just was done, `typing` how else they are found."""
    shown, page, pages = cut_page(answers, page, ON_A_PAGE)
    lines = [
        words.html("answers-line", title=one.title, source=name_owner(one, words), count=one.used)
        for one in shown
    ]
    body = join_lines(lines, words) if lines else words.plain("answers-none", known=LISTED)
    text = f"{words.plain('answers-title')}\n{body}"
    if answers and typing and not done:
        text += f"\n\n<i>{typing}</i>"
    buttons: list[Button] = [
        (isolate(one.title), AnswerCallback(action=AnswerAction.SHOW, answer=one.id)) for one in shown
    ]
    pager = write_pager(page, pages, lambda page: AnswerCallback(action=AnswerAction.LIST, value=page))
    add = (words.plain("button-answer-add"), AnswerCallback(action=AnswerAction.ADD))
    return Screen(put_below(done, text), [*arrange(buttons, 2), pager, [add], [back_to_menu(words)]])


def write_one(answer: QuickAnswer, words: Words) -> Screen:
    """Return one quick answer as it is written, with what can be done."""

    def do(action: AnswerAction) -> AnswerCallback:
        return AnswerCallback(action=action, answer=answer.id)

    lines = [
        words.html("answer-title", title=answer.title, source=name_owner(answer, words)),
        words.plain("answer-used", count=answer.used),
        "",
        words.html("answer-text", text=answer.text),
    ]
    change: list[Button] = [
        (words.plain("button-answer-title"), do(AnswerAction.TITLE)),
        (words.plain("button-answer-text"), do(AnswerAction.TEXT)),
    ]
    remove: list[Button] = [(words.plain("button-answer-remove"), do(AnswerAction.REMOVE))]
    back: list[Button] = [(words.plain("button-answers-all"), AnswerCallback(action=AnswerAction.LIST))]
    return Screen("\n".join(lines), [change, remove, back])


def ask_to_remove(answer: QuickAnswer, words: Words) -> Screen:
    """Return the question whether a quick answer really goes."""
    sure = AnswerCallback(action=AnswerAction.REMOVE_SURELY, answer=answer.id)
    back = AnswerCallback(action=AnswerAction.SHOW, answer=answer.id)
    buttons: list[Button] = [
        (words.plain("button-answer-remove-sure"), sure),
        (words.plain("button-cancel"), back),
    ]
    return Screen(words.html("answer-remove-sure", title=answer.title), [buttons])


def ask_source(sources: Sequence[Source], words: Words, *, page: int = 0) -> Screen:
    """Return the question whose contacts a new quick answer is for."""

    def choose(source_id: int) -> AnswerCallback:
        return AnswerCallback(action=AnswerAction.ADD_FOR, value=source_id)

    shown, page, pages = cut_page(sources, page, SOURCES_ON_A_PAGE)
    of_all: list[Button] = [(words.plain("button-answers-for-all"), choose(0))]
    buttons: list[Button] = [(name_source(one), choose(one.id)) for one in shown]
    pager = write_pager(page, pages, lambda page: AnswerCallback(action=AnswerAction.ADD, value=page))
    back = (words.plain("button-answers-all"), AnswerCallback(action=AnswerAction.LIST))
    return Screen(words.plain("answers-for-whom"), [of_all, *arrange(buttons, 2), pager, [back]])
