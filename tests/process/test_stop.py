"""SIGTERM ends the bot soon and cleanly, whatever it is doing; the next start goes on where it stopped."""

import asyncio
from pathlib import Path

from tests.process import proofs
from tests.process.office import open_office
from tests.process.program import START, until

SOON = 5.0  # seconds
STORED = "SELECT count(*) FROM messages WHERE author='client'"


async def test_a_stop_amid_messages_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        operators = await office.staff(("Anna", "Boris"), limit=8)
        clients = [await office.client(f"Client {number}") for number in range(20)]
        stopped = False
        writing = asyncio.create_task(
            proofs.write_rounds(office, clients, 6, lambda written: stopped or written < 100)
        )
        await until(lambda: office.one(STORED) >= 30, "30 messages")
        code = await office.terminate(SOON)
        assert code == 0, office.read_log()
        assert "Traceback" not in office.read_log()
        assert office.one(STORED) < 120, "a stop after everything was done proves nothing"
        stopped = True

        await office.start()
        written = await writing
        await office.catch_up(START)
        proofs.check_stored_once(office, written)
        proofs.check_loads(office)
        await proofs.check_delivered(office, operators)
        await proofs.check_repeats(office, breaks=[])


async def test_a_stop_is_as_quick_while_telegram_is_unreachable(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        await office.hire("Anna")
        await office.client("Vera", text="Hello")
        await office.catch_up()
        await office.cable.cut()
        await until(lambda: "NetworkError" in office.read_log(), "a complaint about the network")
        assert await office.terminate(SOON) == 0, office.read_log()
        assert "Traceback" not in office.read_log()
