"""However long names, texts and lists get: every screen, button and pop-up is within Telegram's limits."""

from collections.abc import Iterator
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.ui.display import cut
from bot.ui.lists import join_lines, measure, measure_plain, shorten
from bot.ui.refusals import write_refusal
from bot.ui.screens import LONGEST_LABEL, Screen
from bot.ui.texts import LANGUAGES, Words, speak
from bot.views import (
    client_screens,
    contact_lists,
    contact_screens,
    operator_screens,
    rating_screens,
    source_screens,
    split_screens,
    transfer_screens,
    weight_screens,
)
from bot.views.cards import mine_screens, pass_screens, send_screens
from bot.views.cards.card import write_card
from bot.views.decision_screens import write_assignment, write_why_me
from bot.views.operator_screens import TransferAction, TransferCallback
from bot.views.preferences import source_texts as text_screens
from bot.views.preferences.log import write_log
from bot.views.preferences.text_lines import READERS
from bot.views.source_screens import Traffic
from bot.views.weight_screens import WeightAction, WeightCallback
from models import Author, Contact, Event, Lead, Message, Mode, Operator, Rating
from models.database.unit import UnitSession
from services import sources as origins
from services.clients import forgetting, ratings, splitting
from services.clock import utc_now
from services.distribution import weights as shares
from services.distribution.decisions import AssignmentReason
from services.distribution.queue import WaitReason
from services.events import Kind
from services.quick_answers.placeholders import LISTED
from services.refusals import Reason, Refused
from services.reports import records, search
from services.team import operators as team
from services.team import passing, transfers
from services.team.source_texts import LONGEST_TEXT, SourceText
from tests.moments import make_moment
from tests.services.world import BOT, World

MESSAGE, POP_UP, DATA, BUTTONS = 4096, 200, 64, 100  # what Telegram takes
CROWD, LINKS, MESSAGES = 100, 20, 500


def make_name(number: int) -> str:
    """Return a name of 64 characters that Telegram counts as more than a hundred."""
    return f"{number:03d}{'👩' * 61}"


