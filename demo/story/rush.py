"""The later scenes: a full house, a line that drains in order, an operator who disappears, closing time."""

import asyncio
from dataclasses import dataclass, field

from demo import script
from demo.cast import Member
from demo.opening import Shop
from demo.stage import Stage
from demo.story.meeting import answer, complete, hear_receipt, take


@dataclass(slots=True)
class Book:
    """Who wrote which contact and who has it, as the chats have shown; `line`: who waits, in order."""

    clients: dict[int, Member] = field(default_factory=dict)
    holders: dict[int, Member] = field(default_factory=dict)
    line: list[int] = field(default_factory=list)

    def held_by(self, operator: Member) -> list[int]:
        """Return the open contacts of an operator."""
        return sorted(number for number, holder in self.holders.items() if holder is operator)

    def loads(self, operators: list[Member]) -> dict[str, int]:
        """Return how many contacts each operator has, by name."""
        return {operator.name: len(self.held_by(operator)) for operator in operators}


async def play_full_house(stage: Stage, shop: Shop, book: Book, crowd: list[Member]) -> None:
    """As many clients at once as there are places: all are taken, whatever the draws."""
    stage.transcript.narrate(stage.tell("rush-1"))
    await asyncio.gather(*(stage.write(client, said_by(client)) for client in crowd))
    for client in crowd:
        book.clients[await hear_receipt(stage, client, "received")] = client
    stage.transcript.narrate(stage.tell("rush-2"))
    for number in sorted(book.clients):
        await expect_card(stage, book, number)
    expect_earlier(stage, book, crowd[0])
    loads = book.loads(stage.company.operators)
    full = {operator.name: operator.part.limit for operator in stage.company.operators}
    stage.check(
        stage.tell("expected-shares", loads=shop.write_loads(full)), loads == full, shop.write_loads(loads)
    )
    await shop.list_operators(loads)


async def play_line(stage: Stage, shop: Shop, book: Book, latecomers: list[Member]) -> None:
    """Nobody is free: clients hear their place, and nothing can be passed on."""
    stage.transcript.narrate(stage.tell("rush-3"))
    for place, client in enumerate(latecomers, 1):
        await stage.write(client, said_by(client))
        number = await hear_receipt(stage, client, f"place-{place}")
        book.clients[number] = client
        book.line.append(number)
    await shop.command("/sources", shop.expected("waiting", number=len(latecomers)))
    stage.transcript.narrate(stage.tell("rush-4"))
    number = min(book.holders)
    await stage.press(book.holders[number], number, "pass", outcome="nobody-else")


async def play_drain(stage: Stage, book: Book) -> None:
    """Each operator completes one contact and gets the one that waits longest."""
    stage.transcript.narrate(stage.tell("drain-1"))
    for operator in reversed(stage.company.operators):
        await finish(stage, book, book.held_by(operator)[0])
        await expect_card(stage, book, book.line.pop(0), [operator])


async def play_block(stage: Stage, shop: Shop, book: Book) -> None:
    """An operator blocks the bot in the middle of a talk: the contact moves, the admin is told."""
    leaver, admin = stage.company.operators[-1], stage.company.admin
    number = book.held_by(leaver)[0]
    client = book.clients[number]
    stage.transcript.narrate(stage.tell("block-1", operator=leaver.name, client=client.name))
    await talk(stage, leaver, number, client)
    for colleague in stage.company.operators[:-1]:
        await finish(stage, book, book.held_by(colleague)[0])
    stage.transcript.narrate(stage.tell("block-2", operator=leaver.name))
    card = stage.card_of(leaver, number)
    await block(stage, leaver)
    await move_on(stage, book, number, client)
    stage.transcript.narrate(stage.tell("block-3", operator=leaver.name, admin=admin.name))
    await expect_state(stage, shop, book, leaver, "lost")
    await stage.hears(admin, shop.expected("alert", name=leaver.name))
    await unblock(stage, leaver)
    await stage.card_ends(leaver, card, number)
    await expect_state(stage, shop, book, leaver, "on")


