"""Admins' slips about sources, contacts, clients and reports: explained in one line, and nothing changes."""

from pathlib import Path

import pytest

from tests.bot.slips import (
    HOSTILE,
    LONG,
    check_hostile_words,
    check_log,
    check_wrong_words,
    find_example,
    remember,
)
from tests.stage import Stage, find_start, open_stage

NUMBER = "It takes the number of a request."
NO_REQUEST = "There is no request #{}."
SET = "It takes a source, what to switch, and on or off."
NO_TEXT = (
    "It takes a source, which text (greeting, receipt, closed, accepted, queued, taken, passed or completed),"
    " and what to say; “off” says nothing."
)
NO_SOURCE = "There is no source “{}”."
BAD_NAME = "This name won't do"
CLIENT = "It takes the number of a request or a phone number."
DAYS = "It takes one whole number of days, from 1 to 366."

# #1 is in progress with Anna, who is full; #2 is completed, #3 waits and is an operator's, #4 is banned.
WRONG = {
    "/sources fly": "I don't understand that.",
    "/sources Spring": "I don't understand that.",
    f"/sources {LONG}": "I don't understand that.",
    "/sources add": "What shall the link be called?",
    "/sources add 7": BAD_NAME,
    "/sources add @eve": BAD_NAME,
    '/sources add ""': BAD_NAME,
    '/sources add "  "': BAD_NAME,
    f"/sources add {LONG}": BAD_NAME,
    f"/sources add {'👩‍👩‍👧‍👦' * 10}": BAD_NAME,
    '/sources add "Spring': "A quote is not closed.",
    "/sources add SPRING <b>ads</b>": "The name “SPRING <b>ads</b>” is taken: it is source #2.",
    "/sources add acme_sales_bot": "The name “acme_sales_bot” is taken: it is source #1.",
    "/sources rename": "Which link, and what shall it be called?",
    "/sources rename 2": "Which link, and what shall it be called?",
    "/sources rename nowhere Winter": NO_SOURCE.format("nowhere"),
    "/sources rename acme_sales_bot Winter": "Telegram names the bot acme_sales_bot",
    "/sources rename 2 7": BAD_NAME,
    "/sources rename 2 acme_sales_bot": "The name “acme_sales_bot” is taken",
    '/sources rename 2 "Winter': "A quote is not closed.",
    f"/sources rename 2 {LONG}": BAD_NAME,
    "/sources text": NO_TEXT,
    "/sources text 2": NO_TEXT,
    "/sources text 2 greeting": NO_TEXT,
    "/sources text 2 farewell Bye": NO_TEXT,
    "/sources text Spring <b>ads</b> greeting Hi": NO_TEXT,
    "/sources text nowhere greeting Hi": NO_SOURCE.format("nowhere"),
    "/sources text <a> receipt Hi": NO_SOURCE.format("<a>"),
    "/sources set": SET,
    "/sources set 2": SET,
    "/sources set 2 ratings": SET,
    "/sources set 2 ratings maybe": SET,
    "/sources set 2 hours off": SET,
    "/sources set 2 ratings off now": SET,
    "/sources set Spring <b>ads</b> ratings off": SET,
    f"/sources set 2 ratings {LONG}": SET,
    "/sources set nowhere ratings off": NO_SOURCE.format("nowhere"),
    f"/sources set {LONG} ratings off": "There is no source “xxxx",
    '/sources set "2 ratings off': "A quote is not closed.",
    "/sources text 2 greeting off": "This text can't be switched off: say it in your own words, or take"
    " the usual ones.",
    "/sources text 2 taken Hi {phone}": "“phone” in braces stands for nothing. There are: {name}, {number},"
    " {operator}",
    "/sources text 77 receipt Hi": NO_SOURCE.format("77"),
    f"/sources text 2 greeting {'x' * 1001}": "A text may have at most 1,000 characters.",
    "/contact": NUMBER,
    "/contact Vera": NUMBER,
    "/contact 1 2": NUMBER,
    "/contact 0": NO_REQUEST.format(0),
    "/contact 99": NO_REQUEST.format(99),
    "/contact 999999999": NO_REQUEST.format(999999999),
    '/contact "1': "A quote is not closed.",
    "/why": NUMBER,
    "/why 1 99": "There is no operator “99”.",
    "/why 99": NO_REQUEST.format(99),
    "/why Vera": "There is no operator",
    "/why Vera yesterday": "There is no operator",
    "/assign": "It takes the number of a request and an operator.",
    "/assign 1": "It takes the number of a request and an operator.",
    "/assign Anna": "It takes the number of a request and an operator.",
    "/assign Anna 1": NUMBER,
    "/assign 99 Anna": NO_REQUEST.format(99),
    "/assign 1 Eve": "There is no operator “Eve”.",
    "/assign 1 Anna": "Request #1 is with Anna already.",
    "/assign 2 Boris": "Request #2 is completed already.",
    "/assign 3 Clara": "Clara is switched off: switch on first.",
    "/assign 3 Dora": "Dora is paused.",
    "/assign 3 Ed": "Ed can't be reached: no chat with the bot.",
    "/assign 3 Boris": "Boris is the client of this request.",
    '/assign 1 "Boris': "A quote is not closed.",
    "/find": "What shall I look for: a phone, an email, a name or words?",
    "/stats many": DAYS,
    "/stats 0": DAYS,
    "/stats 367": DAYS,
    "/stats 7 7": DAYS,
    "/audit many": DAYS,
    "/audit 0": DAYS,
    "/audit 367": DAYS,
    "/audit 7 7": DAYS,
    "/export many": DAYS,
    "/export 0": DAYS,
    "/export 367": DAYS,
    "/export 1 2": DAYS,
    "/ban": CLIENT,
    "/ban Vera": CLIENT,
    "/ban 99": NO_REQUEST.format(99),
    "/ban 3": "This is an operator or an admin, they can't be banned.",
    "/ban 4": "This client is banned already.",
    "/ban +79161112233": "There is no client with the phone",
    "/unban": CLIENT,
    "/unban 1": "This client is not banned.",
    "/unban 99": NO_REQUEST.format(99),
    "/unban +79161112233": "There is no client with the phone",
    "/forget": NUMBER,
    "/forget 1 2": NUMBER,
    "/forget 99": NO_REQUEST.format(99),
    "/split": NUMBER,
    "/split Vera": NUMBER,
    "/split 1 2": NUMBER,
    "/split 1": "The client of request #1 was never merged with anybody.",
    "/split 4": "The client of request #4 was never merged with anybody.",
    "/split 99": NO_REQUEST.format(99),
    '/split "1': "A quote is not closed.",
    '/queue "': "A quote is not closed.",
    "/queue 7": "This command takes no words.",
    '/open "': "A quote is not closed.",
    "/open Eve": "There is no operator “Eve”.",
    "/open 99": "There is no operator “99”.",
}
TAKES_NO_SUCH_WORD = (
    *("/sources set", "/sources set 1", "/sources set 1 ratings"),
    *("/sources", "/sources text", "/sources text 2", "/sources rename 77", "/contact", "/contact 1"),
    *(
        "/why",
        "/assign",
        "/assign 1",
        "/assign 99",
        "/stats",
        "/audit",
        "/export",
        "/ban",
        "/unban",
        "/forget",
        "/split",
    ),
)
COMMANDS = (
    *(
        "/operators fly",
        "/weight 1",
        "/sources fly",
        "/sources rename",
        "/contact",
        "/why",
        "/assign",
        "/find",
    ),
    *(
        "/stats 0",
        "/audit 0",
        "/export 0",
        "/ban",
        "/unban",
        "/forget",
        "/split",
        '/queue "',
        '/operators add "',
    ),
)
RUSSIAN = {
    "/operators летать": "Не понимаю. Можно так: добавить, ссылка (для входа), включить,",
    "/operators add": "Как зовут нового оператора?",
    "/operators add 7": "Такое имя не подойдёт",
    "/operators link": "Какого оператора?",
    "/operators limit Анна": "Какому оператору и какой лимит?",
    "/operators limit Анна много": "Лимит — целое число от 0 до 1\u00a0000.",
    "/operators rename Анна": "Кого переименовать и как?",
    "/operators move Ева": "Оператора «Ева» нет.",
    "/operators move Анна": "Открытых обращений нет: Анна ничего не держит.",
    "/weight Анна": "Нужны оператор, источник и вес.",
    "/weight Анна acme_sales_bot тяжёлый": "Вес — целое число от 0 до 1\u00a0000.",
    "/weight Анна нигде 3": "Источника «нигде» нет.",
    "/sources летать": "Не понимаю. Можно так: add, rename, text, prefer, mode, priority, second, set.",
    "/sources add": "Как назвать ссылку?",
    "/sources rename": "Какую ссылку и как назвать?",
    "/sources set 1 оценки": "Нужны источник, что переключить и «да» или «нет».",
    "/sources rename 1 Весна": "Имя бота acme_sales_bot задаёт Telegram",
    "/sources text 1": "Нужны источник, какой текст (приветствие, приём, закрыто, принято, очередь, взято,"
    " дописано или завершено) и что говорить; «выкл» — ничего не отправлять.",
    f"/sources text 1 приветствие {'ж' * 1001}": "В тексте может быть не больше 1\u00a0000 знаков.",
    "/contact Вера": "Нужен номер обращения.",
    "/contact №99": "Обращения №99 нет.",
    "/why №99": "Обращения №99 нет.",
    "/assign №1": "Нужны номер обращения и оператор.",
    "/assign №1 Ева": "Оператора «Ева» нет.",
    "/find": "Что найти: телефон, почту, имя или слова?",
    "/stats много": "Нужно одно целое число дней, от 1 до 366.",
    "/audit 0": "Нужно одно целое число дней, от 1 до 366.",
    "/export 0": "Нужно одно целое число дней, от 1 до 366.",
    "/ban Вера": "Нужен номер обращения или телефон клиента.",
    "/ban +7 916 111-22-33": "Клиента с телефоном",
    "/unban №1": "Этот клиент не заблокирован.",
    "/forget": "Нужен номер обращения.",
    "/split": "Нужен номер обращения.",
    "/split №1": "Клиента обращения №1 ни с кем не объединяли.",
    "/queue «": "Не закрыта кавычка.",
    "/open Ева": "Оператора «Ева» нет.",
}


