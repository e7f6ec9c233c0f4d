"""/outcomes and /tags: the business's own lists, by words and by buttons."""

import pytest

from services.labels.lists import MOST
from tests.stage import Stage

TITLES = {"outcomes": "Outcomes — how requests end", "tags": "Tags — what requests are about"}


@pytest.mark.parametrize("command", ["outcomes", "tags"])
async def test_a_list_is_made_by_words(stage: Stage, command: str) -> None:
    assert (await stage.command(f"/{command}")).startswith(f"{TITLES[command]}\nThere are no {command} yet")
    assert await stage.command(f"/{command} add Bought it <b>") == (
        f"Added: Bought it <b>\n\n{TITLES[command]}\nBought it <b> — 0"
    )
    assert (await stage.command(f'/{command} add "later"')).endswith("\nBought it <b> — 0\nlater — 0")
    renamed = await stage.command(f'/{command} rename "BOUGHT it <b>" sold')
    assert renamed.startswith("Bought it <b> is sold now.\n\n")
    assert renamed.endswith("\nsold — 0\nlater — 0")
    removed = await stage.command(f"/{command} remove Sold")
    assert removed.startswith("Removed from the list: sold. Requests that have it keep it.\n\n")
    assert removed.endswith(f"{TITLES[command]}\nlater — 0")
    assert (await stage.command(f"/{command} add SOLD")).endswith("\nSOLD — 0\nlater — 0"), "where it was"
    assert stage.rows("SELECT name, retired_at FROM labels ORDER BY id") == [("SOLD", None), ("later", None)]


async def test_a_list_is_made_by_buttons(stage: Stage) -> None:
    screen = await stage.ask("/outcomes")
    assert screen.captions == ["➕ Add an outcome", "Begin with: sold, refused…", "« Menu"]
    screen = await stage.tap(screen, "Begin with")
    assert screen.captions == ["sold", "refused", "no answer", "spam", "➕ Add an outcome", "« Menu"]
    page = await stage.tap(screen, "no answer")
    assert page.text == "Outcome: no answer\nNo request has it."
    assert page.captions == ["Rename", "Remove", "« All outcomes"]
    await stage.press(stage.admin, page, "Rename")
    asked = await stage.admin.wait_for(stage.bot, "What shall no answer be called now?")
    assert (await stage.ask("not reached", reply_to=asked)).text.startswith("no answer is not reached now.")
    gone = await stage.tap(page, "Remove")
    assert gone.text.startswith("Removed from the list: not reached.")
    assert gone.captions == ["sold", "refused", "spam", "➕ Add an outcome", "« Menu"]
    await stage.press(stage.admin, gone, "➕ Add an outcome")
    asked = await stage.admin.wait_for(stage.bot, "What shall the new outcome be called?")
    assert (await stage.ask("later", reply_to=asked)).text.startswith("Added: later\n")


async def test_what_is_ready_is_added_once_and_in_the_language_of_the_admin(stage: Stage) -> None:
    stage.admin = await stage.person("Ольга", "ru")
    await stage.appoint(stage.admin)
    screen = await stage.ask("/outcomes")
    await stage.tap(screen, "Взять готовые")
    query = await stage.admin.forge_press(stage.bot, screen.message_id, "lab:outcome:ready:0")
    await stage.admin.wait_answer(stage.bot, query)
    assert stage.rows("SELECT name FROM labels") == [("продано",), ("отказ",), ("нет ответа",), ("спам",)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("add", "What shall I add?\nFor example: /tags add vip 2"),
        ("add VIP", "“VIP” is there already."),
        ("add #vip", "“vip” is there already."),
        ("add vір", "“vір” looks like “vip”: nobody could tell them apart."),
        ("add 12", "The name “12” won't do: it takes 1 to 64 characters"),
        ("add /x", "The name “/x” won't do"),
        (f"add {'x' * 65}", f"The name “{'x' * 65}” won't do"),
        ("rename vip", "Which one shall I rename, and how?\nFor example: /tags rename vip vip 2"),
        ("rename gold silver", "There is no tag “gold”. All tags: /tags"),
        ("rename 77 silver", "There is no tag “77”."),
        ("remove", "Which one shall I remove?\nFor example: /tags remove vip"),
        ("remove gold", "There is no tag “gold”."),
        ("vip", "I don't understand that. It can be: add, rename, remove.\nFor example: /tags add vip 2"),
    ],
)
async def test_wrong_words_change_nothing_and_get_an_example_that_works(
    stage: Stage, words: str, said: str
) -> None:
    await stage.command("/tags add vip")
    answer = await stage.command(f"/tags {words}")
    assert answer.startswith(said)
    assert stage.rows("SELECT name, retired_at FROM labels") == [("vip", None)]
    example = answer.rpartition("For example: ")[2]
    assert (await stage.command(example)).startswith(("Added: ", "vip is ", "Removed "))


async def test_a_list_has_room_for_thirty_and_a_removed_one_makes_some(stage: Stage) -> None:
    for n in range(MOST):
        await stage.command(f"/tags add tag {n} x")
    full = await stage.command("/tags add one more")
    assert full == "A list may have at most 30. Remove something first.\nFor example: /tags remove 30"
    await stage.command("/tags remove tag 3 x")
    assert (await stage.command("/tags add one more")).startswith("Added: one more\n")
    assert (await stage.command("/tags add tag 3 x")).startswith("A list may have at most 30.")
