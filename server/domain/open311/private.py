"""What is left out of words before strangers read them: numbers, addresses of people, names, doors.

The standard's GET asks for no key, so whatever it tells is published. Only what came through Open311 was
written for that; of other requests no words are told at all. A building may be named, for a lamp hangs there;
a flat may not.
"""

import re
from collections.abc import Iterable
from typing import Final

HIDDEN: Final = "…"
MAILS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBERS: Final = re.compile(
    r"(?<![\d.])\+?\d(?:[ \-()]?\d){6,17}[Xx]?(?![\d.])"
)  # telephones, identity cards
DOORS: Final = re.compile(
    r"[0-9A-Za-z]{1,5}\s*(?:室|房(?!子|屋)|号房|门牌)"
    r"|(?<=单元)\s*[0-9A-Za-z]{2,5}"  # 2 单元 501
    r"|(?<![\d-])\d{1,3}-\d{1,2}-\d{2,4}(?![\d-])"  # 3-2-501: building, staircase, door
    r"|\b(?:flat|room|apartment|apt\.?|unit|suite)\s*#?\s*\d[\w-]*",
    re.IGNORECASE,
)
ALONE: Final = "(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"  # a Chinese character beside it ends a Latin word, too
ANY: Final = re.IGNORECASE
SHORTEST: Final = 2  # characters of a name that is looked for: one alone stands in too many words


def published(words: str, names: Iterable[str]) -> str:
    """The words, without what says whose they are; `names` are those of who asked."""
    for pattern in (MAILS, DOORS, NUMBERS):
        words = pattern.sub(HIDDEN, words)
    spelt = {way for each in names for way in (each, "".join(each.split()), *each.split())}
    for name in sorted(map(re.escape, spelt), key=len, reverse=True):
        if len(name) >= SHORTEST:
            words = re.sub(ALONE.format(name) if name.isascii() else name, HIDDEN, words, flags=ANY)
    return words
