"""Requests in a state of docs/reference/permissions.md, with what there is of them in Telegram."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.ui.keyboards import CardCallback
from models import Contact
from sandbox.client.person import Person
from services.contacts.states import Action
from tests.stage import Stage

STATES = ("open", "just completed", "completed", "moved", "banned", "forgotten")
WINDOW = 60  # minutes in which a client may still answer
LONG_AGO = timedelta(minutes=2 * WINDOW)


@dataclass(frozen=True)
class Case:
    """A request in a state. All but its number are messages in Telegram."""

    state: str
    operator: Person  # the first one
    client: Person
    number: int
    first: int  # by the client
    card: int  # in the operator's chat
    answer: int  # by the operator
    copy: int  # of that, in the client's chat
    page: int = 0  # in an admin's chat
    signed: int = 0  # by that admin, to the client

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "moved")

    def button(self, action: Action) -> str:
        """Return what a button on the card says."""
        return CardCallback(action=action, contact=self.number, assignment=1).pack()


async def open_cases(stage: Stage, state: str, operator: Person, count: int) -> list[Case]:
    """Let so many clients write, which go to the one who gets new requests, and be answered."""
    clients = await asyncio.gather(*(stage.person("Vera") for _ in range(count)))
    first = await asyncio.gather(*(client.write(stage.bot, "Hello?") for client in clients))
    await stage.settle()
    numbers = dict(stage.rows("SELECT chat_id, id FROM contacts"))
    shown = [card for card in (await operator.chat(stage.bot)).from_bot if card.buttons]
    cards = {CardCallback.unpack(card.buttons[0][0].data or "").contact: card.message_id for card in shown}
    cases = []
    for client, question in zip(clients, first, strict=True):
        number = numbers[client.id]
        answer = await operator.write(stage.bot, "Hello!", reply_to=cards[number])
        cases.append(Case(state, operator, client, number, question, cards[number], answer, 0))
    await stage.settle()
    return [replace(case, copy=(await stage.relayed(case.client))[0].message_id) for case in cases]


async def show_to_admin(stage: Stage, case: Case, admin: Person) -> Case:
    """Let an admin look at the page of a request, and write to its client."""
    page = await stage.ask(f"/contact {case.number}", admin)
    signed = await admin.write(stage.bot, "Sorry!", reply_to=page.message_id)
    await admin.wait_for(stage.bot, lambda message: message.reply_to == signed)
    return replace(case, page=page.message_id, signed=signed)


async def bring_into_state(stage: Stage, cases: Collection[Case]) -> None:
    """Do with each request what its state is called after."""
    for case in cases:
        match case.state:
            case "just completed" | "completed":
                await case.operator.forge_press(stage.bot, case.card, case.button(Action.COMPLETE))
            case "moved" if case.number == min(c.number for c in cases if c.operator is case.operator):
                plan = await stage.ask(f"/operators move {case.operator.first_name} Boris")
                await stage.press(stage.admin, plan, "Move")
            case "banned":
                await stage.command(f"/ban {case.number}")
            case "forgotten":
                await stage.press(stage.admin, await stage.ask(f"/forget {case.number}"), "Forget")
    await stage.settle()
    await stage.run(put_back, [case.number for case in cases if case.state == "completed"])


def put_back(session: Session, numbers: Collection[int]) -> None:
    """Let requests have been completed long ago."""
    for number in numbers:
        contact = session.get_one(Contact, number)
        assert contact.completed_at is not None
        contact.completed_at -= LONG_AGO
