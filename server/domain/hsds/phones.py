"""Telephone numbers in HSDS: E.164, or a short number as people dial it; an extension is a number of its own.

Here a number is kept as it is written on a door, 0571-88881234. What no library knows as a number goes out as
it stands, for somebody may still be able to dial it.
"""

import re
from functools import lru_cache
from typing import Final
from uuid import UUID

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    length_of_geographical_area_code,
    national_significant_number,
    parse,
)

from server.domain.hsds.given import Given
from server.domain.hsds.ids import ident
from server.domain.hsds.records import Phone

HOME: Final = "CN"
CODE: Final = 86
EXTENSION: Final = re.compile(r"\s*(?:转|分机|ext\.?|x)\s*(\d{1,8})$", re.IGNORECASE)
TRANSFER: Final = "转 "  # and an extension that begins with a zero, which as a number would lose it
LONGEST: Final = 20  # characters that we keep
LEAST: Final = 7  # digits; shorter ones are service numbers: 12345, 96345


def phone_of(owner: UUID, written: str) -> list[Phone]:
    """The number of a service or an organization, if it has one."""
    if not written:
        return []
    found = EXTENSION.search(written)
    number = e164(written[: found.start()] if found else written)
    made = Phone(id=ident(owner, "phone"), number=number, type="voice")
    if found and found[1].startswith("0"):
        made.description = TRANSFER + found[1]
    elif found:
        made.extension = int(found[1])
    return [made]


@lru_cache(4096)
def e164(written: str) -> str:
    """+8657188881234; of a short number, and of what is none, as it is written."""
    number = _parsed(written)
    return format_number(number, PhoneNumberFormat.E164) if number else written.strip()


@lru_cache(4096)
def as_written(number: str) -> str:
    """A number of this country as it stands on a door; of another one in E.164."""
    number = number.strip().strip('"').strip()
    parsed = _parsed(number)
    if parsed is None:
        return number
    if parsed.country_code != CODE:
        return format_number(parsed, PhoneNumberFormat.E164)
    digits, area = national_significant_number(parsed), length_of_geographical_area_code(parsed)
    area = area or (3 if _is_landline(digits) else 0)
    return f"0{digits[:area]}-{digits[area:]}" if area else digits


def _is_landline(digits: str) -> bool:
    """Not given to anybody, perhaps, but written like one: 571 and eight digits."""
    return len(digits) == 11 and digits[0] in "3456789"


def _parsed(text: str) -> PhoneNumber | None:
    digits = re.sub(r"\D", "", text)
    if len(digits) < LEAST:
        return None
    try:
        number = parse(text, HOME)
    except NumberParseException:
        return None
    return number if is_possible_number(number) and not number.extension else None


def taken_phone(phones: list[Given]) -> str:
    """The number to call: the first that is one for voices. The others are left lying."""
    voice = [phone for phone in phones if phone.body.get("type", "voice") in {"voice", "cell", "hotline", ""}]
    for phone in voice[:1] or phones[:1]:
        return _taken(phone)
    return ""


def _taken(phone: Given) -> str:
    phone.keep("type")
    written, said = as_written(phone.text("number")), phone.text("description")
    extension = phone.take("extension")
    if extension is None and said.startswith(TRANSFER) and said.removeprefix(TRANSFER).isdigit():
        extension = said.removeprefix(TRANSFER)
    elif said:
        phone.leave("description")
    whole = f"{written}转{extension}" if extension is not None else written
    if len(whole) > LONGEST:
        phone.leave("number", "extension")
        return ""
    return whole
