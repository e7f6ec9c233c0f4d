"""Admins' slips about operators and weights: one line says what is wrong, one example works as it is."""

import pytest

from tests.bot.slips import (
    LONG,
    check_hostile_words,
    check_wrong_words,
    find_example,
)
from tests.stage import Stage

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
    "/operators add": "Who is the new operator?",
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
    "/operators rename": "Which operator, and what is the new name?",
    "/operators rename Anna": "Which operator, and what is the new name?",
    "/operators rename Eve Eva": NO_ANNA.format("Eve"),
    "/operators rename 77 Eva": NO_ANNA.format("77"),
    "/operators rename Anna Boris": "The name “Boris” is taken: it is operator #2.",
    "/operators rename Anna #7": "This name won't do",
    "/operators rename Anna 7": "This name won't do",
    '/operators rename Anna ""': "This name won't do",
    f"/operators rename Anna {LONG}": "This name won't do",
    f"/operators rename Anna {'👩‍👩‍👧‍👦' * 10}": "This name won't do",
    '/operators rename "Anna': "A quote is not closed.",
    '/operators rename Anna "Eva': "A quote is not closed.",
    "/operators move": "Which operator?",
    "/operators move Eve": NO_ANNA.format("Eve"),
    "/operators move Eve Anna": NO_ANNA.format("Eve"),
    "/operators move Anna Eve": NO_ANNA.format("Eve"),
    "/operators move Anna Boris Anna": NO_ANNA.format("Boris Anna"),
    "/operators move Anna Anna": "Choose somebody other than Anna.",
    "/operators move Boris": "Nothing is open: Boris holds no requests.",
    "/operators move Boris Anna": "Nothing is open: Boris holds no requests.",
    "/operators move <i>": NO_ANNA.format("<i>"),
    f"/operators move Anna {LONG}": NO_ANNA.format("x" * 100),
    "/operators hours": "Which operator?",
    "/operators hours Eve 9-18": NO_ANNA.format("Eve"),
    "/operators hours Anna sometimes": "I can't make hours of that.",
    "/operators hours Anna 9-9": "I can't make hours of that.",
    "/operators hours Anna 25-30": "I can't make hours of that.",
    "/operators hours Anna off": "I can't make hours of that.",
    f"/operators hours Anna {LONG}": "I can't make hours of that.",
    f"/operators hours Anna {'mon 9-18 ' * 400}": "I can't make hours of that.",
    "/operators zone": "Which operator?",
    "/operators zone Anna Mars": "There is no time zone “Mars”.",
    "/operators zone Anna ../../etc/passwd": "There is no time zone “../../etc/passwd”.",
    f"/operators zone Anna {LONG}": "There is no time zone “xxxx",
    "/operators languages": "Which operator?",
    "/operators languages Anna Klingonish": "I don't know such a language.",
    "/operators languages Nobody English": "There is no operator",
    "/sources prefer": "Name a source, whom to prefer",
    "/why 999999 Anna": "There is no request #999999.",
    "/why 1 Nobody": "There is no operator",
    "/sources mode": "Name a source and how it decides",
    "/sources mode nowhere turns": "There is no source",
    "/sources mode @acme_sales_bot sideways": "Name a source and how it decides",
    "/sources priority": "Name a source and by how many minutes",
    "/sources priority nowhere 5": "There is no source",
    "/sources priority @acme_sales_bot soon": "It takes a whole number of minutes from 0 to 1,440.",
    "/sources second @acme_sales_bot 1441": "It takes a whole number of minutes from 0 to 1,440.",
    "/sources second": "Name a source and after how many minutes",
    "/sources prefer nowhere known 5": "There is no source",
    "/sources prefer @acme_sales_bot somebody 5": "Name a source, whom to prefer",
    "/sources prefer @acme_sales_bot known": "Name a source, whom to prefer",
    "/sources prefer @acme_sales_bot known soon": "It can't wait that long",
    "/sources prefer @acme_sales_bot known -5": "It can't wait that long",
    "/sources prefer @acme_sales_bot known 99999": "It can't wait that long",
    "/operators away": "Which operator?",
    "/operators away Anna soon": "I can't make days of that;",
    "/operators away Anna 32.12": "I can't make days of that;",
    "/operators away Anna 1.1.2020": "I can't make days of that;",
    "/operators away Anna 1.1.9999": "I can't make days of that;",
    "/settings nothing": "There is no setting “nothing”.",
    "/settings admin_ids 1": "There is no setting “admin_ids”.",
    "/settings nothing 5": "There is no setting “nothing”.",
    f"/settings {LONG}": "There is no setting “xxxx",
    "/settings reply_reminder_minutes soon": "It takes a time of seven days at most",
    "/settings reply_reminder_minutes -5": "It takes a time of seven days at most",
    "/settings reply_reminder_minutes 8 days": "It takes a time of seven days at most",
    f"/settings reply_reminder_minutes {'9' * 4000}": "It takes a time of seven days at most",
    "/settings keep_days 36501": "It takes a number of days from 0 to 36,500.",
    "/settings pause_after_missed 5 min": "It takes a whole number from 0 to 100.",
    "/settings answer_reactions perhaps": "It takes yes or no.",
    "/settings default_language German": "I speak Russian and English.",
    "/settings timezone Mars": "“Mars” is not a time zone",
    "/settings timezone ../../etc/passwd": "“../../etc/passwd” is not a time zone",
    f"/settings timezone {LONG}": "“xxxx",
    "/settings phone_region Mordor": "“Mordor” is not a country",
    '/settings "timezone': "A quote is not closed.",
    "/hours nowhere": "There is no source “nowhere”.",
    f"/hours {LONG}": "There is no source “xxxx",
    "/hours 1 sometimes": "I can't make hours of that.",
    "/hours 1 9-9": "I can't make hours of that.",
    "/hours 1 mon": "I can't make hours of that.",
    "/hours 1 <b>": "I can't make hours of that.",
    f"/hours 1 {'mon 9-18, ' * 350}": "I can't make hours of that.",
    "/hours 1 closed": "On which days is it closed?",
    "/hours 1 closed tomorrow": "I can't make days of that;",
    "/hours 1 closed 31.12.2020": "I can't make days of that;",
    "/hours 1 closed 31.12.9999": "I can't make days of that;",
    "/hours 1 closed 5.1.2027-1.1.2027": "I can't make days of that;",
    '/hours "1': "A quote is not closed.",
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
    "/weight log 3": NEEDS_THREE,
    "/weight Anna acme_sales_bot": NEEDS_THREE,
    "/weight Anna acme_sales_bot heavy": WEIGHT,
    "/weight Anna acme_sales_bot -1": WEIGHT,
    "/weight Anna acme_sales_bot 1001": WEIGHT,
    "/weight Anna acme_sales_bot 0.5": WEIGHT,
    "/weight Anna acme_sales_bot 50%": WEIGHT,
    "/weight Anna acme_sales_bot 99999999999999999999": WEIGHT,
    "/weight Anna acme_sales_bot ½": WEIGHT,
}
TAKES_NO_SUCH_WORD = (
    *("/operators", "/operators link", "/operators on", "/operators off", "/operators limit Anna"),
    *("/operators move", "/operators move Anna", "/operators rename 77", "/weight", "/weight Anna"),
    *("/weight Anna acme_sales_bot", "/weight 1 1", "/hours", "/hours 1"),
    *("/operators hours", "/operators hours Anna", "/operators zone Anna"),
)


