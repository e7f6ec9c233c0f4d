"""/settings by buttons and by words: what is decided counts, can be undone, and needs no restart."""

import asyncio

import pytest

from sandbox.client.person import Person
from services.settings import changes
from tests.bot.admin.test_by_thumb import answer
from tests.stage import Stage, find_start

DECIDED = "SELECT name, value, by FROM setting_changes ORDER BY id"


async def test_a_rule_is_set_by_two_taps_undone_by_one_and_put_back_to_its_default(stage: Stage) -> None:
    page = await stage.tap(await stage.ask("/settings"), "Target for first answers: 15 min")
    assert page.text.startswith("Target for first answers: 15 min\n\nYour target for the first answer.")
    assert "✓ 15 min" in page.captions
    changed = await stage.tap(page, "1 hour")
    assert changed.text.startswith("✅ Target for first answers: 15 min → 1 hour\n")
    assert f"Changed last by {stage.admin.first_name}, " in changed.text
    assert stage.rows(DECIDED) == [("first_answer_minutes", 60, stage.admin.first_name)]
    undone = await stage.tap(changed, "Undo")
    assert undone.text.startswith("Target for first answers: 15 min\n")
    other = await answer(stage, undone, "Another value…", "2 hours")
    assert other.text.startswith("✅ Target for first answers: 15 min → 2 hours\n")
    default = await stage.tap(other, "By default: 15 min")
    assert "✅ Target for first answers: 2 hours → 15 min" in default.text
    back = await stage.tap(default, "« Settings")
    assert "Target for first answers: 15 min" in back.captions
    log = await stage.tap(back, "Changes")
    assert "Target for first answers → 2 hours" in log.text
    assert "Target for first answers → as by default" in log.text


