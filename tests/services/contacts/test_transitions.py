"""Every state of a contact × everything that can happen to it: what is allowed, and what it leads to."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from models import Account, Contact, Mode, Operator, OutboxKind, Status, actors
from services.contacts.cards import pooled
from services.contacts.states import (
    CARD_ACTIONS,
    REQUEUED,
    RETURNED,
    TRANSITIONS,
    WOKEN,
    Action,
    State,
    Step,
    find_state,
)
from services.contacts.transitions import perform
from services.distribution.modes import choice, pool
from services.queues import recipients
from services.refusals import Reason, Refused
from services.team import passing, transfers
from tests.moments import first
from tests.services.world import World, reason

CLIENT = 1


@dataclass
class Scene:
    """Anna presses; Boris and Clara are her colleagues; the contact is somebody's."""

    world: World
    anna: Operator
    boris: Operator
    contact: Contact

    def press(self, action: Action) -> Reason | None:
        if action is Action.TAKE and name_state(self) == "pooled":
            card = recipients.pool_recipient(
                self.world.session, self.contact, self.anna.telegram_id or Account(0)
            )
            assert card is not None
            return reason(pooled.take(self.world.session, card, at=self.world.at))
        return reason(self.world.press(self.anna, action, self.contact))

    def answer(self) -> Reason | None:
        try:
            self.world.answer(self.anna, self.contact)
        except Refused as refusal:
            return refusal.reason
        return None

    def client_writes(self) -> Reason | None:
        self.world.write(CLIENT, "more")
        return None


Act = Callable[[Scene], Reason | None]

ACTIONS: dict[str, Act] = {
    "take": lambda scene: scene.press(Action.TAKE),
    "complete": lambda scene: scene.press(Action.COMPLETE),
    "pass on": lambda scene: scene.press(Action.PASS_ON),
    "return": lambda scene: scene.press(Action.RETURN),
    "reopen": lambda scene: scene.press(Action.REOPEN),
    "later": lambda scene: scene.press(Action.SNOOZE),
    "wake": lambda scene: scene.press(Action.WAKE),
    "answer": Scene.answer,
    "message": Scene.client_writes,
}


def set_scene(world: World, state: str) -> Scene:
    world.chance = first
    anna, boris = world.operator("Anna"), world.operator("Boris")
    world.operator("Clara")
    if state == "waiting":
        for operator in (anna, boris, world.session.get_one(Operator, 3)):
            operator.max_active_leads = 0
    owner = boris if "boris's" in state else anna
    if state == "pooled":
        choice.choose(world.session, world.find_bot(), Mode.POOL, at=world.at)
    world.chance = first if owner is anna else (lambda _total: 5)
    contact = world.write(CLIENT)
    world.chance = first
    world.find_bot().snooze_frees = state == "snoozed"
    steps = {
        "in progress": [Action.TAKE],
        "completed": [Action.TAKE, Action.COMPLETE],
        "put off": [Action.TAKE, Action.SNOOZE],
        "snoozed": [Action.TAKE, Action.SNOOZE],
    }
    for words, actions in steps.items():
        if words in state:
            world.must_press(owner, *actions, contact=contact)
    return Scene(world, anna, boris, contact)


def name_state(scene: Scene) -> str:
    """Put the state of the contact into the words of the table."""
    owner = {None: "", 1: "", 2: "boris's ", 3: "clara's "}[scene.contact.operator_id]
    if scene.contact.is_waiting and pool.is_pooled(scene.world.session, scene.contact):
        return "pooled"
    if scene.contact.is_waiting or scene.contact.is_asleep:
        return "waiting" if scene.contact.is_waiting else "snoozed"
    if scene.contact.snoozed_at is not None:
        return owner + "put off"
    return owner + scene.contact.status.value.replace("_", " ")


NOT_YOURS, MOVED = Reason.NOT_YOURS, Reason.MOVED

