"""What every slip of an admin leads to: two lines, nothing changed, nothing in the log."""

from collections.abc import Iterable, Mapping

import pytest

from sandbox.client.seen import Chat
from tests.complaints import read_complaints
from tests.stage import Stage

EXAMPLE = {"en": "For example: /", "ru": "Например: /"}
TABLES = ("operators", "operator_source_weights", "sources", "contacts", "leads", "messages", "events")
LONG = "x" * 4000
# What no command takes for a number, a name of somebody there is, or a verb.
HOSTILE = (
    *("<b>1</b>", "&lt;1&gt;", "</a>", "<", "&", "{ $number }", "%s", "NULL", "'; DROP TABLE contacts; --"),
    *('"', "«", "“x", '"1', "\\", "`1`", "*", "-1", "+", "1.5", "1e3", "0x1", "１", "½", "∞", "١"),
    *(
        "9" * 10,
        "9" * 4000,
        "-" + "9" * 30,
        "<" * 4000,
        "&" * 4000,
        LONG,
        "👩‍👩‍👧‍👦" * 300,
        "1\u200d",
        "№",
    ),
)


def remember(stage: Stage) -> list[object]:
    """Return all that a wrong word must leave as it is."""
    return [stage.rows(f"SELECT * FROM {table}") for table in TABLES]


async def find_example(stage: Stage, command: str, wrong: str = "", language: str = "en") -> str:
    """Send a wrong command; returns the example of the answer."""
    return read_example(await stage.command(command), command, wrong, language)


def read_example(answer: str, command: str, wrong: str = "", language: str = "en") -> str:
    """Return the example of an answer, which says in one line what is wrong, and has nothing else."""
    lines = answer.split("\n")
    assert len(lines) == 2, f"{command[:100]}: {answer}"
    assert lines[0].startswith(wrong), f"{command[:100]}: {answer}"
    assert len(lines[0]) < 300, f"{command[:100]}: {answer}"
    assert lines[1].startswith(EXAMPLE[language]), f"{command[:100]}: {answer}"
    return lines[1].partition(": ")[2]


async def check_examples(stage: Stage, wrong: Mapping[str, str], language: str = "en") -> None:
    """Send each example as it is, when it is given; it must work.

    `wrong` are the examples with a command that leads to each. One may lead elsewhere after the others.
    """
    assert len(wrong) > 1
    for command in wrong.values():
        answer = await stage.command(command)
        if EXAMPLE[language] not in answer:
            continue  # what was done meanwhile has made it right
        example = read_example(answer, command, language=language)
        worked = await stage.command(example)
        assert EXAMPLE[language] not in worked, f"{example}: {worked}"


async def send_hostile_words(stage: Stage, command: str) -> None:
    """Send a command with every hostile word at once; each is answered as any slip."""
    last = await stage.admin.write(stage.bot, f"{command} {HOSTILE[0]}"[:4000])
    for word in HOSTILE[1:]:
        await stage.admin.write(stage.bot, f"{command} {word}"[:4000])

    def find(chat: Chat) -> list[str] | None:
        answers = [message.text for message in chat.from_bot if message.message_id > last]
        return answers if len(answers) == len(HOSTILE) else None

    for answer in await stage.admin.wait_until(stage.bot, find, "as many answers", 20):
        read_example(answer, command)


def check_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Everything was handled, and nobody has to look into the log."""
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    assert read_complaints(caplog) == []


async def check_wrong_words(
    stage: Stage, caplog: pytest.LogCaptureFixture, slips: Mapping[str, str], language: str = "en"
) -> None:
    """Send every wrong command: each is explained, nothing changes, and each example works."""
    before = remember(stage)
    examples = {
        await find_example(stage, command, wrong, language): command for command, wrong in slips.items()
    }
    assert remember(stage) == before
    await check_examples(stage, examples, language)
    check_log(stage, caplog)


async def check_hostile_words(
    stage: Stage, caplog: pytest.LogCaptureFixture, commands: Iterable[str]
) -> None:
    """Send every command with every hostile word: each is explained, and nothing changes."""
    before = remember(stage)
    for command in commands:
        await send_hostile_words(stage, command)
    assert remember(stage) == before
    check_log(stage, caplog)
