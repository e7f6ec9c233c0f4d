"""Whom a source prefers, and what operators speak: set by taps and by words, and seen on the cards."""

from tests.stage import Stage


async def test_whom_a_source_prefers_is_set_by_taps_and_by_words(stage: Stage) -> None:
    page = await stage.tap(await stage.ask("/sources"), "@acme_sales_bot")
    page = await stage.tap(page, "Whom to prefer")
    assert page.text.splitlines()[1:3] == [
        "Who has helped the client in the last 30 days: no",
        "Who speaks the client's language: no",
    ]
    choice = await stage.tap(page, "Who has helped before")
    assert "· no ·" in choice.captions
    page = await stage.tap(choice, "yes, and wait 1 min")
    assert "in the last 30 days: yes, and wait 1 min" in page.text
    assert stage.rows("SELECT prefers_known, prefers_language FROM sources") == [(60, None)]
    told = await stage.command("/sources prefer @acme_sales_bot language 30s")
    assert "Who speaks the client's language: yes, and wait 30 s" in told
    assert "language: yes, if free" in await stage.command("/sources prefer 1 language free")
    assert "language: no" in await stage.command("/sources prefer 1 language off")
    assert "Whom to prefer" in await stage.command("/sources prefer 1")


async def test_preferences_and_languages_speak_russian(stage: Stage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    await stage.hire("Анна")
    told = await stage.command("/sources prefer acme_sales_bot знакомый 5 мин")
    assert "Кто помогал клиенту за последние 30 дней: да, и ждать 5 мин" in told
    assert "на языке клиента: да, если свободен" in await stage.command("/sources prefer 1 язык сразу")
    told = await stage.command("/operators languages Анна русский, немецкий")
    assert "Отвечает на этих языках: русский, немецкий." in told


async def test_the_languages_of_an_operator_are_set_by_taps_and_by_words(stage: Stage) -> None:
    await stage.hire("Anna")
    page = await stage.tap(await stage.tap(await stage.ask("/operators"), "Anna"), "Languages")
    assert "Not set: we go by the language of the operator's Telegram." in page.text
    page = await stage.tap(await stage.tap(page, "English"), "German")
    assert "Answers in: English, German." in page.text
    page = await stage.tap(page, "✓ English")
    assert "Answers in: German." in page.text
    assert "Answers in: English, French." in await stage.command("/operators languages Anna en French")
    assert stage.rows("SELECT languages FROM operators") == [("en fr",)]
    assert "Not set" in await stage.command("/operators languages Anna -")


async def test_who_helped_a_client_gets_the_next_request_and_can_see_why(stage: Stage) -> None:
    await stage.command("/sources prefer @acme_sales_bot known free")
    await stage.restart(reopen_window_minutes=0)
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(anna, "Hello")
    await stage.hire("Boris")
    await vera.write(stage.bot, "Something new")
    await stage.card(anna, "Something new")
    assert "It was offered first to those who have helped this client before." in await stage.command(
        "/why 2"
    )
    assert "Boris — the source preferred others" in await stage.command("/why 2")


async def test_cards_say_what_their_client_has_open_in_another_bot(stage: Stage) -> None:
    other = await stage.add_bot()
    anna = await stage.hire("Anna")
    await anna.open(other)
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.command("/weight Anna @acme_help_bot 1")
    await vera.write(other, "And this?")
    later = await anna.wait_for(other, "And this?")
    assert "Open as well: #1, @acme_sales_bot, with Anna" in later.text
    await anna.wait_for(stage.bot, "Open as well: #2, @acme_help_bot, with Anna")


async def test_how_a_source_decides_is_set_by_taps_and_by_words(stage: Stage) -> None:
    await stage.hire("Anna")
    page = await stage.tap(await stage.ask("/sources"), "@acme_sales_bot")
    page = await stage.tap(page, "Who gets a request")
    assert "By draw: the more weight and free places, the higher the chance." in page.text
    page = await stage.tap(page, "In turn")
    assert "In turn: everybody with a free place gets a share by weight." in page.text
    assert "· In turn ·" in page.captions
    assert stage.rows("SELECT mode FROM sources") == [("turns",)]
    assert "By draw: the more weight" in await stage.command("/sources mode @acme_sales_bot draw")
    assert "In turn: everybody" in await stage.command("/sources mode 1 turns")


async def test_why_says_whose_turn_it_was_and_what_everybody_was_owed(stage: Stage) -> None:
    await stage.hire("Anna")
    await stage.hire("Boris")
    await stage.command("/sources mode 1 turns")
    await stage.client("Vera", text="hello")
    await stage.settle()
    told = await stage.command("/why 1")
    assert "Could take it (share by weight, and how far behind or ahead of it before):" in told
    assert "Anna: weight 1, share 50 %, exactly on the share" in told
    assert "It was the turn of Anna." in told
    await stage.client("Oleg", text="hello")
    await stage.settle()
    told = await stage.command("/why 2")
    assert "Anna: weight 1, share 50 %, 0.5 ahead" in told
    assert "Boris: weight 1, share 50 %, 0.5 behind" in told
    assert "It was the turn of Boris." in told


async def test_priority_and_second_group_are_set_by_buttons_and_remembered(stage: Stage) -> None:
    await stage.hire("Anna")
    await stage.hire("Boris")
    bot = f"@{stage.bot.username}"
    page = await stage.tap(await stage.tap(await stage.ask("/sources"), bot), "Order and help")
    assert "Priority: none." in page.text
    assert "Second group: helps with what has waited 10 min." in page.text
    page = await stage.tap(page, "30 min ahead")
    assert "as if they had come 30 min earlier" in page.text
    assert "after 5 min" in page.captions
    choice = await stage.tap(
        await stage.tap(await stage.tap(await stage.ask("/weight"), bot), "Boris"), "To the second group"
    )
    assert "Second group: gets what has waited 10 min." in choice.text
    assert "Boris — weight 1, second group: helps after 10 min" in await stage.command("/weight")
    log = await stage.command("/weight log")
    assert f"Boris, {bot}: first group → second group" in log
    assert f"{bot}: no priority → 30 min ahead" in log
    assert "In turn" in (await stage.ask(f"/sources mode {bot} turns")).text
    assert f"{bot}: By draw → In turn" in await stage.command("/weight log")
    await stage.command(f"/weight Boris {bot} first")
    assert "second group" not in await stage.command("/weight")
