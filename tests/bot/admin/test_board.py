"""/board as an admin sees it: a link that works once, and who is in; without an API there is none."""

import re
from pathlib import Path

from tests.api_stage import open_api_stage
from tests.stage import Stage

LINK = re.compile(r"http://127\.0\.0\.1:\d+/board/#in=[\w-]{30,}")


async def test_without_an_api_there_is_no_board_and_it_says_how_to_have_one(stage: Stage) -> None:
    told = await stage.command("/board")
    assert "API_PORT" in told
    assert "/board/" not in told


async def test_a_link_is_given_anew_each_time_and_who_is_in_can_be_shown_out(tmp_path: Path) -> None:
    async with open_api_stage(tmp_path) as stage:
        first, second = await stage.command("/board"), await stage.command("/board")
        links = [LINK.search(text) for text in (first, second)]
        assert links[0] is not None
        assert links[1] is not None
        assert links[0][0] != links[1][0]
        assert "In the board now" not in second
        address = str(stage.api.base_url).rstrip("/")
        own = {"Origin": address, "Content-Type": "application/json"}
        token = links[0][0].partition("#in=")[2]
        entered = await stage.api.post("/board/api/enter", json={"token": token}, headers=own)
        assert entered.status_code == 204
        screen = await stage.ask("/board")
        assert "In the board now" in screen.text
        assert "#1 Olga" in screen.text
        assert "In the board now" not in (await stage.tap(screen, "End #1")).text
        assert (await stage.api.get("/board/api/me")).status_code == 401
