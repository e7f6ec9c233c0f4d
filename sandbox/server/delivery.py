"""Puts what happened into a bot's queue, with the faults of updates that are on."""

from typing import Any

from sandbox.server.chats import Chat
from sandbox.server.cloud import Cloud, Happening
from sandbox.server.faults import Fault, Rule
from sandbox.server.injection import inject, malform


def deliver(cloud: Cloud, chat: Chat, kind: str, payload: dict[str, Any]) -> int | None:
    """The id of the new update; None if the bot asked not to get this kind."""
    queue = chat.bot.updates
    if not queue.wants(kind):
        return None
    if rule := strike(cloud, chat, Fault.MALFORMED):
        shape = rule.pick_shape()
        broken_id = inject(cloud, chat.bot, malform(cloud, chat, payload["from"], shape))
        note(cloud, chat, rule, broken_id, shape=str(shape))
    update_id = queue.put(kind, payload)
    if rule := strike(cloud, chat, Fault.DUPLICATE):
        queue.repeat_last(later=rule.later)
        note(cloud, chat, rule, update_id)
    return update_id


def strike(cloud: Cloud, chat: Chat, fault: Fault) -> Rule | None:
    return cloud.faults.strike({fault}, chat.bot.username, chat.id)


def note(cloud: Cloud, chat: Chat, rule: Rule, update_id: int | None, **details: str) -> None:
    cloud.happen(Happening.FAULT, chat, fault=str(rule.fault), rule=rule.id, update_id=update_id, **details)
