"""SIGTERM ends the bot soon and cleanly, whatever it is doing; the next start goes on where it stopped."""

import asyncio
from pathlib import Path

from tests.process import proofs
from tests.process.program import START, until
from tests.process.stage import ProcessStage, open_process_stage

SOON = 5.0  # seconds
STORED = "SELECT count(*) FROM messages WHERE author='client'"


async def check_stop(stage: ProcessStage) -> None:
    await stage.stop(within=SOON)
    assert "Traceback" not in stage.read_log()


async def test_a_stop_is_quick_and_clean_amid_messages_and_without_telegram(tmp_path: Path) -> None:
    async with open_process_stage(tmp_path) as stage:
        operators = await stage.staff(("Anna", "Boris"), limit=8)
        clients = [await stage.client(f"Client {number}") for number in range(20)]
        stopped = False
        writing = asyncio.create_task(
            proofs.write_rounds(stage, clients, 6, lambda written: stopped or written < 100)
        )
        await until(lambda: stage.one(STORED) >= 30, "30 messages")
        await check_stop(stage)
        assert stage.one(STORED) < 120, "a stop after everything was done proves nothing"
        stopped = True

        await stage.start()
        written = await writing
        await stage.settle(START)
        proofs.check_stored_once(stage, written)
        proofs.check_loads(stage)
        await proofs.check_delivered(stage, operators)
        await proofs.check_repeats(stage, breaks=[])

        # Nor does it wait for a Telegram that can't be reached.
        await stage.cable.cut()
        await until(lambda: "NetworkError" in stage.read_log(), "a complaint about the network")
        await check_stop(stage)
