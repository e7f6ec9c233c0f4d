"""What a contact is labelled with: lines of its card and page, and the choice of outcome and tags."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData

from bot.ui.isolation import isolate
from bot.ui.lists import shorten
from bot.ui.screens import Button, Number, Screen, arrange
from bot.ui.texts import Words
from models import Contact, Label, LabelKind
from services.queues.labels import Labelled

LONGEST_TAGS = 300  # UTF-16 units of all tags of a contact
CHOSEN = "✓ "


class ContactLabelCallback(CallbackData, prefix="cl"):
    """An admin's button about a contact: shows a list to choose from, or chooses from it."""

    kind: LabelKind
    contact: Number
    label: Number = 0  # 0: shows the list


def list_labels(labelled: Labelled, words: Words) -> list[str]:
    """Return in HTML what a contact is labelled with; nothing if it is not."""
    lines = []
    if labelled.outcome is not None:
        lines.append(words.html("card-outcome", name=labelled.outcome.name))
    if labelled.tags:
        names = ", ".join(isolate(tag.name) for tag in labelled.tags)
        lines.append(words.html("card-tags", names=shorten(names, LONGEST_TAGS)))
    return lines


def offer_labels(contact: Contact, labelled: Labelled, words: Words) -> list[Button]:
    """Return an admin's buttons that lead to what a contact could be labelled with."""
    buttons: list[Button] = []
    if not contact.is_open and labelled.offered:
        callback = ContactLabelCallback(kind=LabelKind.OUTCOME, contact=contact.id)
        buttons.append((words.plain("button-outcome"), callback))
    if labelled.offered_tags:
        callback = ContactLabelCallback(kind=LabelKind.TAG, contact=contact.id)
        buttons.append((words.plain("button-tags"), callback))
    return buttons


def write_choice(
    kind: LabelKind,
    contact: Contact,
    labelled: Labelled,
    words: Words,
    *,
    choose: Callable[[Label], CallbackData],
    back: Button,
) -> Screen:
    """Return the labels of a kind, of which a press chooses one or takes it away."""
    if kind is LabelKind.OUTCOME:
        every, chosen = labelled.outcomes, {labelled.outcome.id} if labelled.outcome else set[int]()
        if labelled.outcome is not None and labelled.outcome not in every:
            every = (*every, labelled.outcome)
    else:
        every, chosen = labelled.offered_tags, {tag.id for tag in labelled.tags}
    buttons: list[Button] = [(write_choice_label(one, one.id in chosen), choose(one)) for one in every]
    text = words.plain(f"choose-{kind}", number=str(contact.id))
    return Screen(text, [*arrange(buttons, 2), [back]])


def write_choice_label(label: Label, is_chosen: bool) -> str:
    """Return what stands on the button of a label."""
    return f"{CHOSEN if is_chosen else ''}{isolate(label.name)}"
