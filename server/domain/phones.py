"""Telephone numbers: one form of each (E.164), and which may get a text message.

The same number is counted as one however it was typed: ６ is 6, 0086 is +86. A valid number is not yet
one that we write to: premium numbers are valid too. So only mobiles, or what may be, of allowed countries.
"""

import re
import unicodedata
from typing import Final

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_valid_short_number_for_region,
    length_of_national_destination_code,
    national_significant_number,
    number_type,
    parse,
    region_code_for_country_code,
)

from server.domain.errors import Invalid

CHINA: Final = 86
AS_TYPED: Final = re.compile(
    r"1[3-9]\d{9}", re.ASCII
)  # a mobile number of China; the library says if it is one
SHORT: Final = re.compile(r"\d{3,6}", re.ASCII)
LONGEST: Final = 40  # characters that anybody types for a number
MOBILE: Final = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
LANDLINE: Final = {PhoneNumberType.FIXED_LINE}
REACHABLE: Final = MOBILE | LANDLINE | {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST}


def for_sign_in(text: str, countries: list[int], field: str = "phone") -> str:
    """E.164 of a number that can get our code. Raises Invalid, which says which number could.

    `countries` are calling codes; the first is that of a number typed without one.
    """
    number, kind = _read(text, countries, field)
    if number.country_code not in countries:
        raise Invalid({field: "country-not-served"}, countries=", ".join(f"+{code}" for code in countries))
    if kind in LANDLINE:
        raise Invalid({field: "no-sms-number"})
    if kind not in MOBILE:
        raise Invalid({field: "bad-phone"})
    return format_number(number, PhoneNumberFormat.E164)


def takes_texts(text: str, countries: list[int]) -> bool:
    """May we write to this number?"""
    try:
        for_sign_in(text, countries)
    except Invalid:
        return False
    return True


def for_contact(text: str, countries: list[int], field: str = "phone") -> str:
    """E.164 of a number to call back, of any country; a landline comes with its area code. Raises Invalid."""
    number, kind = _read(text, countries, field)
    if kind not in REACHABLE:
        raise Invalid({field: "bad-phone"})
    return format_number(number, PhoneNumberFormat.E164)


def for_directory(text: str, countries: list[int], field: str = "phone") -> str:
    """A number that a service is reached at, as people of the country write it. Raises Invalid.

    A mobile, a landline with its area code, 400 and 800, or a short number such as 96345.
    """
    home = region_code_for_country_code(countries[0])
    typed = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip()
    if SHORT.fullmatch(typed) and is_valid_short_number_for_region(parse(typed, home), home):
        return typed
    number, kind = _read(text, countries, field)
    if kind not in REACHABLE:
        raise Invalid({field: "bad-phone"})
    if number.country_code != countries[0]:
        return format_number(number, PhoneNumberFormat.INTERNATIONAL)
    if kind in MOBILE:
        return national_significant_number(number)
    written = format_number(number, PhoneNumberFormat.NATIONAL).replace(" ", "-")
    if kind in LANDLINE and countries[0] == CHINA:  # 0571-88998899: the library groups the rest too
        area = length_of_national_destination_code(number)
        digits = national_significant_number(number)
        return f"0{digits[:area]}-{digits[area:]}"
    return written


def _read(text: str, countries: list[int], field: str) -> tuple[PhoneNumber, int]:
    """The number and its PhoneNumberType. Raises Invalid for one that no country has."""
    typed = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip()
    if not typed or len(typed) > LONGEST:
        raise Invalid({field: "bad-phone"})
    if countries[0] == CHINA and AS_TYPED.fullmatch(typed):  # nearly always: nothing to be taken apart
        number = PhoneNumber(country_code=CHINA, national_number=int(typed))
    else:
        try:
            number = parse(typed, region_code_for_country_code(countries[0]))
        except NumberParseException:
            raise Invalid({field: "bad-phone"}) from None
    kind = number_type(number)
    if number.extension or kind == PhoneNumberType.UNKNOWN:  # which is what "not valid" means to the library
        raise Invalid({field: "bad-phone"})
    return number, kind


def masked(phone: str | None, home: int = 86) -> str:
    """138****5678: enough for its owner to know it; "" for none. Of other countries with their code."""
    if not phone:
        return ""
    shown = re.sub(rf"^\+{home}", "", phone)
    if len(shown) < 8:
        return "****"
    return f"{shown[:3]}****{shown[-4:]}" if shown == phone[3:] else f"{shown[:5]}****{shown[-2:]}"


def national(phone: str, home: int = 86) -> str:
    """As people of the country dial it; a landline with its zero."""
    return format_number(parse(phone), PhoneNumberFormat.NATIONAL) if phone.startswith(f"+{home}") else phone
