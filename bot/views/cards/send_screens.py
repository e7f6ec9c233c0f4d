"""What an operator sees of a message that replies to nothing: buttons that say to whom it goes."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from bot.ui.names import name_apart, name_client
from bot.ui.screens import Positive, Screen, arrange
from bot.ui.texts import Words
from models import Contact, Lead


class SendCallback(CallbackData, prefix="send"):
    """An operator says to the client of which contact the message goes that is replied to."""

    contact: Positive


def ask_recipient(contacts: Sequence[Contact], words: Words) -> Screen:
    """Return how to write to a client, with a button for each to whom the message can go now."""
    names = name_apart((contact.lead for contact in contacts), words)
    often = len({contact.lead_id for contact in contacts}) < len(contacts)
    buttons = [
        (
            words.plain(
                "button-send-in" if often else "button-send",
                client=names[contact.lead_id],
                number=str(contact.id),
            ),
            SendCallback(contact=contact.id),
        )
        for contact in contacts
    ]
    return Screen(words.html("operator-hint-send"), arrange(buttons, 1))


def write_sent(number: int, client: Lead, words: Words) -> Screen:
    """Return that a message is on its way to a client."""
    return Screen(words.html("sent-to", client=name_client(client, words), number=str(number)))
