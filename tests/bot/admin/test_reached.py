"""Bots that an operator with a weight never opened: what /weight says, and a nudge with a link."""

from datetime import timedelta
from urllib.parse import unquote

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Chat
from services.clock import utc_now
from tests.stage import Stage


def make_it_long_ago(session: Session) -> None:
    session.execute(update(Chat).values(opened_at=utc_now() - timedelta(minutes=20)))


async def test_weights_say_who_gets_nothing_here_and_why(stage: Stage) -> None:
    help_bot = await stage.add_bot()
    anna, boris = await stage.hire("Anna"), await stage.hire("Boris")
    await boris.open(help_bot)
    await boris.wait_for(help_bot, "/mine")
    for name in ("Anna", "Boris"):
        told = await stage.command(f"/weight {name} @{help_bot.username} 1")
    assert "Anna — weight 1: not reachable here, has not opened @acme_help_bot" in told
    shown = await stage.command("/weight")
    assert "Boris — weight 1: 100 % now, 100 % when all are free" in shown
    await anna.open(help_bot)
    await anna.wait_for(help_bot, "/mine")
    assert "Boris — weight 1: 50 % now, 50 % when all are free" in await stage.command("/weight")
    await boris.block(help_bot)
    await stage.settle()
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    assert "Boris — вес 1: здесь не получает, чат с @acme_help_bot закрыт" in await stage.command("/weight")


async def test_the_admin_is_nudged_with_a_link_to_forward(stage: Stage) -> None:
    help_bot = await stage.add_bot()
    await stage.hire("Anna <b>")
    await stage.command(f"/weight 1 @{help_bot.username} 1")
    await stage.run(make_it_long_ago)
    nudge = await stage.admin.wait_for(stage.bot, "has never opened that bot")
    assert nudge.text.startswith("⚠️ Anna <b> has a weight for @acme_help_bot but has never opened that bot")
    [[button]] = nudge.buttons
    assert button.text == "Forward the link"
    assert button.url is not None
    link = unquote(button.url)
    assert link.startswith("https://t.me/share/url?url=https://t.me/acme_help_bot&text=")
    assert "Anna <b>, please open @acme_help_bot and press Start" in link
