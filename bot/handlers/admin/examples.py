"""Commands about contacts that work, for whoever has typed one that does not."""

from bot.handlers.admin.naming import name_new_operator, name_operator
from bot.middlewares.admin import AdminContext
from services.reports import records
from services.team import operators, transfers


async def show_contact_example(context: AdminContext, _args: list[str]) -> str:
    """Return a working `/contact` command; without contacts, where they will appear."""
    latest = await context.unit.run_sync(records.find_latest)
    return f"/contact {latest}" if latest else "/queue"


async def show_why_example(context: AdminContext, _args: list[str]) -> str:
    """Return a working `/why` command; without contacts, what lists those that wait."""
    latest = await context.unit.run_sync(records.find_latest_explained)
    return f"/why {latest}" if latest else "/queue"


async def show_assign_example(context: AdminContext, _args: list[str]) -> str:
    """Return a working `/assign` command; where nothing can be given to anybody, what comes nearest."""
    if not await context.unit.run_sync(operators.list_operators):
        return f"/operators add {await name_new_operator(context)} 5"
    possible = await context.unit.run_sync(transfers.find_possible, at=context.at)
    if possible is None:
        return await show_contact_example(context, [])
    return f"/assign {possible[0].id} {name_operator(possible[1])}"


async def show_find_example(context: AdminContext, _args: list[str]) -> str:
    """Return a working `/find` command."""
    return f"/find {context.words.plain('example-words')}"


async def show_queue_example(_context: AdminContext, _args: list[str]) -> str:
    """Return a working `/queue` command."""
    return "/queue"
