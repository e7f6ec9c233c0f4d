"""Who joins: the link to forward, the question to an admin who opens it, and the news to the others."""

import enum
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.ui.names import write_account
from bot.ui.screens import Button, Number, Screen
from bot.ui.texts import Words, escape
from bot.ui.times import write_minutes
from bot.views.operator_screens import OperatorAction, OperatorCallback
from models import Operator
from services.chats import Profile
from services.distribution.grace import GRACE
from services.joining.start_links import Joined
from services.operations.alerts import OPENS_BOT
from services.team.leaving import Left

MOST_LINKS = 50  # buttons; Telegram takes 100
AccountNumber = Annotated[int, Field(ge=0, lt=2**52)]  # Telegram's ids fit in so many bits


class Answer(enum.StrEnum):
    YES = "yes"
    NO = "no"


class JoinCallback(CallbackData, prefix="join"):
    """An admin's answer whether he is the operator of a link."""

    answer: Answer
    token: str = Field(pattern=r"^[A-Za-z0-9_-]+$")


class NotHerCallback(CallbackData, prefix="not"):
    """The account that has joined as an operator is somebody else's."""

    operator: Number
    account: AccountNumber


def write_link(operator: Operator, link: str, words: Words) -> str:
    """Return in HTML what is to be forwarded to who joins: a message that no button replaces."""
    return words.html("operator-link", name=operator.name, link=link)


def ask_admin(operator: Operator, token: str, words: Words) -> Screen:
    """Return the question to an admin who has opened a link, which stays good until he says yes."""
    named = {"name": operator.name}
    yes = (words.plain("button-join", **named), JoinCallback(answer=Answer.YES, token=token))
    no = (words.plain("button-join-not"), JoinCallback(answer=Answer.NO, token=token))
    return Screen(words.html("join-question", **named), [[yes], [no]])


def write_welcome(joined: Joined, words: Words) -> str:
    """Return what a new operator is told, as plain text."""
    lines = [words.plain("operator-joined", name=joined.operator.name)]
    if joined.other_bots:
        bots = ", ".join(f"@{bot.name}" for bot in joined.other_bots)
        lines.append(words.plain("operator-open-bots", bots=bots))
    if joined.other_bots and joined.kept:
        span = write_minutes(GRACE // timedelta(minutes=1), words)
        lines.append(words.plain("operator-grace", count=joined.kept, span=span))
    return "\n".join(lines)


def link_to_bots(joined: Joined) -> InlineKeyboardMarkup | None:
    """Return a button for each bot that a new operator has still to open."""
    rows = [
        [InlineKeyboardButton(text=f"@{bot.name}", url=f"https://t.me/{bot.name}")]
        for bot in joined.other_bots[:MOST_LINKS]
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def write_news(params: dict[str, Any], words: Words) -> Screen:
    """Return what the other admins hear of who has joined, with the button against a stranger."""
    account = write_account(params["account"], Profile(params["name"], params["username"]), words)
    text = words.html("joined-news", operator=params["operator"]) + "\n" + account
    callback = NotHerCallback(operator=params["operator_id"], account=params["account"])
    return Screen(text, [[(words.plain("button-not-her"), callback)]])


def forward_bot(params: dict[str, Any], words: Words) -> InlineKeyboardMarkup:
    """Return the button that lets an admin forward the link to a bot to the operator who is to open it."""
    link = f"https://t.me/{params[OPENS_BOT]}"
    text = words.plain("open-bot-please", name=params["operator"], bot=params[OPENS_BOT])
    share = f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='')}"
    button = InlineKeyboardButton(text=words.plain("button-forward-bot"), url=share)
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def write_cut_off(operator: Operator, account: str, left: Left, words: Words) -> Screen:
    """Return what became of an account, named in HTML, and of what it had; offers a fresh link."""
    lines = (words.html("cut-off", name=operator.name), account, write_left(left, words))
    rows: list[list[Button]] = [
        [(words.plain("button-operator-link"), make_callback(OperatorAction.LINK, operator))],
        [(words.plain("button-operator-page"), make_callback(OperatorAction.SHOW, operator))],
    ]
    return Screen("\n".join(lines), rows)


def ask_to_dismiss(operator: Operator, words: Words) -> Screen:
    """Return the question before a dismissal."""
    sure = (words.plain("button-dismiss-surely"), make_callback(OperatorAction.DISMISS_SURELY, operator))
    back = (words.plain("button-cancel"), make_callback(OperatorAction.SHOW, operator))
    return Screen(words.html("dismiss-question", name=operator.name, count=operator.load), [[sure, back]])


def write_dismissed(operator: Operator, left: Left, words: Words) -> Screen:
    """Return what a dismissal has done."""
    back = (words.plain("button-all-operators"), OperatorCallback(action=OperatorAction.LIST))
    return Screen(f"{words.html('dismissed', name=operator.name)}\n{write_left(left, words)}", [[back]])


def write_left(left: Left, words: Words) -> str:
    """Return what became of the open requests of who left."""
    return escape(words.plain("left-requests", moved=left.moved, waiting=left.waiting))


def make_callback(action: OperatorAction, operator: Operator) -> OperatorCallback:
    """Return what a button about an operator says."""
    return OperatorCallback(action=action, operator=operator.id)
