"""Every cell of docs/reference/messages.md: kind of message × direction × what it carries."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.client.connection import SandboxError
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.docs.pages import Page
from tests.stage import Stage, open_stage

PAGE = Page("docs/reference/messages.md")
TO_OPERATOR = (
    "alone",
    "reply",
    "quote",
    "formatting",
    "long caption",
    "forwarded",
    "late",
    "edited",
    "withdrawn",
)
TO_CLIENT = ("alone", "reply", "quote", "formatting", "long caption", "forbidden", "edited", "withdrawn")
BOLD = {"type": "bold", "offset": 0, "length": 4}
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "Ivan"}
LONG = "word " * 300
KINDS = {"contact_of": "contact", "quiz": "poll"}
WITHOUT_CAPTION = {
    "video_note",
    "sticker",
    "location",
    "contact_of",
    "dice",
    "poll",
    "quiz",
    "story",
    "paid_media",
    "checklist",
}
NAMES = {
    "quiz": "a poll",
    "story": "a story",
    "paid_media": "paid media",
    "checklist": "a checklist",
    "voice": "a voice message",
    "video_note": "a video message",
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A business that reads however much a client writes."""
    async with open_stage(tmp_path, messages_per_minute=0) as found:
        yield found


def read_cells(columns: tuple[str, ...], column: str) -> dict[str, str]:
    """By kind what a column of one of the tables says."""
    rows = PAGE.table("kind", *columns)
    assert len(rows) == 17
    return {row[0].text: row[1 + columns.index(column)].text for row in rows}


class Talk:
    """A client and an operator in one contact, who send each other messages and look what arrives."""

    def __init__(self, stage: Stage, client: Person, operator: Person, card: ChatMessage) -> None:
        self.stage, self.client, self.operator, self.card = stage, client, operator, card

    async def send(self, sender: Person, kind: str, **given: Any) -> int:
        """Let somebody send a message of a kind; an operator's answers the card unless told otherwise."""
        if sender is self.operator:
            given.setdefault("reply_to", self.card.message_id)
        if kind == "text":
            return await sender.write(self.stage.bot, given.pop("caption", "some words"), **given)
        if kind == "contact_of":
            given |= {"phone": "+79160000000", "first_name": "Friend"}
        return await sender.send(self.stage.bot, kind, **given)

    async def seen(self, reader: Person) -> list[ChatMessage]:
        """Return what the bot has shown to somebody, once everything is done."""
        await self.stage.settle()
        return (await reader.chat(self.stage.bot)).from_bot

    async def exchange(self, sender: Person, kind: str, **given: Any) -> tuple[int, list[ChatMessage]]:
        """Let somebody send a message, after a line that separates it from the one before; what arrives?"""
        reader = self.client if sender is self.operator else self.operator
        await self.send(sender, "text", caption="and")
        before = len(await self.seen(reader))
        sent = await self.send(sender, kind, **given)
        return sent, (await self.seen(reader))[before:]

    async def ask_about(self, reader: Person) -> tuple[int, int]:
        """Let the client write “Red or blue?”; returns its id for the one who replies, and for the reader."""
        asked = await self.client.write(self.stage.bot, "Red or blue?")
        copy = (await self.seen(self.operator))[-1].message_id
        return (copy, asked) if reader is self.client else (asked, copy)


async def meet(stage: Stage, **traits: Any) -> Talk:
    anna = await stage.hire("Anna", is_premium=True)
    vera = await stage.person("Vera", is_premium=True, **traits)
    await vera.write(stage.bot, "Hello")
    card = await stage.card(anna, "Hello")
    await stage.press(anna, card, "Take")
    return Talk(stage, vera, anna, card)


def check(cell: str, kind: str, sender: Person, sent: int, arrived: list[ChatMessage]) -> ChatMessage:
    """Check what a cell says of what has arrived; returns the message with the content."""
    *lines, shown = arrived
    assert len(lines) == (cell == "told"), (kind, lines)
    if cell == "line":
        assert shown.text.startswith(f"The operator sent {NAMES[kind]}, but it could not be shown here."), (
            kind
        )
        return shown
    is_forward = cell == "forward" or (
        cell == "told" and kind in NAMES and kind not in ("voice", "video_note")
    )
    assert shown.source == (None if cell == "sent" else {"chat_id": sender.id, "message_id": sent}), kind
    assert shown.kind == KINDS.get(kind, kind)
    assert (shown.forward_origin is not None) == is_forward, kind
    return shown


