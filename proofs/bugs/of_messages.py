"""Bugs that lose, double or mix up what people say, or what they are told."""

from proofs.bugs.bug import FULL, SOAK, SWEEP, Bug

CONFIRM = """    if batch:
        await worker.bot(GetRawUpdates(offset=batch[-1]["update_id"] + 1, timeout=0, limit=1))
    return batch


def find_offset("""
SENT_FIRST = """        done = settlement.Outcome(data.row.id, Result.SENT)
        await worker.database.write(settlement.settle, [done], at=at)
        in_flight.start(data.key, send(deliveries, data))
"""
CONTACTS = "services/contacts"
SWALLOWED = """    try:
        await worker.database.write(inbox.store, worker.bot_id, arrived, at=worker.take_moment())
    except Exception as error:
        log.debug("not stored: %s", describe(error))
    worker.arrived.wake()


async def wait_for_settling("""
STORED = """    await worker.database.write(inbox.store, worker.bot_id, arrived, at=worker.take_moment())
    worker.arrived.wake()


async def wait_for_settling("""
AT_COMMIT = """                for job in wanted:
                    job.is_at_commit = True
"""
ANSWERED = """                for job, answer in zip(wanted, answers, strict=True):
                    settle(job, answer)
"""
OF_MESSAGES = (
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
        SOAK,
    ),
    Bug(
        "no update key",
        "services/queues/inbox.py",
        "insert_unless_exists(session, TABLE), rows",
        "TABLE.insert(), rows",
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
    Bug("a full disk is no error", "bot/intake/processor.py", STORED, SWALLOWED, FULL),
    Bug("201 before commit", "api/requests/writer.py", AT_COMMIT, AT_COMMIT + ANSWERED, FULL),
    Bug(
        "a key is forgotten",
        "services/queues/idempotency.py",
        "KEEP_KEYS = timedelta(hours=24)",
        "KEEP_KEYS = timedelta(0)",
        FULL,
    ),
    Bug(
        "a message is not copied",
        "services/contacts/conversation.py",
        "            relays.relay(session, operator, message, at=at)\n",
        "",
    ),
    Bug(
        "an edit is not told",
        f"{CONTACTS}/edits.py",
        "        relays.tell_edit(session, recipient, message, has_other_file=has_other_file, at=at)\n",
        "",
    ),
    Bug(
        "a failed send is given up",
        f"{CONTACTS}/settlement.py",
        "                row.due_at = outcome.retry_at\n",
        "                row.due_at, row.state = outcome.retry_at, OutboxState.SENT\n",
    ),
    Bug(
        "what is newest is sent first",
        "services/queues/outbox.py",
        "heads = select(func.min(Outbox.id))",
        "heads = select(func.max(Outbox.id))",
    ),
    Bug(
        "a webhook is queued twice",
        "services/events.py",
        "        _queue_webhook(session, event, kind)\n",
        "        _queue_webhook(session, event, kind)\n" * 2,
    ),
    Bug(
        "webhooks out of order",
        "services/queues/webhook_queue.py",
        "heads = select(func.min(Outbox.id))",
        "heads = select(func.max(Outbox.id))",
    ),
)
