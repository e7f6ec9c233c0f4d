"""The exported log names nobody, and docs/check_log.py finds whatever is changed in it."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from models import Account, Event, Mode
from services.audit import log
from services.audit.facts import Span
from services.contacts.cards import pooled
from services.distribution.modes import choice
from services.queues import recipients
from tests.services.world import World

ROOT = Path(__file__).resolve().parents[3]
check_log = runpy.run_path(str(ROOT / "docs" / "check_log.py"))  # it stands alone, for strangers


@pytest.fixture
def lines(world: World) -> list[str]:
    world.operator("Anna", weight=3)
    world.operator("Boris")
    contacts = [world.write(client, text=f"secret {client}") for client in range(1, 7)]
    world.finish(contacts[0])
    world.write(9)
    world.session.flush()
    return list(log.write_log(world.session, log.Chain()))


def check(path: Path, content: bytes) -> bool:
    """Tell whether the checker finds nothing wrong with a file."""
    path.write_bytes(content)
    try:
        check_log["main"](["check_log.py", str(path)])
    except SystemExit:
        return False
    return True


def join(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_a_log_is_checked_by_the_program_alone(lines: list[str], tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(join(lines))
    command = (sys.executable, "-I", str(ROOT / "docs" / "check_log.py"), str(file))
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    assert said.stdout.startswith("7 draws and turns found again, 0 other decisions: no difference.")


def test_turns_are_checked_as_draws_are(world: World, tmp_path: Path) -> None:
    for weight in (5, 3, 1):
        world.operator(f"Operator {weight}", weight=weight, limit=9)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    for client in range(1, 20):
        world.write(client)
    world.session.flush()
    written = list(log.write_log(world.session, log.Chain()))
    assert check(tmp_path / "log", join(written))
    said = [json.loads(line) for line in written[:-1]]
    decision = [one["decision"] for one in said if "decision" in one][9]
    others = [c["operator_id"] for c in decision["candidates"] if c["operator_id"] != decision["operator_id"]]
    decision["operator_id"] = others[0]
    chain = log.Chain()
    forged = [chain.link({k: v for k, v in one.items() if k != "previous"}) for one in said]
    assert not check(tmp_path / "log", join([*forged, chain.close()])), (
        "somebody else's turn, in a chain made anew"
    )


def test_a_log_names_nobody(lines: list[str]) -> None:
    said = "\n".join(lines)
    assert not [word for word in ("Anna", "Boris", "secret", "acme") if word in said]


def test_a_byte_changed_anywhere_is_found(lines: list[str], tmp_path: Path) -> None:
    content = join(lines)
    assert check(tmp_path / "log", content)

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    def change(place: int, bits: int) -> None:
        changed = bytearray(content)
        changed[place] ^= bits
        assert not check(tmp_path / "log", bytes(changed))

    change()


def test_a_file_cut_off_anywhere_is_found(lines: list[str], tmp_path: Path) -> None:
    content = join(lines)
    assert not [n for n in range(0, len(content), 7) if check(tmp_path / "log", content[:n])]
    assert not check(tmp_path / "log", content[:-1])


def test_a_line_moved_removed_or_repeated_is_found(lines: list[str], tmp_path: Path) -> None:
    for n in range(len(lines) - 1):
        swapped = [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]
        assert not check(tmp_path / "log", join(swapped))
        assert not check(tmp_path / "log", join([*lines[:n], *lines[n + 1 :]]))
        assert not check(tmp_path / "log", join([*lines[: n + 1], *lines[n:]]))


def test_who_writes_a_new_chain_over_a_forged_draw_is_found_by_drawing_again(
    world: World, lines: list[str], tmp_path: Path
) -> None:
    import json

    chain = log.Chain()
    said = [json.loads(line) for line in lines[:-1]]
    drawn = next(one for one in said if "decision" in one)
    drawn["decision"]["operator_id"] = 3 - drawn["decision"]["operator_id"]
    forged = [chain.link(one) for one in said]
    assert not check(tmp_path / "log", join([*forged, chain.close()]))


def test_a_decision_that_cannot_be_read_is_no_sound_one_and_a_forgotten_one_is_no_forgery(
    world: World, lines: list[str], tmp_path: Path
) -> None:
    event = world.session.scalars(select(Event).where(Event.kind == "assigned").order_by(Event.id)).first()
    assert event is not None
    world.session.execute(update(Event).where(Event.id == event.id).values(data={}))
    assert check(tmp_path / "log", join(list(log.write_log(world.session, log.Chain()))))
    world.session.execute(update(Event).where(Event.id == event.id).values(data={"operator_id": 1}))
    assert not check(tmp_path / "log", join(list(log.write_log(world.session, log.Chain()))))


def test_credits_that_nobody_earned_are_found_in_a_log(world: World, tmp_path: Path) -> None:
    for name in ("Anna", "Boris"):
        world.operator(name)
    choice.choose(world.session, world.find_bot(), Mode.TURNS, at=world.at)
    for client in range(1, 5):
        world.write(client)
    world.session.flush()
    written = list(log.write_log(world.session, log.Chain()))
    assert check(tmp_path / "log", join(written))
    said = [json.loads(line) for line in written[:-1]]
    last = [one["decision"] for one in said if "decision" in one][-1]
    for candidate, credit in zip(last["candidates"], (2**39, -(2**39)), strict=True):
        candidate["credit"] = credit
    last["operator_id"] = 1
    chain = log.Chain()
    forged = [chain.link({k: v for k, v in one.items() if k != "previous"}) for one in said]
    assert not check(tmp_path / "log", join([*forged, chain.close()]))


def test_a_log_of_a_month_knows_that_something_before_it_is_forgotten(
    world: World, lines: list[str], tmp_path: Path
) -> None:
    event = world.session.scalars(select(Event).where(Event.kind == "assigned").order_by(Event.id)).first()
    assert event is not None
    world.session.execute(update(Event).where(Event.id == event.id).values(data={}))
    world.wait(days=40)
    since = world.now
    world.write(20)
    world.session.flush()
    written = list(log.write_log(world.session, log.Chain(), Span(since)))
    assert json.loads(written[0])["complete"] is False
    assert check(tmp_path / "log", join(written))


def test_who_could_not_have_taken_it_out_of_a_pool_is_found_in_a_log(world: World, tmp_path: Path) -> None:
    hired = [world.operator(name, limit=9) for name in ("Anna", "Boris")]
    choice.choose(world.session, world.find_bot(), Mode.POOL, at=world.at)
    for client in range(1, 5):
        card = recipients.pool_recipient(
            world.session, world.write(client), hired[client % 2].telegram_id or Account(0)
        )
        assert card is not None
        assert pooled.take(world.session, card, at=world.at) is None
    world.session.flush()
    written = list(log.write_log(world.session, log.Chain()))
    assert check(tmp_path / "log", join(written))
    said = [json.loads(line) for line in written[:-1]]
    last = [one["decision"] for one in said if "decision" in one][-1]
    last["candidates"] = [c for c in last["candidates"] if c["operator_id"] != last["operator_id"]]
    chain = log.Chain()
    forged = [chain.link({k: v for k, v in one.items() if k != "previous"}) for one in said]
    assert not check(tmp_path / "log", join([*forged, chain.close()]))
