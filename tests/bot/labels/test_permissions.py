"""Who may say how a request has ended and what it is about: every button of it, forged by everybody."""

import pytest

from bot.ui.keyboards import OutcomeCallback, TagCallback
from bot.views.labels.lists import LabelAction, LabelCallback
from bot.views.labels.on_contact import ContactLabelCallback
from models import LabelKind
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage

OPERATORS = (
    OutcomeCallback(contact=1, assignment=1, label=1).pack(),
    TagCallback(contact=1, assignment=1, label=2).pack(),
    TagCallback(contact=1, assignment=1).pack(),
)
ADMINS = (
    ContactLabelCallback(kind=LabelKind.OUTCOME, contact=1, label=1).pack(),
    ContactLabelCallback(kind=LabelKind.TAG, contact=1, label=2).pack(),
    ContactLabelCallback(kind=LabelKind.TAG, contact=1).pack(),
    *(
        LabelCallback(kind=LabelKind.OUTCOME, action=action, label=1).pack()
        for action in LabelAction
        if action is not LabelAction.LIST
    ),
)
ROWS = (
    "SELECT id, outcome_id FROM contacts",
    "SELECT * FROM contact_tags",
    "SELECT id, name, retired_at FROM labels",
)


async def prepare(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    """Let Anna complete the request of Vera, in a business with an outcome and a tag."""
    await stage.command("/outcomes add sold")
    await stage.command("/tags add vip")
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.complete(anna, "Hello")
    return anna, vera, card


@pytest.mark.parametrize("who", ["client", "stranger", "colleague", "dismissed", "admin"])
async def test_nobody_but_its_operator_chooses_by_the_buttons_of_a_card(stage: Stage, who: str) -> None:
    anna, vera, card = await prepare(stage)
    said = "This request is not yours."
    match who:
        case "client":
            person, shown = vera, 2
        case "stranger":
            person = await stage.client("Mallory", text="Hi")
            shown = (await person.wait_for(stage.bot, "Request #2")).message_id
        case "colleague":
            person = await stage.hire("Boris")
            shown = (await person.wait_for(stage.bot, "Welcome")).message_id
        case "dismissed":
            page = await stage.ask("/operators dismiss Anna")
            await stage.tap(page, "Yes, dismiss")
            person, shown, said = anna, card.message_id, "Request #1 is no longer with you."
        case _:
            person, shown = stage.admin, (await stage.ask("/contact 1")).message_id
    before = [stage.rows(query) for query in ROWS]
    for data in OPERATORS:
        query = await person.forge_press(stage.bot, shown, data)
        assert await person.wait_answer(stage.bot, query) == said, data
    await stage.settle()
    assert [stage.rows(query) for query in ROWS] == before


@pytest.mark.parametrize("who", ["client", "its operator", "former admin"])
async def test_nobody_but_admins_changes_lists_or_chooses_on_pages(stage: Stage, who: str) -> None:
    anna, vera, card = await prepare(stage)
    person, shown = {"client": (vera, 2), "its operator": (anna, card.message_id)}.get(who, (stage.admin, 0))
    if who == "former admin":
        shown = (await stage.ask("/outcomes")).message_id
        await stage.restart(admin_ids=())
    before = [stage.rows(query) for query in ROWS]
    for data in ADMINS:
        query = await person.forge_press(stage.bot, shown, data)
        assert await person.wait_answer(stage.bot, query) == "This request is not yours.", data
    await stage.settle()
    assert [stage.rows(query) for query in ROWS] == before


@pytest.mark.parametrize("command", ["/outcomes add x", "/tags remove vip"])
async def test_the_commands_are_no_commands_to_operators(stage: Stage, command: str) -> None:
    anna, *_ = await prepare(stage)
    answer = await stage.ask(command, anna)
    assert answer.text.startswith("To write to a client, reply")
    assert stage.rows("SELECT name, retired_at FROM labels") == [("sold", None), ("vip", None)]


async def test_who_is_off_finishes_and_still_says_how_it_ended(stage: Stage) -> None:
    anna, _, card = await prepare(stage)
    await stage.command("/operators off Anna")
    assert await stage.press(anna, card, "sold") == "Request #1: sold"
    assert stage.rows("SELECT outcome_id FROM contacts") == [(1,)]
