"""Every screen that buttons lead to, from the menu: it has a way back, and no button on it is dead."""

import re
from contextlib import suppress

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

BACK = ("«", "Cancel", "No", "Keep", "Close", "Leave", "Never mind")
# They end somebody, so they come after all that needs him.
LAST = re.compile("dismissed|^c:done|^c:sure|^c:back|^m:(complete|return|sure)")
# What is forwarded, and what ends a message of its own below a card.
ENDS = ("o:link", "adm:invite:0", "board:invite", "qa:no", "qa:send")
PATIENCE = 5.0  # seconds for what is made after the commit
NUMBERS = re.compile(r"(?<=:)-?\d+")


async def prepare(stage: Stage) -> Person:
    """Let there be something on every screen; returns an operator."""
    anna = await stage.hire("Anna")
    await stage.hire("Boris")
    for command in (
        "/sources add Spring",
        "/outcomes add sold",
        "/tags add vip",
        "/answers add hours: We are open till nine.",
    ):
        await stage.command(command)
    for n in range(12):
        await stage.client(f"Client {n}", text=f"Question {n}")
    await stage.settle()
    return anna


def find_shape(data: str) -> str:
    """Return what a button does, whatever it does it to."""
    return NUMBERS.sub("0", data)


def list_shapes(screen: ChatMessage) -> dict[str, str]:
    """Return what the buttons of a screen say, by shape."""
    buttons = [button for row in screen.buttons for button in row if button.data]
    return {find_shape(button.data or ""): button.data or "" for button in buttons}


def has_way_back(screen: ChatMessage) -> bool:
    return any(caption.startswith(BACK) for caption in screen.captions)


async def press(stage: Stage, person: Person, data: str) -> tuple[list[ChatMessage], str]:
    """Press a button that says this below two different screens; returns what it shows, and what pops up."""
    for other in ("/help", "/mine" if person is not stage.admin else "/queue"):
        base = await stage.ask(other, person)
        query = await person.forge_press(stage.bot, base.message_id, data)
        told = await person.wait_answer(stage.bot, query)
        after = await stage.look(base, person)
        if (after.text, after.captions) != (base.text, base.captions):
            return [after], told
        with suppress(AssertionError):
            wait = 0.0 if told else PATIENCE
            news = await person.wait_for(stage.bot, lambda _: True, after=base.message_id, timeout=wait)
            return [news], told
        if told:
            break
    return [], told


async def walk(stage: Stage, person: Person) -> tuple[dict[str, ChatMessage], list[str]]:
    """Press every kind of button there is; returns the screens by what led there, and what did nothing."""
    seen, dead = dict[str, ChatMessage](), list[str]()
    ahead = list_shapes(await stage.ask("/help", person))
    known = set(ahead)
    while ahead:
        shape = min(ahead, key=lambda one: (bool(LAST.search(one)), one))
        data = ahead.pop(shape)
        shown, told = await press(stage, person, data)
        if not shown and not told:
            dead.append(data)
        for screen in shown:
            is_screen = screen.asks_reply is None and screen.source is None
            if is_screen and not data.startswith(ENDS):
                seen[data] = screen
            more = {key: value for key, value in list_shapes(screen).items() if key not in known}
            known |= more.keys()
            ahead |= more
    return seen, dead


async def test_every_screen_of_an_admin_leads_back_and_no_button_is_dead(stage: Stage) -> None:
    await prepare(stage)
    seen, dead = await walk(stage, stage.admin)
    assert len(seen) > 40, "the walk itself must work"
    assert dead == []
    assert {data: str(s.captions) for data, s in seen.items() if not has_way_back(s) and not is_menu(s)} == {}


async def test_every_screen_of_an_operator_leads_back_and_no_button_is_dead(stage: Stage) -> None:
    anna = await prepare(stage)
    seen, dead = await walk(stage, anna)
    assert any(data.startswith("m:show") for data in seen), "the walk itself must work"
    assert dead == []
    assert {data: str(s.captions) for data, s in seen.items() if not has_way_back(s) and not is_menu(s)} == {}


def is_menu(screen: ChatMessage) -> bool:
    """Tell whether a screen is where all ways back end."""
    return any("My requests" in caption or caption == "Operators" for caption in screen.captions)
