"""The network goes away for some seconds amid everything: nothing is lost, both directions catch up."""

import asyncio
import time
from pathlib import Path

from sandbox.client.person import Person
from tests.process import proofs
from tests.process.program import until
from tests.process.stage import ProcessStage, open_process_stage

STORED = "SELECT count(*) FROM messages WHERE author='client'"
OUTAGE = 3.0  # seconds


async def answer_all(stage: ProcessStage, operator: Person, clients: dict[str, Person], text: str) -> None:
    """Let an operator reply to the card of every client."""
    for message in (await operator.chat(stage.bot)).from_bot:
        for name in clients:
            if message.buttons and f"{name} says" in message.text:
                await operator.write(stage.bot, f"{text}, {name}", reply_to=message.message_id)


async def test_both_directions_catch_up_after_an_outage(tmp_path: Path) -> None:
    async with open_process_stage(tmp_path) as stage:
        anna = await stage.hire("Anna", limit=20)
        clients = {f"Client {number}.": await stage.client(f"Client {number}.") for number in range(10)}
        people = list(clients.values())
        written = await proofs.write_rounds(stage, people, rounds=1)
        await stage.settle()

        writing = asyncio.create_task(proofs.write_rounds(stage, people, rounds=12))
        answering = asyncio.create_task(answer_all(stage, anna, clients, "Before the cut"))
        await until(lambda: stage.one(STORED) >= 40, "40 messages")
        cut_at = time.time()
        await stage.cable.cut()
        written |= await writing
        await answering
        await answer_all(stage, anna, clients, "After the cut")
        for client in people:
            written.add((client.id, await client.write(stage.bot, "Are you there?")))
        await asyncio.sleep(OUTAGE)
        await stage.cable.plug_in()
        back_at = time.time()
        await stage.settle()

        assert stage.program is not None
        assert stage.program.poll() is None
        proofs.check_stored_once(stage, written)
        await proofs.check_delivered(stage, [anna])
        for name, client in clients.items():
            heard = [m.text for m in await stage.relayed(client)]
            assert list(dict.fromkeys(heard)) == [f"Before the cut, {name}", f"After the cut, {name}"]
        await proofs.check_repeats(stage, [(cut_at, back_at)])
