"""All that must hold, in the order in which it is looked at and put right.

What a row says of itself comes before what is counted, loads before what moves a contact, and what moves
contacts before the queue, which hands out whatever has become free.
"""

from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from models.database.errors import is_transient
from services.distribution import locks
from services.moment import Moment
from services.operations.doctor import open_work, rows, states, storage
from services.operations.doctor.invariants import Found, Invariant, Item

EXAMPLES = 5  # that are named
AT_ONCE = 100  # that are put right in one transaction

INVARIANTS = (
    Invariant("damage", storage.find_damage),
    Invariant("sequences", storage.find_sequences, storage.repair_sequence),
    Invariant("orphans", rows.find_removable, rows.repair_orphan),
    Invariant("lost-rows", rows.find_lost),
    Invariant("merge-circles", rows.find_circles, rows.repair_circle),
    Invariant("merged-leads", rows.find_merged, rows.repair_merged),
    Invariant("in-progress", states.find_unowned, states.let_wait, is_cheap=True),
    Invariant("completed-at", states.find_completed_at, states.repair_completed_at),
    Invariant("taken-at", states.find_taken_at, states.repair_taken_at, is_cheap=True),
    Invariant("assigned-at", states.find_assigned_at, states.repair_assigned_at, is_cheap=True),
    Invariant("waiting-since", states.find_waiting_since, states.repair_waiting_since, is_cheap=True),
    Invariant("snoozed", states.find_snoozed, states.repair_snoozed, is_cheap=True),
    Invariant("loads", open_work.find_loads, open_work.repair_load, is_cheap=True),
    Invariant("open-chats", open_work.find_open_chats, open_work.repair_open_chat, is_cheap=True),
    Invariant("dismissed", open_work.find_dismissed, open_work.repair_dismissed, is_cheap=True),
    Invariant("free-places", open_work.find_free_places, open_work.repair_free_place, is_cheap=True),
    Invariant("assignments", open_work.find_assignments, is_cheap=True),
    Invariant("cards", open_work.find_cards, open_work.repair_card, is_cheap=True),
    Invariant("ended-rows", open_work.find_ended_rows, open_work.repair_ended_row, is_cheap=True),
    Invariant("indexes", storage.find_indexes, storage.repair_index),
    Invariant("search", storage.find_search, storage.repair_search),
    Invariant("source-counts", storage.find_source_counts, storage.repair_source_count),
    Invariant("day-sums", storage.find_day_sums, storage.repair_day_sum),
)
CHEAP = tuple(each for each in INVARIANTS if each.is_cheap)


def examine(session: Session, invariant: Invariant, *, at: Moment) -> Found:
    """Look at one invariant; nothing is written. A row that is missing or can't be read is found, too."""
    try:
        return invariant.find(session, limit=EXAMPLES, at=at)
    except NoResultFound:
        return Found(1, [Item("a row that it needs", "is missing")])
    except DBAPIError as error:
        if is_transient(error) or not storage.is_sqlite(session):  # which looks at nothing more after that
            raise
        return Found(1, [Item("a row that it needs", "can't be read")])


def count_broken(session: Session, *, at: Moment) -> dict[str, int]:
    """Return how much breaks each invariant that is cheap to look at, whatever there is stored."""
    return {each.name: examine(session, each, at=at).count for each in CHEAP}


def list_broken(session: Session, *, at: Moment) -> list[str]:
    """Return the names of the invariants that do not hold, of those that are cheap to look at."""
    return [name for name, count in count_broken(session, at=at).items() if count]


def repair(session: Session, invariant: Invariant, *, at: Moment) -> list[Item]:
    """Put some of what breaks an invariant right, as it is found under the locks; returns what that was."""
    assert invariant.repair is not None
    locks.lock_all(session)
    found = invariant.find(session, limit=AT_ONCE, at=at)
    for item in found.items:
        invariant.repair(session, item, at=at)
        session.flush()
    return list(found.items)
