"""Phones are written as phonenumbers writes them, though it is not asked for each of them."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from bot.ui.phones import write_number


def list_examples() -> list[str]:
    """Return a valid number for every region and kind there is."""
    regions = phonenumbers.SUPPORTED_REGIONS
    kinds = PhoneNumberType.values()
    found = [phonenumbers.example_number_for_type(region, kind) for region in regions for kind in kinds]
    found += map(
        phonenumbers.example_number_for_non_geo_entity, phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS
    )
    return [phonenumbers.format_number(number, PhoneNumberFormat.E164) for number in found if number]


def list_neighbours(phone: str) -> list[str]:
    """Return the valid numbers that differ in the last digits."""
    ends = ("0", "7", "19", "482", "0055", "95173", "284006")
    numbers = [phonenumbers.parse(phone[: -len(end)] + end) for end in ends if len(phone) - len(end) > 4]
    return [
        phonenumbers.format_number(number, PhoneNumberFormat.E164)
        for number in numbers
        if phonenumbers.is_valid_number(number)
    ]


def test_a_phone_of_any_country_and_kind_is_written_as_the_library_does() -> None:
    examples = list_examples()
    phones = {*examples, *(near for phone in examples for near in list_neighbours(phone))}
    assert len(phones) > 2000
    wrong = {
        phone: write_number(phone)
        for phone in phones
        if write_number(phone)
        != phonenumbers.format_number(phonenumbers.parse(phone), PhoneNumberFormat.INTERNATIONAL)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+79031234567", "+7 903 123-45-67"),
        ("+14155552671", "+1 415-555-2671"),
        ("+390612345678", "+39 06 1234 5678"),
        ("+80012345678", "+800 1234 5678"),
        ("+99999", "+99999"),
        ("9031234567", "9031234567"),
        ("+", "+"),
        ("", ""),
    ],
)
def test_what_no_rule_is_for_is_left_to_the_library(phone: str, written: str) -> None:
    assert write_number(phone) == written
