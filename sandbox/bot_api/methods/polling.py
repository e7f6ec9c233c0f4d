"""getUpdates, which a bot with a webhook can't use."""

from sandbox.bot_api.methods.call import Call, Method
from sandbox.server.errors import ApiError, bad_request
from sandbox.server.updates import MAX_BATCH, MAX_WAIT, Update

WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(call: Call) -> list[Update]:
    parameters, updates = call.parameters, call.bot.updates
    if call.bot.webhook is not None:
        raise ApiError(409, WEBHOOK_IS_ACTIVE)
    allowed = read_allowed(call)
    if allowed is not None:
        updates.allowed = allowed
    limit = min(max(parameters.number("limit", MAX_BATCH), 1), MAX_BATCH)
    seconds = min(max(parameters.number("timeout"), 0), MAX_WAIT)
    return await updates.take(parameters.number("offset"), limit, seconds)


def read_allowed(call: Call) -> frozenset[str] | None:
    """The kinds of updates that the bot wants from now on; None: those it wanted before."""
    allowed = call.parameters.object("allowed_updates", "allowed updates")
    if allowed is None:
        return None
    if not isinstance(allowed, list) or not all(isinstance(kind, str) for kind in allowed):
        raise bad_request("can't parse allowed updates: Expected an Array of String")
    return frozenset(allowed)


METHODS: dict[str, Method] = {"getUpdates": get_updates}
