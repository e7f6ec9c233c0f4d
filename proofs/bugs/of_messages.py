"""Bugs that lose, double or mix up what people say, or what they are told."""

from proofs.bugs.bug import CLOCKS, FOUR, FULL, RACES, SOAK, SWEEP, Bug

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
    Bug(
        "what failed holds up nothing",
        "services/queues/outbox.py",
        (
            "    heads = select(func.min(Outbox.id)).where(*pending).group_by(Outbox.chat_id, Outbox.contact_id)\n"
            "    is_due = waits.is_over(Outbox.due_at, Outbox.attempts, LONGEST_WAITS)\n"
        ),
        (
            "    is_due = waits.is_over(Outbox.due_at, Outbox.attempts, LONGEST_WAITS)\n"
            "    due = (*pending, is_due)\n"
            "    heads = select(func.min(Outbox.id)).where(*due).group_by(Outbox.chat_id, Outbox.contact_id)\n"
        ),
    ),
    Bug(
        "what came of a send is written without a lock",
        "services/contacts/settlement.py",
        "    found = session.scalars(in_order.with_for_update())\n",
        "    found = session.scalars(in_order)\n",
        RACES,
    ),
    Bug(
        "a contact is not locked for a message",
        "services/chats.py",
        'OPEN_CONTACTS = Lookup(Contact, Contact.bot_id, Contact.chat_id, only=OPEN, locked="UPDATE")\n',
        "OPEN_CONTACTS = Lookup(Contact, Contact.bot_id, Contact.chat_id, only=OPEN)\n",
        RACES,
    ),
    Bug(
        "what changes on its way stays as it was",
        "services/contacts/settlement.py",
        "if row.params.get(outbox.REDRAWN, 0) == outcome.redrawn:",
        "if row.params.get(outbox.REDRAWN, 0) >= outcome.redrawn:",
        SOAK,
    ),
    Bug(
        "other systems do not hear who lost a contact",
        "services/events.py",
        '    Kind.UNASSIGNED: ("contact.unassigned", Status.NEW),\n',
        "",
    ),
    Bug(
        "who has blocked the bot keeps his requests",
        "services/contacts/settlement.py",
        "chat.is_reachable and chat.reachable_changed_at != outcome.seen_at:",
        "chat.is_reachable and chat.reachable_changed_at == outcome.seen_at:",
    ),
    Bug(
        "a key is remembered too late",
        "api/requests/context.py",
        (
            "            idempotency.remember(session, self.endpoint, key, body_hash, made, at=at)\n"
            "            return show(session, made), False\n"
            "\n"
            "        answer, is_replayed = await self.writer.write(make_once, ahead=ahead)\n"
        ),
        (
            "            new.append(made)\n"
            "            return show(session, made), False\n"
            "\n"
            "        new: list[dict[str, Any]] = []\n"
            "        answer, is_replayed = await self.writer.write(make_once, ahead=ahead)\n"
            "        if not is_replayed:\n"
            "            known = self.endpoint, key, body_hash, new[-1]\n"
            "            await self.writer.write(lambda session, at: idempotency.remember(session, *known, at=at))\n"
        ),
        FOUR,
    ),
    Bug(
        "the clock has to catch up",
        "services/waits.py",
        '    return or_(due_at <= bindparam("now", type_=UtcDateTime), *too_late)\n',
        '    return or_(due_at <= bindparam("now", type_=UtcDateTime), and_(*too_late))\n',
        CLOCKS,
    ),
)
