"""Whatever people do, in whatever order: what the product promises about contacts holds after every step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, Engine, select

from models import (
    Account,
    Author,
    Chat,
    Contact,
    Event,
    LabelKind,
    Message,
    Mode,
    Operator,
    OperatorSourceWeight,
    Rating,
    Source,
    Status,
    actors,
)
from models.database.unit import UnitSession
from services import bans, events, leads, sources
from services.audit.availability_then import list_stretches
from services.audit.facts import ALWAYS, read_span
from services.audit.one_operator import add_up
from services.audit.replay import replay
from services.audit.why_not import RECORDED
from services.chats import ChatRef, find_chat, find_open_contact
from services.clients import banning, phones, ratings, spam, splitting
from services.clients.lookup import find_by_contact
from services.contacts import card_actions, conversation, follow_ups, forms, messages, transitions
from services.contacts.cards import access, pooled
from services.contacts.states import CARD_ACTIONS, Action
from services.deadlines import reminders, wakeups
from services.distribution import grace, queue
from services.distribution.modes import choice
from services.distribution.order import lines
from services.distribution.order import settings as order
from services.distribution.order.settings import SourceMinutes
from services.distribution.preferences import Preference
from services.distribution.routing import Exclusion
from services.hours.availability import NAMES, Availability
from services.labels import lists
from services.operations.doctor.examine import count_broken
from services.queues.recipients import Recipient, number_in_pool, pool_recipient
from services.quick_answers import inline, sending, templates
from services.refusals import Refused
from services.reports.measures import waiting as waiting_report
from services.team import handovers, passing, preferences, transfers
from tests.databases import highest_above_limit, log_loads
from tests.moments import make_moment
from tests.services.replay import check_decisions
from tests.services.world import BOT, OTHER_BOT, World

CLIENTS = [1, 2, 3, 4, 5, 501]  # 501 is an operator, too
TEAM = [501, 502, 503]
PHONES = ["+79161234567", "+79161234568"]

clients = st.sampled_from(CLIENTS)
team = st.integers(1, len(TEAM))
bots = st.sampled_from([BOT, OTHER_BOT])
small = st.integers(0, 2)
WAIT = 60  # seconds, for those whom a source prefers


class Business(RuleBasedStateMachine):
    """Two bots, a campaign and three operators with few places; everybody does whatever they can."""

    contacts = Bundle("contacts")

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.connection: Connection = engine.connect()
        self.connection.begin()
        self.session = UnitSession(self.connection, expire_on_commit=False)
        log_loads(self.session)
        self.world = world = World(self.session, chance=Random(1).randrange)
        world.bot()
        self.other = world.bot(OTHER_BOT, "other_bot")
        self.campaign = world.campaign("k3x9")
        for number, telegram_id in enumerate(TEAM):
            shares = {world.find_bot(): number + 1} | ({self.other: 1} if number else {})
            world.operator(
                f"O{number}", limit=1, telegram_id=telegram_id, opened=(BOT, OTHER_BOT), weight=shares
            )
            self.operator(number + 1).languages = "de" if number else "ru"
        for source in (world.find_bot(), self.other):
            source.prefers_known, source.prefers_language = WAIT, 0
        self.outcomes = [
            lists.add(self.session, LabelKind.OUTCOME, name, at=world.at).id for name in ("sold", "refused")
        ]
        text = "Hello {name}, your request {number} is being looked at"
        self.quick_answer = templates.add(self.session, None, "Hello", text, at=world.at)
        self.received = 0
        self.forms: dict[int, leads.Identity | None] = {}  # what came by form, and of whom

    def teardown(self) -> None:
        self.session.close()
        self.connection.close()

    def end_unit(self) -> None:
        """Let the next step read everything afresh, as another unit of work does, a second later."""
        self.session.flush()
        self.world.wait(seconds=1)
        queue.widen(self.session, at=self.world.at)
        self.session.flush()
        self.session.expire_all()

    def operator(self, number: int) -> Operator:
        return self.session.get_one(Operator, number)

    @rule(target=contacts, client=clients, bot_id=bots)
    def write(self, client: int, bot_id: int) -> int | MultipleResults[int]:
        self.world.meet(client, bot_id)
        incoming = self.world.incoming(client, bot_id=bot_id, language="ru" if client % 2 else "de")
        conversation.receive(self.session, incoming, at=self.world.at_with(reopen_window_minutes=0))
        contact = find_open_contact(self.session, ChatRef(bot_id, client))
        assert (contact is None) == bans.is_banned(self.session, Account(client))
        if contact is None:
            return multiple()
        self.received += 1
        self.end_unit()
        return contact.id

    @rule(client=clients, bot_id=bots, text=st.sampled_from(["спасибо", "one more thing"]))
    def write_while_notes_are_allowed(self, client: int, bot_id: int, text: str) -> None:
        self.world.meet(client, bot_id)
        incoming = self.world.say(client, text, bot_id=bot_id)
        stored = messages.find(self.session, incoming.chat, incoming.message_id)
        assert (stored is None) == bans.is_banned(self.session, Account(client))
        self.received += stored is not None
        self.end_unit()

    @rule(bot_id=bots, mode=st.sampled_from(Mode))
    def choose_mode(self, bot_id: int, mode: Mode) -> None:
        choice.choose(self.session, self.world.find_bot(bot_id), mode, at=self.world.at)
        self.end_unit()

    @rule(bot_id=bots, minutes=st.sampled_from([0, 5, 1440]))
    def set_priority(self, bot_id: int, minutes: int) -> None:
        self.set_minutes(bot_id, SourceMinutes.PRIORITY, minutes)

    @rule(bot_id=bots, minutes=st.sampled_from([0, 1, 10]))
    def set_second_after(self, bot_id: int, minutes: int) -> None:
        self.set_minutes(bot_id, SourceMinutes.SECOND_AFTER, minutes)

    def set_minutes(self, bot_id: int, which: SourceMinutes, minutes: int) -> None:
        order.set_minutes(self.session, self.world.find_bot(bot_id), which, minutes, at=self.world.at)
        self.end_unit()

    @rule(number=team, source_id=st.integers(1, 3), is_second=st.booleans())
    def set_group(self, number: int, source_id: int, is_second: bool) -> None:
        source = self.session.get_one(Source, source_id)
        with suppress(Refused):  # who has no weight there
            order.set_group(self.session, self.operator(number), source, is_second, at=self.world.at)
        self.end_unit()

    @rule(minutes=st.sampled_from([1, 4, 20]))
    def let_time_pass(self, minutes: int) -> None:
        self.world.deliver_all()
        self.world.wait(minutes=minutes)
        self.world.open_follow_ups()
        for contact_id in wakeups.list_due(self.session, bots=[BOT, OTHER_BOT], at=self.world.at):
            assert wakeups.wake(self.session, contact_id, at=self.world.at)
        for operator_id in grace.list_over(self.session, at=self.world.at):
            grace.end(self.session, operator_id, at=self.world.at)
        self.world.time_out(minutes=5)
        reminders.remind(self.session, bots=[BOT], at=self.world.at)
        self.end_unit()

    @rule(contact_id=contacts, banned=st.booleans())
    def ban(self, contact_id: int, banned: bool) -> None:
        lead = find_by_contact(self.session, contact_id)
        with suppress(Refused):
            if banned:
                banning.ban(self.session, lead, actor=actors.admin(90), at=self.world.at)
            else:
                banning.unban(self.session, lead, actor=actors.admin(90), at=self.world.at)
        self.end_unit()

    @rule(contact_id=contacts, client=clients, rating=st.sampled_from(Rating))
    def rate(self, contact_id: int, client: int, rating: Rating) -> None:
        contact = self.session.get_one(Contact, contact_id)
        chat = ChatRef(contact.bot_id or BOT, client)
        counts = False
        with suppress(Refused):
            counts = ratings.rate(self.session, chat, contact_id, rating, at=self.world.at)
        if counts:
            assert (contact.chat_id, contact.status, contact.rating) == (client, Status.COMPLETED, rating)
        self.end_unit()

    @rule(client=clients)
    def follow_campaign(self, client: int) -> None:
        self.world.meet(client)
        self.world.chat(client).source_id = self.campaign.id
        self.end_unit()

    @rule(client=clients, phone=st.sampled_from(PHONES))
    def share_phone(self, client: int, phone: str) -> None:
        self.world.meet(client)
        incoming = self.world.incoming(client, None, kind="phone")
        self.received += not bans.is_banned(self.session, Account(client))
        phones.share_phone(self.session, incoming, phone, at=self.world.at_with(reopen_window_minutes=0))
        self.end_unit()

    @rule(target=contacts, phone=st.sampled_from(PHONES))
    def fill_in_a_form(self, phone: str) -> int | MultipleResults[int]:
        identity = leads.Identity(phone=phone, email=f"c{phone[1:]}@example.com")
        source = self.world.find_bot()
        try:
            contact = forms.submit(self.session, source.id, identity, "Call me", at=self.world.at)
        except Refused:
            return multiple()
        self.received += 1
        owns = leads.find(self.session, leads.Identity(email=identity.email)) is self.world.lead(contact)
        # Of who is vouched for the e-mail is a claim, and finds nobody.
        self.forms[contact.id] = identity if owns else None
        self.end_unit()
        return contact.id

    @rule(contact_id=contacts)
    def split_off(self, contact_id: int) -> None:
        with suppress(Refused):
            parts = splitting.list_parts(self.session, contact_id)
            whose = parts[-1].lead.id
            splitting.split(self.session, contact_id, whose, actor=actors.admin(90), at=self.world.at)
        self.end_unit()

    @rule(contact_id=contacts)
    def report_as_spam(self, contact_id: int) -> None:
        contact = self.session.get_one(Contact, contact_id)
        operator = self.operator(contact.operator_id or 1)
        account, number = operator.telegram_id or 0, contact.assignment_no
        recipient = Recipient(contact.bot_id or BOT, account, contact_id, number)
        with suppress(Refused):
            spam.report(self.session, recipient, at=self.world.at)
        self.end_unit()

    @rule(contact_id=contacts, decide=st.sampled_from([spam.ban, spam.refuse]))
    def decide_about_spam(self, contact_id: int, decide: Callable[..., Any]) -> None:
        with suppress(Refused):
            decide(self.session, contact_id, name="Olga", actor=actors.admin(90), at=self.world.at)
        self.end_unit()

    @rule(
        contact_id=contacts,
        number=team,
        action=st.sampled_from(CARD_ACTIONS),
        age=st.sampled_from([0, 0, 0, 1]),
    )
    def press(self, contact_id: int, number: int, action: Action, age: int) -> None:
        contact = self.session.get_one(Contact, contact_id)
        assignment_no = max(contact.assignment_no - age, 0)
        self.world.press(self.operator(number), action, contact, assignment_no=assignment_no)
        self.end_unit()

    @rule(number=team, which=small, age=st.sampled_from([0, 0, 0, 1]))
    def take_from_pool(self, number: int, which: int, age: int) -> None:
        waiting = list(self.session.scalars(select(Contact).where(lines.IS_WAITING).order_by(Contact.id)))
        if not waiting:
            return
        contact, operator = waiting[which % len(waiting)], self.operator(number)
        shown = min(number_in_pool(contact) + age, -1)
        card = Recipient(contact.bot_id or BOT, operator.telegram_id or 0, contact.id, shown)
        may = shown == number_in_pool(contact) and self.may_take(operator, contact)
        may = may and access.has_card(self.session, card)
        refusal = pooled.take(self.session, card, at=self.world.at)
        assert refusal is not None or (may and contact.operator_id == number)
        self.end_unit()

    @rule(contact_id=contacts, action=st.sampled_from(CARD_ACTIONS))
    def press_as_its_operator(self, contact_id: int, action: Action) -> None:
        contact = self.session.get_one(Contact, contact_id)
        self.press(contact_id, contact.operator_id or 1, action, 0)

    @rule(contact_id=contacts, number=team, text=st.sampled_from(["//#vip", "//#old #new", "//"]))
    def tag(self, contact_id: int, number: int, text: str) -> None:
        incoming = self.world.incoming(TEAM[number - 1], text)
        with suppress(Refused):
            conversation.note(self.session, incoming, contact_id, at=self.world.at)
        self.end_unit()

    @rule(contact_id=contacts, number=team, outcome=st.integers(1, 3), age=st.sampled_from([0, 0, 1]))
    def choose_outcome(self, contact_id: int, number: int, outcome: int, age: int) -> None:
        contact = self.session.get_one(Contact, contact_id)
        before, history = contact.outcome_id, len(self.world.history(contact))
        recipient = Recipient(BOT, TEAM[number - 1], contact_id, max(contact.assignment_no - age, 0))
        refusal = card_actions.choose_outcome(
            self.session, recipient, label_id=self.outcomes[outcome % 2], at=self.world.at
        )
        may = contact.operator_id == number and not age and not contact.is_open and not contact.blanked_at
        assert (refusal is None) == may
        assert (contact.outcome_id != before) == may
        assert len(self.world.history(contact)) == history + may

    @rule(contact_id=contacts, minutes=st.sampled_from([None, 3, 30]))
    def put_off(self, contact_id: int, minutes: int | None) -> None:
        until = minutes and self.world.now + timedelta(minutes=minutes)
        actor = actors.operator(self.session.get_one(Contact, contact_id).operator_id)
        with suppress(Refused):
            transitions.perform(
                self.session, contact_id, Action.SNOOZE, actor=actor, until=until or None, at=self.world.at
            )
        self.end_unit()

    @rule(contact_id=contacts)
    def wake(self, contact_id: int) -> None:
        with suppress(Refused):
            actor = actors.admin(90)
            transitions.perform(self.session, contact_id, Action.WAKE, actor=actor, at=self.world.at)
        self.end_unit()

    @rule(source_id=st.integers(1, 3), frees=st.booleans())
    def free_places(self, source_id: int, frees: bool) -> None:
        self.session.get_one(Source, source_id).snooze_frees = frees
        self.end_unit()

    @rule(contact_id=contacts, number=team)
    def give(self, contact_id: int, number: int) -> None:
        with suppress(Refused):
            transfers.give(
                self.session, contact_id, self.operator(number), actor=actors.admin(90), at=self.world.at
            )
        self.end_unit()

    @rule(contact_id=contacts, to=st.integers(0, len(TEAM)))
    def reopen_otherwise(self, contact_id: int, to: int) -> None:
        actor, at = actors.admin(90), self.world.at
        with suppress(Refused):
            if to:
                transfers.reopen_with(self.session, contact_id, self.operator(to), actor=actor, at=at)
            else:
                transitions.perform(self.session, contact_id, Action.REQUEUE, actor=actor, at=at)
        self.end_unit()

    @rule(contact_id=contacts, to=st.integers(0, len(TEAM)), line=st.sampled_from([None, "Please!"]))
    def pass_on(self, contact_id: int, to: int, line: str | None) -> None:
        contact, target = self.session.get_one(Contact, contact_id), self.operator(to) if to else None
        with suppress(Refused):
            passing.by_number(
                self.session, contact.operator_id or 1, contact_id, target, line, at=self.world.at
            )
        self.end_unit()

    @rule(contact_id=contacts, number=team)
    def take_back(self, contact_id: int, number: int) -> None:
        contact, account = self.session.get_one(Contact, contact_id), self.operator(number).telegram_id
        assert account is not None
        with suppress(Refused):
            handovers.take_back(self.session, account, contact_id, contact.assignment_no, at=self.world.at)
        self.end_unit()

    @rule(number=team, to=st.integers(0, len(TEAM)), seed=small)
    def move_all(self, number: int, to: int, seed: int) -> None:
        operator, other = self.operator(number), self.operator(to) if to else None
        now, planned_chance = self.world.now, Random(seed).randrange
        try:
            plan = transfers.preview(
                self.session, operator, other, at=make_moment(now, chance=planned_chance)
            )
        except Refused:
            assert operator is other or operator.load == 0
            return
        done = transfers.transfer(
            self.session,
            operator,
            other,
            transfers.hash_plan(plan),
            planned_chance=Random(seed).randrange,
            actor=actors.admin(90),
            at=self.world.at,
        )
        assert done == plan
        self.end_unit()

    @rule(contact_id=contacts, number=team)
    def answer(self, contact_id: int, number: int) -> None:
        contact = self.session.get_one(Contact, contact_id)
        try:
            self.world.answer(self.operator(number), contact)
            self.received += 1
        except Refused:
            pass
        self.end_unit()

    @rule(contact_id=contacts, number=team, age=st.sampled_from([0, 0, 1]))
    def send_quick_answer(self, contact_id: int, number: int, age: int) -> None:
        contact, used = self.session.get_one(Contact, contact_id), self.quick_answer.used
        assignment_no = max(contact.assignment_no - age, 0)
        recipient = Recipient(contact.bot_id or BOT, TEAM[number - 1], contact_id, assignment_no)
        shown_in = self.world.incoming(recipient.chat_id, None).message_id
        sent = False
        with suppress(Refused):
            shown = sending.show(self.session, recipient, self.quick_answer.id)
            assert str(contact_id) in shown.text
            sending.send(self.session, recipient, shown_in, shown.answer.id, shown.mark, at=self.world.at)
            sent = True
        if sent:
            assert (contact.operator_id, contact.is_open, age) == (number, True, 0)
        self.received += sent
        self.session.refresh(self.quick_answer)
        assert self.quick_answer.used == used + sent
        self.end_unit()

    @rule(contact_id=contacts, number=team, bot_id=bots, place=small)
    def send_what_is_found_by_typing(self, contact_id: int, number: int, bot_id: int, place: int) -> None:
        account, used = TEAM[number - 1], self.quick_answer.used
        found = inline.suggest(self.session, ChatRef(bot_id, account), "request")
        if not found:
            return
        text = found[place % len(found)].text
        incoming = self.world.incoming(account, text, bot_id=bot_id)
        sent = False
        with suppress(Refused):
            inline.send(self.session, incoming, contact_id, conversation.answer, at=self.world.at)
            assert f"your request {contact_id} is" in text, "it was filled in for this client"
            sent = True
        self.received += sent
        self.session.refresh(self.quick_answer)
        assert self.quick_answer.used == used + sent
        self.end_unit()

    @rule(number=team, on=st.booleans())
    def switch(self, number: int, on: bool) -> None:
        self.world.switch(self.operator(number), on)
        self.end_unit()

    @rule(number=team, on=st.booleans())
    def set_shift(self, number: int, on: bool) -> None:
        self.world.set_shift(self.operator(number), on)
        self.end_unit()

    @rule(number=team, limit=small)
    def set_limit(self, number: int, limit: int) -> None:
        self.world.set_limit(self.operator(number), limit)
        self.end_unit()

    @rule(number=team, source_id=st.integers(1, 3), weight=small)
    def set_weight(self, number: int, source_id: int, weight: int) -> None:
        self.world.set_weight(self.operator(number), self.session.get_one(Source, source_id), weight)
        self.end_unit()

    @rule(bot_id=bots, which=st.sampled_from(Preference), seconds=st.sampled_from([None, 0, WAIT]))
    def prefer(self, bot_id: int, which: Preference, seconds: int | None) -> None:
        preferences.prefer(self.session, self.world.find_bot(bot_id), which, seconds, at=self.world.at)
        self.end_unit()

    @rule(number=team, bot_id=bots)
    def block(self, number: int, bot_id: int) -> None:
        self.world.blocks(self.operator(number), bot_id)
        self.end_unit()

    @rule(number=team, bot_id=bots)
    def open_bot(self, number: int, bot_id: int) -> None:
        self.world.opens(self.operator(number), bot_id)
        self.end_unit()

    @rule(bot_id=bots, connected=st.booleans())
    def connect(self, bot_id: int, connected: bool) -> None:
        sources.set_connected(self.session, [bot_id], connected)
        if connected:
            queue.drain_all(self.session, at=self.world.at)
        self.end_unit()

    @rule(number=team, account=st.sampled_from([*TEAM, 504]), bot_id=bots)
    def join(self, number: int, account: int, bot_id: int) -> None:
        self.world.meet(account, bot_id)
        with suppress(Refused):  # the account may be another operator's
            self.world.join(self.operator(number), account)
        self.end_unit()

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert {n: count for n, count in count_broken(self.session, at=self.world.at).items() if count} == {}

    @invariant()
    def loads_are_the_open_contacts(self) -> None:
        self.world.check_loads()

    @invariant()
    def nobody_was_ever_put_above_the_limit(self) -> None:
        assert (highest_above_limit(self.session) or 0) <= 0

    @invariant()
    def the_record_says_how_it_is_with_everybody(self) -> None:
        changes = select(Event.data).where(Event.kind == events.Kind.OPERATOR_SET.value).order_by(Event.id)
        recorded: dict[int, dict[str, Any]] = {}
        for data in self.session.scalars(changes):
            recorded.setdefault(data["operator_id"], {}).update(data["after"])
        for operator in self.session.scalars(select(Operator)):
            assert recorded[operator.id] == Availability.of(operator).write(NAMES)

    @invariant()
    def whoever_a_decision_left_out_was_away_or_full_then(self) -> None:
        for operator in self.session.scalars(select(Operator)):
            known = list_stretches(self.session, operator, ALWAYS, at=self.world.at)
            story = add_up(read_span(self.session, ALWAYS), operator.id, known)
            others = [one for one in story.left_out if all(one is not other for other in known)]
            assert not {one.reason for one in others} & {*RECORDED, Exclusion.FULL}

    @invariant()
    def nobody_waits_while_somebody_may_take_it(self) -> None:
        everybody = list(self.session.scalars(select(Operator)))
        nobodys = (Contact.status == Status.NEW, Contact.operator_id.is_(None))
        waiting = select(Contact).where(*nobodys, Contact.snoozed_at.is_(None))
        for contact in self.session.scalars(waiting):
            waited = self.world.now - contact.created_at
            if contact.widens_at is not None:
                assert self.world.now < contact.widens_at
                if waited < timedelta(seconds=WAIT):
                    continue  # it waits a moment for those whom its source prefers
            gave_back = events.operators_who_returned(self.session, contact.id)
            free = [operator for operator in everybody if self.may_take(operator, contact)]
            if any(self.may_some_day(one, contact) and one.id not in gave_back for one in everybody):
                free = [operator for operator in free if operator.id not in gave_back]
            if self.session.get_one(Source, contact.source_id).mode is Mode.POOL:
                free = [one for one in free if not self.has_pool_card(one, contact)]
            names = [operator.name for operator in free]
            assert not free, f"contact {contact.id} waits while {names} may take it"

    def has_pool_card(self, operator: Operator, contact: Contact) -> bool:
        """Whether somebody sees it in the pool; who has had it may have to let the others go first."""
        recipient = pool_recipient(self.session, contact, operator.telegram_id or Account(0))
        had_it = operator.id in events.operators_who_had(self.session, contact.id)
        return had_it or (recipient is not None and access.has_card(self.session, recipient))

    def may_take(self, operator: Operator, contact: Contact) -> bool:
        """The rules of the design, written a second time and as plainly as possible."""
        source = self.session.get_one(Source, contact.source_id)
        chat = self.session.get(Chat, (source.bot_id, operator.telegram_id))
        return (
            self.may_some_day(operator, contact)
            and source.is_connected
            and operator.on_shift
            and operator.load < operator.max_active_leads
            and chat is not None
            and chat.is_reachable
            and not self.is_held_back(operator, contact)
        )

    def is_held_back(self, operator: Operator, contact: Contact) -> bool:
        """Whether one of the second group may not help yet."""
        source = self.session.get_one(Source, contact.source_id)
        waited = self.world.now - contact.created_at
        row = self.session.get(OperatorSourceWeight, (self.find_counted(source), operator.id))
        return row is not None and row.is_second and waited < timedelta(minutes=source.second_after)

    def find_counted(self, source: Source) -> int:
        """The source whose weights count: a link's own, or else its bot's."""
        rows = self.session.scalars(select(OperatorSourceWeight))
        has_own = any(row.source_id == source.id for row in rows)
        return source.id if has_own or not source.code else self.world.find_bot(source.bot_id or 0).id

    def may_some_day(self, operator: Operator, contact: Contact) -> bool:
        """What does not pass by itself."""
        weights = {
            (row.source_id, row.operator_id): row.weight
            for row in self.session.scalars(select(OperatorSourceWeight))
        }
        source = self.session.get_one(Source, contact.source_id)
        counted = self.find_counted(source)
        own = f"tg:{operator.telegram_id}" == self.world.lead(contact).external_id
        return operator.is_active and weights.get((counted, operator.id), 0) > 0 and not own

    @invariant()
    def nobody_holds_a_contact_of_a_bot_that_cannot_reach_him_but_for_some_minutes(self) -> None:
        held = select(Contact).where(Contact.status != Status.COMPLETED, Contact.operator_id.is_not(None))
        for contact in self.session.scalars(held):
            operator = self.operator(contact.operator_id or 0)
            chat = self.session.get(Chat, (contact.bot_id, operator.telegram_id))
            in_grace = operator.grace_until is not None and operator.grace_until > self.world.now
            assert in_grace or (chat is not None and chat.is_reachable)

    @invariant()
    def a_chat_has_one_open_contact_and_each_message_one_contact_of_its_chat(self) -> None:
        in_chats = select(Contact).where(Contact.status != Status.COMPLETED, Contact.chat_id.is_not(None))
        open_ones = list(self.session.scalars(in_chats))
        assert len({(c.bot_id, c.chat_id) for c in open_ones}) == len(open_ones)
        stored: list[Any] = list(self.session.scalars(select(Message)))
        assert len(stored) == self.received
        for message in stored:
            contact = self.session.get_one(Contact, message.contact_id)
            if message.author is Author.CLIENT and contact.id not in self.forms:
                assert (message.bot_id, message.chat_id) == (contact.bot_id, contact.chat_id)

    @invariant()
    def what_is_put_off_is_open_and_has_an_operator_or_the_one_to_whom_it_returns(self) -> None:
        for contact in self.session.scalars(select(Contact)):
            if contact.snoozed_at is None:
                assert (contact.snoozed_until, contact.snoozed_for) == (None, None)
            else:
                assert contact.is_open
                assert (contact.snoozed_for is None) == (contact.operator_id is not None)

    @invariant()
    def loads_can_be_rebuilt_from_the_history(self) -> None:
        loads = events.rebuild_loads(list(self.session.scalars(select(Event).order_by(Event.id))))
        for operator in self.session.scalars(select(Operator)):
            assert loads.get(operator.id, 0) == operator.load

    @invariant()
    def the_queue_is_as_long_as_the_history_says(self) -> None:
        changes = sum(change.by for change in waiting_report.read_changes(self.session, []))
        assert changes == sum(queue.count_by_source(self.session).values())

    @invariant()
    def who_is_banned_has_nothing_open(self) -> None:
        for contact in self.session.scalars(select(Contact).where(Contact.status != Status.COMPLETED)):
            assert self.world.lead(contact).banned_at is None

    @invariant()
    def a_contact_waits_for_an_answer_when_the_client_spoke_last(self) -> None:
        for contact in self.session.scalars(select(Contact).where(Contact.status != Status.COMPLETED)):
            author = self.world.messages(contact)[-1].author
            if author is Author.OPERATOR:
                assert contact.unanswered_since is None

    @invariant()
    def no_note_waits_beside_an_open_contact(self) -> None:
        waiting = select(Contact).where(
            Contact.unanswered_since.is_not(None), Contact.status == Status.COMPLETED
        )
        for contact in self.session.scalars(waiting):
            assert find_open_contact(self.session, find_chat(contact)) is None
            assert follow_ups.has_follow_ups(self.session, contact)

    @invariant()
    def every_decision_can_be_drawn_again(self) -> None:
        decisions, replayed = check_decisions(self.session), replay(self.session)
        assert not replayed.differing, replayed.first
        assigned = sum(c.assignment_no for c in self.session.scalars(select(Contact)))
        lost = self.session.scalars(select(Event).where(Event.kind == "unassigned")).all()
        facts = self.session.scalars(select(Event).where(Event.kind == "assigned"))
        by_hand = ("manual", "passed_to", "taken_back", "woken")
        given = [fact for fact in facts if fact.data["why"] in by_hand]  # nobody drew
        back = [fact for fact in given if fact.data["kind"] == "return"]
        assert all(fact.data["from_operator_id"] is None for fact in back)
        put_off = self.session.scalars(select(Event).where(Event.kind == "snoozed"))
        freed = [fact for fact in put_off if fact.data["frees"]]
        assert decisions + len(given) + len(lost) + len(freed) == assigned

    @invariant()
    def every_contact_belongs_to_who_wrote_it(self) -> None:
        for contact in self.session.scalars(select(Contact)):
            if contact.id in self.forms:
                identity = self.forms[contact.id]
                by_mail = leads.Identity(email=identity.email) if identity else None
                assert by_mail is None or leads.find(self.session, by_mail) is self.world.lead(contact)
                continue
            written_from = find_chat(contact)
            assert written_from is not None
            told = leads.telegram_external_id(written_from.account)
            assert self.world.lead(contact).external_id == told


@pytest.mark.long
def test_the_promises_hold_in_any_history_of_shared_pools(writer: Engine) -> None:
    class PoolsOnSqlite(Business):
        def __init__(self) -> None:
            super().__init__(writer)
            for source in (self.world.find_bot(), self.other):
                choice.choose(self.session, source, Mode.POOL, at=self.world.at)

    run_state_machine_as_test(
        PoolsOnSqlite,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


@pytest.mark.long
def test_the_promises_hold_in_any_history(writer: Engine) -> None:
    class BusinessOnSqlite(Business):
        def __init__(self) -> None:
            super().__init__(writer)

    run_state_machine_as_test(
        BusinessOnSqlite,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
