"""What an update does: as in the handlers, without the library that reads Telegram."""

import json
from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Contact, Message, Operator, Status, actors
from proofs.exporting import Fact
from proofs.histories.rules import CAMPAIGN
from proofs.histories.telegram import Telegram
from services.chats import ChatRef
from services.contacts import conversation, edits, transitions
from services.contacts.cards import pooled
from services.contacts.messages import Incoming
from services.contacts.states import Action
from services.joining import start_links
from services.moment import Moment
from services.queues import inbox
from services.queues.inbox import Due
from services.queues.recipients import Recipient
from services.refusals import Refused
from services.team import identity, operators

MOVES = {
    "take": Action.TAKE,
    "complete": Action.COMPLETE,
    "pass_on": Action.PASS_ON,
    "return": Action.RETURN,
    "reopen": Action.REOPEN,
    "snooze": Action.SNOOZE,
    "wake": Action.WAKE,
}


def handle_one(telegram: Telegram, session: Session, bot: int, row: Due, *, at: Moment) -> None:
    """Do what an update says, and mark it as handled."""
    update = json.loads(row.body)
    chat = ChatRef(bot, Account(update["chat"]))
    identity.identify(session, chat, language="en", reply_to=None, at=at)
    incoming = Incoming(
        bot, Account(update["chat"]), update.get("message", 0), "text", text=update.get("text")
    )
    with suppress(Refused):
        match update["act"]:
            case "start":
                start_links.follow(session, CAMPAIGN, chat, language="en", at=at)
            case "staff":
                change_staff(session, update, at=at)
            case "say":
                conversation.receive(session, incoming, at=at)
            case "edit":
                note_forbidden(telegram, session, incoming)
                edits.edit(session, incoming, at=at)
            case "answer":
                conversation.answer(session, incoming, update["contact"], at=at)
            case "take from pool":
                card = Recipient(bot, update["chat"], update["contact"], update["number"])
                pooled.take(session, card, at=at)
            case "api":
                status = Status(update["status"])
                transitions.set_status(session, update["contact"], status, actor=actors.API, at=at)
            case move:
                perform(session, MOVES[move], update, at=at)
    inbox.finish(session, [row.id], at=at)


def change_staff(session: Session, update: dict[str, Any], *, at: Moment) -> None:
    """Switch an operator off or on, or set a limit, as an admin wishes."""
    operator, actor = operators.get(session, update["operator"]), actors.admin(update["chat"])
    if "limit" in update:
        operators.set_limit(session, operator, update["limit"], actor=actor, at=at)
    else:
        operators.set_active(session, operator, update["is_active"], actor=actor, at=at)


def perform(session: Session, action: Action, update: dict[str, Any], *, at: Moment) -> None:
    """Do what a button says, of who has the contact."""
    operator = session.scalars(select(Operator).filter_by(telegram_id=update["chat"])).one()
    contact = session.get_one(Contact, update["contact"])
    if contact.operator_id == operator.id:
        actor = actors.operator(operator.id)
        transitions.perform(session, contact.id, action, actor=actor, at=at)


def note_forbidden(telegram: Telegram, session: Session, incoming: Incoming) -> None:
    """Note an edit of an answer by somebody who has the contact no more."""
    place = {"bot_id": incoming.bot_id, "chat_id": incoming.chat_id, "message_id": incoming.message_id}
    message = session.scalars(select(Message).filter_by(**place)).first()
    if message is None or message.operator_id is None:
        return
    where = dict(zip(("bot", "chat", "message"), place.values(), strict=True))
    fact: Fact = {"fact": "forbidden", **where, "text": incoming.text}
    if fact in telegram.forbidden:  # it was handled before a crash, and is judged anew
        telegram.forbidden.remove(fact)
    if session.get_one(Contact, message.contact_id).operator_id != message.operator_id:
        telegram.forbidden.append(fact)
