"""With several bots, admins see which of them can write to an operator."""

import re

from tests.stage import Stage


async def test_operators_are_shown_with_the_bots_that_they_have_opened(stage: Stage) -> None:
    other = await stage.add_bot()
    anna = await stage.hire("Anna", weight=None)
    await anna.wait_for(stage.bot, "Still to open, or you get no requests from there: @acme_help_bot")
    boris = await stage.hire("Boris", weight=None)
    await boris.open(other)
    await boris.wait_for(other, "Requests come here as cards")
    await stage.command("/operators add Clara")
    assert re.findall(r"^\d\. .*", await stage.command("/operators"), re.MULTILINE) == [
        "1. Anna — 0 of 5 · working · ✓ @acme_sales_bot ✗ @acme_help_bot",
        "2. Boris — 0 of 5 · working · ✓ @acme_sales_bot ✓ @acme_help_bot",
        "3. Clara — 0 of 5 · not joined yet",
    ]
    await boris.block(stage.bot)
    await stage.settle()
    page = await stage.command("/operators on Boris")
    assert "✗ @acme_sales_bot — has not opened it, or has closed the chat\n" in page
    assert "✓ @acme_help_bot — in touch\n" in page
