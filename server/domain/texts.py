"""Words that people type: one form of each, nothing invisible in them, no longer than we keep.

NFC, so that what looks alike is alike. Control characters and the signs that turn the direction of writing
have no business in a sentence (they hide and fake text, and PostgreSQL refuses NUL): they are dropped, not
refused, for they come in with a paste and nobody sees them. Line breaks and tabs stay.
"""

import re
import unicodedata
from typing import Final

from server.domain.errors import Invalid

CONTROL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0, DEL, C1; not tab and newline
DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode Bidi_Control
UNSEEN: Final = "\u00ad\u200b\u2060\ufeff\ufff9-\ufffb"  # zero width; joiners stay: emoji need them
DROPPED: Final = re.compile(f"[{CONTROL}{DIRECTION}{UNSEEN}\ud800-\udfff]")
BREAKS: Final = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The same words in their one form, trimmed."""
    if text.isascii() and text.isprintable():  # most names, numbers and notes in English
        return text.strip()
    return unicodedata.normalize("NFC", DROPPED.sub("", BREAKS.sub("\n", text))).strip()


def line(text: str) -> str:
    """`clean`, on one line: for names and addresses."""
    return " ".join(clean(text).split())


def at_most(field: str, text: str, characters: int) -> str:
    """The text, if it is short enough once it is clean: NFC can lengthen. Raises Invalid."""
    if len(text) > characters:
        raise Invalid({field: "too-long"}, limit=characters)
    return text


def required(field: str, text: str) -> str:
    """The text, if there is one once it is clean. Raises Invalid."""
    if not text:
        raise Invalid({field: "required"})
    return text
