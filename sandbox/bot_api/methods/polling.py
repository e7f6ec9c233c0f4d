"""getUpdates and its neighbours; webhooks can't be set here, so there is never one to delete."""

from typing import Any

from sandbox.bot_api.methods.call import Call, Method
from sandbox.server.errors import bad_request
from sandbox.server.updates import MAX_BATCH, MAX_WAIT, Update


async def get_updates(call: Call) -> list[Update]:
    parameters, updates = call.parameters, call.bot.updates
    allowed = parameters.object("allowed_updates", "allowed updates")
    if allowed is not None:
        if not isinstance(allowed, list) or not all(isinstance(kind, str) for kind in allowed):
            raise bad_request("can't parse allowed updates: Expected an Array of String")
        updates.allowed = frozenset(allowed)
    limit = min(max(parameters.number("limit", MAX_BATCH), 1), MAX_BATCH)
    seconds = min(max(parameters.number("timeout"), 0), MAX_WAIT)
    return await updates.take(parameters.number("offset"), limit, seconds)


def delete_webhook(call: Call) -> bool:
    if call.parameters.flag("drop_pending_updates"):
        call.bot.updates.drop_pending()
    return True


def get_webhook_info(call: Call) -> dict[str, Any]:
    pending = len(call.bot.updates.pending)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": pending}


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