@pytest.mark.parametrize(
    "column", ["alone", "reply", "quote", "formatting", "long caption", "forwarded", "late"]
)
async def test_what_a_client_sends_reaches_the_operator(stage: Stage, column: str) -> None:
    talk = await meet(stage)
    asked, copy = await talk.ask_about(talk.operator)
    givens: dict[str, dict[str, Any]] = {
        "alone": {},
        "reply": {"reply_to": asked},
        "quote": {"reply_to": asked, "quote": "blue"},
        "formatting": {"caption": "bold words", "entities": [BOLD]},
        "long caption": {"caption": LONG, "reply_to": asked},
        "forwarded": {"forward_origin": ORIGIN},
        "late": {"sent_at": time.time() - 3600},
    }
    given = givens[column]
    for kind, cell in read_cells(TO_OPERATOR, column).items():
        if cell == "–":
            if kind != "text":
                with pytest.raises(SandboxError):
                    await talk.send(talk.client, kind, **given)
            continue
        sent, arrived = await talk.exchange(talk.client, kind, **given)
        shown = check(cell, kind, talk.client, sent, arrived)
        if cell == "copy":
            answered = copy if column in ("reply", "quote") else talk.card.message_id
            assert (shown.reply_to, shown.quote) == (answered, "blue" if column == "quote" else None), kind
        if column == "formatting":
            assert shown.html.endswith("<b>bold</b> words"), kind
        if column == "long caption":
            assert shown.text.endswith(LONG.strip()), kind
        if cell == "told":
            start = "Vera forwards, from Ivan:" if column == "forwarded" else "Vera wrote on "
            assert arrived[0].text.startswith(start), kind


async def test_what_a_client_edits_is_told_to_the_operator(stage: Stage) -> None:
    talk = await meet(stage)
    for kind, cell in read_cells(TO_OPERATOR, "edited").items():
        sent, (copy, *_) = await talk.exchange(talk.client, kind)
        if cell == "–":
            with pytest.raises(SandboxError):
                await talk.client.edit(stage.bot, sent, "other words")
            continue
        await talk.client.edit(stage.bot, sent, "other words")
        told = (await talk.seen(talk.operator))[-1]
        assert (told.text, told.reply_to) == ("edited: other words", copy.message_id), kind


async def test_what_a_client_deletes_stays_with_the_operator(stage: Stage) -> None:
    talk = await meet(stage)
    for kind, cell in read_cells(TO_OPERATOR, "withdrawn").items():
        assert cell == "–"
        sent, arrived = await talk.exchange(talk.client, kind)
        await talk.client.delete(stage.bot, sent)
        assert (await talk.seen(talk.operator))[-1] == arrived[-1], kind


@pytest.mark.parametrize("column", ["alone", "reply", "quote", "formatting", "long caption", "forbidden"])
async def test_what_an_operator_answers_reaches_the_client(stage: Stage, column: str) -> None:
    talk = await meet(stage, forbids_voice=column == "forbidden")
    copy, asked = await talk.ask_about(talk.client)
    givens: dict[str, dict[str, Any]] = {
        "alone": {},
        "reply": {"reply_to": copy},
        "quote": {"reply_to": copy, "quote": "blue"},
        "formatting": {"caption": "bold words", "entities": [BOLD]},
        "long caption": {"caption": LONG, "reply_to": copy},
        "forbidden": {},
    }
    given = givens[column]
    for kind, cell in read_cells(TO_CLIENT, column).items():
        if cell == "–":
            if kind != "text" and column != "forbidden":
                with pytest.raises(SandboxError):
                    await talk.send(talk.operator, kind, **given)
            continue
        sent, arrived = await talk.exchange(talk.operator, kind, **given)
        shown = check(cell, kind, talk.operator, sent, arrived)
        if column in ("reply", "quote"):
            assert (shown.reply_to, shown.quote) == (
                asked,
                "blue" if column == "quote" and cell in ("copy", "sent") else None,
            )
        if column == "formatting":
            assert shown.html.endswith("<b>bold</b> words"), kind
        if column == "long caption":
            assert shown.text.endswith(LONG.strip()), kind
        if cell == "line":
            report = (await talk.seen(talk.operator))[-1]
            said = (
                "takes no voice messages"
                if column == "forbidden"
                else "This could not be shown to the client"
            )
            assert said in report.text, kind
            assert report.reply_to == sent


async def test_what_an_operator_edits_changes_in_place(stage: Stage) -> None:
    talk = await meet(stage)
    for kind, cell in read_cells(TO_CLIENT, "edited").items():
        sent, (shown,) = await talk.exchange(talk.operator, kind)
        if cell == "–":
            with pytest.raises(SandboxError):
                await talk.operator.edit(stage.bot, sent, "other words")
            continue
        await talk.operator.edit(stage.bot, sent, "other words")
        now = (await talk.seen(talk.client))[-1]
        assert (now.message_id, now.kind, now.text) == (shown.message_id, kind, "other words"), kind


async def test_what_an_operator_withdraws_disappears(stage: Stage) -> None:
    talk = await meet(stage)
    for kind, cell in read_cells(TO_CLIENT, "withdrawn").items():
        assert cell == "gone"
        sent, (shown,) = await talk.exchange(talk.operator, kind)
        await talk.operator.write(stage.bot, "/withdraw", reply_to=sent)
        assert shown.message_id not in {m.message_id for m in await talk.seen(talk.client)}, kind
        told = (await talk.seen(talk.operator))[-1]
        assert (told.text.partition(":")[0], told.reply_to) == ("Withdrawn", sent), kind
