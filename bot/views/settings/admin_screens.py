"""The admins: who they are, the link by which another one joins, and what the others hear of it."""

from collections.abc import Sequence
from typing import Any

from bot.ui.lists import join_lines
from bot.ui.names import link_account, name_account, write_account
from bot.ui.screens import Button, Screen, put_below
from bot.ui.texts import Words
from bot.views.settings.callbacks import AdminAction, AdminCallback, SettingAction, SettingCallback
from services.chats import Profile
from services.joining.admins import Member


def write_admins(members: Sequence[Member], own: int, words: Words, *, done: str = "") -> Screen:
    """Return who the admins are; those who have joined by a link have a button."""
    lines = [write_member(member, own, words) for member in members]
    rows: list[list[Button]] = [
        [(write_removal(member, own, words), AdminCallback(action=AdminAction.REMOVE, admin=member.id))]
        for member in members
        if member.id is not None
    ]
    invite = (words.plain("button-admin-invite"), AdminCallback(action=AdminAction.INVITE))
    back = (words.plain("button-all-settings"), SettingCallback(action=SettingAction.LIST))
    text = f"{words.html('admins-title')}\n\n{join_lines(lines, words)}\n\n{words.html('admins-explained')}"
    return Screen(put_below(done, text), [[invite], *rows, [back]])


def write_member(member: Member, own: int, words: Words) -> str:
    """Return an admin in HTML: the account, and how he has become one."""
    key = "admin-of-settings" if member.id is None else "admin-by-link"
    is_self = words.plain("admin-you") if member.account == own else ""
    return " ".join(
        filter(None, (link_account(member.account, member.profile, words), is_self, words.html(key)))
    )


def write_removal(member: Member, own: int, words: Words) -> str:
    """Return what the button says that removes an admin."""
    if member.account == own:
        return words.plain("button-admin-leave")
    return words.plain("button-admin-remove", name=name_account(member.profile, words))


def ask_to_remove(member: Member, own: int, words: Words) -> Screen:
    """Return the question before somebody is no admin any more."""
    assert member.id is not None
    is_self = member.account == own
    text = (
        words.html("admin-leave-question")
        if is_self
        else words.html("admin-remove-question", name=name_account(member.profile, words))
    )
    sure = (
        write_removal(member, own, words),
        AdminCallback(action=AdminAction.REMOVE_SURELY, admin=member.id),
    )
    back = (words.plain("button-cancel"), AdminCallback(action=AdminAction.LIST))
    return Screen(text, [[sure], [back]])


def write_link(link: str, words: Words) -> str:
    """Return in HTML what is to be forwarded to the new admin: a message that no button replaces."""
    return words.html("admin-link", link=link)


def write_news(key: str, params: dict[str, Any], words: Words) -> Screen:
    """Return what the other admins hear of who has joined them or left, with a button to their list."""
    account = write_account(params["account"], Profile(params["name"], params["username"]), words)
    callback = AdminCallback(action=AdminAction.LIST)
    return Screen(f"{words.html(key)}\n{account}", [[(words.plain("button-admins"), callback)]])
