"""Kill -9 while another system is told: it hears every fact, in order, and knows repeats by their id."""

import asyncio
from functools import partial
from pathlib import Path

from aiohttp import web

from tests.api.outside import SECRET, Outside, Told, open_outside
from tests.process.office import open_office
from tests.process.program import START

CLIENTS = 40
TOLD = "SELECT id, contact_id FROM outbox WHERE kind = 'webhook' ORDER BY id"


async def take_your_time(_told: Told) -> web.Response:
    await asyncio.sleep(0.05)
    return web.Response()


def has_taken(outside: Outside, count: int) -> bool:
    return len(outside.taken) >= count


async def test_two_kills_lose_no_event(tmp_path: Path) -> None:
    async with open_outside() as outside:
        outside.answer = take_your_time
        events = {"webhook_events_url": outside.url, "webhook_events_secret": SECRET}
        async with open_office(tmp_path, **events) as office:
            await office.staff(("Anna", "Boris"), limit=CLIENTS)
            clients = [await office.client(f"Client {number}") for number in range(CLIENTS)]
            for half in (clients[: CLIENTS // 2], clients[CLIENTS // 2 :]):
                enough = len(outside.taken) + 6
                await asyncio.gather(*(client.write(office.bot, "hello") for client in half))
                await outside.wait(partial(has_taken, outside, enough))
                office.kill()
                assert len({told.id for told in outside.taken}) < 2 * CLIENTS, "too late to prove anything"
                await office.start()
            await office.catch_up(START)

            queued = office.rows(TOLD)
            assert len(queued) == 2 * CLIENTS
            assert {told.id for told in outside.taken} == {f"evt_{id_}" for id_, _ in queued}
            for contact_id in {contact_id for _, contact_id in queued}:
                ids = dict.fromkeys(told.id for told in outside.tries if told.number == contact_id)
                assert list(ids) == [f"evt_{id_}" for id_, about in queued if about == contact_id]
            # Only what was on its way at a kill comes again: at most 20 at each.
            repeats = len(outside.tries) - len({told.id for told in outside.tries})
            assert 0 < repeats <= 2 * 20
            assert "Traceback" not in office.read_log()
