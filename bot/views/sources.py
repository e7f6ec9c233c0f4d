"""How sources are written."""

from models import Source


def name_source(source: Source) -> str:
    """Return a source as people know it: a bot by its @username."""
    return f"@{source.name}" if source.bot_id is not None and source.code is None else source.name
