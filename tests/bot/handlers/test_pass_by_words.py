"""/pass: a request goes on in words; a slip is explained with an example that works, and changes nothing."""

import pytest

from sandbox.client.person import Person
from tests.bot.handlers.test_card_actions import state
from tests.bot.slips import HOSTILE, LONG, check_log, read_example
from tests.stage import Stage

USAGE = "Which request, and to whom?"
# what is typed → how the line that says what is wrong begins
WRONG = {
    "/pass": USAGE,
    "/pass Boris": USAGE,
    "/pass Boris 1": USAGE,
    "/pass -1": USAGE,
    "/pass ''": USAGE,
    '/pass "1': "A quote is not closed.",
    '/pass 1 "Boris': "A quote is not closed.",
    "/pass 1 Bors please": "There is no colleague “Bors”.",
    "/pass 1 77": "There is no colleague “77”.",
    "/pass 1 <i>Boris</i>": "There is no colleague “<i>Boris</i>”.",
    f"/pass 1 {LONG}": "There is no colleague “xxxx",
    f"/pass 1 {'Boris ' * 600}": "A text may have at most 1,000 characters.",
    f"/pass 1 Boris {'x' * 1001}": "A text may have at most 1,000 characters.",
    "/pass 1 Boris //": "What is to be noted?",
    "/pass 1 Anna": "Request #1 is with Anna already.",
    "/pass 1 Full": "Full has no free place: the limit is 0.",
    "/pass 1 Off": "Off gets no requests at present.",
    "/pass 2 Boris": "This request is not yours.",
    "/pass 77 Boris": "There is no request #77.",
}


async def set_scene(stage: Stage) -> tuple[Person, Person, Person]:
    """Let Anna have Vera's request and Boris Karl's; returns Anna, Boris and Vera."""
    anna = await stage.hire("Anna", limit=1)
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await stage.client("Karl", text="Hi")
    await stage.card(boris, "Hi")
    await stage.hire("Full", limit=0)
    await stage.hire("Off")
    await stage.command("/operators off Off")
    await stage.settle()
    return anna, boris, vera


async def test_a_request_goes_to_a_colleague_with_a_line(stage: Stage) -> None:
    anna, boris, vera = await set_scene(stage)
    done = await stage.ask('/PASS #1 boris He said "hi,\nand <tea>', anna)
    assert done.text == "Request #1 is passed on to Boris."
    assert done.captions == ["Undo", "Add a line for Boris"]
    await boris.wait_for(stage.bot, '📝 Anna noted: He said "hi,\nand <tea>')
    assert (await stage.tap(done, "Undo", anna)).text == "Request #1 is with you again."
    await stage.settle()
    assert await stage.texts(vera) == ["Request #1 received. We will answer right here soon."]


async def test_without_a_name_it_goes_by_draw(stage: Stage) -> None:
    anna, boris, _ = await set_scene(stage)
    done = await stage.ask("/pass №1", anna)
    assert done.text == "Request #1 is passed on to Boris by draw."
    await stage.card(boris, "Hello")
    assert (await stage.ask("/pass 1", anna)).text.startswith("Request #1 is no longer with you.\n")


@pytest.mark.parametrize("typed", ['"Anna Maria" please', "Anna Maria please", "«anna maria» please"])
async def test_a_name_of_several_words_is_found_with_quotes_and_without(stage: Stage, typed: str) -> None:
    boris = await stage.hire("Boris")
    await stage.client("Vera", text="Hello")
    await stage.card(boris, "Hello")
    await stage.hire("Anna", weight=None)
    maria = await stage.hire("Anna Maria", weight=None)
    example = read_example((await stage.ask("/pass 1 Zoe", boris)).text, typed)
    assert example == "/pass 1 Anna please call back"
    assert (await stage.ask(f"/pass 1 {typed}", boris)).text.endswith("is passed on to Anna Maria.")
    await maria.wait_for(stage.bot, "📝 Boris noted: please")


async def test_a_slip_is_explained_changes_nothing_and_the_example_works(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    anna, *_ = await set_scene(stage)
    before = state(stage)
    examples = {read_example((await stage.ask(typed, anna)).text, typed, WRONG[typed]) for typed in WRONG}
    assert state(stage) == before
    assert examples == {"/pass 1 Boris please call back"}
    assert (await stage.ask(examples.pop(), anna)).text == "Request #1 is passed on to Boris."
    assert read_example((await stage.ask("/pass 1 Boris", anna)).text, "/pass") == "/mine", "nothing is left"
    check_log(stage, caplog)


async def test_hostile_words_are_explained_and_change_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    anna, *_ = await set_scene(stage)
    before = state(stage)
    for word in HOSTILE:
        for command in ("/pass", "/pass 1"):
            typed = f"{command} {word}"[:4000]
            read_example((await stage.ask(typed, anna)).text, typed)
    assert state(stage) == before
    check_log(stage, caplog)


async def test_as_a_reply_to_a_card_it_is_a_command_and_the_client_reads_nothing(stage: Stage) -> None:
    anna, boris, vera = await set_scene(stage)
    card = await stage.card(anna, "Hello")
    assert (await stage.ask("/pass 1 Boris he is rude", anna, reply_to=card)).text.endswith("to Boris.")
    await boris.wait_for(stage.bot, "he is rude")
    await stage.settle()
    assert len(await stage.texts(vera)) == 1


async def test_who_is_no_operator_passes_nothing_on(stage: Stage) -> None:
    _, _, vera = await set_scene(stage)
    before = state(stage)
    assert (await stage.ask("/pass 1 Boris", stage.admin)).text.startswith("There is no such command.")
    assert state(stage) == before
    await vera.write(stage.bot, "/pass 1 Boris")
    await stage.settle()
    assert stage.rows("SELECT operator_id FROM contacts ORDER BY id") == [(1,), (2,)]


async def test_in_russian(stage: Stage) -> None:
    anna = await stage.hire("Анна", language="ru")
    await stage.client("Вера", text="Привет")
    await stage.card(anna, "Привет")
    boris = await stage.hire("Борис", language="ru")
    answer = (await stage.ask("/pass", anna)).text
    example = read_example(answer, "/pass", "Какое обращение и кому?", "ru")
    assert example == "/pass 1 Борис нужно перезвонить"
    assert (await stage.ask(example, anna)).text == "Обращение №1 передано. Теперь его ведёт Борис."
    await boris.wait_for(stage.bot, "📝 Заметка (Анна): нужно перезвонить")
