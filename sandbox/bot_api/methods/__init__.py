"""The Bot API methods this Telegram has, by lower-case name; any other name is unknown to it."""

from sandbox.bot_api.methods import account, albums, callbacks, inline, polling, sending, webhooks
from sandbox.bot_api.methods.call import Call, Method, Told
from sandbox.bot_api.methods.existing import copies, deletions, edits, forwards, media_edits, reactions

METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for package in (
        *(account, polling, webhooks, sending, albums, callbacks, inline),
        *(copies, forwards, edits, media_edits, deletions, reactions),
    )
    for name, method in package.METHODS.items()
}

__all__ = ["METHODS", "Call", "Method", "Told"]
