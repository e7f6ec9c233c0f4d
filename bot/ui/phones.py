"""How phones are written."""

from bot.ui.texts import Words
from services.phones import write_international


def write_phone(phone: str, words: Words) -> str:
    """Return a phone the way people write it, as plain text; what is none stays as it is."""
    number, extension = write_international(phone)
    return words.plain("phone-with-extension", phone=number, extension=extension) if extension else number
