"""What can be done with a contact in which state: one table, which every button, page and the API obey."""

import enum
from dataclasses import dataclass

from models import Contact
from services.contacts import guards
from services.refusals import Reason


class State(enum.StrEnum):
    """Where a contact stands: its status, and whether somebody has it."""

    WAITING = "waiting"
    SNOOZED = "snoozed"  # put off, and nobody has it meanwhile; who keeps its place has it in progress
    NEW = "new"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class Action(enum.StrEnum):
    TAKE = "take"
    COMPLETE = "complete"  # by its operator, who has taken it
    CLOSE = "close"  # by anybody else who may: whatever is open
    PASS_ON = "pass"  # by its operator, to whom the draw names
    RETURN = "return"  # by its operator or for it: back to the queue, in which its old number goes first
    GIVE = "give"  # by an admin, to somebody named
    PASS_TO = "pass_to"  # by its operator, to a colleague who is named
    TAKE_BACK = "take_back"  # by who has just passed it on
    REOPEN = "reopen"
    REQUEUE = "requeue"  # by an admin: reopen what its operator has no place for, for somebody else
    SNOOZE = "later"  # by its operator, who has taken it: until a moment, or until its client writes
    WAKE = "wake"  # to put it off no more


# What its operator does, by the buttons of its card; what is rare has one on its page in /mine only.
CARD_ACTIONS = (
    Action.TAKE,
    Action.COMPLETE,
    Action.PASS_ON,
    Action.SNOOZE,
    Action.WAKE,
    Action.RETURN,
    Action.REOPEN,
)
RARE = {Action.RETURN}


@dataclass(frozen=True, slots=True)
class Step:
    """Where an action leads to, and what is checked before."""

    to: State
    checks: tuple[guards.Guard, ...] = ()


OFFERED = Step(State.NEW, (guards.check_others,))  # in a shared pool it is WAITING, for the others
RETURNED = Step(State.WAITING, (guards.check_successor,))
CLOSED = Step(State.COMPLETED)
PUT_OFF = Step(State.IN_PROGRESS)  # or SNOOZED, if the source frees the place meanwhile
REQUEUED = Step(State.WAITING, (guards.check_assigned, guards.check_client))  # if nobody has a place
WOKEN = Step(State.WAITING)  # until somebody has a place for it

