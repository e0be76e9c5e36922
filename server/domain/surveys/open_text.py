"""What people wrote in their own words, for staff, once a wave has closed: checked, and by district at most.

Numbers as long as a phone's or an identity card's and the names of staff are masked, however they are typed.
Nobody is told which street or community a sentence came from, nor which other answers came with it. They
stand in the order of the answers' keys, which is none.
"""

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import normalize
from uuid import UUID

from msgspec import Struct

from server.domain.errors import Invalid, NotAllowed, NotFound, NotSignedIn, StepNotAllowed
from server.domain.people import Actor, Role
from server.domain.scope import contains, level_of, scope_of
from server.domain.surveys.questionnaire import Group, read_questionnaire
from server.domain.surveys.waves import WaveState, find_wave
from server.models.people import Person
from server.storage.database import engine_type, raw

MAY_READ: Final = frozenset({Role.MANAGER, Role.STATISTICIAN, Role.AUDITOR})
DISTRICT: Final = 2
PAGE: Final = 100
MASK: Final = "▇▇▇"
DIGIT: Final = "[0-9零〇一二三四五六七八九幺两]"
NUMBER: Final = re.compile(rf"\+?{DIGIT}(?:[\s\-‐-―.·()_]*{DIGIT}){{6,}}(?:[\s\-]*[Xx](?![A-Za-z]))?")
SHORTEST_NAME: Final = 2  # characters; a name of one would mask ordinary words


class Comment(Struct, frozen=True):
    """One text, masked. `kind`: invited or open."""

    question: str
    group: Group
    kind: str
    text: str


class Comments(Struct, frozen=True):
    """A page of them."""

    division: str
    items: list[Comment]
    next_cursor: str | None


async def read_comments(
    wave_id: UUID, actor: Actor, *, division: str, group: Group, cursor: str = ""
) -> Comments:
    """Of a district or the city that lies within the reader's own part.

    Raises NotSignedIn, NotAllowed, NotFound, Invalid below a district, StepNotAllowed while answers arrive.
    """
    _check(actor, division)
    wave = await find_wave(wave_id)
    if wave.state not in {WaveState.CLOSED, WaveState.PUBLISHED}:
        raise StepNotAllowed(state=wave.state)
    fields = [
        question.id
        for question in read_questionnaire(wave.questionnaire).form(group)
        if question.type == "text"
    ]
    if not fields:
        return Comments(division, [], None)
    start = int(cursor) if cursor.isascii() and cursor.isdecimal() else 0
    rows = await raw(
        _texts(fields), str(wave_id), group.value, *scope_of(division), PAGE + 1, min(start, 10**9)
    )
    names = await staff_names()
    items = [
        Comment(field, group, row["kind"], masked(row[f"text_{place}"], names))
        for row in rows[:PAGE]
        for place, field in enumerate(fields)
        if row[f"text_{place}"]
    ]
    return Comments(division, items, str(start + PAGE) if len(rows) > PAGE else None)


def masked(text: str, names: "re.Pattern[str] | None") -> str:
    """The words without numbers that reach or name a person, and without the names of staff."""
    plain = NUMBER.sub(MASK, normalize("NFKC", text))
    return names.sub(MASK, plain) if names else plain


async def staff_names() -> "re.Pattern[str] | None":
    """All who ever had an account with a user name, the longest first; spaces in between hide nobody."""
    found = await Person.select(Person.name).where(Person.username.is_not_null()).output(as_list=True)
    return pattern_of(found)


def pattern_of(names: Iterable[str]) -> "re.Pattern[str] | None":
    """One pattern of many names; None: there are none."""
    known = {normalize("NFKC", name).strip() for name in names}
    long = sorted((name for name in known if len(name) >= SHORTEST_NAME), key=len, reverse=True)
    spaced = (r"\s*".join(re.escape(letter) for letter in "".join(name.split())) for name in long)
    return re.compile("|".join(spaced), re.IGNORECASE) if long else None


def _check(actor: Actor, division: str) -> None:
    if actor.person is None:
        raise NotSignedIn
    mine = actor.divisions(MAY_READ)
    if not mine:
        raise NotAllowed
    if not division.isdecimal() or not any(contains(outer, division) for outer in mine):
        raise NotFound(division=division)
    if level_of(division) > DISTRICT:
        raise Invalid({"division": "not-a-choice"})


def _texts(fields: list[str]) -> str:
    """Rows with any of the texts; the ids are those of the frozen questionnaire: letters and digits."""
    field = {"sqlite": "json_extract(answers, '$.{}')", "postgres": "answers::json ->> '{}'"}[engine_type()]
    texts = [field.format(id) for id in fields]
    columns = ", ".join(f"{text} AS text_{place}" for place, text in enumerate(texts))
    given = " OR ".join(f"{text} IS NOT NULL" for text in texts)
    return (
        f"SELECT kind, {columns} FROM survey.response WHERE wave = {{}} AND audience = {{}} "  # noqa: S608
        f"AND division BETWEEN {{}} AND {{}} AND ({given}) ORDER BY id LIMIT {{}} OFFSET {{}}"
    )