async def play_closing(stage: Stage, shop: Shop, book: Book) -> None:
    """Everything is completed, nobody has anything left, and the bot has said nothing else."""
    stage.transcript.narrate(stage.tell("closing-1"))
    for operator in stage.company.operators:
        for number in book.held_by(operator):
            await finish(stage, book, number)
    await shop.list_operators(book.loads(stage.company.operators))
    await shop.show_numbers()
    await expect_rest(stage)


async def talk(stage: Stage, operator: Member, number: int, client: Member) -> None:
    """An operator answers, the client writes back."""
    await answer(stage, operator, number, client, "repair")
    flickers = script.say(client.language, "flickers")
    await stage.write(client, flickers)
    await stage.hears(operator, flickers, about=number)


async def move_on(stage: Stage, book: Book, number: int, client: Member) -> None:
    """Somebody else gets the contact with all that was said, and goes on."""
    former = book.holders[number]
    others = [operator for operator in stage.company.operators if operator is not former]
    new = await expect_card(stage, book, number, others)
    said = script.say(client.language, "repair")
    await stage.hears(new, script.expect(new.language, "said", text=said), about=number)
    await stage.hears(new, script.say(client.language, "flickers"), about=number)
    await answer(stage, new, number, client, "bring")


async def block(stage: Stage, who: Member) -> None:
    """Close the chat with the bot."""
    stage.transcript.does(who, stage.tell("blocks"))
    await who.person.block(stage.bot)


async def unblock(stage: Stage, who: Member) -> None:
    """Open the chat with the bot again."""
    stage.transcript.does(who, stage.tell("unblocks"))
    await who.person.unblock(stage.bot)


async def expect_state(stage: Stage, shop: Shop, book: Book, who: Member, state: str) -> None:
    """Expect what `/operators` says of somebody."""
    states = await shop.list_operators(book.loads(stage.company.operators))
    wanted = shop.expected(state)
    stage.check(f"/operators: {who.name} · {wanted}", wanted in states[who.name], states[who.name])


async def expect_card(stage: Stage, book: Book, number: int, among: list[Member] | None = None) -> Member:
    """Expect a contact's card with what its client wrote, and note who got it."""
    text = said_by(book.clients[number])
    book.holders[number] = await stage.card(number, among or (), contains=text)
    return book.holders[number]


def expect_earlier(stage: Stage, book: Book, client: Member) -> None:
    """Expect the card of somebody who has written before to say so."""
    number = next(number for number, writer in book.clients.items() if writer is client)
    holder = book.holders[number]
    wanted, card = script.expect(holder.language, "earlier"), stage.card_of(holder, number)
    stage.check(f"#{number}: {wanted}", wanted in card.text, card.text)


async def finish(stage: Stage, book: Book, number: int) -> None:
    """Take, unless that is done, and complete; printed in two lines."""
    operator, client = book.holders.pop(number), book.clients[number]
    buttons = [script.expect(operator.language, action) for action in ("take", "complete")]
    is_new = buttons[0] in stage.card_of(operator, number).captions
    stage.transcript.presses(operator, buttons if is_new else buttons[1:], number)
    with stage.silence():
        if is_new:
            await take(stage, operator, number, client)
        heard = await complete(stage, operator, number, client)
    stage.transcript.hears(client, heard)


async def expect_rest(stage: Stage) -> None:
    """Expect every card to be closed and every message of the bot to have been expected."""
    operators = stage.company.operators
    reopen = {script.expect(operator.language, "reopen") for operator in operators}

    def all_closed() -> bool | None:
        cards = [card for who in operators for card in stage.watch.cards(who.person.id).values()]
        return all(reopen.issuperset(card.captions) for card in cards) or None

    await stage.expect(all_closed, stage.tell("expected-closed"), operators)
    for who in stage.company.members.values():
        seen = "\n".join(f"{who.name} ← {message.text}" for message in stage.untold(who))
        stage.check(stage.tell("expected-silence"), not seen, seen)


def said_by(client: Member) -> str:
    """Return what a client of the crowd writes."""
    return script.say(client.language, client.key)
