"""What a desk keeps of the directory, as lists: published, written, due to be looked at again, deleted.

Scoped in the database by the owner, a page at a time. What is published is sorted by name; drafts and what
was deleted by time, the last first; what is due by the day on which somebody last looked. Organizations and
locations of other desks are found with `anywhere`: services refer to them.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.access import READERS, Seen, in_scope
from server.domain.categories import terms_under
from server.domain.errors import Invalid
from server.domain.keeping import kept_by, may_edit, must_read_directory
from server.domain.keysets import Order, cursor_after
from server.domain.people import Actor
from server.domain.revisions import NounName
from server.domain.scope import level_of
from server.domain.texts import line
from server.storage.database import Sql, together
from server.storage.rows import select_in

STALE_AFTER: Final = timedelta(days=180)
PAGE: Final = 50
LONGEST: Final = 100  # characters of a search
NEVER: Final = date(1970, 1, 1)  # before all days on which somebody looked

CITY: Final = 1  # level
LETTERS: Final = re.compile(r"[a-z]{2,10}")

Show = Literal["published", "draft", "stale", "deleted"]
Line = dict[str, Any]


class Wish(Struct, frozen=True):
    """What somebody wants to see."""

    show: Show = "published"
    q: str = ""
    category: str = ""
    organization: UUID | None = None
    division: str = ""
    anywhere: bool = False  # published organizations and locations of other desks too
    cursor: str = ""


class Table(Struct, frozen=True):
    """What is particular to a noun, as SQL: `t` is its table, `d` its draft, `o` a service's organization."""

    noun: NounName
    owner: str
    columns: str
    name: str  # what its list is sorted by
    search: dict[str, str]  # condition with a blank, and how words fill it


ANYWHERE: Final = "%{}%"
TABLES: Final = {
    "service": Table(
        "service",
        "t.owner",
        "t.owner, t.category, t.organization, o.name AS organization_name, t.phone, t.status, t.verified_on",
        "t.name_pinyin",
        {
            "lower(t.name)": ANYWHERE,
            "lower(t.alternate_names)": ANYWHERE,
            "' ' || t.name_pinyin": "% {}%",  # from a syllable on
            "' ' || t.name_pinyin || ' '": "% {initials}%",
            "replace(t.name_pinyin, ' ', '')": "{}%",
            "t.phone": ANYWHERE,
        },
    ),
    "organization": Table(
        "organization",
        "t.owner",
        "t.owner, t.kind, t.phone",
        "t.name",
        {"lower(t.name)": ANYWHERE, "t.phone": ANYWHERE},
    ),
    "location": Table(
        "location",
        "t.division",
        "t.division AS owner, t.address, t.latitude, t.longitude",
        "t.name",
        {"lower(t.name)": ANYWHERE, "lower(t.address)": ANYWHERE},
    ),
}
STALE: Final = (
    "t.status IN ('active', 'temporarily closed') AND (t.verified_on IS NULL OR t.verified_on < {})"
)


async def list_holdings(
    noun: NounName, wish: Wish, actor: Actor, today: date
) -> tuple[list[Line], str | None]:
    """The lines of a page, and the cursor of the next. Raises Invalid, NotSignedIn, NotAllowed.

    A line has what the noun's columns say, `version` (0: not published), `changed_at`, `deleted_at`,
    `draft_by` and `may_edit`; of a service also `is_stale`.
    """
    must_read_directory(actor)
    table = TABLES[noun]
    if wish.show == "draft":
        rows = await _drafts(table, wish, actor)
    else:
        rows = await _published(table, wish, actor, today)
    page = rows[:PAGE]
    last = page[-1] if len(rows) > PAGE else None
    more = cursor_after(last["sorted"], last["id"]) if last else None
    spans = await _spans(page) if noun == "service" else {}
    for row in page:
        del row["sorted"]
        row["may_edit"] = may_edit(actor, {row["owner"], *spans.get(row["id"], ())})
        if noun == "service":
            row["is_stale"] = row["verified_on"] is None or row["verified_on"] < today - STALE_AFTER
    return page, more


async def _published(table: Table, wish: Wish, actor: Actor, today: date) -> list[Line]:
    order = _order(table, wish.show)
    which = [*_scope(table.owner, wish, actor, table.noun), *_search(table.search, wish.q)]
    which.append(Seen(f"t.deleted_at IS {'NOT ' if wish.show == 'deleted' else ''}NULL"))
    if table.noun == "service":
        which += _of_services(wish)
        if wish.show == "stale":
            which.append(Seen(STALE, (today - STALE_AFTER,)))
    which += order.after(wish.cursor)
    provider = "LEFT JOIN organization o ON o.id = t.organization " if table.noun == "service" else ""
    sql = (
        f"SELECT t.id, t.name, t.version, t.changed_at, t.deleted_at, {table.columns}, "  # noqa: S608
        f"d.person_name AS draft_by, {order.sql} AS sorted FROM {table.noun} t {provider}"
        f"LEFT JOIN draft d ON d.id = t.id WHERE {' AND '.join(one.sql for one in which)} "
        f"ORDER BY {order.clause} LIMIT {{}}"
    )
    args = [*order.args, *(arg for one in which for arg in one.args), *order.args, PAGE + 1]
    (rows,) = await together(Sql(sql, *args))
    return list(rows)


