"""/audit as an admin sees it: what everybody won beside what was expected."""

from tests.stage import Stage


async def test_an_audit_shows_wins_beside_chances_and_leads_on(stage: Stage) -> None:
    assert "nothing was given out" in await stage.command("/audit 7")
    await stage.hire("Anna")
    await stage.hire("Boris")
    for name in ("Vera", "Karl"):
        await stage.client(name, text=f"I am {name}")
    await stage.settle()
    shown = await stage.ask("/audit")
    assert "Nothing is flagged" in shown.text
    assert "Anna" in shown.text
    assert "of 2 draws; by chance alone:" in shown.text
    assert "Were the draws fair?" in (await stage.tap(shown, "7 days")).text
