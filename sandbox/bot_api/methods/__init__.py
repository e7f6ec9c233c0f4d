"""The Bot API methods this Telegram has, by lower-case name; any other name is unknown to it."""

from sandbox.bot_api.methods import account, albums, callbacks, copies, deletions, edits, polling, sending
from sandbox.bot_api.methods.call import Call, Method

METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for package in (account, polling, sending, albums, copies, edits, deletions, callbacks)
    for name, method in package.METHODS.items()
}

__all__ = ["METHODS", "Call", "Method"]
