"""A bot without admins runs, and its log says once what to do."""

from pathlib import Path

from leadbot.wiring import NO_ADMIN
from tests.process.program import START, start, until


async def test_that_there_is_no_admin_is_said_once_at_the_start(tmp_path: Path) -> None:
    with (tmp_path / "log").open("a+") as log:
        program = start(tmp_path, log, bot_tokens="1:A", telegram_api="http://127.0.0.1:1")
        try:
            await until(lambda: "TelegramNetworkError" in (tmp_path / "log").read_text(), "a try", START)
        finally:
            program.terminate()
            program.wait(START)
    assert (tmp_path / "log").read_text().count(NO_ADMIN) == 1
