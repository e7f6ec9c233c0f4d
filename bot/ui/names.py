"""What clients, operators, sources and accounts of Telegram are called."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.ui.isolation import isolate
from bot.ui.lists import shorten
from bot.ui.phones import write_phone
from bot.ui.texts import Words, escape
from models import Contact, Lead, Operator, Source
from models.contacts import PAGE
from services import sources
from services.chats import Profile
from services.leads import find_telegram_id
from services.names import quote_handle
from services.phones import split_extension

LONGEST_BESIDE = 24  # UTF-16 units of a name beside what tells it from others
LONGEST_ORIGIN = 200  # UTF-16 units of either part
SCHEME = re.compile("https?://", re.IGNORECASE)
ONE_WORD = re.compile(r'[^\s"«“„]+')


def name_client(lead: Lead, words: Words) -> str:
    """Return what to call a client, as plain text: by name, else by what else is known."""
    reach = list_reach(lead, words)
    return lead.name or (reach[0] if reach else words.plain("client-unnamed"))


def name_apart(leads: Iterable[Lead], words: Words) -> dict[int, str]:
    """Return what to call each of some clients, by lead: of those with the same name the username or the last
    digits of the phone, too."""
    people = {lead.id: lead for lead in leads}
    names = {id_: name_client(lead, words) for id_, lead in people.items()}
    often = Counter(map(str.casefold, names.values()))
    for id_, lead in people.items():
        if lead.name and often[lead.name.casefold()] > 1:
            digits = split_extension(lead.phone or "")[0][-4:]
            mark = f"@{lead.username}" if lead.username else digits and f"…{digits}"
            names[id_] = f"{shorten(lead.name, LONGEST_BESIDE)} {mark}" if mark else lead.name
    return names


def list_reach(lead: Lead, words: Words) -> list[str]:
    """Return phone and email as plain text; without them what the client is known by elsewhere."""
    found = [part for part in (lead.phone and write_phone(lead.phone, words), lead.email) if part]
    if found or lead.external_id is None or find_telegram_id(lead) is not None:
        return found
    return [words.plain("client-id", id=lead.external_id)]


def name_way(contact: Contact) -> str:
    """Return by what a client without a chat can be reached, as a word that texts choose by."""
    lead = contact.lead
    if lead.phone:
        return "both" if lead.email else "phone"
    if lead.email:
        return "email"
    if contact.typed_phone or contact.typed_email:
        return "typed"
    return "none" if find_telegram_id(lead) is None else "telegram"


def list_said(said: Mapping[str, str], words: Words) -> list[str]:
    """Return what a form says of its client, as plain text."""
    shown = {field: " ".join(text.split()) for field, text in said.items()}
    if "phone" in shown:
        shown["phone"] = write_phone(shown["phone"], words)
    if "external_id" in shown:
        shown["external_id"] = words.plain("client-id", id=shown["external_id"])
    return list(shown.values())


def write_origin(origin: Mapping[str, str]) -> str:
    """Return how the sender of a form came, as plain text: google / cpc, spring sale · example.com/price."""
    way = " / ".join(filter(None, (origin.get("utm_source"), origin.get("utm_medium"))))
    rest = (origin.get(name) for name in ("utm_campaign", "utm_term", "utm_content"))
    came = ", ".join(filter(None, (way, *rest)))
    page = SCHEME.sub("", origin.get(PAGE, "")).partition("?")[0].partition("#")[0].rstrip("/")
    return " · ".join(shorten(part, LONGEST_ORIGIN) for part in (came, page) if part)


def describe_client(contact: Contact, words: Words) -> str:
    """Return the client in HTML: the name, a link to the profile where there is one, how to reach them."""
    lead, reach = contact.lead, [escape(isolate(part)) for part in list_reach(contact.lead, words)]
    account = contact.chat_id or find_telegram_id(lead)
    name = escape(isolate(quote_handle(lead.name) if lead.name else words.plain("client-unnamed")))
    if account is not None:
        name = f'<a href="tg://user?id={account}">{name}</a>'
        if lead.username:
            name = f'{name}, <a href="https://t.me/{escape(lead.username)}">@{escape(lead.username)}</a>'
    elif lead.name is None and reach:
        return ", ".join(reach)
    return ", ".join((name, *reach))


def name_source(source: Source) -> str:
    """Return a source as people know it: a bot by its @username."""
    return sources.show_name(source)


def name_in_command(source: Source) -> str:
    """Return how to name a source within a command: by name if that is one word, else by number."""
    name = name_source(source)
    return name if ONE_WORD.fullmatch(name) else str(source.id)


def call_operator(operator: Operator) -> str:
    """Return how to name an operator before other words of a command: several words go into quotes."""
    words = operator.name.split(" ")
    if not all(ONE_WORD.fullmatch(word) for word in words):
        return str(operator.id)
    return operator.name if len(words) == 1 else f'"{operator.name}"'


def name_operator(operator_id: int | None, operators: Mapping[int, Operator]) -> str:
    """Return an operator's name, a dash where there was none."""
    operator = operators.get(operator_id or 0)
    return operator.name if operator else "—"


def write_account(account: int, profile: Profile | None, words: Words) -> str:
    """Return in HTML which Telegram account it is."""
    return f"{words.html('operator-account')} {link_account(account, profile, words)}"


def name_account(profile: Profile | None, words: Words) -> str:
    """Return the name of a Telegram account, as plain text."""
    return (profile and profile.name and quote_handle(profile.name)) or words.plain("client-unnamed")


def link_account(account: int, profile: Profile | None, words: Words) -> str:
    """Return a Telegram account in HTML: the name as a link to it, and the @username."""
    name = escape(isolate(name_account(profile, words)))
    shown = f'<a href="tg://user?id={account}">{name}</a>'
    if profile is not None and profile.username:
        username = escape(profile.username)
        shown += f', <a href="https://t.me/{username}">@{username}</a>'
    return shown
