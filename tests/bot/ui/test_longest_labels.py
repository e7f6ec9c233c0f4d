"""The screens of outcomes and tags are within Telegram's limits, however long the names and lists are."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.ui import keyboards
from bot.ui.keyboards import OutcomeCallback, TagCallback
from bot.ui.lists import measure
from bot.ui.screens import LONGEST_LABEL, Screen
from bot.ui.texts import LANGUAGES, Words, speak
from bot.views.labels import lists, on_contact
from bot.views.labels.lists import LabelAction, LabelCallback
from bot.views.labels.on_contact import ContactLabelCallback
from bot.views.reports.statistics_screens import LONGEST_OUTCOMES, write_outcomes
from models import Contact, Label, LabelKind, Status
from services.labels.lists import MOST
from services.queues.labels import OFFERED, Labelled
from services.reports.measures.outcomes import OutcomeCount
from tests.bot.ui.test_longest import DATA, make_name
from tests.bot.ui.test_longest_hours import check

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LARGEST = 2**31 - 1


def make_labels(kind: LabelKind) -> tuple[Label, ...]:
    return tuple(
        Label(id=LARGEST - n, kind=kind, name=make_name(n), name_key=str(n), created_at=NOW)
        for n in range(MOST)
    )


def draw(words: Words) -> Iterator[Screen]:
    outcomes, tags = make_labels(LabelKind.OUTCOME), make_labels(LabelKind.TAG)
    labelled = Labelled(outcomes[-1], tags, outcomes, tags)
    contact = Contact(id=LARGEST, assignment_no=LARGEST, status=Status.COMPLETED)
    for kind in LabelKind:
        listed = make_labels(kind)
        uses = dict.fromkeys((label.id for label in listed), 10**9)
        yield lists.write_list(kind, listed, uses, words, done="👩" * 200)
        yield lists.write_list(kind, (), {}, words)
        yield lists.write_label(listed[0], 10**9, words)
        back = ("«", LabelCallback(kind=kind, action=LabelAction.LIST))

        def choose(label: Label, kind: LabelKind = kind) -> ContactLabelCallback:
            return ContactLabelCallback(kind=kind, contact=LARGEST, label=label.id)

        yield on_contact.write_choice(kind, contact, labelled, words, choose=choose, back=back)
    rows = keyboards.outcome_buttons(contact, labelled)
    assert sum(map(len, rows)) == OFFERED + 1, "with the chosen one, which is the last of the list"
    assert all(len(button.text.encode("utf-16-le")) <= 2 * LONGEST_LABEL for row in rows for button in row)
    yield Screen("\n".join(on_contact.list_labels(labelled, words)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_on_every_screen(language: str) -> None:
    for screen in draw(speak(language)):
        check(screen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_card_leaves_room_for_the_rest(language: str) -> None:
    tags = make_labels(LabelKind.TAG)
    lines = on_contact.list_labels(Labelled(tags[0], tags), speak(language))
    assert measure("\n".join(lines)) < 450


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outcomes_of_a_period_are_one_short_line(language: str) -> None:
    counted = [OutcomeCount(n, make_name(n), 10**6) for n in range(MOST)]
    line = write_outcomes([*counted, OutcomeCount(None, None, 5)], speak(language))
    assert "\n" not in line
    assert measure(line) <= LONGEST_OUTCOMES + 40


def test_the_largest_numbers_fit_onto_a_button() -> None:
    for made in (
        OutcomeCallback(contact=LARGEST, assignment=LARGEST, label=LARGEST),
        TagCallback(contact=LARGEST, assignment=LARGEST, label=LARGEST),
        ContactLabelCallback(kind=LabelKind.OUTCOME, contact=LARGEST, label=LARGEST),
        LabelCallback(kind=LabelKind.OUTCOME, action=LabelAction.READY, label=LARGEST),
    ):
        assert len(made.pack()) <= DATA
