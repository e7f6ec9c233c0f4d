"""Reopening for an admin when its operator has no place: whose places are taken, the queue, or another."""

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage


async def complete_and_fill(stage: Stage) -> tuple[Person, Person]:
    """Let Boris complete the request of Vera, and be full by Walter's."""
    boris = await stage.hire("Boris", limit=1)
    vera = await stage.client("Vera", text="Hello")
    await stage.complete(boris, "Hello")
    await stage.client("Walter", text="And me")
    await stage.card(boris, "And me")
    return boris, vera


async def offer(stage: Stage) -> ChatMessage:
    return await stage.tap(await stage.ask("/contact 1"), "Reopen")


async def test_it_says_whose_places_are_taken_and_offers_the_queue(stage: Stage) -> None:
    boris, vera = await complete_and_fill(stage)
    screen = await offer(stage)
    assert screen.text == ("Boris has no free place: 1 of 1 is open.\nThe request can wait in the queue.")
    assert screen.captions == ["Back to the queue", "Cancel"]
    back = await stage.tap(screen, "Back to the queue")
    assert back.text.startswith("Request #1 is open again, and back in the queue.\n")
    assert "open again, in the queue: admin" in back.text
    await vera.wait_for(stage.bot, "Request #1 is open again. You will hear who answers you.")
    await boris.wait_for(stage.bot, "Request #1 is no longer with you.")
    assert stage.rows("SELECT status, operator_id FROM contacts WHERE id = 1") == [("new", None)]


async def test_somebody_with_free_places_gets_it_by_a_button(stage: Stage) -> None:
    await complete_and_fill(stage)
    clara = await stage.hire("Clara", limit=3, weight=None)
    screen = await offer(stage)
    assert screen.captions == ["Back to the queue", "Clara · 3", "Cancel"]
    assert screen.text.endswith("\nWho shall have it? The number is the free places.")
    given = await stage.tap(screen, "Clara")
    assert given.text.startswith("Request #1 is open again, with Clara.\n")
    await stage.card(clara, "Hello")


async def test_a_button_that_is_no_longer_true_says_why(stage: Stage) -> None:
    _, vera = await complete_and_fill(stage)
    await stage.hire("Clara", limit=3, weight=None)
    screen = await offer(stage)
    await vera.write(stage.bot, "It is me again, and it is something else")
    await stage.settle()
    newer = "The client has request #3 open, so #1 can't be reopened."
    for caption in ("Back to the queue", "Clara · 3"):
        assert await stage.press(stage.admin, screen, caption) == newer
    assert stage.rows("SELECT status FROM contacts WHERE id = 1") == [("completed",)]


async def test_who_is_switched_off_does_not_keep_it_closed_either(stage: Stage) -> None:
    await complete_and_fill(stage)
    await stage.command("/operators off Boris")
    screen = await offer(stage)
    assert "Back to the queue" in screen.captions
    assert "Boris" in screen.text
