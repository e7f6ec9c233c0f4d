"""How many taps the everyday tasks take, counted while each is played on a local Telegram.

`python -m benchmarks.taps` prints a table; the numbers are the same on any machine. A new task is an
asynchronous generator named in `TASKS`: it prepares, yields whose hands are counted from then on, goes on.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage, Json
from tests.once import FOLDER
from tests.stage import Stage, open_stage

QUESTION = "Is the blue lamp in stock?"
Play = Callable[[Stage], AsyncIterator[Person]]


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody does, how it is played, and which settings the business has for it."""

    name: str
    play: Play
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taps:
    """What hands have done: buttons pressed, messages swiped for a reply, lines typed."""

    presses: int = 0
    swipes: int = 0  # a reply that the bot has opened by itself takes none
    lines: int = 0  # commands and answers, and letters by which something is looked for


async def answer(stage: Stage) -> AsyncIterator[Person]:
    """Answer a client: by a reply to the card."""
    anna, card = await meet(stage)
    yield anna
    await anna.write(stage.bot, "Yes, there are three left.", reply_to=card.message_id)


async def answer_quickly(stage: Stage) -> AsyncIterator[Person]:
    """Answer a client by a quick answer: from the card, read before it goes out."""
    await stage.command("/answers add stock: Yes, {name}, it is in stock.")
    anna, card = await meet(stage)
    yield anna
    await stage.press(anna, card, "Quick answer")
    choice = await anna.wait_for(stage.bot, "Which answer", after=card.message_id)
    await stage.press(anna, await stage.tap(choice, "stock", anna), "Send")


async def answer_by_typing(stage: Stage) -> AsyncIterator[Person]:
    """Answer a client by a quick answer that is found by typing a few letters."""
    await stage.telegram.set_inline_mode(stage.bot)
    await stage.command("/answers add stock: Yes, {name}, it is in stock.")
    anna, card = await meet(stage)
    yield anna
    asked = await anna.ask_inline(stage.bot, "sto")
    found = await anna.inline_results(stage.bot, asked)
    await anna.choose(asked, found[0], card.message_id)


async def complete(stage: Stage) -> AsyncIterator[Person]:
    """Complete a request that is taken, and say how it has ended."""
    await stage.command("/outcomes add sold")
    anna, card = await take(stage)
    yield anna
    await stage.press(anna, card, "Complete")
    await stage.press(anna, await stage.look(card, anna), "sold")


async def pass_on(stage: Stage) -> AsyncIterator[Person]:
    """Pass a request on to a colleague, with a note for him."""
    anna, card = await take(stage)
    await stage.hire("Boris")
    yield anna
    await stage.press(anna, card, "Pass on")
    question = await anna.wait_for(stage.bot, "on to whom?", after=card.message_id)
    done = await stage.tap(question, "Boris", anna)
    await stage.press(anna, done, "Add a line")
    asked = await anna.wait_for(stage.bot, "What should Boris know")
    await anna.write(stage.bot, "She wants the blue one.", reply_to=asked.message_id)


async def put_off(stage: Stage) -> AsyncIterator[Person]:
    """Put a request off until its client writes."""
    anna, card = await take(stage)
    yield anna
    await stage.press(anna, card, "Put off")
    choice = await anna.wait_for(stage.bot, "Until when", after=card.message_id)
    await stage.press(anna, choice, "Until the client writes")


async def ask_why(stage: Stage) -> AsyncIterator[Person]:
    """See why a request has come to oneself."""
    anna, card = await meet(stage)
    yield anna
    await stage.press_rare(anna, card, "Why me?")


async def set_up_alone(stage: Stage) -> AsyncIterator[Person]:
    """From an empty bot to a first answered client: the owner answers himself."""
    yield stage.admin
    steps = await stage.admin.wait_for(stage.bot, "First steps")
    await stage.press(stage.admin, steps, "I answer myself")
    await stage.client("Vera", text=QUESTION)
    card = await stage.card(stage.admin, QUESTION)
    await stage.admin.write(stage.bot, "Yes, there are three left.", reply_to=card.message_id)


async def set_up_with_operator(stage: Stage) -> AsyncIterator[Person]:
    """From an empty bot to a first answered client: the owner's hands; an operator joins by the link."""
    yield stage.admin
    steps = await stage.admin.wait_for(stage.bot, "First steps")
    await stage.press(stage.admin, steps, "Add an operator")
    asked = await stage.admin.wait_for(stage.bot, "What is the new operator's name")
    added = await stage.ask("Anna", reply_to=asked)
    link = await stage.admin.wait_for(stage.bot, "?start=op_", after=added.message_id)
    await stage.press(stage.admin, added, "Weight 1")
    anna = await stage.join("Anna", link.text)
    await stage.client("Vera", text=QUESTION)
    card = await stage.card(anna, QUESTION)
    await anna.write(stage.bot, "Yes, there are three left.", reply_to=card.message_id)


TASKS = (
    Task("answer a client", answer),
    Task("answer a client, CARD_FORCE_REPLY=1", answer, {"card_force_reply": True}),
    Task("answer a client by a quick answer", answer_quickly),
    Task("answer a client by a quick answer, inline", answer_by_typing),
    Task("complete a request with an outcome", complete),
    Task("pass a request on with a note", pass_on),
    Task("put a request off", put_off),
    Task("see why a request has come", ask_why),
    Task("first set-up from an empty bot to a first answered client, alone", set_up_alone),
    Task("the same with an operator, beside forwarding the link", set_up_with_operator),
)


async def meet(stage: Stage) -> tuple[Person, ChatMessage]:
    """Let an operator get the card of a client; returns both."""
    anna = await stage.hire("Anna")
    await stage.client("Vera", text=QUESTION)
    return anna, await stage.card(anna, QUESTION)


async def take(stage: Stage) -> tuple[Person, ChatMessage]:
    """Let an operator take a client's request; returns the operator, and the card as it is then."""
    anna, card = await meet(stage)
    return anna, await stage.tap(card, "Take", anna)


async def count(task: Task) -> Taps:
    """Play a task at a business of its own; returns what it took."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault(FOLDER, folder)  # in which the stage makes its database
        async with open_stage(Path(folder), **task.settings) as stage:
            playing = task.play(stage)
            person = await anext(playing)
            await stage.settle()
            begun = (await person.chat(stage.bot)).last
            async for _ in playing:
                raise AssertionError("one person a task")
            await stage.settle()
            found = await person.telegram.get("events", after=begun, person=person.id, bot=stage.bot.username)
            shown = {message.message_id: message for message in (await person.chat(stage.bot)).messages}
            return add_up(found["events"], shown)


def add_up(events: Iterable[Json], shown: dict[int, ChatMessage]) -> Taps:
    """Return what hands have done in these events of one chat, whose messages are `shown`."""
    events = list(events)
    sent = [event["message"] for event in events if event["kind"] == "message"]
    typed = [message for message in sent if message["from"] == "person"]
    chosen = sum("via_bot" in message for message in typed)  # a tap on a result, after some letters
    replied = [shown.get(message["reply_to"]) for message in typed if message.get("reply_to")]
    return Taps(
        presses=sum(event["kind"] == "press" for event in events) + chosen,
        swipes=sum(message is None or message.asks_reply is None for message in replied),
        lines=len(typed),
    )


async def count_all() -> str:
    """Return the table of all tasks."""
    rows = ["| task | buttons pressed | swipes to reply | lines typed |", "|---|---|---|---|"]
    for task in TASKS:
        taps = await count(task)
        rows.append(f"| {task.name} | {taps.presses} | {taps.swipes} | {taps.lines} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(asyncio.run(count_all()))