async def set_scene(stage: Stage) -> None:
    """Let Anna have a contact open, and Boris none."""
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.hire("Boris", weight=None)
    await stage.settle()


async def test_wrong_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_scene(stage)
    await check_wrong_words(stage, caplog, WRONG)


async def test_hostile_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await set_scene(stage)
    await check_hostile_words(stage, caplog, TAKES_NO_SUCH_WORD)


@pytest.mark.parametrize("name", [None, "Anna", '«Anna "Ann" <b>»', '«Anna O"Neil»', "Anna Maria"])
async def test_the_examples_work_whoever_there_is(stage: Stage, name: str | None) -> None:
    if name:
        await stage.command(f"/operators add {name}")
    verbs = ("add", "link", "on", "limit", "move", "off", "rename", "hours", "zone", "away")
    others = ("/weight 1", "/assign", "/sources text", "/hours 1 sometimes", "/hours 1 closed")
    for command in (*(f"/operators {verb}" for verb in verbs), *others):
        example = await find_example(stage, command)
        answer = await stage.command(example)
        assert "For example" not in answer, f"{example}: {answer}"


@pytest.mark.parametrize("name", [None, "Anna", "Boris Johnson", '«Anna "Ann" <b>»'])
async def test_the_commands_at_the_foot_of_a_screen_work_whoever_there_is(
    stage: Stage, name: str | None
) -> None:
    if name:
        await stage.command(f"/operators add {name}")
    for screen in ("/weight", "/operators"):
        shown = (await stage.command(screen)).splitlines()[-1]
        assert (": /" in shown) == (name is not None or screen == "/operators"), shown
        if ": /" in shown:
            answer = await stage.command(shown.partition(": ")[2])
            assert "For example" not in answer, f"{shown}: {answer}"


async def test_an_example_names_who_could_have_it_by_a_higher_limit(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=1)
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.hire("Boris", limit=0)
    assert (await stage.command("/assign")).endswith("For example: /assign 1 Boris")
    assert "no free place: the limit is 0" in await stage.command("/assign 1 Boris")


async def test_where_nobody_else_is_an_example_leads_to_the_request(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    assert (await stage.command("/assign")).endswith("For example: /contact 1")


async def test_a_new_name_in_an_example_is_one_word_however_many_there_are(stage: Stage) -> None:
    for name in ("Anna", "Nina", "Maria", "Peter", "Paul", "Irene", "Oscar"):
        await stage.command(f"/operators add {name}")
    assert (await stage.command("/operators add")).endswith("For example: /operators add Anna2 5")
