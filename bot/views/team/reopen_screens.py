"""What an admin can do with a completed contact whose operator can't have it back."""

from collections.abc import Sequence

from bot.ui.screens import Button, Screen, arrange, name_with
from bot.ui.texts import Words, escape
from bot.views.contact_screens import ContactAction, ContactCallback
from models import Operator

MOST = 8  # operators to choose from


def offer_otherwise(number: int, refusal: str, able: Sequence[tuple[Operator, int]], words: Words) -> Screen:
    """Return why its operator can't have it, and buttons for the queue and for who has free places."""

    def do(action: ContactAction, value: int = 0) -> ContactCallback:
        return ContactCallback(action=action, contact=number, value=value)

    others: list[Button] = [
        (name_with(operator.name, free), do(ContactAction.REOPEN_WITH, operator.id))
        for operator, free in able[:MOST]
    ]
    text = f"{escape(refusal)}\n{words.plain('reopen-otherwise', count=len(able))}"
    back = (words.plain("button-cancel"), do(ContactAction.SHOW))
    to_queue = (words.plain("button-return"), do(ContactAction.REQUEUE))
    return Screen(text, [[to_queue], *arrange(others, 2), [back]])
