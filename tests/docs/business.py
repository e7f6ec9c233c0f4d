"""The business of the examples: Anna holds two requests, Boris four, Clara five; each may hold five."""

import re

from sqlalchemy.orm import Session

from models import Contact, Lead, Status
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services import leads
from services.clients import splitting
from services.clock import utc_now
from tests.moments import make_moment
from tests.stage import Stage

LOADS = (2, 4, 5)
WEIGHTS = (3, 2, 1)
NAMES = {"en": ("Anna", "Boris", "Clara"), "ru": ("Анна", "Борис", "Клара")}


async def fill(stage: Stage, language: str = "en") -> list[Person]:
    """Let the operators have their requests open; returns the operators, who have no weight yet."""
    operators = [await stage.hire(name, weight=None) for name in NAMES[language]]
    for name, load in zip(NAMES[language], LOADS, strict=True):
        await weigh(stage, name, 1)
        for n in range(load):
            await stage.client(f"{name}'s {n}", text="Hello")
        await stage.settle()
        await weigh(stage, name, 0)
    return operators


async def weigh(stage: Stage, name: str, weight: int) -> None:
    """Give an operator a weight for the bot."""
    await stage.command(f"/weight {name} {stage.bot.username} {weight}")


async def weigh_all(stage: Stage) -> None:
    """Give the operators the weights of the example."""
    for name, weight in zip(NAMES["en"], WEIGHTS, strict=True):
        await weigh(stage, name, weight)


async def come_as_number_12(stage: Stage) -> Person:
    """Let Vera write, the twelfth."""
    vera = await stage.client("Vera", text="Do you deliver to Kazan?")
    await vera.wait_for(stage.bot, "#12")
    await stage.settle()
    return vera


def take_for_one(session: Session, number: int) -> None:
    """Let the client of a request prove the phone of somebody who filled in a form long ago."""
    contact, now = session.get_one(Contact, number), utc_now()
    ivan = Lead(name="Ivan", email="ivan@example.com", phone="+79161234567", created_at=now)
    session.add(ivan)
    session.flush()
    form = Contact(lead_id=ivan.id, source_id=contact.source_id, status=Status.COMPLETED, created_at=now)
    session.add(form)
    session.flush()
    vera = session.get_one(Lead, contact.lead_id)
    merged = leads.verify_phone(session, vera, "+79161234567").contacts
    for moved in merged:
        session.refresh(moved)
    splitting.note_merges(session, merged, at=make_moment(now))


def draw_screen(message: ChatMessage) -> str:
    """Return an answer as the pages show it: the text, and each row of buttons."""
    rows = [" ".join(f"[{button.text}]" for button in row) for row in message.buttons]
    return "\n".join((message.text, *rows))


def level(screen: str) -> str:
    """Return a screen without the moment, and without what was drawn."""
    screen = re.sub(r"\b[A-Z][a-z]+ \d{1,2}, \d\d:\d\d", "some day", screen)
    return re.sub(r"Ticket \d+ was drawn: (Anna|Boris)", "Ticket was drawn", screen)


def check(answer: ChatMessage, command: str) -> None:
    """An answer is none to a mistake."""
    assert "For example: /" not in answer.text, f"{command}: {answer.text}"
    assert "I don't understand" not in answer.text, f"{command}: {answer.text}"
