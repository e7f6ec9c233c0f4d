"""A bad day: a fifth of all calls fails at random while 500 messages come in; people notice by waiting."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from models.database.waiting import cancel
from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import ApiCall, ChatMessage
from tests.process import proofs
from tests.process.program import until
from tests.process.stage import ProcessStage, open_process_stage

NAMES = ("Anna", "Boris", "Clara", "David", "Elena")
PLACES = 12  # of each operator
CLIENTS, ROUNDS = 100, 5
IN_TIME = 100.0  # seconds
AHEAD = 60  # messages that the bot may not have yet
FAILING = 0.2  # of all calls
SEED = 7
FAULTS: tuple[dict[str, object], ...] = (
    {"fault": "flood", "retry_after": 1},
    {"fault": "flood"},
    {"fault": "server_error"},
    {"fault": "bad_gateway"},
    {"fault": "unparsable"},
    {"fault": "garbage"},
    {"fault": "drop_before"},
    {"fault": "drop_after"},
    {"fault": "slow", "seconds": 0.2},
)
# After these the message is there and the bot can't know it.
UNKNOWN = {"drop_after", "garbage", "unparsable"}
STORED = "SELECT count(*) FROM messages WHERE author='client'"
OPEN = "SELECT count(*) FROM contacts WHERE status<>'completed'"


async def spoil(stage: ProcessStage) -> None:
    """From now on a fifth of all calls fails, each fault equally often, and some updates come twice."""
    share = 1 - (1 - FAILING) ** (1 / len(FAULTS))
    for number, fault in enumerate(FAULTS):
        await stage.telegram.post("faults", **fault, share=share, seed=SEED + number)
    for later in (False, True):
        await stage.telegram.add_fault("duplicate", share=0.05, seed=SEED, later=later)


async def write_all(stage: ProcessStage, clients: Sequence[Person]) -> set[proofs.Place]:
    """Let every client write five messages, some of them photos, no faster than the bot keeps up."""
    written: set[proofs.Place] = set()
    for number in range(ROUNDS):
        for place, client in enumerate(clients):
            await until(lambda: stage.one(STORED) > len(written) - AHEAD, "a bot that keeps up", IN_TIME)
            said = f"{client.first_name} says {number}"
            if (place + number) % 4:
                sent = await client.write(stage.bot, said)
            else:
                sent = await client.send(stage.bot, "photo", caption=said)
            written.add((client.id, sent))
    return written


class WorkingOperator:
    """An operator who answers every request twice and completes it: some at once, others at last."""

    def __init__(self, stage: ProcessStage, operator: Person) -> None:
        self.stage, self.operator = stage, operator
        self.done: set[tuple[str, int]] = set()

    async def work(self, is_over: asyncio.Event) -> None:
        """Look at the cards again and again."""
        while True:
            for number, card in (await self.find_cards()).items():
                await self.handle(number, card, is_over.is_set())
            await asyncio.sleep(0.3)  # as long as it takes to look at one's screen

    async def find_cards(self) -> dict[int, ChatMessage]:
        """Return the newest card of each contact."""
        seen = (await self.operator.chat(self.stage.bot)).from_bot
        return {int(m.text.split()[1][1:]): m for m in seen if m.buttons}

    async def handle(self, number: int, card: ChatMessage, is_over: bool) -> None:
        """Do what the card asks for, each thing once."""
        if "Take" in card.captions and number % 2 == 0:
            await self.once("answer", number, card)
        elif "Take" in card.captions:
            await self.once("Take", number, card)
        elif "Complete" in card.captions:
            await self.once("answer", number, card)
            if is_over or number % 3 == 0:
                await self.once("Complete", number, card)

    async def once(self, what: str, number: int, card: ChatMessage) -> None:
        """Press a button, or answer by two replies, if that was not done before."""
        if (what, number) in self.done:
            return
        if what == "answer":
            for part in (1, 2):
                await self.operator.write(self.stage.bot, f"#{number}, {part} of 2", card.message_id)
            self.done.add((what, number))
        else:
            with suppress(SandboxError):  # the card has changed meanwhile
                await self.operator.press(self.stage.bot, card, what)
                self.done.add((what, number))


async def check_answers(stage: ProcessStage, clients: Sequence[Person]) -> None:
    """Every answer is with its client, in order."""
    heard = {client.id: (await client.chat(stage.bot)).from_bot for client in clients}
    for contact_id, client_id in stage.rows("SELECT id, chat_id FROM contacts"):
        about = [m.text for m in heard[client_id] if m.text.startswith(f"#{contact_id}, ")]
        assert list(dict.fromkeys(about)) == [f"#{contact_id}, {part} of 2" for part in (1, 2)]
        assert about == sorted(about), "a repeat came after something newer"


def check_repeats(calls: Sequence[ApiCall]) -> int:
    """What was sent twice was sent for a reason: nobody could know that it was there. Returns how often."""
    told: dict[tuple[str, ...], list[ApiCall]] = defaultdict(list)
    for call in calls:
        if call.effect and call.method in ("copyMessage", "sendMessage"):
            keys = proofs.COPIED if call.method == "copyMessage" else proofs.SAID
            told[call.method, *(str(call.params[key]) for key in keys)].append(call)
    repeated = [call for same in told.values() for call in same[:-1]]
    assert [call for call in repeated if call.fault not in UNKNOWN] == []
    return len(repeated)


def count_faults(calls: Sequence[ApiCall], polls: Sequence[ApiCall]) -> str:
    """Check that about a fifth of the calls has failed, polls among them; returns the figures."""
    hit = [call for call in calls if call.fault]
    spoiled = [call for call in polls if call.fault]
    assert 0.15 < len(hit) / len(calls) < 0.25
    assert {str(fault["fault"]) for fault in FAULTS} == {call.fault for call in hit}
    assert len(spoiled) >= 3
    return f"{len(hit)} of {len(calls)} calls and {len(spoiled)} of {len(polls)} polls failed"


async def test_five_hundred_messages_all_arrive_while_a_fifth_of_all_calls_fails(tmp_path: Path) -> None:
    async with open_process_stage(tmp_path) as stage:
        operators = await stage.staff(NAMES, limit=PLACES)
        clients = [await stage.client(f"Client {number}.") for number in range(CLIENTS)]
        before = (await stage.telegram.calls())[-1].seq
        polled = (await stage.telegram.calls(method="getUpdates"))[-1].seq
        await spoil(stage)
        started, is_over = time.monotonic(), asyncio.Event()
        working = [
            asyncio.create_task(WorkingOperator(stage, operator).work(is_over)) for operator in operators
        ]
        try:
            written = await write_all(stage, clients)
            is_over.set()
            await until(
                lambda: stage.one(OPEN) == 0 and stage.one(STORED) == len(written), "the end", IN_TIME
            )
            await stage.settle(IN_TIME)
            assert not [task for task in working if task.done()], "the operators gave up"
        finally:
            await cancel(working)
        took = time.monotonic() - started

        calls = await stage.telegram.calls(stage.bot, after=before)
        polls = await stage.telegram.calls(stage.bot, "getUpdates", after=polled)
        figures = count_faults(calls, polls)
        assert len(written) == CLIENTS * ROUNDS
        proofs.check_stored_once(stage, written)
        proofs.check_loads(stage)
        assert stage.one("SELECT max(above) FROM raises") == 0, "the limits don't bind"
        await proofs.check_delivered(stage, operators)
        await check_answers(stage, clients)
        repeats = check_repeats(calls)
        assert await stage.alarms() == []
        contacts = stage.one("SELECT count(*) FROM contacts")
        print(f"{contacts} contacts in {took:.0f} s; {figures}; {repeats} messages came again")
