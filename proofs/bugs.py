"""Bugs to plant: each is one replacement of source text, and the part of the proofs that must catch it.

A text that is not there exactly once is an error: code that has moved must not leave a bug unplanted.
"""

from dataclasses import dataclass
from pathlib import Path

SEEDS, SWEEP = "seeds", "sweep"  # parts of `python -m proofs`
LOCKS = "tests/services/test_parallel.py"
WEBHOOK = "tests/process/test_telegram_webhook.py"


@dataclass(frozen=True, slots=True)
class Bug:
    """A small change that breaks a promise; `caught_by` is a part, or a file of tests."""

    name: str
    path: str
    search: str
    replacement: str
    caught_by: str = SEEDS

    def plant(self, tree: Path) -> None:
        """Change the source in a copy of the tree; raises ValueError unless the text is there once."""
        path = tree / self.path
        source = path.read_text(encoding="utf-8")
        if (found := source.count(self.search)) != 1:
            raise ValueError(f"{self.name}: {self.path} has the text {found} times")
        path.write_text(source.replace(self.search, self.replacement), encoding="utf-8")


CONFIRM = """    if batch:
        await worker.bot(GetRawUpdates(offset=batch[-1]["update_id"] + 1, timeout=0, limit=1))
    return batch


def find_offset("""
SENT_FIRST = """        done = settlement.Outcome(data.row.id, Result.SENT)
        await worker.database.write(settlement.settle, [done], at=at)
        in_flight.start(data.key, send(deliveries, data))
"""
RELEASE = """        capacity.release(session, operator_id)
        queue.drain_for(session, [operator_id], at=at)
"""
DISTRIBUTION, CONTACTS = "services/distribution", "services/contacts"
BUGS = (
    Bug(
        "offset before commit",
        "bot/intake/poller.py",
        "    return batch\n\n\ndef find_offset(",
        CONFIRM,
        SWEEP,
    ),
    Bug(
        "sent before sending",
        "bot/delivery/sender.py",
        "        in_flight.start(data.key, send(deliveries, data))\n",
        SENT_FIRST,
        SWEEP,
    ),
    Bug(
        "200 before commit",
        "api/telegram.py",
        "                await self._writer.write(store)\n",
        "                asyncio.get_running_loop().call_later(1, asyncio.ensure_future, "
        "self._writer.write(store))\n",
        WEBHOOK,
    ),
    Bug(
        "no update key",
        "services/queues/inbox.py",
        "insert_unless_exists(session, TABLE), rows",
        "TABLE.insert(), rows",
    ),
    Bug(
        "no slot condition",
        f"{DISTRIBUTION}/capacity.py",
        "(TABLE.c.load < TABLE.c.max_active_leads) & ",
        "",
    ),
    Bug(
        "no source lock",
        f"{DISTRIBUTION}/locks.py",
        "    if not are_needed(session) or locked.issuperset(source_ids):\n",
        "    if session or locked.issuperset(source_ids):\n",
        LOCKS,
    ),
    Bug(
        "wrong order of the queue",
        f"{DISTRIBUTION}/order/lines.py",
        "fresh = query.order_by(Contact.id).limit(1)",
        "fresh = query.order_by(Contact.id.desc()).limit(1)",
    ),
    Bug(
        "released twice",
        f"{CONTACTS}/transitions.py",
        RELEASE,
        "        capacity.release(session, operator_id)\n" + RELEASE,
    ),
    Bug(
        "not released",
        f"{CONTACTS}/transitions.py",
        RELEASE,
        RELEASE.split("\n", 1)[1],
    ),
    Bug(
        "drain forgotten after complete",
        f"{CONTACTS}/transitions.py",
        RELEASE,
        RELEASE.split("\n", 1)[0] + "\n",
    ),
    Bug(
        "not released when passed on",
        f"{DISTRIBUTION}/assignment.py",
        "        capacity.release(session, former)\n",
        "",
    ),
    Bug(
        "a place is not counted",
        f"{DISTRIBUTION}/assignment.py",
        "        if capacity.reserve(session, decision.operator_id):\n",
        "        if decision is not None:\n",
    ),
    Bug(
        "ticket of another range",
        f"{DISTRIBUTION}/routing.py",
        "    ticket = chance(total)\n",
        "    ticket = chance(total + 1) - 1\n",
    ),
    Bug(
        "ticket names another",
        f"{DISTRIBUTION}/routing.py",
        "Draw(find_winner(eligible, ticket), ticket, total)",
        "Draw(find_winner(eligible, total - 1 - ticket), ticket, total)",
    ),
    Bug(
        "edit by a stranger",
        f"{CONTACTS}/edits.py",
        "    guards.check_author(session, contact, operator if is_own else None, at=at)\n",
        "",
    ),
    Bug(
        "update not finished with its work",
        "services/queues/inbox.py",
        'values(state=InboxState.DONE, handled_at=bindparam("now"), error=None)',
        'values(handled_at=bindparam("now"), error=None)',
    ),
)
