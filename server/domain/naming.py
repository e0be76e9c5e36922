"""What a division is called: officially, by residents, in English, and by its sound.

The statistical file names the committee (幸福村村委会); residents name the place (幸福村).
"""

import re
from typing import Final

from msgspec import Struct

from server.domain.pinyin import Reader

VILLAGE: Final = re.compile(r"(村委会|村民委员会)$")
COMMITTEE: Final = re.compile(r"(居委会|居民委员会)$")
OFFICE: Final = re.compile(r"(街道|镇|乡)(办事处|人民政府)$")

KINDS: Final = {  # the last characters of a short name, the longest first
    "社区": "Community",
    "街道": "Subdistrict",
    "村": "Village",
    "镇": "Town",
    "乡": "Township",
    "区": "District",
    "县": "County",
    "市": "City",
}


class Names(Struct, frozen=True):
    """All that is said of one division; lengths as in the table."""

    short: str
    english: str
    pinyin: str
    initials: str


def names_of(official: str, level: int, reader: Reader) -> Names:
    """From the official name. The city itself is called in English without its kind: Hangzhou."""
    short = short_name(official)
    said = reader.syllables(short)
    english = reader.english.get(short) or english_name(short, level, reader)
    return Names(short, english, " ".join(said), "".join(syllable[0] for syllable in said))


def short_name(official: str) -> str:
    """What residents say: 华丰社区, 幸福村, 和睦街道."""
    name = OFFICE.sub(r"\1", official)
    if VILLAGE.search(name):
        while VILLAGE.search(name):  # some committees are named twice
            name = VILLAGE.sub("", name)
        return name if name.endswith("村") else f"{name}村"
    if COMMITTEE.search(name):
        name = COMMITTEE.sub("", name)
        return name if name.endswith(("社区", "区")) else f"{name}社区"
    return name


def english_name(short: str, level: int, reader: Reader) -> str:
    """By its sound, and its kind in English: Xingfu Village, Xi'an Subdistrict."""
    kind = next((kind for kind in KINDS if short.endswith(kind) and short != kind), "")
    proper = short.removesuffix(kind)
    sound = "".join(
        f"'{said}" if place and said[0] in "aeo" else said
        for place, said in enumerate(reader.syllables(proper))
    )
    sound = sound.replace("lv", "lü").replace("nv", "nü").capitalize()
    return sound if level == 1 or not kind else f"{sound} {KINDS[kind]}"
