"""The rarer buttons of a card, in place of the everyday ones until *Back* is pressed."""

from aiogram.types import InlineKeyboardMarkup

from bot.ui.keyboards import CardCallback, CardMenu, CardMenuCallback, NoAnswerCallback, WhyCallback
from bot.ui.screens import Button, arrange, make_button
from bot.ui.texts import Words
from models import Contact
from services.contacts.states import RARE, list_card_actions
from services.queues.labels import Labelled


def menu_buttons(contact: Contact, labelled: Labelled, words: Words) -> InlineKeyboardMarkup:
    """Return what its operator seldom does with an open contact, and the way back."""
    about = {"contact": contact.id, "assignment": contact.assignment_no}

    def open_menu(menu: CardMenu) -> CardMenuCallback:
        return CardMenuCallback(menu=menu, **about)

    buttons: list[Button] = [(words.plain("button-why-me"), WhyCallback(**about))]
    buttons += [
        (words.plain(f"button-{action}"), CardCallback(action=action, **about))
        for action in list_card_actions(contact, with_rare=True)
        if action in RARE
    ]
    if contact.unanswered_since is not None:
        buttons.append((words.plain("button-no-answer"), NoAnswerCallback(**about)))
    if labelled.offered_tags:
        buttons.append((words.plain("button-tags"), open_menu(CardMenu.TAGS)))
    if contact.spam_reported_at is None:
        buttons.append((words.plain("button-spam"), open_menu(CardMenu.SPAM)))
    back: Button = (words.plain("button-back"), open_menu(CardMenu.LESS))
    rows = [*arrange(buttons, 2), [back]]
    return InlineKeyboardMarkup(inline_keyboard=[[make_button(*button) for button in row] for row in rows])
