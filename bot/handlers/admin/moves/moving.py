"""What an admin does with a contact, whoever has it."""

from bot.middlewares.admin import AdminContext
from services.contacts import transitions
from services.contacts.states import Action


async def move(context: AdminContext, number: int, action: Action) -> None:
    """Do with a contact what an admin may; raises Refused."""
    await context.unit.run_sync(transitions.perform, number, action, actor=context.actor, at=context.at)
