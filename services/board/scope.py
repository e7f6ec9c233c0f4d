"""What somebody sees of the board who may see some sources only."""

from services.board.made import Row

Scope = frozenset[int] | None  # the sources; None: all


def narrow(lists: Row, scope: Scope) -> Row:
    """Return the lists of the board with what is of these sources; colleagues are everybody's."""
    if scope is None:
        return lists
    return {
        "operators": lists["operators"],
        "contacts": [row for row in lists["contacts"] if row["source_id"] in scope],
        "sources": [row for row in lists["sources"] if row["id"] in scope],
        "happened": [row for row in lists["happened"] if row["source_id"] in scope],
    }
