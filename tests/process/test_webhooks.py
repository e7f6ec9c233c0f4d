"""Kill -9 while another system is told: it hears every fact, in order, and knows repeats by their id."""

import asyncio
from pathlib import Path

from aiohttp import web

from tests.api.outside import SECRET, Told, open_outside
from tests.process.program import START
from tests.process.stage import open_process_stage

CLIENTS = 30
TOLD = "SELECT id, contact_id FROM outbox WHERE kind = 'webhook' ORDER BY id"


async def test_a_kill_loses_no_event(tmp_path: Path) -> None:
    killed = asyncio.Event()

    async def answer(_told: Told) -> web.Response:
        if len(outside.taken) >= 10:
            await killed.wait()  # so the kill comes between what it was told and its answer
        return web.Response()

    async with open_outside() as outside:
        outside.answer = answer
        events = {"webhook_events_url": outside.url, "webhook_events_secret": SECRET}
        async with open_process_stage(tmp_path, **events) as stage:
            await stage.staff(("Anna", "Boris"), limit=CLIENTS)
            clients = [await stage.client(f"Client {number}") for number in range(CLIENTS)]
            await asyncio.gather(*(client.write(stage.bot, "hello") for client in clients))
            await outside.wait(lambda: len(outside.taken) >= 10 and len(outside.tries) > len(outside.taken))
            stage.kill()
            unanswered = len(outside.tries) - len(outside.taken)
            killed.set()
            await stage.start()
            await stage.settle(2 * START)

            queued = stage.rows(TOLD)
            assert len(queued) == 2 * CLIENTS
            assert {told.id for told in outside.taken} == {f"evt_{id_}" for id_, _ in queued}
            for contact_id in {contact_id for _, contact_id in queued}:
                ids = dict.fromkeys(told.id for told in outside.tries if told.number == contact_id)
                assert list(ids) == [f"evt_{id_}" for id_, about in queued if about == contact_id]
            # Only what was on its way at the kill, or not written down yet, comes again.
            repeats = len(outside.tries) - len({told.id for told in outside.tries})
            assert 0 < unanswered <= repeats <= 2 * 20
            assert "Traceback" not in stage.read_log()
