"""The decisions as lines for strangers: no names, no words, and each line holds the hash of the one before.

The hash is SHA-256 of a line as it stands in the file, without its end. docs/check_log.py checks such a file.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from services.audit.credits_then import read_resets
from services.audit.facts import ALWAYS, Fact, Span, is_complete, read_until
from services.audit.loads import Loads
from services.distribution import decisions
from services.events import list_load_changes

FORMAT = "leadbot log 1"
NOTHING_BEFORE = "0" * 64


class Chain:
    """Links lines: each is written once, canonically, with the hash of the one before."""

    def __init__(self) -> None:
        self.head, self.count, self.closed = NOTHING_BEFORE, 0, NOTHING_BEFORE

    def link(self, said: dict[str, Any]) -> str:
        """Return the next line, without its end."""
        line = json.dumps({**said, "previous": self.head}, sort_keys=True, separators=(",", ":"))
        self.head, self.count = hashlib.sha256(line.encode()).hexdigest(), self.count + 1
        return line

    def close(self) -> str:
        """Return the last line, with how many come before it and the hash of the last of them."""
        self.closed = self.head
        return self.link({"count": self.count, "head": self.head, "kind": "end"})


def write_log(session: Session, chain: Chain, span: Span = ALWAYS) -> Iterator[str]:
    """Yield the lines of a span, in a view: first the loads at its beginning, at last the end."""
    loads, has_begun = Loads(is_complete(session)), False
    resets = read_resets(session)
    for fact in read_until(session, span):
        is_early = span.since is not None and fact.at < span.since
        if is_early and not has_begun:
            if fact.is_forgotten:
                loads.lose()
            loads.apply(fact.kind, fact.read())
            continue
        if span.before is not None and fact.at >= span.before:
            break
        if not has_begun:
            resets = [reset for reset in resets if reset.event_id > fact.id or span.since is None]
            yield chain.link(_write_start(loads, is_first=span.since is None))
            has_begun = True
        while resets and resets[0].event_id < fact.id:
            yield chain.link({"kind": "reset", "sources": list(resets.pop(0).source_ids)})
        yield chain.link(_write_fact(fact))
    if not has_begun:
        yield chain.link(_write_start(loads, is_first=span.since is None))
    yield chain.close()


def _write_start(loads: Loads, *, is_first: bool) -> dict[str, Any]:
    known = {str(operator_id): load for operator_id, load in sorted(loads.counts.items())}
    return {
        "kind": "start",
        "format": FORMAT,
        "loads": known,
        "complete": loads.is_complete,
        "turns": loads.is_complete and is_first,
    }


def _write_fact(fact: Fact) -> dict[str, Any]:
    data = fact.read()
    line = {
        "event": fact.id,
        "at": fact.at.isoformat(),
        "kind": fact.kind.value,
        "contact": fact.contact_id,
        "source": fact.source_id,
        "by": fact.actor.role.value if fact.actor else None,
        "changes": list(list_load_changes(fact.kind, data)),  # whose load, by how much
    }
    if fact.is_forgotten:
        line["forgotten"] = True
    elif fact.is_decision:
        line |= {"why": data.get("why"), "decision": _write_decision(fact)}
    return line


def _write_decision(fact: Fact) -> dict[str, Any] | None:
    try:
        return decisions.write(decisions.read_text(fact.data))
    except ValueError:
        return None
