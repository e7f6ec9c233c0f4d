"""How persons, phones and ages are written."""

from datetime import datetime

import phonenumbers

from bot.texts import Words, escape
from models import Contact, Lead
from services.leads import find_telegram_id


def write_phone(phone: str) -> str:
    """Return an E.164 phone the way people write it."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def name_client(lead: Lead, words: Words) -> str:
    """Return what to call a client, as plain text: by name, else by what else is known."""
    reach = list_reach(lead, words)
    return lead.name or (reach[0] if reach else words.plain("client-unnamed"))


def list_reach(lead: Lead, words: Words) -> list[str]:
    """Return phone and email as plain text; without them what the client is known by elsewhere."""
    found = [part for part in (lead.phone and write_phone(lead.phone), lead.email) if part]
    if found or lead.external_id is None or find_telegram_id(lead) is not None:
        return found
    return [words.plain("client-id", id=lead.external_id)]


def name_way(lead: Lead) -> str:
    """Return by what a client without a chat can be reached, as a word that texts choose by."""
    if lead.phone:
        return "both" if lead.email else "phone"
    if lead.email:
        return "email"
    return "none" if find_telegram_id(lead) is None else "telegram"


def describe_client(contact: Contact, words: Words) -> str:
    """Return the client in HTML: the name, a link to the profile where there is one, how to reach them."""
    lead, reach = contact.lead, [escape(part) for part in list_reach(contact.lead, words)]
    account = contact.chat_id or find_telegram_id(lead)
    name = escape(lead.name or words.plain("client-unnamed"))
    if account is not None:
        name = f'<a href="tg://user?id={account}">{name}</a>'
    elif lead.name is None and reach:
        return ", ".join(reach)
    return ", ".join((name, *reach))


def write_age(since: datetime, now: datetime, words: Words) -> str:
    """Return how long ago something was, in the largest unit that is at least one."""
    return write_minutes(int((now - since).total_seconds() // 60), words)


def write_minutes(minutes: int, words: Words) -> str:
    """Return a time in the largest unit of which there is at least one."""
    if minutes < 1:
        return words.plain("age-moment")
    if minutes < 60:
        return words.plain("age-minutes", count=minutes)
    if minutes < 24 * 60:
        return words.plain("age-hours", count=minutes // 60)
    return words.plain("age-days", count=minutes // (24 * 60))
