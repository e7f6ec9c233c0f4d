"""A start that can't work ends at once, with one line that says what is wrong and no traceback."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from sandbox.client.telegram import Telegram
from sandbox.serve import serve as serve_telegram
from tests.process import program
from tests.process.program import until

GOOD = {"bot_tokens": "123456789:AAgood", "telegram_api": "http://127.0.0.1:1"}
ABSENT = "a server that is not there"  # which may come
WRONG: dict[str, tuple[dict[str, object], str]] = {
    "no tokens": ({"bot_tokens": ""}, "BOT_TOKENS"),
    "a bad token": ({"bot_tokens": "123456789:AAgood,nonsense"}, "BOT_TOKENS"),
    "bad admins": ({"admin_ids": "17,@olga"}, "ADMIN_IDS"),
    "an unknown database": ({"database_url": "mysql://127.0.0.1/leads"}, "DATABASE_URL"),
    "a database in no folder": ({"database_url": f"sqlite:///{__file__}/leads.db"}, "DATABASE_URL"),
    ABSENT: ({"database_url": "postgresql://127.0.0.1:1/leads"}, "DATABASE_URL"),
    "a bad language": ({"default_language": "klingon"}, "DEFAULT_LANGUAGE"),
}


async def test_a_second_process_on_the_same_file_is_refused_in_one_line(tmp_path: Path) -> None:
    async with serve_telegram() as server, Telegram(server.url) as telegram:
        bot = await telegram.add_bot("acme_sales_bot")
        settings: dict[str, Any] = {
            "bot_tokens": bot.token,
            "telegram_api": server.url,
            "database_url": f"sqlite:///{tmp_path}/leads.db",
        }
        both = [program.start(tmp_path, **settings) for _ in range(2)]  # one of them is the first
        try:
            ended = asyncio.gather(*(asyncio.to_thread(program.read_end, each) for each in both))
            await until(lambda: any(each.poll() is not None for each in both), "a refusal", program.START)
            running = next(each for each in both if each.poll() is None)
            refused = next(each for each in both if each is not running)
            updates = server.cloud.bots[bot.username].updates
            await until(lambda: updates.allowed, "the first one's first getUpdates", program.START)
            running.terminate()
            said = dict(zip(both, await ended, strict=True))
        finally:
            for each in both:
                each.kill()
        assert said[running].code == 0, said[running].err
        assert said[refused].code == 75
        assert said[refused].out == ""
        assert said[refused].err.splitlines() == [
            f"{tmp_path}/leads.db is in use by another leadbot process; stop it first"
        ]


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, program.Ended]:
    """What every wrong start says; they are started a few at a time, since each takes seconds."""

    async def start_all() -> dict[str, program.Ended]:
        slots = asyncio.Semaphore(2)

        async def complain(wrong: dict[str, object]) -> program.Ended:
            async with slots:
                return await program.run(tmp_path_factory.mktemp("wrong"), **{**GOOD, **wrong})

        ended = await asyncio.gather(*(complain(settings) for settings, _ in WRONG.values()))
        return dict(zip(WRONG, ended, strict=True))

    return asyncio.run(start_all())


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_setting_is_named_in_one_line(complaints: dict[str, program.Ended], mistake: str) -> None:
    ended = complaints[mistake]
    assert ended.err.count("\n") == 1, ended.err
    assert WRONG[mistake][1] in ended.err
    assert (ended.code, ended.out) == (75 if mistake == ABSENT else 2, "")


async def test_modules_of_the_folder_one_stands_in_are_not_run(tmp_path: Path) -> None:
    for name in ("settings", "models", "services", "bot", "api", "clock"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not ours')")

    ended = await program.run(tmp_path, **GOOD | {"bot_tokens": ""})

    assert ended.code == 2
    assert ended.err == "BOT_TOKENS is empty: get a token from @BotFather, or try `leadbot demo`.\n"
