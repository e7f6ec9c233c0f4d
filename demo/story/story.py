"""The story: plays every scene, prints it, and tells by its exit code whether all went as expected."""

import asyncio
import time

from demo import script
from demo.cast import Company
from demo.opening import Shop
from demo.stage import PATIENCE, ExpectationError, Stage
from demo.story.form import play_form
from demo.story.meeting import play_hand_over, play_hello
from demo.story.rush import Book, play_block, play_closing, play_drain, play_full_house, play_line
from demo.transcript import open_transcript, squeeze
from demo.watch import watching
from sandbox.client.connection import SandboxError

BREATH = 0.8  # seconds before each scene, where somebody watches


async def play(company: Company, language: str, *, fast: bool = False, patience: float = PATIENCE) -> int:
    """Play the whole story; returns 0 if everything happened that was expected, else 1."""
    transcript = open_transcript(company, language)
    transcript.narrate(script.tell(language, "what"), style="bold")
    transcript.narrate(script.tell(language, "how"))
    started = time.monotonic()
    async with watching(company.telegram, company.bot) as watch:
        stage = Stage(company, watch, transcript, language, patience)
        try:
            shop = await play_scenes(stage, 0 if fast or not transcript.is_live else BREATH)
        except ExpectationError as error:
            stage.report(error.wanted, error.seen)
            return 1
        except SandboxError as error:
            stage.report(stage.tell("expected-possible"), str(error))
            return 1
    sum_up(stage, shop, time.monotonic() - started)
    return 0


async def play_scenes(stage: Stage, breath: float) -> Shop:
    """Play scene after scene."""
    company, shop, book = stage.company, Shop(stage), Book()
    clients = company.clients
    vera, crowd, latecomers = clients[0], clients[:6], clients[6:]

    async def scene(key: str) -> None:
        await asyncio.sleep(breath)
        stage.transcript.scene(stage.tell(key))

    await scene("opening")
    await play_opening(stage, shop)
    await scene("hello")
    operator, number = await play_hello(stage, vera)
    await shop.explain(number, operator)
    await scene("hand-over")
    await play_hand_over(stage, operator, number, vera)
    await scene("rush")
    await play_full_house(stage, shop, book, crowd)
    await play_line(stage, shop, book, latecomers)
    await scene("drain")
    await play_drain(stage, book)
    await scene("block")
    await play_block(stage, shop, book)
    await scene("form")
    await play_form(stage)
    await scene("closing")
    await play_closing(stage, shop, book)
    return shop


async def play_opening(stage: Stage, shop: Shop) -> None:
    """The admin opens the shop, looks at it, and makes one mistake."""
    stage.transcript.narrate(stage.tell("opening-1", admin=stage.company.admin.name))
    await shop.open()
    await shop.show_weights()
    stage.transcript.narrate(stage.tell("opening-3"))
    await shop.misspell()
    stage.transcript.narrate(stage.tell("opening-4"))
    await shop.list_operators({operator.name: 0 for operator in stage.company.operators}, look=squeeze)


def sum_up(stage: Stage, shop: Shop, seconds: float) -> None:
    """Print what was checked."""
    everybody = stage.company.members.values()
    summary = stage.tell(
        "summary",
        requests=stage.count_contacts(),
        messages=sum(len(stage.watch.from_bot(who.person.id)) for who in everybody),
        expectations=stage.held,
    )
    stage.transcript.gap()
    stage.transcript.narrate(summary, style="bold green")
    stage.transcript.narrate(stage.tell("summary-load", loads=shop.write_loads(shop.most)), style="")
    stage.transcript.narrate(stage.tell("took", seconds=seconds), style="")
