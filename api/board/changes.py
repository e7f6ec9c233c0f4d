"""What has changed between two boards, and how a stream says it."""

import json
from collections.abc import Mapping
from typing import Any

from services.board.made import Row

ROWS = ("operators", "contacts", "sources")
GONE = {"contacts": "gone", "operators": "left"}
OVER = b"event: over\ndata: {}\n\n"
STILL_HERE = b": still here\n\n"


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Row:
    """Return what has changed between two boards; empty if nothing has."""
    change: Row = {}
    for name in ROWS:
        former = {row["id"]: row for row in before[name]}
        if rows := [row for row in after[name] if not is_same(former.get(row["id"]), row)]:
            change[name] = rows
    for name, key in GONE.items():
        there = {row["id"] for row in after[name]}
        if gone := [row["id"] for row in before[name] if row["id"] not in there]:
            change[key] = gone
    known = {row["id"]: row for row in before["happened"]}
    if happened := [row for row in after["happened"] if not is_same(known.get(row["id"]), row)]:
        change["happened"] = happened
    if before["today"] != after["today"]:
        change["today"] = after["today"]
    return change


def is_same(former: Row | None, row: Row) -> bool:
    """Tell whether a row is as it was; one that nothing has touched is the very same."""
    return former is row or former == row


def write_event(name: str, data: Row) -> bytes:
    """Return an event as a stream has it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()
