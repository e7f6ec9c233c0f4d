"""Every cell of docs/reference/permissions.md: state × who × what is done, and what becomes of it."""

from pathlib import Path

import pytest

from tests.bot.permissions.acts import ACTS
from tests.bot.permissions.cases import STATES, WINDOW
from tests.bot.permissions.outcomes import PAGE, REASONS
from tests.bot.permissions.play import CHANGES, Play
from tests.bot.permissions.roles import WHO, Role, gather_roles
from tests.stage import open_stage


def test_each_state_has_its_table_with_everybody() -> None:
    for state in STATES:
        assert tuple(row[0].text for row in PAGE.table(state, *ACTS)) == WHO, state


def test_the_page_says_of_each_reason_what_the_bot_says() -> None:
    words = {cell.text for state in STATES for row in PAGE.table(state, *ACTS) for cell in row[1:]}
    assert words - set(CHANGES) - {"nothing"} == {f"refused: {reason}" for reason, _ in REASONS}


@pytest.mark.parametrize("state", STATES)
async def test_everybody_may_do_what_the_page_says(tmp_path: Path, state: str) -> None:
    rows = [[cell.text for cell in row] for row in PAGE.table(state, *ACTS)]
    said = {(who, act): word for who, *words in rows for act, word in zip(ACTS, words, strict=True)}
    roles = {who: Role(who, dict(zip(ACTS, words, strict=True))) for who, *words in rows}
    async with open_stage(tmp_path, running=False, reopen_window_minutes=WINDOW) as stage:
        play = Play(stage, roles, await gather_roles(stage, state, roles))
        shown = await play.show_untouched()
        became: dict[tuple[str, str], str] = {}
        for act in ACTS:
            became |= await play.play(act)
        assert became == said
        await play.check_silence(shown)
