"""A queue that is too long for one transaction is assigned all the same, soon and without anybody's help."""

import pytest

from tests.stage import Stage


async def test_all_who_wait_are_served_soon_after_a_place_is_free(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.distribution.queue.STEP", 1)
    anna = await stage.hire("Anna", limit=0)
    for name in ("Vera", "Karl", "Olga"):
        client = await stage.client(name, text=f"I am {name}")
        await client.wait_for(stage.bot, "received")
    await stage.command("/operators limit Anna 5")
    for name in ("Vera", "Karl", "Olga"):
        await anna.wait_for(stage.bot, f"I am {name}")
