"""What an admin changes of what he wrote before: a question that waits for an answer goes on waiting."""

from sandbox.client.seen import ChatMessage
from tests.stage import Stage


async def begin(stage: Stage, screen: ChatMessage, button: str) -> ChatMessage:
    """Press a button that asks something; returns the question."""
    await stage.press(stage.admin, screen, button)
    return await stage.admin.wait_for(
        stage.bot, lambda m: m.message_id > screen.message_id and m.asks_reply is not None
    )


async def test_an_edit_of_something_else_leaves_a_question_open(stage: Stage) -> None:
    words = await stage.admin.write(stage.bot, "Ana")
    await stage.admin.wait_for(stage.bot, "Nothing was found.", after=words)
    command = await stage.admin.write(stage.bot, "/find Ana")
    await stage.admin.wait_for(stage.bot, "Nothing was found.", after=command)
    await begin(stage, await stage.ask("/operators"), "Add an operator")
    await stage.admin.edit(stage.bot, words, "Anna")
    await stage.admin.edit(stage.bot, command, "/find Anna")
    await stage.settle()
    assert stage.rows("SELECT name FROM operators") == []
    assert "Operator #1 Dora" in (await stage.ask("Dora")).text


async def test_an_edit_of_an_answer_changes_nothing_any_more(stage: Stage) -> None:
    """Neither what the answer has made, nor the question that was asked meanwhile."""
    await begin(stage, await stage.ask("/operators"), "Add an operator")
    answer = await stage.admin.write(stage.bot, "Dora")
    await stage.admin.wait_for(stage.bot, "Operator #1 Dora")
    screen = await stage.ask("/operators")
    await begin(stage, await stage.tap(screen, "Dora"), "Rename")
    await stage.settle()
    before = await stage.texts(stage.admin)
    await stage.admin.edit(stage.bot, answer, "Nora")
    await stage.settle()
    assert await stage.texts(stage.admin) == before
    assert stage.rows("SELECT name FROM operators") == [("Dora",)]
    assert "Dora is Flora now." in (await stage.ask("Flora")).text
