"""How a completed contact has ended, and what a contact is about: chosen by its operator."""

from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.orm import Session

from bot.ui.display import pop_up, show_instead
from bot.ui.keyboards import OutcomeCallback, TagCallback
from bot.ui.refusals import write_refusal
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.views.cards.mine_screens import MineAction, MineCallback
from bot.views.labels.on_contact import write_choice
from models import Contact, Label, LabelKind
from models.database.protocol import UnitOfWork
from services.contacts import card_actions
from services.moment import Moment
from services.queues import labels
from services.queues.labels import Labelled
from services.queues.recipients import Recipient


async def on_outcome(
    query: CallbackQuery,
    callback_data: OutcomeCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Set the outcome of a card's contact, or clear it."""
    choose = partial(card_actions.choose_outcome, label_id=callback_data.label, at=at)
    refusal = await unit.run_sync(choose, recipient)
    if refusal is not None:
        return pop_up(query, write_refusal(refusal, words))
    labelled = await unit.run_sync(labels.read_number, callback_data.contact)
    number = str(callback_data.contact)
    if labelled.outcome is None:
        return query.answer(words.plain("outcome-cleared", number=number))
    return query.answer(words.plain("outcome-set", number=number, name=labelled.outcome.name))


async def on_tag(
    query: CallbackQuery,
    callback_data: TagCallback,
    recipient: Recipient,
    unit: UnitOfWork,
    words: Words,
    at: Moment,
) -> object:
    """Give a contact a tag or take it away, and show which it has."""
    contact, labelled = await unit.run_sync(choose_tag, recipient, callback_data.label, at)
    return show_instead(query, show_tags(contact, callback_data.assignment, labelled, words))


def show_tags(contact: Contact, assignment: int, labelled: Labelled, words: Words) -> Screen:
    """Return the tags that the operator of a contact chooses from; back leads to its page in /mine."""

    def choose(label: Label) -> TagCallback:
        return TagCallback(contact=contact.id, assignment=assignment, label=label.id)

    shows = MineCallback(action=MineAction.SHOW, contact=contact.id)
    back: Button = (words.plain("button-contact", number=str(contact.id)), shows)
    return write_choice(LabelKind.TAG, contact, labelled, words, choose=choose, back=back)


def choose_tag(session: Session, recipient: Recipient, label_id: int, at: Moment) -> tuple[Contact, Labelled]:
    """Choose a tag; returns the contact with its labels. Raises Refused."""
    contact = card_actions.choose_tag(session, recipient, label_id=label_id, at=at)
    return contact, labels.read_one(session, contact)


def register(router: Router) -> None:
    """Register the buttons of outcomes and tags."""
    router.callback_query.register(on_outcome, OutcomeCallback.filter())
    router.callback_query.register(on_tag, TagCallback.filter())
