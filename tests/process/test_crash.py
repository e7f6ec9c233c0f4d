"""Kill -9 in the middle of the work: nothing is lost, nothing is counted twice, no limit is passed."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from tests.process import proofs
from tests.process.program import until
from tests.process.stage import ProcessStage, open_process_stage
from tests.services.replay import check_decisions

NAMES = ("Anna", "Boris", "Clara", "David", "Elena")
STORED = "SELECT count(*) FROM messages WHERE author='client'"
COMPLETED = "SELECT count(*) FROM contacts WHERE status='completed'"
# Before each kill, and before the end: every kill is in the middle of the messages, however fast they come.
WRITTEN_BEFORE = (100, 200, 290, 300)
IN_TIME = 120.0  # seconds from the last start


async def work_off(stage: ProcessStage, operators: Sequence[Person]) -> None:
    """Take and complete what is on the cards, so that places become free and the queue moves."""
    while True:
        for operator in operators:
            cards = [m for m in (await operator.chat(stage.bot)).from_bot if m.buttons]
            for card in cards:
                if card.captions[0] != "Reopen":
                    with suppress(SandboxError):  # the card has changed meanwhile
                        await operator.press(stage.bot, card, card.captions[0])
        await asyncio.sleep(0.2)


def moments_to_kill(stage: ProcessStage) -> list[Callable[[], bool]]:
    """Telegram has just let go of messages; the queue moves; conversations are being relayed."""
    before = stage.confirmed
    return [
        lambda: stage.confirmed >= before + 50,
        lambda: bool(stage.one(COMPLETED) >= 3),
        lambda: bool(stage.one(STORED) >= 240),
    ]


async def test_three_kills_lose_nothing_and_repeat_only_what_was_in_flight(tmp_path: Path) -> None:
    async with open_process_stage(tmp_path) as stage:
        operators = await stage.staff(NAMES, limit=4)
        clients = [await stage.client(f"Client {number}") for number in range(60)]
        kills: list[float] = []
        moments = moments_to_kill(stage)
        writing = asyncio.create_task(
            proofs.write_rounds(stage, clients, 5, lambda written: written < WRITTEN_BEFORE[len(kills)])
        )
        working = asyncio.create_task(work_off(stage, operators[:2]))
        for moment in moments:
            await until(moment, f"the moment for kill {len(kills) + 1}", IN_TIME)
            kills.append(stage.kill())
            assert stage.one(STORED) < 300, "a kill after everything was done proves nothing"
            await stage.start()
        started = time.monotonic()
        written = await writing
        assert not working.done(), "the operators gave up"
        working.cancel()
        await stage.settle(IN_TIME)
        took = time.monotonic() - started

        assert took < IN_TIME
        assert len(written) == 300
        proofs.check_stored_once(stage, written)
        proofs.check_loads(stage)
        assert stage.one("SELECT count(*) FROM contacts WHERE operator_id IS NULL") > 0, "nobody queued"
        assert stage.one("SELECT max(load - max_active_leads) FROM operators") == 0, "the limits don't bind"
        await proofs.check_delivered(stage, operators)
        # What was on its way at a kill still arrives; the next process needs seconds before it sends.
        await proofs.check_repeats(stage, [(kill, kill + 1) for kill in kills])
        with proofs.open_history(stage.path) as session:
            assert check_decisions(session) >= 20
