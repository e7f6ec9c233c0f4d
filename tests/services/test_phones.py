"""A phone has one spelling, whoever writes it in which way; an extension makes it another phone."""

import unicodedata
from itertools import product

import phonenumbers
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat

from models import Lead
from services.phones import LONGEST_EXTENSION, list_same, normalize_phone, write_international

PHONES = [
    ("RU", "+79161234567", ["8 (916) 123-45-67", "+7 916 123 45 67", "79161234567", "9161234567"]),
    ("KZ", "+77012345678", ["8 701 234 56 78", "+7 (701) 234-56-78"]),
    ("UA", "+380501234567", ["050 123 45 67", "+38 (050) 123-45-67"]),
    ("BY", "+375291234567", ["8 029 123-45-67", "+375 29 123 45 67"]),
    ("UZ", "+998901234567", ["90 123 45 67", "+998 90 123-45-67"]),
    ("GE", "+995555123456", ["555 12 34 56", "+995 (555) 123 456"]),
    ("DE", "+4915112345678", ["0151 12345678", "+49 151 12345678", "0049 151 1234 5678"]),
    ("GB", "+447400123456", ["07400 123456", "+44 7400 123456", "+44 (0)7400 123456"]),
    ("US", "+12015550123", ["(201) 555-0123", "1-201-555-0123", "201.555.0123", "+1 201 555 0123"]),
    ("IN", "+918123456789", ["081234 56789", "+91 81234-56789", "८१२३४५६७८९"]),
]


@pytest.mark.parametrize(
    ("region", "spelling", "phone"),
    [(region, spelling, phone) for region, phone, spellings in PHONES for spelling in (phone, *spellings)],
)
def test_a_phone_has_one_spelling(region: str, spelling: str, phone: str) -> None:
    assert normalize_phone(spelling, region) == phone
    assert normalize_phone(phone, None) == phone


@pytest.mark.parametrize(
    "text",
    ["", "   ", "phone", "12", "+7", "+7916123456", "+791612345678901", "+999123456789", "0000000000"],
)
def test_what_can_be_no_phone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        normalize_phone(text, "RU")


def test_a_number_without_country_needs_a_region() -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        normalize_phone("8 (916) 123-45-67", None)


EXTENSIONS = [
    *("{} доб. {}", "{} доб.{}", "{} доб {}", "{}, доб. {}", "{} (доб. {})", "{} ДОБ: {}", "{} доб.№ {}"),
    *("{} добавочный {}", "{} вн. {}", "{} внутр. {}", "{} доп. {}", "{} дод. {}"),
    *("{},{}", "{}, {}", "{},,{}", "{};{}", "{}#{}", "{} #{}", "{}~{}", "{}*{}", "{}p{}", "{}w{}", "{}＃{}"),
    *("{} ext {}", "{} ext. {}", "{}ext{}", "{} Ext: {}", "{} extension {}", "{} extn {}", "{};ext={}"),
    *("{} ｅｘｔ {}", "{}x{}", "{} x {}", "{} X{}", "{}х{}"),
    *("{} int. {}", "{} anexo {}", "{} interno {}", "{} poste {}", "{} Durchwahl {}", "{} wew. {}"),
    *("{} доб. {}#", "{} доб. {}.", "{}\u00a0доб.\u00a0{}\u200b", "тел. {} доб. {}", "tel:{};ext={}"),
]


@pytest.mark.parametrize("written", EXTENSIONS)
def test_an_extension_is_kept_however_it_is_written(written: str) -> None:
    numbers = ("+7 495 123-45-67", "8 (495) 1234567", "+7-495-123-45-67")
    for number, extension in product(numbers, ("101", "0", "007", "123456789")):
        phone = f"+74951234567,{extension}"
        assert normalize_phone(written.format(number, extension), "RU") == phone
        assert normalize_phone(phone, None) == phone
        assert write_international(phone) == ("+7 495 123-45-67", extension)


@pytest.mark.parametrize(
    "text",
    [
        *("доб. 101", ",101", "+7 495 1234567 доб.", "+7 495 1234567 доб. сто", "+7 495 1234567 доб. 1, 2"),
        *("8 495 123-45-67, 8 916 123-45-67", "8 495 123-45-67 доб. 89161234567", "8 495 1234567 (101)"),
        *("8 495 123-45-67 WhatsApp", "1-800-FLOWERS", "8 495 123-45-67 кв. 5", "8 495 123-45-6z"),
    ],
)
def test_what_can_be_no_phone_with_an_extension_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        normalize_phone(text, "RU")


def test_letters_after_a_number_are_no_digits_of_it() -> None:
    """In Germany numbers have any length: with the w as a 9 it would be somebody else's."""
    assert normalize_phone("0151 12345678 w12", "DE") == "+4915112345678,12"
    with pytest.raises(ValueError, match="letters in it"):
        normalize_phone("030 1234 we", "DE")


