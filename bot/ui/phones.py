"""How phones are written."""

import phonenumbers


def write_phone(phone: str) -> str:
    """Return an E.164 phone the way people write it."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
