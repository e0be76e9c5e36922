"""What was searched in vain, counted: words and a day, nothing of who asked or from where.

A phone searches by itself, so it counts by itself and sends the counts now and then. What could be somebody's
own (a telephone number, a number of a card, an address of mail) is neither sent nor taken.
"""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from server.domain.city import City
from server.domain.desk import must_read
from server.domain.everyday import find_more, given_by
from server.domain.people import Actor
from server.domain.pieces import normal, runs_of
from server.storage.database import Sql, raw, together, write

KEPT: Final = timedelta(days=180)
BATCHES: Final = timedelta(days=60)  # a phone that was off so long may count a batch twice
SHORTEST, LONGEST = 2, 40  # characters of what is counted
MOST_DIGITS: Final = 5  # more may be a number of somebody's
MOST_A_DAY: Final = 5_000  # different words: whoever sends nonsense does not fill the disk
LISTED: Final = 200
DIGIT: Final = re.compile(r"[0-9]")


class WordsCounted(Struct, frozen=True, forbid_unknown_fields=True):
    """What was typed and found nothing, and how often."""

    text: Annotated[str, Meta(max_length=200)]
    count: Annotated[int, Meta(ge=1, le=20)] = 1


class SearchesWithout(Struct, frozen=True, forbid_unknown_fields=True):
    """What one phone counted since it last told."""

    words: Annotated[list[WordsCounted], Meta(min_length=1, max_length=50)]


class SearchesCounted(Struct, frozen=True):
    """How many of them count; the rest could be somebody's own, or says nothing."""

    counted: int


class QueryShown(Struct, frozen=True):
    """Words that found nothing, how often in the last half year, and when last."""

    words: str
    count: int
    last_on: date


class QueryPage(Struct, frozen=True):
    """The most frequent first."""

    items: list[QueryShown]


def countable(text: str) -> str:
    """The words as they are counted; "": they are not. pwa/src/data/unanswered.ts has the same rule."""
    words = " ".join(runs_of(text[:LONGEST]))[:LONGEST].strip()
    digits = len(DIGIT.findall(words))
    is_private = "@" in normal(text) or digits > MOST_DIGITS
    is_short = len(words) < SHORTEST or digits == len(words.replace(" ", ""))
    return "" if is_private or is_short else words


async def count_batch(
    id: UUID, data: SearchesWithout, city: City, now: datetime
) -> tuple[SearchesCounted, bool]:
    """Counts what a phone sends, once; and whether it was new."""
    counts: dict[str, int] = {}
    for each in data.words:
        if words := countable(each.text):
            counts[words] = counts.get(words, 0) + each.count
    day = now.astimezone(city.zone).date()
    async with write():
        first = await raw(
            "INSERT INTO query_batch (id, day) VALUES ({}, {}) ON CONFLICT (id) DO NOTHING RETURNING id",
            id,
            day,
        )
        if first and counts:
            await _add(counts, day)
    return SearchesCounted(len(counts)), bool(first)


async def count_one(text: str, city: City, now: datetime) -> None:
    """Counts what the server itself was asked and did not find."""
    if words := countable(text):
        async with write():
            await _add({words: 1}, now.astimezone(city.zone).date())


ADD: Final = (
    "INSERT INTO query_without_result (words, day, times) VALUES ({}, {}, {}) ON CONFLICT (words, day) "
    "DO UPDATE SET times = query_without_result.times + excluded.times"
)


async def _add(counts: dict[str, int], day: date) -> None:
    (row,) = await raw("SELECT count(*) AS n FROM query_without_result WHERE day = {}", day)
    if row["n"] + len(counts) <= MOST_A_DAY:
        await together(*(Sql(ADD, words, day, count) for words, count in sorted(counts.items())))


COUNTED: Final = (
    "SELECT words, SUM(times) AS count, MAX(day) AS last_on FROM query_without_result WHERE day > {} "
    "GROUP BY words ORDER BY SUM(times) DESC, words LIMIT {}"
)


async def list_queries(actor: Actor, city: City, now: datetime) -> QueryPage:
    """What was searched in vain and is still in nobody's words. Raises NotSignedIn or NotAllowed."""
    must_read(actor)
    since = now.astimezone(city.zone).date() - KEPT
    known = {
        normal(word) for given in given_by(city.folder).values() for words in given.values() for word in words
    }
    more = await find_more()
    known |= {normal(word) for terms in more.values() for words in terms.values() for word in words}
    rows = await raw(COUNTED, since, 2 * LISTED)
    shown = [row for row in rows if not _holds_one(row["words"], known)]
    return QueryPage(
        [QueryShown(row["words"], int(row["count"]), _day(row["last_on"])) for row in shown[:LISTED]]
    )


def _holds_one(words: str, known: set[str]) -> bool:
    """Do they hold a word by which they are found by now?"""
    lengths = range(SHORTEST, len(words) + 1)
    return any(
        words[at : at + length] in known for length in lengths for at in range(len(words) - length + 1)
    )


def _day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


async def drop_old(now: datetime) -> int:
    """What was kept long enough goes; how many rows."""
    counted = await raw(
        "DELETE FROM query_without_result WHERE day <= {} RETURNING 1 AS one", (now - KEPT).date()
    )
    batches = await raw("DELETE FROM query_batch WHERE day <= {} RETURNING 1 AS one", (now - BATCHES).date())
    return len(counted) + len(batches)
