"""What people call themselves and write shows as it is, on every screen and in every message.

Of names only the marks of direction are missing, which could rewrite the line in which one stands; names that
run right to left stand between marks of ours.
"""

import csv
import io
import re

import pytest

from bot.ui.isolation import FIRST_STRONG, POP, isolate
from sandbox.client.person import Person
from tests.complaints import read_complaints
from tests.stage import Stage, find_start

FAMILY = "👩‍👩‍👧‍👦"
NAMES = (
    """<b>Vera</b> & "Co" 'x' { $name } %s""",
    "&lt;Vera&gt; \\n *Vera* _x_ `y` [z](https://t.me)",
    "Vera אב Ver\u200da\u200b\ufeffx",
    FAMILY * 9 + "!",  # 64 characters
    "None",
)


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_shows_as_it_is_everywhere(
    stage: Stage, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The client, his words, the operator and the campaign are all called the same."""
    operator, campaign = await set_up(stage, name)
    await talk(stage, name, operator, campaign)
    await check_contacts(stage, name)
    await check_operators_and_sources(stage, name, campaign)
    await check_labels(stage, name, operator)
    mine = await stage.ask("/mine", operator)
    assert f"#1 · {name} · in progress" in bare(mine.text)
    assert f"Client: {name}\n" in bare((await stage.tap(mine, "#1", operator)).text)
    assert f"{name} — 1 received" in await command(stage, "/stats 1")
    assert (await command(stage, "/ban 2")).startswith(f"{name} is banned")
    assert (await command(stage, "/unban 2")).startswith(f"{name} is heard again")
    assert (await command(stage, "/forget 2")).startswith(f"Delete all data of the client “{name}”?")
    assert await read_export(stage) == [name, name, f"changed {name}", name]
    assert read_complaints(caplog) == []


def bare(text: str) -> str:
    """Return a text without the marks that keep a name apart from the line around it."""
    return text.translate({ord(FIRST_STRONG): None, ord(POP): None})


async def command(stage: Stage, text: str) -> str:
    """Let the admin write a command; returns the answer without those marks."""
    return bare(await stage.command(text))


async def set_up(stage: Stage, name: str) -> tuple[Person, str]:
    """Let an operator join, and make a campaign; returns both, the campaign as its start parameter."""
    operator = await stage.person("Anna")
    added = await command(stage, f"/operators add {name} 1")
    assert f"Operator #1 {name}, limit 1." in added
    await operator.open(stage.bot, start=find_start(added))
    await operator.wait_for(stage.bot, f"Welcome, {isolate(name)}!")
    made = await command(stage, f"/sources add {name}")
    assert f"The link “{name}” is ready." in made
    weighed = await command(stage, "/weight 1 2 3")
    assert f"{name}, {name}: weight 3." in weighed
    assert f"{name}: 0 → 100 %" in weighed
    assert f"{name} — weight 3: 100 % now" in await command(stage, "/weight")
    assert f": {name}, {name}: none → 3" in await command(stage, "/weight log")
    return operator, find_start(made)


async def talk(stage: Stage, name: str, operator: Person, campaign: str) -> None:
    """Let two clients write: one whom the operator answers, and one who waits."""
    vera = await stage.person(name)
    await vera.open(stage.bot, start=campaign)
    first = await vera.write(stage.bot, name)
    card = await stage.card(operator, "Request #1")
    assert bare(card.text).startswith(f"Request #1 · {name}\n")
    assert {f"Client: {name}", name} <= set(bare(card.text).split("\n"))
    await stage.press(operator, card, "Take")
    await vera.wait_for(stage.bot, f"Request #1 is being handled. {isolate(name)} is answering you.")
    await vera.write(stage.bot, f"again {name}")
    await operator.wait_for(stage.bot, f"again {name}")
    await vera.edit(stage.bot, first, f"changed {name}")
    await operator.wait_for(stage.bot, f"edited: {isolate(f'changed {name}')}")
    await operator.write(stage.bot, name, reply_to=card.message_id)
    await vera.wait_for(stage.bot, lambda m: m.text == name)
    karl = await stage.client(name, text=name)
    await karl.wait_for(stage.bot, "Request #2 received")
    await stage.settle()


async def check_contacts(stage: Stage, name: str) -> None:
    """Look at what admins see of the contacts."""
    queue = await command(stage, "/queue")
    assert f"#2 · @{stage.bot.username} · {name} — less than a minute; nobody has a weight" in queue
    contact = (await command(stage, "/contact 1")).split("\n")
    assert contact[0] == f"Request #1 · {name}"
    assert {f"Client: {name}", f"Operator: {name}"} <= set(contact)
    assert any(f" client: again {name[:40]}" in line for line in contact)
    assert any(f" {name}: {name[:40]}" in line for line in contact)
    assert any(line.endswith(f"came from {name}") for line in contact)
    assert any(line.endswith(f"→ {name}") for line in contact)
    assert any(line.endswith(f"client edits a message, before: {name}") for line in contact)
    why = await command(stage, "/why 1")
    assert f"{name}: 3 × 1 = 3, chance 100 %" in why
    assert re.search(rf"^Ticket \d was drawn: {re.escape(name)}\.$", why, re.MULTILINE)
    opened = await command(stage, "/open")
    assert f"#1 · {name} — {name} · answered" in opened
    found = await command(stage, f"/find {name}")
    assert f"#1 · {name} · in progress · " in found
    assert f"— {name}" in found


async def check_operators_and_sources(stage: Stage, name: str, campaign: str) -> None:
    """Look at the other screens of admins, and at the greeting."""
    page = await stage.ask("/operators")
    assert f"1. {name} — 1 of 1 · working" in bare(page.text)
    page = await stage.tap(page, name[:20])
    assert bare(page.text).startswith(f"{name} · operator #1\n")
    assert f"Weights: {name} 3" in bare(page.text)
    plan = await command(stage, "/operators move 1")
    assert f"Nobody can take them: {name} keeps everything." in plan
    assert f"#1 · {name} — stays" in plan
    assert f"2. {name} — link t.me/" in await command(stage, "/sources")
    greeted = await command(stage, f"/sources text 2 greeting {name}")
    assert greeted.startswith(f"{name}: the text “Greeting” is changed.")
    assert f"For everybody: {name}" in greeted
    newcomer = await stage.person("Newcomer")
    await newcomer.open(stage.bot, start=campaign)
    await newcomer.wait_for(stage.bot, lambda m: m.text == name)


async def check_labels(stage: Stage, name: str, operator: Person) -> None:
    """Look at an outcome and a tag of this name, on every screen that has them."""
    for kind in ("outcomes", "tags"):
        added = await command(stage, f"/{kind} add {name}")
        assert added.startswith(f"Added: {name}\n")
        assert f"\n{name} — 0" in added
    choice = await stage.tap(await stage.ask("/contact 1"), "Tags")
    choice = await stage.tap(choice, choice.captions[0])
    assert bare(choice.captions[0]).startswith(f"✓ {name[:20]}")
    assert f"\nTags: {name}\n" in bare((await stage.tap(choice, "« Request #1")).text)
    one = await stage.tap(await stage.ask("/mine", operator), "#1", operator)
    assert f"\nTags: {name}\n" in bare(one.text)
    page = await stage.tap(await stage.ask("/tags"), name[:10])
    assert bare(page.text) == f"Tag: {name}\n1 request has it."
    await stage.press(stage.admin, page, "Rename")
    asked = await stage.admin.wait_for(stage.bot, "be called now?", after=page.message_id)
    assert bare(asked.text) == f"What shall {name} be called now?"
    await stage.ask("no", reply_to=asked)


async def read_export(stage: Stage) -> list[str]:
    """Return source, client, first message and operator of the first contact in the file."""
    file = await stage.ask("/export 1", kind="document")
    text = (await stage.telegram.download(file)).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text)))[1]
    return [row[2], row[3], row[7], row[9]]


async def test_no_name_turns_the_words_around_it(stage: Stage) -> None:
    turning = "\u202eare\u2066V\u200f\u061c"
    await stage.join("areV A", await stage.command(f'/operators add "{turning} A" 5'))
    boris = await stage.person("Boris")
    await stage.appoint(boris)
    await boris.open(stage.bot)
    await stage.settle()
    await stage.command("/weight 1 1 1")
    vera = await stage.person(turning)
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": turning}
    await vera.write(stage.bot, "Hello", forward_origin=origin)
    await vera.wait_for(stage.bot, "Request #1 received")
    await stage.command("/contact 1")
    await stage.settle()
    marks = set("\u202e\u2066\u200f\u061c")
    shown = {
        table: marks & set(str(stage.rows(f"SELECT * FROM {table}")))
        for table in ("leads", "chats", "operators")
    }
    assert not any(shown.values()), shown
    assert stage.rows("SELECT name FROM leads") == [("areV",)]
    assert stage.rows("SELECT forwarded_from FROM messages") == [("areV",)]


async def test_no_name_reads_as_if_it_had_the_username_of_somebody(stage: Stage) -> None:
    """Only what Telegram vouches for stands without quotes."""
    anna = await stage.hire("Anna")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Olga” (@boss)“"}
    vera = await stage.person("Vera (@boss)", username="vera_k")
    await vera.write(stage.bot, "Pay me", forward_origin=origin)
    card = await stage.card(anna, "Pay me")
    assert "Client: “Vera (@boss)”, @vera_k\n" in card.text
    assert "Forwarded from “Olga (@boss)”\n" in card.text
    assert "Client: “Vera (@boss)”, @vera_k\n" in await stage.command("/contact 1")


async def test_the_longest_texts_arrive_in_sentences_of_ours_too(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """2,048 emoji are 4,096 characters to Telegram: there is no room for a word of ours."""
    anna = await stage.hire("Anna")
    vera = await stage.person("Vera")
    sent = await vera.write(stage.bot, "👩" * 2048)
    card = await stage.card(anna, "Request #1")
    await vera.edit(stage.bot, sent, "👧" * 2048)
    await anna.wait_for(stage.bot, lambda m: m.text == "👧" * 2048)
    boris = await stage.hire("Boris")
    await anna.write(stage.bot, "👦" * 2048, reply_to=card.message_id)
    await vera.wait_for(stage.bot, lambda m: m.text == "👦" * 2048)
    await stage.pass_on(anna, await stage.card(anna, "Request #1"))
    await boris.wait_for(stage.bot, "👦" * 2048)
    await stage.settle()
    assert stage.rows("SELECT count(*) FROM outbox WHERE state = 'dead'") == [(0,)]
    assert read_complaints(caplog) == []
