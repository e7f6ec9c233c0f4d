"""The first scenes of the story: one client from hello to thanks, and a request that changes hands."""

from demo import script
from demo.cast import Member
from demo.stage import Stage
from demo.transcript import squeeze
from demo.watch import CONTACT


async def play_hello(stage: Stage, client: Member) -> tuple[Member, int]:
    """A client writes, an operator takes, answers and completes; returns the operator and the contact."""
    stage.transcript.narrate(stage.tell("hello-1", client=client.name))
    hello = script.say(client.language, "hello")
    await stage.write(client, hello)
    number = await hear_receipt(stage, client, "received")
    operator = await stage.card(number, contains=hello, look=squeeze)
    await take(stage, operator, number, client)
    await answer(stage, operator, number, client, "in-stock")
    await play_more(stage, operator, number, client)
    await complete(stage, operator, number, client)
    return operator, number


async def play_more(stage: Stage, operator: Member, number: int, client: Member) -> None:
    """The client edits, sends a photo and shares the phone; all of it arrives."""
    stage.transcript.narrate(stage.tell("hello-2", client=client.name))
    one, both, shelf = (script.say(client.language, key) for key in ("one", "both", "shelf"))
    written = await stage.write(client, one)
    await stage.hears(operator, one, about=number)
    await stage.edit(client, written, both)
    await stage.hears(operator, script.expect(operator.language, "edited", text=both), about=number)
    await stage.photo(client, shelf)
    await stage.hears(operator, shelf, about=number, kind="photo")
    phone = script.expect(client.language, "phone-shown")
    await stage.share_phone(client)
    await stage.hears(client, script.expect(client.language, "phone-saved"))
    await stage.card_becomes(operator, number, "complete", contains=phone)


async def play_hand_over(stage: Stage, former: Member, number: int, client: Member) -> None:
    """Reopen and pass on: the new operator sees everything, the former one's old card does nothing."""
    stage.transcript.narrate(stage.tell("hand-over-1", operator=former.name))
    await stage.press(former, number, "reopen")
    await stage.hears(
        client, script.expect(client.language, "reopened", number=str(number), operator=former.name)
    )
    await stage.card_becomes(former, number, "complete")
    old = stage.card_of(former, number)
    await pass_on(stage, former, number)
    stage.transcript.narrate(stage.tell("hand-over-2"))
    others = [operator for operator in stage.company.operators if operator is not former]
    new = await stage.card(
        number, others, contains=script.expect(others[0].language, "client", name=client.name)
    )
    await hear_conversation(stage, new, number, client)
    await stage.card_ends(former, old, number)
    await stage.press_late(former, old, number, "moved")
    await answer(stage, new, number, client, "friday")
    await stage.write(client, script.say(client.language, "perfect"))
    await stage.hears(new, script.say(client.language, "perfect"), about=number)
    await complete(stage, new, number, client)


async def hear_conversation(stage: Stage, operator: Member, number: int, client: Member) -> None:
    """The new operator gets what was said, in order."""
    in_stock = script.say(client.language, "in-stock", client=client.name)
    await stage.hears(operator, script.expect(operator.language, "said", text=in_stock), about=number)
    await stage.hears(operator, script.say(client.language, "both"), about=number)
    await stage.hears(operator, script.say(client.language, "shelf"), about=number, kind="photo")
    await stage.hears(operator, "", about=number, kind="contact")


async def hear_receipt(stage: Stage, client: Member, key: str) -> int:
    """The client hears that the message has arrived; returns the contact's number."""
    receipt = await stage.hears(client, script.expect(client.language, key))
    named = CONTACT.match(receipt.text)
    stage.check(stage.tell("no-number"), named is not None, receipt.text)
    return int(named[1]) if named else 0


async def take(stage: Stage, operator: Member, number: int, client: Member) -> None:
    """An operator takes a contact; the client hears who answers."""
    await stage.press(operator, number, "take")
    await hear_taken(stage, operator, number, client)
    await stage.card_becomes(operator, number, "complete")


async def hear_taken(stage: Stage, operator: Member, number: int, client: Member) -> None:
    """The client hears who answers."""
    await stage.hears(
        client, script.expect(client.language, "taken", number=str(number), operator=operator.name)
    )


async def answer(stage: Stage, operator: Member, number: int, client: Member, key: str) -> None:
    """An operator answers on the card; a new contact is taken by that. The client reads it."""
    is_new = script.expect(operator.language, "take") in stage.card_of(operator, number).captions
    text = script.say(client.language, key, client=client.name)
    await stage.reply(operator, number, text)
    if is_new:
        await hear_taken(stage, operator, number, client)
    await stage.hears(client, text)


async def pass_on(stage: Stage, operator: Member, number: int) -> None:
    """An operator passes a contact on, by draw."""
    language = operator.language
    button, draw = script.expect(language, "pass"), script.expect(language, "by-draw")
    stage.transcript.presses(operator, [button], number)
    await operator.person.press(stage.bot, stage.card_of(operator, number), button)
    question = await stage.hears(operator, script.expect(language, "to-whom", number=str(number)))
    stage.transcript.presses(operator, [draw], number)
    query = await operator.person.press(stage.bot, question, draw)
    await stage.pops_up(operator, query, script.expect(language, "done-pass", number=str(number)), "✓")


async def complete(stage: Stage, operator: Member, number: int, client: Member) -> str:
    """An operator completes a contact; returns what the client hears of it."""
    await stage.press(operator, number, "complete")
    heard = await stage.hears(client, script.expect(client.language, "completed", number=str(number)))
    await stage.card_becomes(operator, number, "reopen")
    return heard.text
