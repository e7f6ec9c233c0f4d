"""`leadbot webhooks resend`: what another system did not take is sent to it again."""

import asyncio
from datetime import datetime

import typer

from edges.rules import load_rules
from leadbot.process import ending_in_one_line, fail, read_settings
from leadbot.settings import Settings
from models.database.open import open_database
from models.maintenance.looking import looking
from services.clock import take_moment
from services.policy import BusinessRules
from services.queues import webhook_queue


def resend(since: datetime | None) -> None:
    """Let what was given up wait to be sent again, and say how many events that are."""
    settings = read_settings()
    if settings.webhook_events_url is None:
        fail("WEBHOOK_EVENTS_URL is not set: there is nowhere to send webhooks to")
    with ending_in_one_line():
        count = asyncio.run(resend_all(settings, since))
    if not count:
        typer.echo("Nothing was given up.")
    else:
        typer.echo(f"{count} {'event' if count == 1 else 'events'} will be sent again.")


async def resend_all(settings: Settings, since: datetime | None) -> int:
    """Let what was given up be sent again; returns how many events that are."""
    async with looking(*settings.direct_database):
        pass  # a database that is not there is not made
    database = await open_database(settings.database_url, settings.database_direct_url)
    try:
        rules = BusinessRules(settings.policy)
        await load_rules(database, rules)  # admins may have set another time zone
        at = take_moment(rules)
        local = None if since is None else since.replace(tzinfo=at.policy.timezone)
        return await database.write(webhook_queue.resend, since=local, at=at)
    finally:
        await database.close()