def _order(table: Table, show: Show) -> Order:
    if show == "stale" and table.noun == "service":
        return Order("COALESCE(t.verified_on, {})", "t.id", (NEVER,), date)
    if show == "deleted":
        return Order("t.deleted_at", "t.id", kind=datetime, down=True)
    return Order(table.name, "t.id")


async def _drafts(table: Table, wish: Wish, actor: Actor) -> list[Line]:
    """Also of what is not published yet; what a line says is what the draft says."""
    order = Order("d.at", "d.id", kind=datetime, down=True)
    which = [Seen("d.noun = {}", (table.noun,)), *_scope("d.owner", wish, actor, table.noun)]
    which += [*_search({"lower(d.name)": ANYWHERE}, wish.q), *order.after(wish.cursor)]
    sql = (
        "SELECT d.id, d.name, d.owner, d.body, d.person_name AS draft_by, d.at AS changed_at, "  # noqa: S608
        f"COALESCE(t.version, 0) AS version, t.deleted_at, d.at AS sorted FROM draft d "
        f"LEFT JOIN {table.noun} t ON t.id = d.id WHERE {' AND '.join(one.sql for one in which)} "
        f"ORDER BY {order.clause} LIMIT {{}}"
    )
    (rows,) = await together(Sql(sql, *(arg for one in which for arg in one.args), PAGE + 1))
    lines = [_typed(msgspec.json.decode(row.pop("body"))) | row for row in rows]
    if table.noun == "service":
        ids = {line["organization"] for line in lines if line["organization"]}
        named = await select_in("SELECT id, name FROM organization WHERE id IN (KEYS)", sorted(ids))
        names = {row["id"]: row["name"] for row in named}
        for line_ in lines:
            line_["organization_name"] = names.get(line_["organization"], "")
    return lines


def _typed(body: Line) -> Line:
    """Plain values of a draft, with the types that rows have."""
    if day := body.get("verified_on"):
        body["verified_on"] = date.fromisoformat(day)
    if id := body.get("organization"):
        body["organization"] = UUID(id)
    return body


def _scope(column: str, wish: Wish, actor: Actor, noun: NounName) -> list[Seen]:
    is_public = wish.anywhere and wish.show == "published" and noun != "service"
    if wish.show == "published" and any(level_of(code) == CITY for code in actor.divisions(READERS)):
        # Narrows nothing down, so the index of owners shall not be tried: read by name until a page is full.
        kept = kept_by(actor, f"({column} || '')")
    else:
        kept = kept_by(actor, column)
    scope = [] if is_public else [kept]
    if not wish.division:
        return scope
    if len(wish.division) != 12 or not (wish.division.isascii() and wish.division.isdecimal()):
        raise Invalid({"division": "bad-value"})
    return [*scope, in_scope(column, wish.division)]


def _of_services(wish: Wish) -> list[Seen]:
    which = []
    if wish.category:
        codes = terms_under(wish.category)
        if not codes:
            raise Invalid({"category": "not-a-choice"})
        which.append(Seen(f"t.category IN ({', '.join(['{}'] * len(codes))})", tuple(codes)))
    if wish.organization:
        which.append(Seen("t.organization = {}", (wish.organization,)))
    return which


def _search(search: dict[str, str], q: str) -> list[Seen]:
    words = line(q).lower()
    if not words:
        return []
    if len(words) > LONGEST:
        raise Invalid({"q": "too-long"}, limit=LONGEST)
    plain = "".join(f"!{letter}" if letter in "!%_" else letter for letter in words)
    # flyz is fa lv yuan zhu: a syllable for each letter
    initials = "% ".join(words) if LETTERS.fullmatch(words) else plain
    either = " OR ".join(f"{column} LIKE {{}} ESCAPE '!'" for column in search)
    return [
        Seen(f"({either})", tuple(pattern.format(plain, initials=initials) for pattern in search.values()))
    ]


SPANS: Final = (
    "SELECT service, min(division) AS low, max(division) AS high FROM service_area "
    "WHERE service IN (KEYS) GROUP BY service"
)


async def _spans(rows: Sequence[Line]) -> dict[UUID, tuple[str, str]]:
    """The first and the last area of each service: a range of codes holds both, or not all."""
    found = await select_in(SPANS, [row["id"] for row in rows])
    return {row["service"]: (row["low"], row["high"]) for row in found}
