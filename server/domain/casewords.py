"""By which words staff find a request: those of who asked, of everybody who wrote about it, where it is.

A request is indexed by the clock, a moment after it changed (`index_changed`): whoever writes about it need
not know of the index. Its number is looked up without it. Contact data are not in it, nor long numbers that
somebody wrote into their words: a phone is asked for apart, as a whole (`by_phone`).

    路灯 灯 3f     neighbouring characters, the last one alone, runs of letters, short numbers
    @330106       a division within which it lies, or is held; with all twelve digits, the place or the holder
    @org-…        the firm that holds it
    $open         it is not over
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from server.domain.access import READERS
from server.domain.cards import written_tokens
from server.domain.people import Actor, Role
from server.domain.pieces import is_chinese, pieces_of, runs_of
from server.domain.places import ORGANIZATION
from server.domain.scope import DIGITS, digits_of
from server.storage.database import Sql, raw, together, write
from server.storage.request_tokens import found, replace
from server.storage.rows import select_in
from server.storage.tokens import NOTHING, Token, Wanted, either, every

LONG_NUMBER: Final = 7  # digits: a phone, an identity card
MOST_TEXT: Final = 20_000  # characters of one request that are indexed
MOST_FOUND: Final = 1_000  # requests that a search looks at, the newest
BATCH: Final = 200  # in one transaction: others write between two
AT_MOST: Final = 2_000  # in one pass of the clock
LEAST_DIGITS: Final = 4  # of a number that is looked for


def tokens_of(place: str, holder: str, is_open: bool, texts: Iterable[str]) -> list[str]:
    """What a request is found by."""
    pieces = pieces_of("\n".join(texts)[:MOST_TEXT])
    short = [piece for piece in pieces if not (piece.isdigit() and len(piece) >= LONG_NUMBER)]
    made = {*written_tokens(short), *_within(place), *_within(holder)}
    return sorted(made | ({"$open"} if is_open else set()))


def _within(code: str) -> Iterator[str]:
    if code.startswith(ORGANIZATION):
        yield f"@{code}"
        return
    own = digits_of(code)
    yield from (f"@{code[:digits]}" for digits in DIGITS if digits <= len(own))


def asked_for(q: str, actor: Actor, only_open: bool) -> Wanted:
    """The words of a query, within what somebody may see at all; NOTHING where it holds no words."""
    words = [_word(run) for run in runs_of(q)]
    if not words:
        return NOTHING
    scope = either(
        [
            *(Token(f"@{digits_of(code)}") for code in actor.divisions(READERS)),
            *(
                Token(f"@{ORGANIZATION}{right.organization}")
                for right in actor.rights
                if right.role is Role.PROVIDER and right.organization
            ),
        ]
    )
    return every([*words, scope, *([Token("$open")] if only_open else [])])


def _word(run: str) -> Wanted:
    if not is_chinese(run) or len(run) == 1:
        return Token(run, begins=True)
    return every(Token(run[at : at + 2]) for at in range(len(run) - 1))


NUMBERED: Final = "SELECT id AS request FROM service_request WHERE number >= {} AND number < {}"
NONE: Final = Sql("SELECT id AS request FROM service_request WHERE 1 = 0")


def ids_of(q: str, actor: Actor, only_open: bool) -> Sql:
    """A subselect of the requests that a query may mean; who asks narrows it to what they may see."""
    digits = "".join(q.split()).replace("-", "")
    wanted = asked_for(q, actor, only_open)
    by_words = NONE if wanted == NOTHING else found(wanted, MOST_FOUND)
    if not (digits.isdigit() and digits.isascii() and len(digits) >= LEAST_DIGITS):
        return by_words
    # ":" comes after "9": everything that begins with these digits.
    return Sql(f"{NUMBERED} UNION ALL {by_words.template}", digits, f"{digits}:", *by_words.args)


CHANGED: Final = (
    "SELECT id, version, place, holder, description, address, closed_at FROM service_request "
    "WHERE indexed <> version ORDER BY sent_at LIMIT {}"
)
NOTES: Final = "SELECT request, note FROM request_step WHERE note <> '' AND request IN (KEYS)"
INDEXED: Final = "UPDATE service_request SET indexed = {} WHERE id = {} AND indexed <> version"


async def index_changed() -> int:
    """Index what changed since it was indexed, some of it when that is much; gives how many requests."""
    count = 0
    while count < AT_MOST and await raw(CHANGED, 1):  # mostly nothing: no transaction is begun for that
        count += await _index_batch()
    return count


async def _index_batch() -> int:
    async with write():
        rows = await raw(CHANGED, BATCH)
        notes: dict[UUID, list[str]] = {}
        for note in await select_in(NOTES, [row["id"] for row in rows]) if rows else []:
            notes.setdefault(note["request"], []).append(note["note"])
        await replace([(row["id"], _tokens(row, notes.get(row["id"], []))) for row in rows])
        await together(*(Sql(INDEXED, row["version"], row["id"]) for row in rows))
        return len(rows)


def _tokens(row: dict[str, Any], notes: list[str]) -> str:
    texts = [row["description"], row["address"], *notes]
    return " ".join(tokens_of(row["place"], row["holder"], row["closed_at"] is None, texts))


FORGET: Final = "DELETE FROM request_token WHERE request IN (KEYS)"


async def forget_words(ids: list[UUID]) -> None:
    """Of requests that say no more whose they were. Within `write()`."""
    await select_in(FORGET, ids)