class Crowd:
    """A hundred operators, twenty links, twenty bots and contacts with everything as long as it may be."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.world = world = World(session)
        bot = world.bot(username="b" * 32)
        self.bots = [bot, *(world.bot(BOT + n, f"{n:02d}{'b' * 30}") for n in range(1, LINKS))]
        self.links = [
            origins.add_campaign(session, BOT, make_name(n), f"code{n}", at=world.at) for n in range(LINKS)
        ]
        for link in self.links:
            link.texts = {which: dict.fromkeys(READERS, "👩" * LONGEST_TEXT) for which in SourceText}
        for n in range(CROWD):
            operator = world.operator(make_name(n), limit=1000, weight=0)
            for source in (bot, *self.links[: LINKS if n < 2 else 1]):
                world.set_weight(operator, source, 1000)
        for n in range(25):
            self.write(n + 1)
        self.everybody = team.list_operators(session)
        self.contact = session.get_one(Contact, 1)
        self.operator = session.get_one(Operator, self.contact.operator_id)
        self.fill_contact()

    def write(self, client: int) -> None:
        """Let a client write who has the longest name, and everything else that a person can have."""
        contact = self.world.write(client, "👩" * 2000, name="👩" * 128)
        lead = self.world.lead(contact)
        lead.phone, lead.email = f"+7916123{client:04d},999999999", f"{client}{'e' * 240}@example.com"
        contact.typed_phone = contact.typed_email = contact.typed_name = "&" * 1000
        contact.typed_external_id = "&" * 1000
        contact.rating, contact.rating_comment = Rating.BAD, "👩" * ratings.LONGEST_COMMENT

    def fill_contact(self) -> None:
        """Give a contact very many messages and facts."""
        world = self.world
        for n in range(MESSAGES):
            said = ("<" if n % 2 else "👩") * 4000
            author = Author.OPERATOR if n % 2 else Author.CLIENT
            message = Message(
                contact_id=1,
                author=author,
                kind="text" if n % 3 else "photo",
                text=said,
                created_at=world.now,
            )
            message.operator_id, message.edited_at = (self.operator.id if n % 4 == 1 else None), world.now
            message.signed = "👩" * 200 if n % 4 == 3 else None
            self.session.add(message)
            kind = Kind.EDITED if n % 2 else Kind.PASSED_ON
            data = {"operator_id": n % CROWD + 1, "before": said}
            actor = f"operator:{n % CROWD + 1}"
            self.session.add(Event(contact_id=1, at=world.now, kind=kind.value, actor=actor, data=data))
        self.session.flush()
        self.session.expire_all()

    def draw_screens(self, words: Words) -> Iterator[Screen]:
        """Return every screen of admins."""
        yield from self.draw_operators(words)
        yield from self.draw_weights(words)
        yield from self.draw_contacts(words)
        traffic = {s.id: Traffic(9999, 9999) for s in (*self.bots, *self.links)}
        every = [*self.bots, *self.links]
        yield source_screens.write_sources(every, traffic, words, page=3)
        for source in (self.bots[0], self.links[0]):
            yield source_screens.write_source(source, traffic[source.id], every, words, done="👩" * 300)
            yield text_screens.write_texts(source, words)
            yield from (text_screens.write_text(source, one, words, done="👩" * 200) for one in SourceText)

    def draw_operators(self, words: Words) -> Iterator[Screen]:
        one = self.operator
        reached = {o.id: {BOT} for o in self.everybody}
        own = shares.list_of(self.session, self.everybody[0])
        assert len(own) == LINKS + 1
        yield operator_screens.write_operators(self.everybody, reached, self.bots, words, free=make_name(0))
        yield operator_screens.write_operator(one, {BOT}, self.bots, own, words, done="👩" * 150)
        yield operator_screens.write_limits(one, words)
        yield transfer_screens.write_targets(one, self.everybody, words)
        held = team.list_open(self.session, one.id)
        names = {o.id: o.name for o in self.everybody}
        plan = [transfers.Transfer(c.id, n % 2 or None) for n, c in enumerate(held)] * 50
        yield transfer_screens.write_plan(one, 1, plan, {c.id: c.lead for c in held}, names, 2**31 - 1, words)

    def draw_weights(self, words: Words) -> Iterator[Screen]:
        rows, one, link = shares.table(self.session, at=self.world.at), self.everybody[0], self.links[0]
        yield weight_screens.write_weights(rows, words, example=one.name)
        row = shares.show_source(self.session, link, at=self.world.at)
        yield weight_screens.write_source(row, rows, self.everybody, words, page=1)
        yield weight_screens.write_choice(one, row, 1000, words)
        yield weight_screens.write_choice_of_source(one, [*self.bots, *self.links], {link.id: 1000}, words)
        log = shares.list_log(self.session)
        yield weight_screens.write_change(one, log[0][0], row, row, words)
        yield write_log(log, words, UTC)

    def draw_contacts(self, words: Words) -> Iterator[Screen]:
        now, session = self.world.now, self.session
        for page in (0, 20, 50):
            record = records.read(session, 1, page=page)
            yield contact_screens.write_contact(record, None, words, now, UTC, done="👩" * 100)
        found = search.find(session, "👩", at=make_moment(utc_now()))
        assert len(found) == search.FOUND
        waiting = [records.Waiting(contact, WaitReason.UNREACHABLE) for contact in found[:10]]
        yield contact_lists.write_queue(waiting, 999, 3, words, now, asleep=999)
        yield contact_lists.write_found(found, words, UTC, none="find-none")
        yield contact_screens.write_choice_of_operator(self.contact, self.everybody, words, page=2)
        for key in (ratings.BAD, ratings.BAD_WORDS):
            told = rating_screens.tell_admin(key, records.find_contact(session, 1), words)
            assert told is not None
            yield told
        for rating in Rating:
            yield rating_screens.write_rated(2**31 - 1, rating, words)
        full = write_refusal(
            Refused(Reason.OPERATOR_FULL, name=self.operator.name, limit=1000, load=1000), words
        )
        yield contact_screens.offer_to_raise_limit(2**31 - 1, self.operator, full, words)
        yield write_assignment(records.read_assignment(session, 1), words, UTC)
        yield mine_screens.write_mine(found * 50, words, now)
        yield mine_screens.write_mine(found * 3, words, now, asleep=found * 50)
        yield mine_screens.write_mine(found * 3, words, now, pooled=found * 50)
        came = (AssignmentReason.MANUAL, make_name(1))
        card = write_card(*records.read_card(session, 1), words, timezone=UTC, came=came)
        yield mine_screens.write_one(records.find_contact(session, 1), 999, card, words)
        choice = passing.list_choice(session, self.contact, at=self.world.at)
        assert len(choice.colleagues) == CROWD - 1
        yield from (pass_screens.write_choice(choice, words, page=page) for page in (0, 3, 99))
        for mode in (*Mode, None):
            yield pass_screens.write_done(passing.Handover(self.contact, self.operator, mode), words)
        yield mine_screens.ask_about_spam(2**31 - 1, 2**31 - 1, words)
        yield send_screens.ask_recipient(found[:5], words)
        yield send_screens.write_sent(2**31 - 1, found[0].lead, words)
        lead = session.get_one(Lead, self.contact.lead_id)
        parts = [splitting.Part(lead, [self.contact] * 500)] * 9
        yield split_screens.ask_to_split(2**31 - 1, parts, words)
        more = client_screens.list_spam_buttons(2**31 - 1, words)
        done = split_screens.write_done(parts[0], words)
        yield contact_screens.write_contact(record, None, words, now, UTC, done=done, more=more)
        yield Screen(client_screens.write_traces(forgetting.find_traces(session, 1), words))


@pytest.fixture(scope="module")
def crowd(writer: Engine) -> Iterator[Crowd]:
    """One crowd for all tests here, which only look at it."""
    with writer.connect() as connection:
        connection.begin()
        with UnitSession(connection, expire_on_commit=False) as session:
            yield Crowd(session)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_into_a_message_with_its_buttons(crowd: Crowd, language: str) -> None:
    for number, screen in enumerate(crowd.draw_screens(speak(language))):
        assert 0 < measure(screen.text) <= MESSAGE, f"screen {number}: {screen.text[:60]}"
        rows = screen.markup.inline_keyboard if screen.markup else []
        buttons = [button for row in rows for button in row]
        assert len(buttons) <= BUTTONS, screen.text[:60]
        for button in buttons:
            assert 0 < len(button.text) <= LONGEST_LABEL
            assert len((button.callback_data or "").encode()) <= DATA


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_long_conversation_shows_each_of_its_messages(crowd: Crowd, language: str) -> None:
    words = speak(language)
    record = records.read(crowd.session, 1, page=7)
    text = contact_screens.write_contact(record, None, words, crowd.world.now, UTC).text
    said = text.partition(words.plain("contact-messages"))[2].partition(words.plain("contact-history"))[0]
    assert len(said.strip().splitlines()) == len(record.messages) == 10


def test_the_newest_facts_of_a_long_history_are_shown(crowd: Crowd) -> None:
    record = records.read(crowd.session, 1)
    text = contact_screens.write_contact(record, None, speak("en"), crowd.world.now, UTC).text
    history = text.partition("<b>History</b>\n")[2].splitlines()
    assert history[0].startswith("… ")
    assert history[0].endswith(" earlier")
    assert make_name((MESSAGES - 1) % CROWD) in history[-1]


def test_the_ticket_of_a_draw_among_a_hundred_is_shown(crowd: Crowd) -> None:
    decision = records.read_assignment(crowd.session, 1)
    text = write_assignment(decision, speak("en"), UTC).text
    assert f"Ticket {decision.event.data['ticket']} was drawn: {crowd.operator.name}." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pops_up_fits(crowd: Crowd, language: str) -> None:
    words, name = speak(language), make_name(1)
    for reason in Reason:
        given: dict[str, str | int] = {
            "name": name,
            "other": name,
            "phone": name,
            "limit": 1000,
            "load": 1000,
            "most": 1000,
            "number": 10**9,
            "newer": 10**9,
            "holder": name,
            "numbers": ", ".join(f"#{10**9 + n}" for n in range(50)),
            "known": LISTED,
            "least": 0,
            "unit": "minutes",
        }
        refusal = Refused(reason, **given | {"reach": name})
        assert measure_plain(cut(write_refusal(refusal, words))) <= POP_UP, reason
    assignment = records.read_assignment(crowd.session, 1)
    assert measure_plain(write_why_me(assignment.decision, assignment.reason, words)) <= POP_UP


def test_the_largest_numbers_fit_onto_a_button() -> None:
    most = 2**31 - 1
    move = TransferCallback(action=TransferAction.TRANSFER, operator=most, target=most, seed=most, plan=most)
    weight = WeightCallback(action=WeightAction.SOURCE, source=most, operator=most, value=most)
    assert max(len(move.pack()), len(weight.pack())) <= DATA


@given(st.text(alphabet=["a", "<", "👩", "\u200d", " ", "é"], max_size=40), st.integers(1, 30))
def test_a_text_is_cut_between_characters_and_never_longer_than_told(text: str, units: int) -> None:
    short = shorten(text, units)
    assert measure_plain(short) <= max(units, 0) or short == text
    assert short == text or text.startswith(short.removesuffix("…"))
    short.encode()


@given(st.lists(st.sampled_from(["<b>a</b>", "&lt;" * 20, "👩" * 30, "", "x" * 50])), st.booleans())
def test_a_list_keeps_what_fits_and_counts_the_rest(lines: list[str], newest: bool) -> None:
    text = join_lines(lines, speak("en"), limit=100, newest=newest)
    shown = text.split("\n") if lines else []
    if "\n".join(lines) == text:
        return
    note = shown.pop(0) if newest else shown.pop()
    kept = len(shown)
    assert shown == (lines[len(lines) - kept :] if newest else lines[:kept])
    assert note == (f"… {len(lines) - kept} earlier" if newest else f"… and {len(lines) - kept} more")
    assert measure("\n".join(shown)) <= 100
