"""Telephone numbers that look like numbers and ring nowhere.

After the area code a local number begins with 2 to 8, for 0 begins long distance (the ministry's numbering
plan of 2017): `0571-0…` was given to nobody and can be given to nobody, and still passes as a number.
Mobile numbers are from 1349, set aside for a satellite service, in a block of it that is all zeros.
"""

from collections.abc import Iterator
from itertools import count


def landlines(area_code: str) -> Iterator[str]:
    """One after the other, as they are written: 0571-00001001."""
    return (f"{area_code}-0{number:07d}" for number in count(1001))


def rings_nowhere(phone: str, area_code: str, mobile: str) -> bool:
    """Is this one of ours, or none at all? Numbers may be written with the country's code or without."""
    digits = phone.replace("-", "").replace(" ", "")
    ours = (f"{area_code}0", f"+86{area_code.removeprefix('0')}0", mobile, mobile.removeprefix("+86"))
    return not digits or digits.startswith(ours)
