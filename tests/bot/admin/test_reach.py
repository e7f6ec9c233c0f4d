"""With several bots, admins see which of them can write to an operator."""

import re
from pathlib import Path

from tests.stage import Stage, find_start, open_stage


async def hire(stage: Stage, name: str) -> None:
    """Let an operator join through the first bot alone."""
    person = await stage.person(name)
    await person.open(stage.bot, start=find_start(await stage.command(f"/operators add {name}")))
    await person.wait_for(stage.bot, "open them: @acme_help_bot")


async def test_operators_are_shown_with_the_bots_that_they_have_opened(tmp_path: Path) -> None:
    async with open_stage(tmp_path, running=False) as stage:
        other = await stage.telegram.add_bot("acme_help_bot", name="Help")
        stage.settings.bot_tokens.append(other.token)
        await stage.start()
        await stage.admin.open(stage.bot)
        await stage.admin.wait_for(stage.bot, "/operators")
        await hire(stage, "Anna")
        boris = await stage.hire("Boris", weight=None)
        await boris.open(other)
        await boris.wait_for(other, "Requests come here as cards")
        await stage.command("/operators add Clara")
        assert re.findall(r"^\d\. .*", await stage.command("/operators"), re.MULTILINE) == [
            "1. Anna — 0 of 5 · on · ✓ @acme_sales_bot ✗ @acme_help_bot",
            "2. Boris — 0 of 5 · on · ✓ @acme_sales_bot ✓ @acme_help_bot",
            "3. Clara — 0 of 5 · not joined yet: /operators link 3",
        ]
        await boris.block(stage.bot)
        await stage.settle()
        page = await stage.command("/operators on Boris")
        assert "✗ @acme_sales_bot — has not opened it, or has closed the chat\n" in page
        assert "✓ @acme_help_bot — in touch\n" in page
