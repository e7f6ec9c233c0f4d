"""How persons, phones and ages are written."""

from datetime import datetime

import phonenumbers

from bot.texts import Words, escape
from models import Contact, Lead


def write_phone(phone: str) -> str:
    """Return an E.164 phone the way people write it."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def name_client(lead: Lead, words: Words) -> str:
    """Return what to call a client."""
    return lead.name or words.plain("client-unnamed")


def describe_client(contact: Contact, words: Words) -> str:
    """Return the client in HTML: the name, a link to the profile where there is one, phone and email."""
    name = escape(name_client(contact.lead, words))
    if contact.chat_id is not None:
        name = f'<a href="tg://user?id={contact.chat_id}">{name}</a>'
    phone = contact.lead.phone and escape(write_phone(contact.lead.phone))
    email = contact.lead.email and escape(contact.lead.email)
    return ", ".join(part for part in (name, phone, email) if part)


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
