"""Bugs that give a contact to the wrong one, to two, to one too many, or to nobody."""

from proofs.bugs.bug import RACES, Bug

DISTRIBUTION, CONTACTS = "services/distribution", "services/contacts"
RELEASE = """        capacity.release(session, operator_id)
        queue.drain_for(session, [operator_id], at=at)
"""
OF_DISTRIBUTION = (
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
        RACES,
    ),
    Bug(
        "no lock before a queue is handed out",
        f"{DISTRIBUTION}/queue.py",
        "        return 0\n    locks.lock(session, source_ids)\n",
        "        return 0\n",
        RACES,
    ),
    Bug(
        "no lock before a contact changes",
        f"{CONTACTS}/transitions.py",
        "    locks.lock(session, {contact.source_id, *served})\n",
        "",
        RACES,
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
        "limit and one more",
        f"{DISTRIBUTION}/capacity.py",
        "(TABLE.c.load < TABLE.c.max_active_leads)",
        "(TABLE.c.load <= TABLE.c.max_active_leads)",
    ),
    Bug(
        "drain forgotten after passing on",
        f"{CONTACTS}/transitions.py",
        "    queue.drain_for(session, [former], at=at)\n",
        "",
    ),
    Bug(
        "two takers win",
        f"{CONTACTS}/cards/pooled.py",
        "        check_waits(session, contact, recipient)\n",
        "",
    ),
    Bug(
        "cards of a pool stay",
        f"{DISTRIBUTION}/assignment.py",
        "        pool.close(session, contact, at=at)\n",
        "        pass\n",
    ),
    Bug(
        "a pool shows only the oldest",
        f"{DISTRIBUTION}/modes/pool.py",
        "MOST_SHOWN = 20",
        "MOST_SHOWN = 1",
    ),
    Bug(
        "priority ignored",
        f"{DISTRIBUTION}/order/lines.py",
        "one[1].created_at - one[0].ahead",
        "one[1].created_at",
    ),
    Bug(
        "second group at once",
        f"{DISTRIBUTION}/order/second_group.py",
        "    if at.now >= until:\n",
        "    if until:\n",
    ),
    Bug(
        "second group never",
        f"{DISTRIBUTION}/order/second_group.py",
        "    if at.now >= until:\n",
        "    if at.now < contact.created_at:\n",
    ),
    Bug(
        "weight 0 takes part",
        f"{DISTRIBUTION}/routing.py",
        "(self.weight <= 0, Exclusion.NO_WEIGHT)",
        "(self.weight < 0, Exclusion.NO_WEIGHT)",
    ),
    Bug(
        "nobody's turn is noted",
        f"{DISTRIBUTION}/assignment.py",
        "                credits.note(session, decision)\n",
        "                pass\n",
    ),
    Bug(
        "a draw where it goes in turn",
        f"{DISTRIBUTION}/modes/deciding.py",
        "    if evaluation.mode is Mode.TURNS:\n",
        "    if evaluation.mode is Mode.POOL:\n",
    ),
    Bug(
        "back to who had it",
        f"{DISTRIBUTION}/candidates.py",
        "    candidates = without({*had_it, contact.operator_id})\n",
        "    candidates = without({contact.operator_id})\n",
    ),
    Bug(
        "who nobody may take stands in the way",
        "services/distribution/queue.py",
        (
            "        elif contact.widens_at is None and is_exhausted(session, contact, at=at):\n"
            "            walk.leave(contact.source_id)\n"
        ),
        "        elif contact.widens_at is None:\n            walk.leave(contact.source_id)\n",
    ),
    Bug(
        "the 26th of a queue is forgotten",
        "services/distribution/queue.py",
        "    if assigned == STEP:\n",
        "    if assigned > STEP:\n",
    ),
    Bug(
        "who waits in a campaign is passed over",
        "services/sources.py",
        "    served = select(Source.id).where(or_(Source.id.in_(weighted), Source.bot_id.in_(bots)))\n",
        "    served = select(Source.id).where(Source.id.in_(weighted))\n",
    ),
    Bug(
        "a pool is shown to everybody",
        "services/distribution/modes/pool.py",
        "_find_accounts(session, [c.operator_id for c in evaluation.eligible])",
        "_find_accounts(session, [c.operator_id for c in evaluation.candidates])",
    ),
)
