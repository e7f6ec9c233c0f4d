"""The API without bots: it works alone, and knows on SQLite that no bot is connected any more."""

from pathlib import Path

import httpx

from tests.api.conftest import find_port
from tests.stage import open_stage


async def test_without_tokens_the_api_works_alone_and_bots_count_as_gone(tmp_path: Path) -> None:
    port = find_port()
    async with open_stage(tmp_path, api_port=port) as stage:
        await stage.hire("Anna")
        await stage.stop()
        stage.settings = stage.settings.model_copy(update={"bot_tokens": []})
        await stage.start()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as caller:
            source = (await caller.post("/sources/", json={"name": "Website"})).json()
            share = {"operator_id": 1, "source_id": source["id"], "weight": 1}
            assert (await caller.post("/operator-weights/", json=share)).is_success
            wish = {"source_id": source["id"], "message": "Call me", "phone": "+79161234567"}
            waits = (await caller.post("/contacts/", json=wish)).json()
            assert waits["operator_id"] is None, "no bot could show it to Anna"
            assert (await caller.get("/healthz")).status_code == 200
        assert stage.rows("SELECT is_connected FROM sources WHERE bot_id IS NOT NULL") == [(0,)]
