"""A port that somebody else has ends the start at once, in one line."""

import os
from contextlib import closing
from pathlib import Path

from api.ports import listen
from tests.process import program


async def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = await program.run(tmp_path, api_port=port)
    assert ended.err.splitlines() == [f"API_PORT: can't listen on 127.0.0.1:{port}: Address already in use"]
    assert (ended.code, ended.out) == (2, "")
    assert not any(os.scandir(tmp_path)), "and no database was made"
