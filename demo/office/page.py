"""`leadbot demo`: the shop opens, and a visitor plays everybody on the messenger page, until a signal."""

import asyncio

from demo import script
from demo.cast import Company
from demo.office.browser import open_browser
from demo.office.office import open_office
from demo.office.routes import Door
from demo.opening import Shop
from demo.stage import ExpectationError, Stage
from demo.transcript import open_transcript
from demo.watch import watching


async def run(company: Company, language: str, door: Door, *, with_browser: bool) -> int:
    """Open the shop and serve its page until cancelled; returns 1 if the shop does not open."""
    transcript = open_transcript(company, language)
    transcript.narrate(script.tell(language, "what"), style="bold")
    async with watching(company.telegram, company.bot) as watch:
        stage = Stage(company, watch, transcript, language)
        try:
            with stage.silence():
                await Shop(stage).open()
        except ExpectationError as error:
            stage.report(error.wanted, error.seen)
            return 1
        async with open_office(company, watch, language) as office:
            door.office = office
            for key in ("page-address", "page-try", "page-end"):
                transcript.narrate(script.tell(language, key, url=company.telegram.url), style="")
            if with_browser:
                open_browser(company.telegram.url)
            try:
                await asyncio.Event().wait()
            finally:
                door.office = None
                transcript.narrate(script.tell(language, "bye"))
    return 0
