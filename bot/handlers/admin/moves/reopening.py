"""Reopening for an admin: with its operator, or if that one can't have it with another, or for the queue."""

from bot.handlers.admin.moves.moving import move
from bot.middlewares.admin import AdminContext
from bot.ui.refusals import write_refusal
from bot.ui.screens import Screen
from bot.views.contact_screens import ContactAction, ContactCallback
from bot.views.team.reopen_screens import offer_otherwise
from services.contacts.states import Action
from services.refusals import Reason, Refused
from services.team import operators, transfers

# What an operator would be told of himself, as an admin is told it of an operator.
OF_OPERATOR = {
    Reason.FULL: Reason.OPERATOR_FULL,
    Reason.OFF: Reason.OPERATOR_OFF,
    Reason.PAUSED: Reason.OPERATOR_PAUSED,
}
# Why its operator can't have it, though somebody else may.
OF_ITS_OPERATOR = (*OF_OPERATOR.values(), Reason.OPERATOR_UNREACHABLE, Reason.DISMISSED)


async def reopen(context: AdminContext, callback_data: ContactCallback) -> Screen | str:
    """Reopen as a button says; returns in HTML what was done, or a screen of what can be done instead."""
    number, words = callback_data.contact, context.words
    match callback_data.action:
        case ContactAction.REQUEUE:
            await move(context, number, Action.REQUEUE)
            return words.plain("reopened-to-queue", number=str(number))
        case ContactAction.REOPEN_WITH:
            operator = await context.unit.run_sync(operators.find, f"#{callback_data.value}")
            await context.unit.run_sync(
                transfers.reopen_with, number, operator, actor=context.actor, at=context.at
            )
            return words.html("reopened-with", number=str(number), name=operator.name)
    try:
        await move(context, number, Action.REOPEN)
    except Refused as refusal:
        told = Refused(OF_OPERATOR.get(refusal.reason, refusal.reason), **refusal.params)
        if told.reason not in OF_ITS_OPERATOR:
            raise told from None
        able = await context.unit.run_sync(transfers.list_takers, number, at=context.at)
        return offer_otherwise(number, write_refusal(told, words), able, words)
    return words.plain("reopen-done", number=str(number))