# region → the present number → old and other spellings
RENUMBERED = [
    (
        "MX",
        "+522221234567",
        ["+52 1 222 123 4567", "044 222 123 4567", "045 222 123 4567", "01 222 123 4567"],
    ),
    ("MX", "+525512345678", ["+5215512345678", "+52 (1) 55 1234 5678", "+52 55 1234 5678", "55 1234 5678"]),
    ("AR", "+5491123456789", ["011 15 2345-6789", "+54 11 15 2345 6789", "+54 9 11 2345 6789"]),
    ("AR", "+5491123456789", ["+54 9 11 15 2345 6789", "+54 9 011 15 2345 6789", "(011) 15-2345-6789"]),
    ("AR", "+5493435551212", ["0343 15 555 1212", "+54 343 15 555 1212", "+54 9 343 15 555 1212"]),
    ("CO", "+576012345678", ["+57 1 234 5678", "+57 601 2345678"]),
    ("BJ", "+2290197123456", ["97 12 34 56", "+229 97123456", "01 97 12 34 56"]),
    ("GA", "+24166123456", ["06 12 34 56", "066 12 34 56", "+241 06 12 34 56", "+241 6 12 34 56"]),
    ("GA", "+24111123456", ["01 12 34 56", "011 12 34 56", "+241 01 12 34 56"]),
    ("IT", "+390669812345", ["06 698 12345", "+39 06 69812345"]),
    ("BR", "+5511987654321", ["0 15 11 98765-4321", "(11) 98765-4321", "+55 0 11 98765 4321"]),
    ("SM", "+3780549886377", ["886377", "0549 886377", "+378 886377"]),
]


@pytest.mark.parametrize(
    ("region", "spelling", "phone"),
    [
        (region, spelling, phone)
        for region, phone, spellings in RENUMBERED
        for spelling in (phone, *spellings)
    ],
)
@pytest.mark.parametrize("extension", ["", "12"])
def test_an_old_spelling_is_the_present_phone(region: str, spelling: str, phone: str, extension: str) -> None:
    written = f"{spelling} ext. {extension}" if extension else spelling
    assert normalize_phone(written, region) == (f"{phone},{extension}" if extension else phone)


def test_an_argentine_phone_with_its_9_and_without_is_the_same() -> None:
    assert list_same("+5491123456789") == ("+5491123456789", "+541123456789")
    assert list_same("+541123456789,5") == ("+541123456789,5", "+5491123456789,5")
    assert list_same("+74951234567,101") == ("+74951234567,101",)


COLUMN = getattr(Lead.__table__.c.phone.type, "length", 0)
FIRST_DIGITS = ["0", "０", "٠", "۰", "०"]  # plain, full-width, Arabic, Persian, Devanagari
DASHES = ["-", "‑", "–", "—", " ", "\u00a0", ".", "  ", ""]
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@st.composite
def phones(draw: st.DrawFn) -> tuple[str, str]:
    """A region, and a number of it in E.164."""
    region = draw(st.sampled_from(REGIONS))
    kind = draw(st.sampled_from(sorted(phonenumbers.supported_types_for_region(region))))
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        reject()
    number = phonenumbers.format_number(example, PhoneNumberFormat.E164)
    tail = draw(st.text("0123456789", min_size=1, max_size=5))
    changed = parse(number[: -len(tail)] + tail)
    return region, number if changed is None else phonenumbers.format_number(changed, PhoneNumberFormat.E164)


def parse(number: str) -> PhoneNumber | None:
    """Return a number if it can exist."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None


def respell(text: str, zero: str, dash: str) -> str:
    """Return a text with other digits, and something else between them."""
    spelled = "".join(dash if c in " -" else c for c in text)
    return "".join(chr(ord(zero) + int(c)) if c.isascii() and c.isdigit() else c for c in spelled)


@given(
    phones(),
    st.sampled_from(["e164", "international", "national", "rfc3966", "00", "brackets"]),
    st.sampled_from(FIRST_DIGITS),
    st.sampled_from(DASHES),
    st.sampled_from([None, *EXTENSIONS]),
    st.text("0123456789", min_size=1, max_size=LONGEST_EXTENSION),
)
def test_every_spelling_of_a_phone_is_one_and_spelling_it_again_changes_nothing(
    phone: tuple[str, str], style: str, zero: str, dash: str, written: str | None, extension: str
) -> None:
    region, e164 = phone
    number = parse(e164)
    if number is None:
        reject()
    abroad = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    spelled = {
        "e164": e164,
        "international": abroad,
        "national": phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
        "rfc3966": phonenumbers.format_number(number, PhoneNumberFormat.RFC3966).removeprefix("tel:"),
        "00": f"00{e164[1:]}",
        "brackets": abroad.replace(" ", " (", 1).replace(" ", ") ", 2) if abroad.count(" ") > 2 else abroad,
    }[style]
    expected = normalize_phone(e164, None)
    typed = respell(spelled, zero, dash)
    if written is not None:
        typed, expected = written.format(typed, extension), f"{expected},{extension}"
    assert normalize_phone(typed, region) == expected
    assert normalize_phone(expected, None) == expected
    assert normalize_phone(expected, region) == expected
    assert len(expected) <= COLUMN, "PostgreSQL refuses what is longer"
    assert all(unicodedata.category(c) in "Nd Sm Po" for c in expected)
