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


async def test_why_an_operator_got_so_many_is_told_by_day(stage: Stage) -> None:
    await stage.hire("Anna")
    await stage.hire("Boris")
    await stage.command("/operators off Boris")
    await stage.client("Vera", text="hello")
    await stage.settle()
    told = await stage.command("/why Boris")
    assert told.startswith("What Boris got, and why, ")
    assert "One request was given out in this operator's sources; none of them could come here." in told
    assert "switched off, one request" in told
    page = await stage.tap(await stage.tap(await stage.ask("/operators"), "Anna"), "Why so many?")
    assert "By the chances and shares 1.0 were to be expected; 1 came." in page.text
    assert page.captions[0] == "‹", "there is no day after today"
    page = await stage.tap(page, "‹")
    assert "Nothing was given out in this operator's sources." in page.text
    assert "Anna got" in (await stage.tap(page, "›")).text
    assert "Nothing was given out" in await stage.command("/why Anna yesterday")
    assert "What Anna got" in await stage.command("/why Anna Tuesday")
    assert "There is no operator" in await stage.command("/why Anna someday")


async def test_why_somebody_did_not_get_a_request_is_told_by_taps_and_by_words(stage: Stage) -> None:
    await stage.hire("Anna")
    await stage.hire("Boris")
    await stage.command("/operators off Boris")
    await stage.client("Vera", text="hello")
    await stage.settle()
    choice = await stage.tap(await stage.ask("/why 1"), "Why not …?")
    assert choice.text == "Request #1: of whom do you ask why not?"
    assert "Anna" not in choice.captions, "it is Anna's"
    page = await stage.tap(choice, "Boris")
    assert page.text.splitlines()[0] == "Request #1: why not Boris?"
    *_, reason, since = page.text.splitlines()
    assert reason == "Not in the running: switched off."
    assert since.startswith("That is so since November 28, ")
    assert await stage.command("/why 1 Boris") == page.text
    assert "assignment 1 of 1" in (await stage.tap(page, "« Back")).text
    assert (await stage.command("/why 1 Anna")).endswith("Did get it.")
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    told = await stage.command("/why 1 Boris")
    assert told.startswith("Обращение #1: почему не Boris?")
    assert "\nНе участвовал: новых не получает.\nТак с " in told


async def test_why_somebody_with_a_place_does_not_get_what_waits_is_told(stage: Stage) -> None:
    await stage.hire("Anna", limit=0)
    await stage.hire("Boris")
    await stage.command("/weight Boris @acme_sales_bot second")
    await stage.client("Vera", text="hello")
    await stage.settle()
    await stage.command("/operators limit Boris 1")
    told = (await stage.command("/why 1 Boris")).splitlines()
    assert told[-2] == "Not in the running: in the second group, which helps later."
    assert told[-1].startswith("May take it from ")
    assert (await stage.command("/why 1 Anna")).endswith("no free place.")
