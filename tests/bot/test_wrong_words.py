"""Admins' slips: one line says what is wrong, one example works as it is, and nothing changes."""

import logging

import pytest

from tests.stage import Stage

LONG = "x" * 4000
NO_ANNA = "There is no operator “{}”."
LIMIT = "A limit is a whole number from 0 to 1,000."
WEIGHT = "A weight is a whole number from 0 to 1,000."
NEEDS_THREE = "It takes an operator, a source and a weight."

# command → how the line that says what is wrong begins
WRONG = {
    "/operators fly": "I don't understand that.",
    "/operators Anna": "I don't understand that.",
    "/operators 7": "I don't understand that.",
    '/operators ""': "I don't understand that.",
    "/operators <b>add</b> Eve": "I don't understand that.",
    f"/operators {LONG}": "I don't understand that.",
    "/operators add": "Whom shall I add?",
    "/operators add 7": "This name won't do",
    "/operators add #7": "This name won't do",
    "/operators add @eve": "This name won't do",
    "/operators add /eve": "This name won't do",
    '/operators add ""': "This name won't do",
    '/operators add "  "': "This name won't do",
    f"/operators add {LONG}": "This name won't do",
    f"/operators add {'x' * 65}": "This name won't do",
    "/operators add ANNA": "The name “ANNA” is taken: it is operator #1.",
    "/operators add Eve -1": LIMIT,
    "/operators add Eve 1001": LIMIT,
    "/operators add Eve 5.5": LIMIT,
    "/operators add Eve 5,5": LIMIT,
    "/operators add Eve 99999999999999999999999": LIMIT,
    "/operators add Eve 1e3": LIMIT,
    '/operators add "Eve': "A quote is not closed.",
    "/operators add «Eve 5": "A quote is not closed.",
    "/operators link": "Which operator?",
    "/operators link Eve": NO_ANNA.format("Eve"),
    "/operators link Anna Boris": NO_ANNA.format("Anna Boris"),
    "/operators link 77": NO_ANNA.format("77"),
    "/operators link #0": NO_ANNA.format("#0"),
    "/operators link -1": NO_ANNA.format("-1"),
    "/operators link 99999999999999999999": NO_ANNA.format("9" * 20),
    "/operators link <i>Anna</i>": NO_ANNA.format("<i>Anna</i>"),
    "/operators link 👩‍🚀": NO_ANNA.format("👩‍🚀"),
    '/operators link "An\nna"': NO_ANNA.format("An na"),
    f"/operators link {LONG}": NO_ANNA.format("x" * 100),
    f"/operators link {'<' * 4000}": NO_ANNA.format("<" * 100),
    "/operators on": "Which operator?",
    "/operators on Eve": NO_ANNA.format("Eve"),
    "/operators off": "Which operator?",
    "/operators off Anna now": NO_ANNA.format("Anna now"),
    '/operators off "Anna': "A quote is not closed.",
    "/operators limit": "Which operator, and which limit?",
    "/operators limit Anna": "Which operator, and which limit?",
    "/operators limit 5": "Which operator, and which limit?",
    "/operators limit Eve 5": NO_ANNA.format("Eve"),
    "/operators limit Anna Boris 5": NO_ANNA.format("Anna Boris"),
    "/operators limit Anna many": LIMIT,
    "/operators limit Anna -5": LIMIT,
    "/operators limit Anna 2.5": LIMIT,
    "/operators limit Anna ５": LIMIT,
    "/operators limit Anna ∞": LIMIT,
    f"/operators limit Anna {'9' * 4000}": LIMIT,
    "/weight Anna": NEEDS_THREE,
    "/weight Anna 3": NEEDS_THREE,
    "/weight 1": NEEDS_THREE,
    f"/weight {LONG}": NEEDS_THREE,
    '/weight "Anna acme_sales_bot 3': "A quote is not closed.",
    "/weight Eve acme_sales_bot 3": NO_ANNA.format("Eve"),
    "/weight Anna and Boris acme_sales_bot 3": NO_ANNA.format("Anna and Boris"),
    "/weight Anna nowhere 3": "There is no source “nowhere”.",
    "/weight Anna 77 3": "There is no source “77”.",
    "/weight Anna <a> 3": "There is no source “<a>”.",
    f"/weight Anna {LONG} 3": "There is no source “xxxx",
    f"/weight Anna {'&' * 4000} 3": "There is no source “&&&&",
    "/weight Anna acme_sales_bot": NEEDS_THREE,
    "/weight Anna acme_sales_bot heavy": WEIGHT,
    "/weight Anna acme_sales_bot -1": WEIGHT,
    "/weight Anna acme_sales_bot 1001": WEIGHT,
    "/weight Anna acme_sales_bot 0.5": WEIGHT,
    "/weight Anna acme_sales_bot 50%": WEIGHT,
    "/weight Anna acme_sales_bot 99999999999999999999": WEIGHT,
    "/weight Anna acme_sales_bot ½": WEIGHT,
}


def state(stage: Stage) -> list[object]:
    return [
        stage.rows(f"SELECT * FROM {table}") for table in ("operators", "operator_source_weights", "sources")
    ]


async def find_example(stage: Stage, command: str, wrong: str) -> str:
    """Send a wrong command; returns the example of the answer."""
    said, example = (await stage.command(command)).split("\n")
    assert said.startswith(wrong), command[:100]
    assert example.startswith("For example: /"), command[:100]
    return example.removeprefix("For example: ")


async def test_wrong_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.hire("Anna")
    await stage.hire("Boris", weight=None)
    before = state(stage)
    given = {await find_example(stage, command, wrong) for command, wrong in WRONG.items()}
    assert state(stage) == before
    assert stage.count("contacts") == 0
    for example in sorted(given):
        answer = await stage.command(example)
        assert "For example" not in answer, f"{example}: {answer}"
    assert stage.rows("SELECT DISTINCT state FROM inbox") == [("done",)]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("name", [None, "Anna", '«Anna "Ann" <b>»'])
async def test_the_examples_work_whoever_there_is(stage: Stage, name: str | None) -> None:
    if name:
        await stage.command(f"/operators add {name}")
    for command in ("/operators add", "/operators link", "/operators on", "/operators limit", "/weight 1"):
        example = (await stage.command(command)).partition("For example: ")[2]
        answer = await stage.command(example)
        assert "For example" not in answer, f"{example}: {answer}"
