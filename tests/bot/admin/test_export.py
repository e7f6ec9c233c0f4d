"""/export as an admin sees it: two files with the same rows, and a message that says how far they are."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.views.export.csv_file import FORMULA
from models import Contact, Lead
from sandbox.client.person import Person
from sandbox.client.seen import Chat, ChatMessage
from services.clock import utc_now
from services.reports import exports
from tests.complaints import read_complaints
from tests.spreadsheets import Row, open_excel, read_csv, read_excel, write_as_csv
from tests.stage import Stage

HOSTILE = (
    "=1+1",
    "+79031234567",
    "-1",
    "@SUM(A1)",
    "https://evil.example",
    "a;=1+1",
    "b,@c",
    "d\t-1",
    "e\n=2",
)
PROGRESS = re.compile(
    r"Exporting: ([\d,]+) of 300 requests …\n"
    r"If nothing comes for five minutes, send <code>/export 7</code> again\."
)
LONG = 30  # seconds in which a file is on its way, if nobody breaks that off


async def serve_three(stage: Stage) -> None:
    """Let Anna complete one of three contacts and take another one."""
    anna = await stage.hire("Anna 👩‍🚀 <b>", limit=2)
    for name, said in (("Vera", "=1+1"), ("Karl", "Hello"), ("Ira", 'Wait; I, "too"\nwait')):
        await stage.client(name, text=said)
    await stage.complete(anna, "=1+1")
    await stage.press(anna, await stage.card(anna, "Hello"), "Take")
    await stage.settle()


def add_contacts(session: Session, number: int, message: str | None = None, days: int = 7) -> None:
    """Add contacts of persons with a phone, spread over so many days; without a message each has its own."""
    now, chance = utc_now(), Random(number)
    moments = [now - timedelta(days=days - 1) * (1 - n / number) for n in range(1, number + 1)]
    leads = [
        Lead(name=f"Client {n}", phone=f"+7903{n:07d}", created_at=moment) for n, moment in enumerate(moments)
    ]
    session.add_all(leads)
    session.flush()
    for lead, moment in zip(leads, moments, strict=True):
        said = message or f"{chance.randbytes(40).hex()}"
        session.add(Contact(lead_id=lead.id, source_id=1, message=said, created_at=moment))


async def fetch(stage: Stage, command: str = "/export", admin: Person | None = None) -> list[ChatMessage]:
    """Ask for an export; returns the messages with both files."""
    admin = admin or stage.admin
    table = await stage.ask(command, admin, kind="document")
    book = await admin.wait_for(stage.bot, lambda m: m.kind == "document", after=table.message_id)
    return [table, book]


async def export(
    stage: Stage, command: str = "/export", admin: Person | None = None, delimiter: str = ","
) -> tuple[list[dict[str, str]], list[Row]]:
    """Ask for an export; returns the rows of both files."""
    table, book = [await stage.telegram.download(file) for file in await fetch(stage, command, admin)]
    return read_csv(table, delimiter), read_excel(book)


def find_progress(chat: Chat) -> list[str]:
    """Return the texts of the progress messages that are in a chat now."""
    return [message.text for message in chat.from_bot if message.text.startswith(("Exporting", "Sending"))]


async def see_all(stage: Stage, within: float = 30) -> list[str]:
    """Return the texts of all progress messages, once the last one is gone."""
    async with asyncio.timeout(within):
        while not (deleted := await stage.telegram.calls(stage.bot, "deleteMessage")):  # noqa: ASYNC110 (no event)
            await asyncio.sleep(0.01)
    calls = await stage.telegram.calls(stage.bot)
    shown = [call for call in calls if call.method in ("sendMessage", "editMessageText")]
    assert deleted[-1].ok
    return [said for call in shown if (said := call.params["text"]).startswith(("Exporting", "Sending"))]


async def test_both_files_have_the_same_rows_and_open_right(stage: Stage) -> None:
    await serve_three(stage)
    files = await fetch(stage)
    assert [re.sub(r"\d", "0", file.file_name or "") for file in files] == [
        "contacts-0000-00-00--0000-00-00.csv",
        "contacts-0000-00-00--0000-00-00.xlsx",
    ]
    assert [file.text.partition(",")[0] for file in files] == ["3 requests", ""]
    raw, book = [await stage.telegram.download(file) for file in files]
    assert raw.startswith(b"\xef\xbb\xbfNumber,Created,Source,")
    assert raw.endswith(b"\r\n")
    rows = read_csv(raw)
    assert [row["Number"] for row in rows] == ["1", "2", "3"]
    assert [row["Client"] for row in rows] == ["Vera", "Karl", "Ira"]
    assert [row["First message"] for row in rows] == ["'=1+1", "Hello", 'Wait; I, "too"\nwait']
    assert [row["Status"] for row in rows] == ["completed", "in progress", "new"]
    assert [row["Minutes to complete"] for row in rows] == ["0", "", ""]
    assert [row["Messages"] for row in rows] == ["1", "1", "1"]
    rows[0]["First message"] = "=1+1"
    assert [write_as_csv(row) for row in read_excel(book)] == rows


async def test_hostile_words_run_in_neither_file(stage: Stage) -> None:
    for number, said in enumerate(HOSTILE):
        await stage.client(f"={number}+1", text=said)
    await stage.settle()
    files = await fetch(stage)
    raw, book = [await stage.telegram.download(file) for file in files]
    for separator in ",;\t|":
        cells = [cell for row in read_csv(raw, separator) for cell in (*row, *row.values()) if cell]
        flat = [word for cell in cells for word in (cell if isinstance(cell, list) else [cell])]
        assert [cell for cell in flat if re.match(rf"\s*{FORMULA}", cell)] == [], repr(separator)
    assert [row["First message"] for row in read_excel(book)] == list(HOSTILE)
    assert [row["Client"] for row in read_excel(book)] == [f"={n}+1" for n in range(len(HOSTILE))]
    cells_of_book = [
        cell for row in open_excel(book).active.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells_of_book} == {"n", "d", "s"}
    assert [cell for cell in cells_of_book if cell.hyperlink] == []


async def test_a_phone_can_be_dialled_from_either_file(stage: Stage) -> None:
    vera = await stage.person("Vera", phone="+79031234567")
    await vera.write(stage.bot, "Hello")
    await vera.wait_for(stage.bot, "received")
    await vera.share_phone(stage.bot)
    await stage.settle()
    table, book = await export(stage)
    assert (table[0]["Phone"], book[0]["Phone"]) == ("'+7 903 123-45-67", "+7 903 123-45-67")


async def test_a_forgotten_client_is_a_row_without_words(stage: Stage) -> None:
    await serve_three(stage)
    question = await stage.ask("/forget 1")
    await stage.tap(question, question.captions[0])
    table, book = await export(stage)
    for row in (table[0], write_as_csv(book[0])):
        assert row["Number"] == "1"
        assert row["Status"] == "completed"
        assert [row[title] for title in ("Client", "Username", "Phone", "Email", "First message")] == [""] * 5
    assert [row["Client"] for row in book] == [None, "Karl", "Ira"]


async def test_a_russian_reader_gets_russian_words_and_semicolons(stage: Stage) -> None:
    await serve_three(stage)
    ivan = await stage.person("Иван", "ru", id=stage.admin.id + 100)
    await stage.appoint(ivan)
    files = await fetch(stage, "/export 1", ivan)
    assert [file.text.partition(",")[0] for file in files] == ["3 обращения", ""]
    table, book = [await stage.telegram.download(file) for file in files]
    assert table.startswith("\ufeffНомер;Создано;".encode())
    assert open_excel(book).active.title == "Обращения"
    for rows in (read_csv(table, ";"), read_excel(book)):
        assert [row["Состояние"] for row in rows] == ["завершено", "в работе", "новое"]
    chart = await stage.ask("/stats 1", ivan, "photo")
    assert "Пришло 3, завершено 1" in chart.text


async def test_an_empty_period_is_one_line_in_either_language(stage: Stage) -> None:
    await stage.run(add_contacts, 1, days=3)
    await stage.run(
        lambda session: session.execute(text("UPDATE contacts SET created_at = '2020-01-01 00:00:00'"))
    )
    ivan = await stage.person("Иван", "ru", id=stage.admin.id + 100)
    await stage.appoint(ivan)
    assert "There were no requests in this time" in await stage.command("/export 3")
    assert "обращений не было, выгружать нечего" in (await stage.ask("/export 3", ivan)).text
    assert await stage.telegram.calls(stage.bot, "sendDocument") == []


async def test_a_small_export_is_there_at_once_and_says_nothing_else(stage: Stage) -> None:
    await serve_three(stage)
    before = await stage.texts(stage.admin)
    files = await fetch(stage)
    assert await stage.texts(stage.admin) == [*before, *(file.text for file in files)]
    assert await stage.telegram.calls(stage.bot, "deleteMessage") == []


async def test_a_large_export_says_how_far_it_is_and_then_takes_that_away(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 300)
    monkeypatch.setattr(exports, "PART", 2)
    monkeypatch.setattr("bot.intake.progress.PATIENCE", 0.01)
    monkeypatch.setattr("bot.intake.progress.PACE", 0.01)
    table, book = await export(stage, "/export 7")
    assert len(table) == len(book) == 300
    seen = await see_all(stage)
    counts = [int(found[1]) for said in seen if (found := PROGRESS.fullmatch(said))]
    assert len(counts) > 2
    assert counts == sorted(counts)
    assert 0 < counts[0] < counts[-1] <= 300
    assert {said.splitlines()[0] for said in seen if not PROGRESS.fullmatch(said)} <= {
        "Sending the CSV file …",
        "Sending the Excel file …",
    }
    assert find_progress(await stage.admin.chat(stage.bot)) == []


async def test_how_far_it_is_is_said_at_a_bounded_pace(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.run(add_contacts, 300)
    monkeypatch.setattr(exports, "PART", 1)
    monkeypatch.setattr("bot.intake.progress.PATIENCE", 0.01)
    monkeypatch.setattr("bot.intake.progress.PACE", LONG)
    await export(stage, "/export 7")
    assert len(await see_all(stage)) == 1


async def test_a_progress_that_cannot_be_shown_keeps_nobody_from_the_files(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 30)
    monkeypatch.setattr(exports, "PART", 1)
    monkeypatch.setattr("bot.intake.progress.PATIENCE", 0.01)
    monkeypatch.setattr("bot.intake.progress.PACE", 0.01)
    await stage.telegram.add_fault("flood", method="sendMessage", retry_after=1, times=1)
    await stage.telegram.add_fault("server_error", method="editMessageText")
    table, book = await export(stage, "/export 7")
    assert len(table) == len(book) == 30


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_progress_has_the_numbers_and_plurals_of_a_language(
    stage: Stage, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = await stage.person("Иван", language, id=stage.admin.id + 100)
    await stage.appoint(reader)
    await stage.run(add_contacts, 21)
    monkeypatch.setattr(exports, "PART", 1)
    monkeypatch.setattr("bot.intake.progress.PATIENCE", 0.0)
    monkeypatch.setattr("bot.intake.progress.PACE", 0.01)
    await fetch(stage, "/export 7", reader)
    said = " ".join(call.params["text"] for call in await stage.telegram.calls(stage.bot, "sendMessage"))
    said += " ".join(call.params["text"] for call in await stage.telegram.calls(stage.bot, "editMessageText"))
    assert {"en": "of 21 requests …", "ru": "из 21 обращения …"}[language] in said


async def test_others_are_answered_while_a_file_is_on_its_way(stage: Stage) -> None:
    await serve_three(stage)
    await stage.telegram.add_fault("slow", method="sendDocument", seconds=LONG, times=12)
    for _ in range(12):
        await stage.admin.write(stage.bot, "/export")
    await stage.admin.wait_for(stage.bot, lambda m: m.kind == "document")
    await asyncio.wait_for(stage.command("/help"), LONG / 3)
    progress = await stage.admin.wait_for(stage.bot, "Sending the CSV file …")
    assert "If nothing comes for five minutes, send /export 30 again." in progress.text


async def test_two_admins_export_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ivan = await stage.person("Иван", "ru", id=stage.admin.id + 100)
    await stage.appoint(ivan)
    await ivan.open(stage.bot)
    await stage.run(add_contacts, 60)
    monkeypatch.setattr(exports, "PART", 1)
    (table, book), (russian_table, russian_book) = await asyncio.gather(
        export(stage, "/export 7"), export(stage, "/export 7", ivan, delimiter=";")
    )
    assert [row["Number"] for row in table] == [row["Номер"] for row in russian_table]
    assert [row["Phone"] for row in book] == [row["Телефон"] for row in russian_book]
    assert len(table) == len(russian_book) == 60


async def test_contacts_that_come_meanwhile_are_taken_in_and_left_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 100)
    monkeypatch.setattr(exports, "PART", 1)
    exporting = asyncio.create_task(export(stage, "/export 7"))
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "received")
    table, book = await exporting
    assert len(table) == len(book) in (100, 101)


async def refuse_database(stage: Stage) -> None:
    """Let the contacts be counted, but not be read: this is no UTF-8."""
    await stage.run(
        lambda session: session.execute(text("UPDATE contacts SET message = CAST(x'FF' AS TEXT)"))
    )


async def refuse_file(stage: Stage) -> None:
    """Let Telegram take no file."""
    await stage.telegram.add_fault("server_error", method="sendDocument")


@pytest.mark.parametrize("trouble", [refuse_database, refuse_file])
async def test_an_export_that_does_not_work_out_says_so(
    stage: Stage, trouble: Callable[[Stage], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 5)
    monkeypatch.setattr("bot.intake.progress.PATIENCE", 0.01)
    await trouble(stage)  # type: ignore[misc]
    answer = await stage.ask("/export 7")
    told = await stage.admin.wait_for(stage.bot, "The export did not work out", after=answer.message_id - 1)
    assert told.text == "The export did not work out. Nothing is lost: send /export 7 again."
    assert "/operators" in await stage.command("/help")
    await stage.admin.wait_until(stage.bot, lambda chat: not find_progress(chat), "end of progress", LONG)


async def test_a_stop_in_the_middle_says_that_no_file_will_come(stage: Stage) -> None:
    await serve_three(stage)
    await stage.telegram.add_fault("slow", method="sendDocument", seconds=LONG)
    await stage.admin.write(stage.bot, "/export 7")
    await stage.admin.wait_for(stage.bot, "Sending the CSV file …")
    await stage.stop()
    chat = await stage.admin.chat(stage.bot)
    assert chat.from_bot[-1].text == "The bot was stopped before the export was there. Send /export 7 again."
    assert find_progress(chat) == []


async def test_files_that_telegram_would_not_take_are_not_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 1500, days=30)
    monkeypatch.setattr(exports, "PART", 10)
    monkeypatch.setattr("bot.views.export.answer.LARGEST", 80_000)
    sent = await stage.admin.write(stage.bot, "/export 30")
    answer = (await stage.admin.wait_for(stage.bot, "too large", after=sent)).text
    found = re.fullmatch(
        r"1,500 requests make a file that is too large for Telegram, which takes 50 MB\. "
        r"Ask for fewer days: /export (\d+)",
        answer,
    )
    assert found, answer
    assert 5 < int(found[1]) < 20
    assert await stage.telegram.calls(stage.bot, "sendDocument") == []
    await stage.ask("/export 5", kind="document")


async def test_of_two_files_one_that_telegram_takes_is_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 1000, "Hello! " * 20, days=30)
    monkeypatch.setattr("bot.views.export.answer.LARGEST", 100_000)
    book = await stage.ask("/export 30", kind="document")
    assert (book.file_name or "").endswith(".xlsx")
    assert book.text.startswith("1,000 requests, ")
    told = await stage.admin.wait_for(stage.bot, "too large", after=book.message_id)
    assert re.fullmatch(
        r"The CSV file is too large for Telegram, which takes 50 MB\. Ask for fewer days: /export \d+",
        told.text,
    )
    assert len(read_excel(await stage.telegram.download(book))) == 1000


async def test_a_day_that_is_too_large_is_left_to_the_api(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 400, days=1)
    monkeypatch.setattr("bot.views.export.answer.LARGEST", 20_000)
    answer = await stage.command("/export 1")
    assert answer.endswith(" which takes 50 MB. The API gives them in pages.")


async def test_more_rows_than_a_sheet_of_excel_has_come_as_csv_alone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.run(add_contacts, 20)
    monkeypatch.setattr("bot.views.export.answer.MOST_ROWS", 19)
    table = await stage.ask("/export 7", kind="document")
    assert len(read_csv(await stage.telegram.download(table))) == 20
    answer = await stage.command("/help")
    assert "too large" not in answer


async def test_nothing_of_an_export_is_left_to_complain_about(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await serve_three(stage)
    await fetch(stage)
    await stage.stop()
    assert read_complaints(caplog) == []