async def test_settings_speak_russian(stage: Stage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    said = await stage.command("/settings idle_days 2 недели")
    assert said.startswith("✅ Спросить молчащего: никогда → 14 дней\n")
    page = await stage.ask("/settings")
    assert "● Спросить молчащего: 14 дней" in page.captions
    assert "Страна телефонов: Россия (RU)" in page.captions
    assert (await stage.command("/settings phone_region Казахстан")).startswith(
        "✅ Страна телефонов: Россия (RU) → Казахстан (KZ)\n"
    )
    assert (await stage.command("/settings default_language английский")).startswith(
        "✅ Язык для остальных: русский → английский\n"
    )
    assert (await stage.command("/settings idle_days по умолчанию")).startswith(
        "✅ Спросить молчащего: 14 дней → никогда\n"
    )


async def test_what_is_decided_counts_without_a_restart_and_after_one(stage: Stage) -> None:
    otto = await stage.person("Otto", "de")
    await stage.command("/settings default_language ru")
    await ask_until(stage, otto, "/start", "Здравствуйте")
    await stage.command("/settings default_language en")
    await ask_until(stage, otto, "/start", "Hello")
    await stage.command("/settings default_language ru")
    await stage.restart()
    assert "Здравствуйте" in (await stage.ask("/start", otto)).text


async def ask_until(stage: Stage, person: Person, text: str, wanted: str) -> None:
    """Let somebody ask until what was decided is in force, which takes moments."""
    async with asyncio.timeout(10):
        while wanted not in (await stage.ask(text, person)).text:
            pass


async def test_a_forged_undo_of_a_change_that_no_database_can_number_is_refused(stage: Stage) -> None:
    page = await stage.ask("/settings")
    query = await stage.admin.forge_press(stage.bot, page.message_id, f"set:undo::{'9' * 40}")
    refusal = "Things have changed since. Please look again."
    assert await stage.admin.wait_answer(stage.bot, query) == refusal


async def test_keeping_words_for_a_shorter_time_is_asked_before_and_longer_is_not(stage: Stage) -> None:
    question = await stage.tap(
        await stage.tap(await stage.ask("/settings"), "Keep words and names: for ever"), "30 days"
    )
    assert question.text.startswith("Delete what clients wrote, and their names, 30 days after completion?")
    assert stage.rows(DECIDED) == []
    await stage.tap(question, "Cancel")
    assert stage.rows(DECIDED) == []
    asked = await stage.ask("/settings keep_days 30")
    done = await stage.tap(asked, "Yes, delete")
    assert "for ever → 30 days" in done.text
    assert "Undo" not in done.captions
    longer = await stage.ask("/settings keep_days 90")
    assert "30 days → 90 days" in longer.text


async def test_every_setting_has_a_page_whose_choices_all_work(stage: Stage) -> None:
    listed = await stage.ask("/settings")
    for name in changes.NAMES:
        page = await stage.ask(f"/settings {name}")
        label = page.text.split(":")[0]
        assert any(caption.startswith(label) for caption in listed.captions)
        choices = [caption.removeprefix("✓ ") for caption in page.captions if caption[0] not in "«A"]
        for choice in choices:
            ticked = f"✓ {choice}"
            shown = await stage.tap(page, ticked if ticked in page.captions else choice)
            if "Yes, delete" in shown.captions:
                shown = await stage.tap(shown, "Yes, delete")
            assert f"{label}: {choice}" in shown.text
            page = await stage.ask(f"/settings {name}")


async def test_a_second_admin_joins_by_a_link_and_leaves_again(stage: Stage) -> None:
    admins = await stage.tap(await stage.ask("/settings"), "Admins")
    assert "(you) — in the server's settings" in admins.text
    await stage.press(stage.admin, admins, "Invite an admin")
    link = await stage.admin.wait_for(stage.bot, "?start=adm_", after=admins.message_id)
    boris = await stage.person("Boris")
    await boris.open(stage.bot, start=find_start(link.text))
    await boris.wait_for(stage.bot, "You are an admin here now.")
    news = await stage.admin.wait_for(stage.bot, "🔑 A new admin")
    assert "Boris" in news.text
    await ask_until(stage, boris, "/help", "/weight —")
    assert "@acme_sales_bot" in (await stage.ask("/weight", boris)).text
    listed = await stage.tap(news, "Admins")
    asked = await stage.tap(listed, "Remove Boris")
    assert asked.text.startswith("Remove Boris from the admins? All settings stay as they are;")
    removed = await stage.tap(asked, "Remove Boris")
    assert removed.text.startswith("Boris is not an admin any more.")
    await ask_until(stage, boris, "/help", "Write what you need")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_link_for_an_admin_makes_nobody_else_one(stage: Stage, language: str) -> None:
    admins = await stage.ask("/settings admins")
    await stage.press(stage.admin, admins, admins.captions[0])
    link = await stage.admin.wait_for(stage.bot, "?start=adm_", after=admins.message_id)
    own = find_start(link.text)
    refused = await stage.ask(f"/start {own}")
    assert refused.text.startswith("You are an admin already. The link still works")
    first, second = await stage.person("Boris", language), await stage.person("Clara", language)
    await first.open(stage.bot, start=own)
    await first.wait_for(
        stage.bot, {"en": "You are an admin here now.", "ru": "Теперь вы администратор."}[language]
    )
    await second.open(stage.bot, start=own)
    await second.wait_for(stage.bot, {"en": "This link no longer works.", "ru": "Эта ссылка"}[language])
    assert stage.rows("SELECT telegram_id FROM admins") == [(first.id,)]
    assert stage.count("contacts") == 0


async def test_a_living_link_for_an_admin_in_words_is_shown_to_nobody(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    admins = await stage.ask("/settings admins")
    await stage.press(stage.admin, admins, "Invite an admin")
    link = await stage.admin.wait_for(stage.bot, "?start=adm_", after=admins.message_id)
    vera = await stage.person("Vera")
    await vera.write(stage.bot, f"see {find_start(link.text)}, is it mine?")
    await vera.wait_for(stage.bot, "a link by which somebody joins as an operator or an admin")
    assert stage.count("contacts") == 0
    assert not [text for text in await stage.texts(anna) if "adm_" in text]
