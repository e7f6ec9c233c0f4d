"""Bugs in what may be done when, and in what is written down of it."""

from proofs.bugs.bug import Bug

CONTACTS = "services/contacts"
OF_STATES = (
    Bug(
        "taken after completion",
        f"{CONTACTS}/states.py",
        "(State.COMPLETED, Action.TAKE): Reason.COMPLETED",
        "(State.COMPLETED, Action.TAKE): Step(State.IN_PROGRESS)",
    ),
    Bug(
        "completed twice",
        f"{CONTACTS}/states.py",
        "(State.COMPLETED, Action.COMPLETE): Reason.COMPLETED",
        "(State.COMPLETED, Action.COMPLETE): CLOSED",
    ),
    Bug(
        "completed untaken",
        f"{CONTACTS}/states.py",
        "(State.NEW, Action.COMPLETE): Reason.NOT_TAKEN",
        "(State.NEW, Action.COMPLETE): CLOSED",
    ),
    Bug(
        "reopened without a place",
        f"{CONTACTS}/transitions.py",
        "    if not capacity.reserve(session, operator.id):\n",
        "    if not capacity.reserve(session, operator.id) and operator.load < 0:\n",
    ),
    Bug(
        "an assignment without an event",
        "services/distribution/assignment.py",
        "        **decisions.write(decision),\n    )\n\n\ndef unassign(",
        "        **decisions.write(decision),\n    )\n    for one in session.new:\n"
        "        if getattr(one, 'kind', '') == 'assigned' and decision.operator_id == 2:\n"
        "            session.expunge(one)\n\n\ndef unassign(",
    ),
    Bug(
        "a chat opens a second contact",
        f"{CONTACTS}/conversation.py",
        "    if contact is not None and contact.is_open:\n        message = join(",
        "    if contact is not None and contact.is_open and contact.bot_id % 2:\n        message = join(",
    ),
    Bug(
        "what was taken times out",
        "services/deadlines/timeouts.py",
        "        IS_NEW,\n        IS_OPEN,  # says nothing new, but names the index of open contacts\n",
        "        IS_OPEN,\n",
    ),
)
