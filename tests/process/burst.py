"""A hundred clients at once on fifty places, then the requests are completed one by one, by the buttons."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.process import proofs
from tests.process.stage import ProcessStage, open_process_stage

NAMES = ("Anna", "Boris", "Clara", "David", "Elena")
CLIENTS = 100
PLACES = 10  # of each operator
WAITING = "SELECT id FROM contacts WHERE status='new' AND operator_id IS NULL ORDER BY id"
ASSIGNED = "SELECT id FROM contacts WHERE status<>'completed' AND operator_id IS NOT NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class Completion:
    """What completing one request changed: who left the queue, and who was first in it."""

    first: int
    left: list[int]


@dataclass(frozen=True, slots=True)
class Burst:
    """What was seen."""

    path: Path
    assigned: list[int]
    waiting: list[int]
    completions: list[Completion]
    raises: int
    most_above: int
    loads: list[tuple[int]]


async def play_burst(folder: Path) -> Burst:
    """Let everybody write at once, then work off the first fifty."""
    async with open_process_stage(folder) as stage:
        operators = await stage.staff(NAMES, limit=PLACES)
        clients = [await stage.client(f"Client {number}") for number in range(CLIENTS)]
        sent = await asyncio.gather(*(client.write(stage.bot, "Hello") for client in clients))
        await stage.settle()
        proofs.check_stored_once(stage, {(client.id, id_) for client, id_ in zip(clients, sent, strict=True)})
        assigned, waiting = read_ids(stage, ASSIGNED), read_ids(stage, WAITING)
        completions = [step async for step in complete_all(stage, operators)]
        await stage.settle()
        proofs.check_loads(stage)
        await proofs.check_delivered(stage, operators)
        return Burst(
            stage.path,
            assigned,
            waiting,
            completions,
            stage.one("SELECT count(*) FROM raises"),
            stage.one("SELECT max(above) FROM raises"),
            [(load,) for (load,) in stage.rows("SELECT load FROM operators ORDER BY id")],
        )


async def complete_all(stage: ProcessStage, operators: Sequence[Person]) -> AsyncIterator[Completion]:
    """Take and complete what is on everybody's cards now, one after another."""
    seen = [(operator, await operator.chat(stage.bot)) for operator in operators]
    for operator, card in [(operator, m) for operator, chat in seen for m in chat.from_bot if m.buttons]:
        before = read_ids(stage, WAITING)
        await stage.press(operator, card, "Take")
        assert read_ids(stage, WAITING) == before, "a place became free before anything was completed"
        await stage.press(operator, await wait_for_button(stage, operator, card, "Complete"), "Complete")
        after = set(read_ids(stage, WAITING))
        yield Completion(before[0], [id_ for id_ in before if id_ not in after])


async def wait_for_button(
    stage: ProcessStage, operator: Person, card: ChatMessage, button: str
) -> ChatMessage:
    return await operator.wait_for(
        stage.bot, lambda m: m.message_id == card.message_id and button in m.captions
    )


def read_ids(stage: ProcessStage, query: str) -> list[int]:
    return [id_ for (id_,) in stage.rows(query)]
