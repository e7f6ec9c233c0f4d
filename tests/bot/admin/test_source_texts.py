"""What clients are told: each text in own words, or not at all, by buttons, by words and by language."""

from sandbox.client.person import Person
from tests.stage import Stage, find_start

BOT = "@acme_sales_bot"


async def serve(stage: Stage, operator: Person, text: str) -> None:
    """Take the contact that begins with a text, and complete it."""
    await stage.complete(operator, text)
    await stage.settle()


async def test_a_text_is_said_in_own_words_with_what_stands_in_braces(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    for which, text in (
        ("accepted", "Hi {name}, we have your request {number}."),
        ("taken", "{operator} is with you, {name}."),
        ("completed", "All done, {name} <3"),
    ):
        assert "is changed." in await stage.command(f"/sources text {BOT} {which} {text}")
    vera = await stage.client("Vera", text="Hello")
    await serve(stage, anna, "Hello")
    told = await stage.texts(vera)
    assert told[-3:] == [
        "Hi Vera, we have your request 1.",
        "Anna is with you, Vera.",
        "All done, Vera <3",
    ]
    ended = await vera.wait_for(stage.bot, "All done")
    assert ended.captions == ["👍", "👎"], "the rating comes with it, whatever it says"


async def test_a_talk_in_which_everything_is_off_is_silent_but_a_question_is_answered(stage: Stage) -> None:
    for which in ("accepted", "queued", "taken", "passed", "completed"):
        shown = await stage.command(f"/sources text {BOT} {which} off")
        assert "is not said any more." in shown
    vera = await stage.client("Vera")
    anna = await stage.hire("Anna")
    before = len(await stage.texts(vera))
    await vera.write(stage.bot, "Hello")
    await serve(stage, anna, "Hello")
    told = (await stage.texts(vera))[before:]
    assert told == ["You can leave your phone number with the button below."]
    keyboard = (await vera.chat(stage.bot)).keyboard
    assert keyboard is not None, "the line is there for its button"


async def test_nobody_is_asked_for_a_thumb_below_a_text_that_is_off(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.command(f"/sources text {BOT} completed off")
    vera = await stage.client("Vera", text="Hello")
    await serve(stage, anna, "Hello")
    assert not [text for text in await stage.texts(vera) if "completed" in text]
    rows = "SELECT state FROM outbox WHERE json_extract(params, '$.key') = 'client-completed'"
    assert stage.rows(rows) == [("dropped",)]


async def test_a_text_for_one_language_is_not_sent_to_readers_of_another(stage: Stage) -> None:
    await stage.hire("Anna")
    await stage.command(f"/sources text {BOT} accepted ru Приняли, {{name}}!")
    vera, oleg = await stage.client("Vera", text="Hello"), await stage.client("Олег", "ru", text="Привет")
    await vera.wait_for(stage.bot, "Request #1 received.")
    await oleg.wait_for(stage.bot, "Приняли, Олег!")
    await stage.command(f"/sources text {BOT} accepted en off")
    karl = await stage.client("Karl", text="Hi")
    await karl.wait_for(stage.bot, "You can leave your phone number")


async def test_the_only_text_goes_to_everybody_and_what_stands_around_it_is_in_its_language(
    stage: Stage,
) -> None:
    await stage.command(f"/sources text {BOT} receipt Отвечаем с девяти до шести.")
    vera = await stage.client("Vera", text="Hello")
    told = await vera.wait_for(stage.bot, "с девяти до шести")
    assert told.text.split("\n")[0].startswith("Обращение №1 принято."), told.text
    await stage.command(f"/sources text {BOT} receipt en We answer from nine.")
    karl = await stage.client("Karl", text="Hi")
    told = await karl.wait_for(stage.bot, "from nine")
    assert told.text.startswith("Request #2 received.")


async def test_a_link_says_what_its_bot_says_until_it_has_its_own_text(stage: Stage) -> None:
    start = find_start(await stage.command("/sources add Spring"))
    await stage.hire("Anna")
    await stage.command(f"/sources text {BOT} accepted Hello from the bot")
    vera, karl = await stage.person("Vera"), await stage.person("Karl")
    await vera.open(stage.bot, start=start)
    await vera.write(stage.bot, "Hello")
    await vera.wait_for(stage.bot, "Hello from the bot")
    await stage.command("/sources text Spring accepted Hello from the link")
    await karl.open(stage.bot, start=start)
    await karl.write(stage.bot, "Hello")
    await karl.wait_for(stage.bot, "Hello from the link")


async def test_texts_are_set_by_thumb(stage: Stage) -> None:
    page = await stage.tap(await stage.ask("/sources"), BOT)
    texts = await stage.tap(page, "Texts to clients")
    page = await stage.tap(texts, "Taken")
    assert page.text.startswith(f"{BOT}: Taken\nSaid when an operator takes the request")
    assert "For everybody: the usual" in page.text
    page = await stage.tap(page, "Say nothing")
    assert page.text.startswith(f"{BOT}: “Taken” is not said any more.")
    assert "For everybody: nothing is said" in page.text
    assert stage.rows("SELECT texts FROM sources") == [('{"taken": {"all": false}}',)]
    await stage.admin.press(stage.bot, page.message_id, "✏️ In Russian")
    await stage.admin.wait_for(stage.bot, "“Taken”: what shall clients read who read Russian?")
    await stage.admin.write(stage.bot, "Вам отвечает {operator}")
    shown = await stage.admin.wait_for(stage.bot, "In Russian: Вам отвечает {operator}")
    assert "the text “Taken” is changed." in shown.text
    page = await stage.tap(await stage.look(shown), "The usual")
    assert "For everybody: the usual" in page.text
    page = await stage.tap(page, "« All texts")
    assert "Taken: Вам отвечает {operator} (in Russian)" in page.text
    await stage.tap(page, "« Back")


async def test_texts_speak_russian(stage: Stage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    shown = await stage.command(f"/sources text {BOT} завершено выкл")
    assert "«Завершено» больше не отправляем." in shown
    assert "Для всех: не отправляем" in shown
    shown = await stage.command(f"/sources text {BOT} завершено -")
    assert "текст «Завершено» снова обычный." in shown
    refused = await stage.command(f"/sources text {BOT} приветствие выкл")
    assert "нельзя отключить" in refused