# (state, action): (refusal, state afterwards)
TABLE: dict[tuple[str, str], tuple[Reason | None, str]] = {
    ("waiting", "take"): (NOT_YOURS, "waiting"),
    ("waiting", "complete"): (NOT_YOURS, "waiting"),
    ("waiting", "pass on"): (NOT_YOURS, "waiting"),
    ("waiting", "return"): (NOT_YOURS, "waiting"),
    ("waiting", "reopen"): (NOT_YOURS, "waiting"),
    ("waiting", "later"): (NOT_YOURS, "waiting"),
    ("waiting", "wake"): (NOT_YOURS, "waiting"),
    ("waiting", "answer"): (MOVED, "waiting"),
    ("waiting", "message"): (None, "waiting"),
    ("pooled", "take"): (None, "in progress"),
    **{
        ("pooled", action): (NOT_YOURS, "pooled")
        for action in ("complete", "pass on", "return", "reopen", "later", "wake")
    },
    ("pooled", "answer"): (None, "in progress"),
    ("pooled", "message"): (None, "pooled"),
    ("new", "take"): (None, "in progress"),
    ("new", "complete"): (Reason.NOT_TAKEN, "new"),
    ("new", "pass on"): (None, "boris's new"),
    ("new", "return"): (None, "boris's new"),  # who has a place
    ("new", "reopen"): (Reason.NOT_COMPLETED, "new"),
    ("new", "later"): (Reason.NOT_TAKEN, "new"),
    ("new", "wake"): (Reason.NOT_SNOOZED, "new"),
    ("new", "answer"): (None, "in progress"),
    ("new", "message"): (None, "new"),
    ("in progress", "take"): (Reason.ALREADY_TAKEN, "in progress"),
    ("in progress", "complete"): (None, "completed"),
    ("in progress", "pass on"): (None, "boris's new"),
    ("in progress", "return"): (None, "boris's new"),
    ("in progress", "reopen"): (Reason.NOT_COMPLETED, "in progress"),
    ("in progress", "later"): (None, "put off"),
    ("in progress", "wake"): (Reason.NOT_SNOOZED, "in progress"),
    ("in progress", "answer"): (None, "in progress"),
    ("in progress", "message"): (None, "in progress"),
    ("completed", "take"): (Reason.COMPLETED, "completed"),
    ("completed", "complete"): (Reason.COMPLETED, "completed"),
    ("completed", "pass on"): (Reason.COMPLETED, "completed"),
    ("completed", "return"): (Reason.COMPLETED, "completed"),
    ("completed", "reopen"): (None, "in progress"),
    ("completed", "later"): (Reason.COMPLETED, "completed"),
    ("completed", "wake"): (Reason.COMPLETED, "completed"),
    ("completed", "answer"): (Reason.COMPLETED, "completed"),
    ("completed", "message"): (None, "completed"),  # it opens another one
    ("put off", "take"): (Reason.ALREADY_TAKEN, "put off"),
    ("put off", "complete"): (None, "completed"),
    ("put off", "pass on"): (None, "boris's new"),
    ("put off", "return"): (None, "boris's new"),
    ("put off", "reopen"): (Reason.NOT_COMPLETED, "put off"),
    ("put off", "later"): (None, "put off"),
    ("put off", "wake"): (None, "in progress"),
    ("put off", "answer"): (None, "put off"),
    ("put off", "message"): (None, "in progress"),
    # The card of this number is nobody's; by the last one that was hers Anna may wake it (test_snoozing).
    ("snoozed", "take"): (NOT_YOURS, "snoozed"),
    ("snoozed", "complete"): (NOT_YOURS, "snoozed"),
    ("snoozed", "pass on"): (NOT_YOURS, "snoozed"),
    ("snoozed", "return"): (NOT_YOURS, "snoozed"),
    ("snoozed", "reopen"): (NOT_YOURS, "snoozed"),
    ("snoozed", "later"): (NOT_YOURS, "snoozed"),
    ("snoozed", "wake"): (NOT_YOURS, "snoozed"),
    ("snoozed", "answer"): (None, "in progress"),
    ("snoozed", "message"): (None, "new"),
    **{
        (f"boris's {state}", action): (NOT_YOURS, f"boris's {state}")
        for state in ("new", "in progress", "completed")
        for action in ("take", "complete", "pass on", "return", "reopen", "later", "wake")
    },
    ("boris's new", "answer"): (MOVED, "boris's new"),
    ("boris's new", "message"): (None, "boris's new"),
    ("boris's in progress", "answer"): (MOVED, "boris's in progress"),
    ("boris's in progress", "message"): (None, "boris's in progress"),
    ("boris's completed", "answer"): (MOVED, "boris's completed"),
    ("boris's completed", "message"): (None, "boris's completed"),
}

STATES = [
    "waiting",
    "pooled",
    "new",
    "in progress",
    "completed",
    "put off",
    "snoozed",
    "boris's new",
    "boris's in progress",
    "boris's completed",
]


TO_WHOM = (Action.GIVE, Action.PASS_TO, Action.TAKE_BACK)  # not by `perform`: whom is said beside


def test_the_table_is_complete() -> None:
    assert TABLE.keys() == {(state, action) for state in STATES for action in ACTIONS}


