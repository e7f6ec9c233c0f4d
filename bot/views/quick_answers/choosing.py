"""An operator chooses a quick answer, reads what the client will read, and sends it."""

import enum
from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import isolate
from bot.ui.names import name_source
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, write_pager
from bot.ui.texts import Words
from models import QuickAnswer, Source
from services.quick_answers.sending import Filled

ON_A_PAGE = 10


class ChooseAction(enum.StrEnum):
    LIST = "list"  # value: page
    SHOW = "show"
    SEND = "send"  # value: by what it is known whether it still says the same
    CLOSE = "no"


class ChooseCallback(CallbackData, prefix="qa"):
    """A button of these screens."""

    action: ChooseAction
    contact: Number
    assignment: Number
    answer: Number = 0
    value: Number = 0


def write_choice(
    number: int,
    assignment: int,
    answers: Sequence[QuickAnswer],
    words: Words,
    *,
    page: int = 0,
    typed_bot: Source | None = None,
) -> Screen:
    """Return the titles to choose from; behind the name of `typed_bot` one can be found by typing, too."""

    def do(action: ChooseAction, answer: int = 0, value: int = 0) -> ChooseCallback:
        return ChooseCallback(
            action=action, contact=number, assignment=assignment, answer=answer, value=value
        )

    shown, page, pages = cut_page(answers, page, ON_A_PAGE)
    buttons: list[Button] = [(isolate(one.title), do(ChooseAction.SHOW, one.id)) for one in shown]
    pager = write_pager(page, pages, lambda page: do(ChooseAction.LIST, value=page))
    close = (words.plain("button-cancel"), do(ChooseAction.CLOSE))
    text = words.plain("answers-choose", number=str(number))
    if typed_bot is not None:
        text += f"\n{words.html('answers-by-typing', bot=name_source(typed_bot))}"
    return Screen(text, [*arrange(buttons, 1), pager, [close]])


def write_filled(number: int, assignment: int, filled: Filled, words: Words) -> Screen:
    """Return what the client would read, to be sent or not."""
    send = ChooseCallback(
        action=ChooseAction.SEND,
        contact=number,
        assignment=assignment,
        answer=filled.answer.id,
        value=filled.mark,
    )
    back = ChooseCallback(action=ChooseAction.LIST, contact=number, assignment=assignment)
    buttons: list[Button] = [(words.plain("button-answer-send"), send), (words.plain("button-back"), back)]
    return Screen(words.html("answer-preview", number=str(number), text=filled.text), [buttons])


def write_sent(number: int, filled: Filled, words: Words) -> Screen:
    """Return what was sent: this message stands for it in the operator's chat from now on."""
    text = words.html("answer-sent", number=str(number), text=filled.text)
    return Screen(text, pop_up=words.plain("done-answer-sent", number=str(number)))
