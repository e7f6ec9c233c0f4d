"""SIGTERM ends the bot soon and cleanly, whatever it is doing; the next start goes on where it stopped."""

import asyncio
from pathlib import Path

from tests.process import proofs
from tests.process.office import Office, open_office
from tests.process.program import START, until

SOON = 5.0  # seconds
STORED = "SELECT count(*) FROM messages WHERE author='client'"


async def check_stop(office: Office) -> None:
    assert await office.terminate(SOON) == 0, office.read_log()
    assert "Traceback" not in office.read_log()


async def test_a_stop_is_quick_and_clean_amid_messages_and_without_telegram(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        operators = await office.staff(("Anna", "Boris"), limit=8)
        clients = [await office.client(f"Client {number}") for number in range(20)]
        stopped = False
        writing = asyncio.create_task(
            proofs.write_rounds(office, clients, 6, lambda written: stopped or written < 100)
        )
        await until(lambda: office.one(STORED) >= 30, "30 messages")
        await check_stop(office)
        assert office.one(STORED) < 120, "a stop after everything was done proves nothing"
        stopped = True

        await office.start()
        written = await writing
        await office.catch_up(START)
        proofs.check_stored_once(office, written)
        proofs.check_loads(office)
        await proofs.check_delivered(office, operators)
        await proofs.check_repeats(office, breaks=[])

        # Nor does it wait for a Telegram that can't be reached.
        await office.cable.cut()
        await until(lambda: "NetworkError" in office.read_log(), "a complaint about the network")
        await check_stop(office)
