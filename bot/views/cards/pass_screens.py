"""Passing a request on: to whom, and afterwards what its former operator may still do."""

import enum

from aiogram.filters.callback_data import CallbackData

from bot.ui.names import name_client
from bot.ui.screens import Button, Number, Screen, arrange, cut_page, name_with, write_pager
from bot.ui.texts import Words
from services.team.passing import Choice, Handover

CHOICES = 30  # colleagues to choose from at once


class PassAction(enum.StrEnum):
    ASK = "ask"  # value: page
    DRAW = "draw"
    GIVE = "to"  # value: the colleague
    CANCEL = "no"
    UNDO = "undo"
    LINE = "line"


class PassCallback(CallbackData, prefix="pass"):
    """A button of these screens. Before it is passed on the assignment is the old one, then the new one."""

    action: PassAction
    contact: Number
    assignment: Number
    value: Number = 0


def write_choice(choice: Choice, words: Words, *, page: int = 0) -> Screen:
    """Return the question to whom a contact goes, with the places that colleagues have free."""
    contact = choice.contact

    def do(action: PassAction, value: int = 0) -> PassCallback:
        return PassCallback(action=action, contact=contact.id, assignment=contact.assignment_no, value=value)

    shown, page, pages = cut_page(choice.colleagues, page, CHOICES)
    draw: list[Button] = []
    if choice.mode is not None:
        draw = [(words.plain(f"button-pass-{choice.mode}"), do(PassAction.DRAW))]
    buttons: list[Button] = [
        (name_with(colleague.name, places), do(PassAction.GIVE, colleague.id)) for colleague, places in shown
    ]
    pager = write_pager(page, pages, lambda number: do(PassAction.ASK, number))
    cancel = (words.plain("button-cancel"), do(PassAction.CANCEL))
    client = name_client(choice.client, words)
    text = words.html("pass-choose", number=str(contact.id), client=client)
    return Screen(text, [draw, *arrange(buttons, 2), pager, [cancel]])


def write_done(handover: Handover, words: Words, *, pop_up: str | None = None) -> Screen:
    """Return who has got a contact, with what the former operator may still do."""
    contact = handover.contact
    if handover.operator is None:
        return Screen(words.html("pass-done-pool", number=str(contact.id)), [], pop_up)
    name = handover.operator.name

    def do(action: PassAction) -> PassCallback:
        return PassCallback(action=action, contact=contact.id, assignment=contact.assignment_no)

    undo = (words.plain("button-pass-undo"), do(PassAction.UNDO))
    line = (words.plain("button-pass-line", name=name), do(PassAction.LINE))
    key = "pass-done" if handover.mode is None else f"pass-done-{handover.mode}"
    return Screen(words.html(key, number=str(contact.id), name=name), [[undo], [line]], pop_up)
