"""The scripted conversation: clients write, cards come, an answer, an edit, passing on, a queue, the end."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from proofs.processes.office import Office
from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage

PATIENCE = 6.0  # seconds after which a person presses again: the answer to a press may be lost
GIVE_UP = 45.0


async def hire(office: Office) -> dict[int, Person]:
    """Hire three with one place each; returns them by their id in the database."""
    people = [await office.hire(name, limit=1) for name in ("Anna", "Boris", "Clara")]
    ids = {
        telegram_id: id_ for id_, telegram_id in await office.select("SELECT id, telegram_id FROM operators")
    }
    return {ids[person.id]: person for person in people}


async def converse(office: Office, staff: dict[int, Person], number: int) -> None:
    """Play it once, with new clients and an empty desk before and after."""
    vera, wim, xena, yuri = [
        await office.client(f"{name} {number}") for name in ("Vera", "Wim", "Xena", "Yuri")
    ]
    written = await office.say(vera, f"Vera says {number}")
    first = await find_contact(office, vera, "operator_id IS NOT NULL")
    await office.say(vera, f"Vera adds {number}")
    await office.say(wim, f"Wim says {number}")
    await find_contact(office, wim, "operator_id IS NOT NULL")
    card = await press(office, staff[first[1]], first[0], "Take", "status = 'in_progress'")
    for part in (1, 2):
        await answer(office, vera, staff[first[1]], card, f"answer {number}.{part}")
    await office.change(vera, written, f"Vera says {number}, changed")
    await pass_on(office, staff[first[1]], first)
    second = await find_contact(office, vera, f"operator_id IS NOT NULL AND operator_id <> {first[1]}")
    await office.say(xena, f"Xena says {number}")
    await find_contact(office, xena, "operator_id IS NOT NULL")
    await office.say(yuri, f"Yuri says {number}")
    await find_contact(office, yuri, "operator_id IS NULL")
    card = await press(office, staff[second[1]], second[0], "Take", "status = 'in_progress'")
    await answer(office, vera, staff[second[1]], card, f"answer {number}.3")
    await press(office, staff[second[1]], second[0], "Complete", "status = 'completed'")
    for client in (yuri, wim, xena):
        contact, operator = await find_contact(office, client, "operator_id IS NOT NULL")
        await press(office, staff[operator], contact, "Take", "status = 'in_progress'")
        await press(office, staff[operator], contact, "Complete", "status = 'completed'")
    await office.settle()


async def find_contact(office: Office, client: Person, condition: str) -> tuple[int, int]:
    """Wait until the newest contact of a client is so; returns its number and its operator."""
    newest = f"SELECT max(id) FROM contacts WHERE chat_id = {client.id}"
    query = f"SELECT id, operator_id FROM contacts WHERE id = ({newest}) AND {condition}"
    found = await office.until(query)
    return found[0], found[1]


async def press(office: Office, operator: Person, contact: int, button: str, then: str) -> ChatMessage:
    """Press a button of a contact's card until the contact is so; returns the card then."""
    is_so = f"SELECT 1 FROM contacts WHERE id = {contact} AND {then}"

    async def act() -> None:
        card = await find_card(office, operator, contact, lambda m: button in m.captions)
        if not await office.select(is_so):
            await operator.press(office.bot, card, button)

    await keep_trying(office, act, is_so)
    return await find_card(office, operator, contact, lambda m: button not in m.captions)


async def keep_trying(office: Office, act: Callable[[], object], is_so: str) -> None:
    """Act as a person does: again, if nothing has come of it for long."""
    ends = time.monotonic() + GIVE_UP
    while time.monotonic() < ends:
        with suppress(
            SandboxError, TimeoutError, AssertionError
        ):  # the card has changed, or is not there yet
            await act()  # type: ignore[misc]
        with suppress(TimeoutError):
            await office.until(is_so, PATIENCE)
            return
    raise TimeoutError(f"nothing comes of it within {GIVE_UP:.0f} s: {is_so}")


async def find_card(
    office: Office, operator: Person, contact: int, fits: Callable[[ChatMessage], bool]
) -> ChatMessage:
    """Wait for the card of a contact that is so."""
    begins = f"Request #{contact} ·"
    wanted = lambda m: m.text.startswith(begins) and bool(m.buttons) and fits(m)  # noqa: E731
    return await operator.wait_for(office.bot, wanted, timeout=20)


async def answer(office: Office, client: Person, operator: Person, card: ChatMessage, words: str) -> None:
    """Let an operator answer, and wait until the client has it."""
    office.answers.append((client, words))
    await operator.write(office.bot, words, card.message_id)
    await client.wait_for(office.bot, words, timeout=60)


async def pass_on(office: Office, operator: Person, had: tuple[int, int]) -> None:
    """Pass a contact on by draw."""
    is_so = f"SELECT 1 FROM contacts WHERE id = {had[0]} AND operator_id <> {had[1]}"

    async def act() -> None:
        last = max(message.message_id for message in (await operator.chat(office.bot)).from_bot)
        card = await find_card(office, operator, had[0], lambda m: "Pass on" in m.captions)
        await operator.press(office.bot, card, "Pass on")
        asked = await operator.wait_for(office.bot, "on to whom?", after=last, timeout=PATIENCE)
        await operator.press(office.bot, asked, "By draw")

    await keep_trying(office, act, is_so)
    await asyncio.sleep(0)
