"""setWebhook and its neighbours. Updates are brought to loopback only: this server reaches nobody else."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.bot_api.methods.call import Call, Method, Told
from sandbox.bot_api.methods.polling import read_allowed
from sandbox.server.errors import ApiError, bad_request
from sandbox.server.links import is_loopback
from sandbox.server.webhooks.webhook import Target, Webhook

LONGEST_SECRET = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")
CONNECTIONS = 40
MOST_CONNECTIONS = 100
TERMINATED = "Conflict: terminated by setWebhook request"


def set_webhook(call: Call) -> Told:
    url = call.parameters.text("url").strip()
    if not url:
        return delete_webhook(call)
    target = Target(check_url(url), read_secret(call), read_connections(call))
    bot, cloud = call.bot, call.cloud
    allowed = read_allowed(call)
    is_same = bot.webhook is not None and bot.webhook.target == target
    if is_same and allowed in (None, bot.updates.allowed):
        drop_if_wanted(call)
        return Told(True, "Webhook is already set")
    if allowed is not None:
        bot.updates.allowed = allowed
    end_webhook(call)
    drop_if_wanted(call)
    bot.updates.stop_poll(ApiError(409, TERMINATED))
    bot.webhook = Webhook(bot.username, target, bot.updates, cloud.clock, cloud.deliveries)
    return Told(True, "Webhook was set")


def check_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if not host or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "https" or not is_loopback(host):
        raise bad_request("bad webhook: the sandbox delivers to http://127.0.0.1 only")
    return url


def read_secret(call: Call) -> str:
    secret = call.parameters.text("secret_token")
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def read_connections(call: Call) -> int:
    return min(max(call.parameters.number("max_connections", CONNECTIONS), 1), MOST_CONNECTIONS)


def delete_webhook(call: Call) -> Told:
    was_set = call.bot.webhook is not None
    end_webhook(call)
    drop_if_wanted(call)
    return Told(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def end_webhook(call: Call) -> None:
    if call.bot.webhook is not None:
        call.bot.webhook.end()
        call.bot.webhook = None


def drop_if_wanted(call: Call) -> None:
    if call.parameters.flag("drop_pending_updates"):
        call.bot.updates.drop_pending()


def get_webhook_info(call: Call) -> dict[str, Any]:
    webhook, updates = call.bot.webhook, call.bot.updates
    pending = {"has_custom_certificate": False, "pending_update_count": len(updates.pending)}
    allowed = {"allowed_updates": sorted(updates.allowed)} if updates.allowed else {}
    if webhook is None:
        return {"url": "", **pending, **allowed}
    failure = webhook.last_failure
    last = {"last_error_date": int(failure.at), "last_error_message": failure.why} if failure else {}
    most = {"max_connections": webhook.target.max_connections}
    return {"url": webhook.target.url, **pending, **last, **most, "ip_address": "127.0.0.1", **allowed}


METHODS: dict[str, Method] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
