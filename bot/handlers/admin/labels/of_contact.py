"""The outcome and the tags of a contact, chosen on its page by an admin."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.orm import Session

from bot.handlers import roles
from bot.middlewares.admin import AdminContext
from bot.ui.screens import Screen
from bot.views.decision_screens import write_back
from bot.views.labels.on_contact import ContactLabelCallback, write_choice
from models import Contact, Label, LabelKind
from services.labels import choosing
from services.queues import labels
from services.queues.labels import Labelled


async def on_callback(
    _query: CallbackQuery, callback_data: ContactLabelCallback, context: AdminContext
) -> Screen:
    """Choose a label or take it away, and show what there is to choose from."""
    kind = callback_data.kind
    contact, labelled = await context.unit.run_sync(choose, callback_data, context)

    def choose_label(label: Label) -> ContactLabelCallback:
        return ContactLabelCallback(kind=kind, contact=contact.id, label=label.id)

    back = write_back(contact.id, context.words)
    return write_choice(kind, contact, labelled, context.words, choose=choose_label, back=back)


def choose(
    session: Session, callback_data: ContactLabelCallback, context: AdminContext
) -> tuple[Contact, Labelled]:
    """Do what a button says of a contact; returns it with its labels. Raises Refused."""
    contact = choosing.claim(session, callback_data.contact)
    if callback_data.label:
        toggle = choosing.toggle_outcome if callback_data.kind is LabelKind.OUTCOME else choosing.toggle_tag
        toggle(session, contact, callback_data.label, actor=context.actor, at=context.at)
    return contact, labels.read_one(session, contact)


def register(router: Router) -> None:
    """Put the buttons into a router."""
    router.callback_query.register(on_callback, roles.is_admin, ContactLabelCallback.filter())