# (state, action) → the step, or why there is none
TRANSITIONS: dict[tuple[State, Action], Step | Reason] = {
    (State.WAITING, Action.TAKE): Reason.WAITING,
    (State.WAITING, Action.COMPLETE): Reason.NOT_TAKEN,
    (State.WAITING, Action.CLOSE): CLOSED,
    (State.WAITING, Action.PASS_ON): Reason.WAITING,
    (State.WAITING, Action.PASS_TO): Reason.WAITING,
    (State.WAITING, Action.TAKE_BACK): Reason.WAITING,
    (State.WAITING, Action.RETURN): Reason.WAITING,
    (State.WAITING, Action.GIVE): Step(State.NEW),
    (State.WAITING, Action.REOPEN): Reason.NOT_COMPLETED,
    (State.WAITING, Action.REQUEUE): Reason.NOT_COMPLETED,
    (State.WAITING, Action.SNOOZE): Reason.WAITING,
    (State.WAITING, Action.WAKE): Reason.NOT_SNOOZED,
    (State.SNOOZED, Action.TAKE): Reason.SNOOZED,
    (State.SNOOZED, Action.COMPLETE): Reason.SNOOZED,
    (State.SNOOZED, Action.CLOSE): CLOSED,
    (State.SNOOZED, Action.PASS_ON): Reason.SNOOZED,
    (State.SNOOZED, Action.PASS_TO): Reason.SNOOZED,
    (State.SNOOZED, Action.TAKE_BACK): Reason.SNOOZED,
    (State.SNOOZED, Action.RETURN): Reason.SNOOZED,
    (State.SNOOZED, Action.GIVE): Step(State.NEW),
    (State.SNOOZED, Action.REOPEN): Reason.NOT_COMPLETED,
    (State.SNOOZED, Action.REQUEUE): Reason.NOT_COMPLETED,
    (State.SNOOZED, Action.SNOOZE): Reason.SNOOZED,
    (State.SNOOZED, Action.WAKE): WOKEN,
    (State.NEW, Action.TAKE): Step(State.IN_PROGRESS),
    (State.NEW, Action.COMPLETE): Reason.NOT_TAKEN,
    (State.NEW, Action.CLOSE): CLOSED,
    (State.NEW, Action.PASS_ON): OFFERED,
    (State.NEW, Action.PASS_TO): Step(State.NEW),
    (State.NEW, Action.TAKE_BACK): Step(State.NEW),
    (State.NEW, Action.RETURN): RETURNED,
    (State.NEW, Action.GIVE): Step(State.NEW),
    (State.NEW, Action.REOPEN): Reason.NOT_COMPLETED,
    (State.NEW, Action.REQUEUE): Reason.NOT_COMPLETED,
    (State.NEW, Action.SNOOZE): Reason.NOT_TAKEN,
    (State.NEW, Action.WAKE): Reason.NOT_SNOOZED,
    (State.IN_PROGRESS, Action.TAKE): Reason.ALREADY_TAKEN,
    (State.IN_PROGRESS, Action.COMPLETE): CLOSED,
    (State.IN_PROGRESS, Action.CLOSE): CLOSED,
    (State.IN_PROGRESS, Action.PASS_ON): OFFERED,
    (State.IN_PROGRESS, Action.PASS_TO): Step(State.NEW),
    (State.IN_PROGRESS, Action.TAKE_BACK): Reason.ALREADY_TAKEN,
    (State.IN_PROGRESS, Action.RETURN): RETURNED,
    (State.IN_PROGRESS, Action.GIVE): Step(State.NEW),
    (State.IN_PROGRESS, Action.REOPEN): Reason.NOT_COMPLETED,
    (State.IN_PROGRESS, Action.REQUEUE): Reason.NOT_COMPLETED,
    (State.IN_PROGRESS, Action.SNOOZE): PUT_OFF,
    (State.IN_PROGRESS, Action.WAKE): Step(State.IN_PROGRESS, (guards.check_snoozed,)),
    (State.COMPLETED, Action.TAKE): Reason.COMPLETED,
    (State.COMPLETED, Action.COMPLETE): Reason.COMPLETED,
    (State.COMPLETED, Action.CLOSE): Reason.COMPLETED,
    (State.COMPLETED, Action.PASS_ON): Reason.COMPLETED,
    (State.COMPLETED, Action.PASS_TO): Reason.COMPLETED,
    (State.COMPLETED, Action.TAKE_BACK): Reason.COMPLETED,
    (State.COMPLETED, Action.RETURN): Reason.COMPLETED,
    (State.COMPLETED, Action.GIVE): Reason.COMPLETED,
    (State.COMPLETED, Action.SNOOZE): Reason.COMPLETED,
    (State.COMPLETED, Action.WAKE): Reason.COMPLETED,
    (State.COMPLETED, Action.REOPEN): Step(
        State.IN_PROGRESS, (guards.check_assigned, guards.check_client, guards.check_reach)
    ),
    (State.COMPLETED, Action.REQUEUE): REQUEUED,
}


def find_state(contact: Contact) -> State:
    """Return where a contact stands."""
    if contact.is_asleep:
        return State.SNOOZED
    return State.WAITING if contact.is_waiting else State(contact.status.value)


def list_card_actions(contact: Contact, *, with_rare: bool = False) -> list[Action]:
    """Return what the table lets the operator of a contact do."""
    state = find_state(contact)
    allowed = [action for action in CARD_ACTIONS if isinstance(TRANSITIONS[state, action], Step)]
    if contact.snoozed_at is None and Action.WAKE in allowed:
        allowed.remove(Action.WAKE)
    return [action for action in allowed if with_rare or action not in RARE]