@pytest.mark.parametrize(("state", "action"), TABLE)
def test_what_happens_to_a_contact(world: World, state: str, action: str) -> None:
    scene = set_scene(world, state)
    assert name_state(scene) == state
    before = (scene.contact.assignment_no, len(world.history(scene.contact)))
    refusal = ACTIONS[action](scene)
    assert (refusal, name_state(scene)) == TABLE[state, action]
    world.check_loads()
    if refusal:
        assert (scene.contact.assignment_no, len(world.history(scene.contact))) == before


def test_a_message_after_completion_opens_another_contact(world: World) -> None:
    scene = set_scene(world, "completed")
    newer = world.write(CLIENT, "again")
    assert newer.id != scene.contact.id
    assert newer.message == "again"


def test_the_times_of_a_contact_tell_its_life(world: World) -> None:
    scene = set_scene(world, "new")
    created = world.now
    world.wait(minutes=1)
    scene.press(Action.TAKE)
    taken = world.now
    world.wait(minutes=1)
    scene.press(Action.COMPLETE)
    contact = scene.contact
    assert (contact.created_at, contact.assigned_at, contact.taken_at, contact.completed_at) == (
        created,
        created,
        taken,
        world.now,
    )
    scene.press(Action.REOPEN)
    assert (contact.taken_at, contact.completed_at) == (taken, None)
    kinds = [(event.kind, event.actor) for event in world.history(contact)]
    by_anna = actors.operator(scene.anna.id)
    assert kinds == [
        ("created", actors.CLIENT),
        ("assigned", None),
        ("taken", by_anna),
        ("completed", by_anna),
        ("reopened", by_anna),
    ]


@pytest.mark.parametrize("action", CARD_ACTIONS)
def test_a_card_of_an_earlier_assignment_moves_nothing_and_is_redrawn(world: World, action: Action) -> None:
    scene = set_scene(world, "new")
    scene.press(Action.PASS_ON)
    world.must_press(scene.boris, Action.TAKE, Action.PASS_ON, contact=scene.contact)
    world.must_press(world.session.get_one(Operator, 3), Action.PASS_ON, contact=scene.contact)
    assert (scene.contact.operator_id, scene.contact.assignment_no) == (scene.anna.id, 4)
    world.deliver_all()
    refusal = world.press(scene.anna, action, scene.contact, assignment_no=1)
    assert reason(refusal) is Reason.MOVED
    assert (scene.contact.status, scene.contact.assignment_no) == (Status.NEW, 4)
    [card] = world.told(scene.anna.telegram_id or 0)
    assert (card.kind, card.assignment_no) == (OutboxKind.CARD, 1)


def test_the_table_of_transitions_knows_every_state_and_every_action() -> None:
    assert set(TRANSITIONS) == {(state, action) for state in State for action in Action}
    assert {state.value for state in State} == {"waiting", "snoozed", *Status}


@pytest.mark.parametrize(("state", "action"), [cell for cell in TRANSITIONS if cell[1] not in TO_WHOM])
def test_an_action_leads_where_the_table_says_or_is_refused_as_it_says(
    world: World, state: State, action: Action
) -> None:
    is_put_off = (state, action) == (State.IN_PROGRESS, Action.WAKE)
    contact = set_scene(world, "put off" if is_put_off else state.replace("_", " ")).contact
    assert find_state(contact) is state
    history = len(world.history(contact))
    step = TRANSITIONS[state, action]
    if step in (RETURNED, REQUEUED, WOKEN):  # with a place somewhere it does not wait
        for operator in world.session.scalars(select(Operator)):
            operator.max_active_leads = 0
    if isinstance(step, Step):
        perform(world.session, contact.id, action, actor=actors.API, at=world.at)
        assert find_state(contact) is step.to
        assert len(world.history(contact)) > history
    else:
        with pytest.raises(Refused) as refused:
            perform(world.session, contact.id, action, actor=actors.API, at=world.at)
        assert refused.value.reason is step
        assert (find_state(contact), len(world.history(contact))) == (state, history)
    world.check_loads()


def check_move_to(
    world: World,
    contact: Contact,
    operator: Operator,
    action: Action,
    act: Callable[[], None],
    *,
    to: State | None = None,
) -> None:
    """See that an act moves a contact to an operator as the table says, or is refused and changes nothing.

    `to` is its state then, if the table has that of what nobody gets.
    """
    state, history = find_state(contact), len(world.history(contact))
    step = TRANSITIONS[state, action]
    if isinstance(step, Step):
        act()
        assert (find_state(contact), contact.operator_id) == (to or step.to, operator.id)
    else:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is step
        assert (find_state(contact), len(world.history(contact))) == (state, history)
    world.check_loads()