async def set_scene(stage: Stage) -> None:
    """Hire operators of every kind, and bring about a contact in every state."""
    await stage.command("/sources add Spring <b>ads</b>")
    await stage.hire("Anna", limit=1)
    for number in (1, 2):
        await stage.client(f"Client {number}", text=f"text {number}")
        await stage.settle()
    boris = await stage.client("Boris", text="text 3")
    await stage.settle()
    await boris.open(stage.bot, start=find_start(await stage.command("/operators add Boris")))
    await stage.command("/assign 2 Boris")
    card = await stage.card(boris, "text 2")
    await stage.press(boris, card, "Take")
    await boris.wait_for(stage.bot, lambda m: "text 2" in m.text and "Complete" in m.captions)
    await stage.press(boris, card.message_id, "Complete")
    await stage.hire("Clara", weight=None)
    await stage.command("/operators off Clara")
    dora = await stage.hire("Dora", weight=None)
    await dora.write(stage.bot, "/pause")
    await dora.wait_for(stage.bot, "You get no new requests")
    await stage.command("/operators add Ed")
    await stage.client("Spammer", text="text 4")
    await stage.settle()
    await stage.command("/ban 4")
    await stage.settle()


async def test_wrong_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_scene(stage)
    await check_wrong_words(stage, caplog, WRONG)


async def test_hostile_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_scene(stage)
    await check_hostile_words(stage, caplog, TAKES_NO_SUCH_WORD)


async def test_whatever_is_looked_for_nothing_breaks(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await set_scene(stage)
    before = remember(stage)
    for word in HOSTILE:
        answer = await stage.command(f"/find {word}"[:4000])
        assert answer.startswith("Nothing was found.") or "found:\n" in answer, word
    assert remember(stage) == before
    check_log(stage, caplog)


@pytest.mark.parametrize("command", COMMANDS)
async def test_the_examples_work_in_an_empty_bot(stage: Stage, command: str) -> None:
    answer = await stage.command(await find_example(stage, command))
    assert "For example" not in answer


async def test_wrong_words_in_russian(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_stage(tmp_path) as stage:
        stage.admin = await stage.person("Ольга", "ru")
        await stage.appoint(stage.admin)
        await stage.command("/operators add Анна")
        await stage.client("Вера", "ru", text="Здравствуйте")
        await stage.settle()
        await check_wrong_words(stage, caplog, RUSSIAN, "ru")