@pytest.mark.parametrize("state", State)
def test_an_admin_may_give_away_what_the_table_says(world: World, state: State) -> None:
    contact, dora = set_scene(world, state.replace("_", " ")).contact, world.operator("Dora", weight=0)

    def give() -> None:
        transfers.give(world.session, contact.id, dora, actor=actors.admin(90), at=world.at)

    check_move_to(world, contact, dora, Action.GIVE, give)


@pytest.mark.parametrize("state", State)
def test_a_contact_is_passed_on_to_a_colleague_as_the_table_says(world: World, state: State) -> None:
    contact, dora = set_scene(world, state.replace("_", " ")).contact, world.operator("Dora", weight=0)

    def pass_on() -> None:
        passing.for_operator(
            world.session, contact.id, dora.id, "Please!", by=actors.API, name="API", at=world.at
        )

    check_move_to(world, contact, dora, Action.PASS_TO, pass_on)


@pytest.mark.parametrize("state", State)
def test_an_admin_may_reopen_with_somebody_else_what_the_table_says(world: World, state: State) -> None:
    contact, dora = set_scene(world, state.replace("_", " ")).contact, world.operator("Dora", weight=0)

    def reopen() -> None:
        transfers.reopen_with(world.session, contact.id, dora, actor=actors.admin(90), at=world.at)

    check_move_to(world, contact, dora, Action.REQUEUE, reopen, to=State.NEW)


def test_only_what_is_new_can_be_taken_back() -> None:
    steps = {state: TRANSITIONS[state, Action.TAKE_BACK] for state in State}
    assert [state for state, step in steps.items() if isinstance(step, Step)] == [State.NEW]


@pytest.mark.parametrize("action", [Action.TAKE, Action.COMPLETE, Action.REOPEN])
def test_a_press_repeated_changes_nothing_the_second_time(world: World, action: Action) -> None:
    before = {Action.TAKE: "new", Action.COMPLETE: "in progress", Action.REOPEN: "completed"}
    scene = set_scene(world, before[action])
    assert scene.press(action) is None
    state, history = name_state(scene), len(world.history(scene.contact))
    world.deliver_all()
    assert scene.press(action) in {Reason.ALREADY_TAKEN, Reason.COMPLETED, Reason.NOT_COMPLETED}
    assert (name_state(scene), len(world.history(scene.contact))) == (state, history)
    assert world.told(CLIENT) == [], "the client hears of it once"
    assert [row.kind for row in world.told(scene.anna.telegram_id or 0)] == [OutboxKind.CARD]
    world.check_loads()


def test_a_press_by_who_never_had_the_contact_is_refused_and_shows_him_nothing(world: World) -> None:
    scene = set_scene(world, "new")
    world.deliver_all()
    for telegram_id in (scene.boris.telegram_id, CLIENT, 123456):
        stranger = Operator(telegram_id=telegram_id, name="?")
        assert reason(world.press(stranger, Action.TAKE, scene.contact)) is NOT_YOURS
        assert world.told(telegram_id or 0) == []
    assert scene.contact.status is Status.NEW


@pytest.mark.parametrize("action", sorted(set(Action) - set(CARD_ACTIONS)))
def test_a_forged_button_does_nothing_that_cards_have_no_button_for(world: World, action: Action) -> None:
    scene = set_scene(world, "in progress")
    history = len(world.history(scene.contact))
    assert scene.press(action) is NOT_YOURS
    assert (name_state(scene), len(world.history(scene.contact))) == ("in progress", history)


def test_a_press_for_a_contact_that_does_not_exist_is_refused(world: World) -> None:
    anna = world.operator("Anna")
    refusal = world.press(anna, Action.TAKE, Contact(id=404, assignment_no=1))
    assert reason(refusal) is Reason.NO_SUCH_CONTACT
    assert refusal is not None
    assert refusal.params == {"number": 404}


def test_a_contact_may_be_completed_without_an_operator_from_any_open_state(world: World) -> None:
    """By API: nobody has to press anything."""
    waiting = world.write(CLIENT)
    anna = world.operator("Anna", limit=2)
    assert waiting.operator_id == anna.id
    world.set_limit(anna, 1)
    other = world.write(2)
    for contact in (other, waiting):
        perform(world.session, contact.id, Action.CLOSE, actor=actors.API, at=world.at)
        assert contact.status is Status.COMPLETED
        world.check_loads()
    with pytest.raises(Refused) as refused:
        perform(world.session, waiting.id, Action.CLOSE, actor=actors.API, at=world.at)
    assert refused.value.reason is Reason.COMPLETED
