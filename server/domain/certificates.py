"""Certificates of providers: issued, suspended, revoked, and over by themselves.

Nothing is deleted: a revoked paper stays readable under its number, so that whoever holds it up in a doorway
is seen through. Which one an organization shows is `certified`'s.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain.certified import GOOD, SOON, show_valid
from server.domain.errors import ChangedMeanwhile, Invalid, NotFound, SentOtherwise
from server.domain.keeping import kept_by, must_edit, must_read_directory
from server.domain.nouns import Editor
from server.domain.people import Actor, Role
from server.domain.scope import contains
from server.domain.texts import line
from server.storage.database import Sql, raw, together, write

NUMBER: Final = re.compile(r"[0-9A-Za-z\u3400-\u9fff()（）〔〕\[\]._-]{3,40}")
PAGE: Final = 50
ISSUERS: Final = frozenset({Role.MANAGER})

Show = Literal["valid", "ending", "over", "stopped", "all"]
State = Literal["active", "suspended", "revoked"]
Standing = Literal["valid", "not_yet", "expired", "suspended", "revoked", "listed"]


class IssueCertificate(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper, as it is written. Both days are within it."""

    organization: UUID
    kind: Annotated[str, Meta(max_length=40)]
    issued_on: date
    expires_on: date
    grade: Annotated[str, Meta(max_length=8)] = ""


class MoveCertificate(Struct, frozen=True, forbid_unknown_fields=True):
    """Suspend, revoke or let it be good again. `version` is that of the list they were looking at."""

    state: State
    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Meta(max_length=200)] = ""


class CertificateShown(Struct, frozen=True):
    """One paper and whether it is good today."""

    number: str
    organization: UUID
    organization_name: str
    kind: str
    grade: str
    issued_on: date
    expires_on: date
    standing: Standing
    state: State
    reason: str
    version: int
    changed_by_name: str
    changed_at: datetime
    may_issue: bool


class CertificatePage(Struct, frozen=True):
    """A page, and how many end within a month."""

    items: list[CertificateShown]
    next_cursor: str | None
    ending: int


class CertificateTold(Struct, frozen=True):
    """What everybody may know of a number. `listed`: it came with other people's data, without its days."""

    number: str
    organization_name: str
    standing: Standing
    kind: str = ""
    grade: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    reason: str = ""


FROM: Final = "FROM certificate c JOIN organization o ON o.id = c.organization "
COLUMNS: Final = (
    "SELECT c.number, c.organization, o.name AS organization_name, o.owner, c.kind, c.grade, c.issued_on, "
    f"c.expires_on, c.state, c.reason, c.version, c.changed_by_name, c.changed_at {FROM}"
)
LISTED: Final = (
    "SELECT name FROM organization WHERE certificate = {} AND deleted_at IS NULL ORDER BY id LIMIT 1"
)


async def find_certificate(number: str, today: date) -> CertificateTold:
    """The paper of a number, for everybody. Raises NotFound."""
    if not NUMBER.fullmatch(number):
        raise NotFound(certificate=number)
    rows, listed = await together(Sql(f"{COLUMNS}WHERE c.number = {{}}", number), Sql(LISTED, number))
    if rows:
        said = {name: rows[0][name] for name in CertificateTold.__struct_fields__ if name in rows[0]}
        return CertificateTold(**said, standing=_standing(rows[0], today))
    if listed:
        return CertificateTold(number, listed[0]["name"], "listed")
    raise NotFound(certificate=number)


async def list_certificates(actor: Actor, show: Show, today: date, cursor: str) -> CertificatePage:
    """A page of those whose organizations one's desks keep, what ends first. Raises NotAllowed, Invalid."""
    must_read_directory(actor)
    seen = kept_by(actor, "o.owner")
    which, days = _which(show, today)
    soon, soon_days = _which("ending", today)
    after, last = _after(cursor)
    rows, counts = await together(
        Sql(
            f"{COLUMNS}WHERE {seen.sql} AND {which}{after} ORDER BY c.expires_on, c.number LIMIT {PAGE + 1}",
            *(*seen.args, *days, *last),
        ),
        Sql(f"SELECT count(*) AS n {FROM}WHERE {seen.sql} AND {soon}", *seen.args, *soon_days),
    )
    items = [_shown(row, today, actor) for row in rows[:PAGE]]
    more = f"{items[-1].expires_on.isoformat()}:{items[-1].number}" if len(rows) > PAGE else None
    return CertificatePage(items, more, int(counts[0]["n"]))


def _which(show: Show, today: date) -> tuple[str, tuple[date, ...]]:
    match show:
        case "valid":
            return GOOD, (today, today)
        case "ending":
            return f"{GOOD} AND c.expires_on < {{}}", (today, today, today + SOON)
        case "over":
            return "c.state = 'active' AND c.expires_on < {}", (today,)
        case "stopped":
            return "c.state <> 'active'", ()
        case "all":
            return "1 = 1", ()


def _after(cursor: str) -> tuple[str, tuple[date | str, ...]]:
    """The condition of what comes after the last one seen. Raises Invalid."""
    if not cursor:
        return "", ()
    day, _, number = cursor.partition(":")
    try:
        if not NUMBER.fullmatch(number):
            raise ValueError
        last = date.fromisoformat(day)
    except ValueError:
        raise Invalid({"cursor": "bad-value"}) from None
    return " AND (c.expires_on > {} OR (c.expires_on = {} AND c.number > {}))", (last, last, number)


ADD: Final = (
    "INSERT INTO certificate (number, organization, kind, grade, issued_on, expires_on, changed_by, "
    "changed_by_name, changed_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) "
    "ON CONFLICT (number) DO NOTHING RETURNING number"
)


async def issue(number: str, paper: IssueCertificate, editor: Editor) -> CertificateShown:
    """Write one. The same again is the same; a number is used once.

    Raises NotSignedIn, NotAllowed, NotFound, Invalid, SentOtherwise.
    """
    must_edit(editor.actor)
    number, paper = line(number), replace(paper, kind=line(paper.kind), grade=line(paper.grade))
    _check(number, paper)
    async with write():
        owners = await raw(
            "SELECT owner FROM organization WHERE id = {} AND deleted_at IS NULL", paper.organization
        )
        if not owners or not _issues(editor.actor, owners[0]["owner"]):
            raise NotFound(organization=paper.organization)
        said = (number, paper.organization, paper.kind, paper.grade, paper.issued_on, paper.expires_on)
        if await raw(ADD, *said, editor.actor.person, editor.actor.name, editor.now):
            await show_valid([paper.organization], editor.ground.today)
    shown = await _mine(number, editor)
    if any(getattr(shown, name) != getattr(paper, name) for name in paper.__struct_fields__):
        raise SentOtherwise
    return shown


def _check(number: str, paper: IssueCertificate) -> None:
    faults = {}
    if not NUMBER.fullmatch(number):
        faults["number"] = "certificate-number"
    if not paper.kind:
        faults["kind"] = "required"
    if paper.expires_on < paper.issued_on:
        faults["expires_on"] = "hours-ends-early"
    if faults:
        raise Invalid(faults)


MOVE: Final = (
    "UPDATE certificate SET state = {}, reason = {}, version = version + 1, changed_by = {}, "
    "changed_by_name = {}, changed_at = {} WHERE number = {} AND version = {} RETURNING number"
)


async def move(number: str, to: MoveCertificate, editor: Editor) -> CertificateShown:
    """Suspend, revoke or resume it. Raises NotSignedIn, NotAllowed, NotFound, Invalid, ChangedMeanwhile."""
    must_edit(editor.actor)
    actor, reason = editor.actor, line(to.reason)
    if to.state != "active" and not reason:
        raise Invalid({"reason": "required"})
    async with write():
        rows = await raw(f"{COLUMNS}WHERE c.number = {{}}", number)
        if not rows or not _issues(actor, rows[0]["owner"]):
            raise NotFound(certificate=number)
        (row,) = rows
        if (row["state"], row["reason"], row["version"]) != (to.state, reason, to.version + 1):
            if row["version"] == to.version and row["state"] == "revoked":
                raise Invalid({"state": "certificate-revoked"})
            moved = await raw(
                MOVE, to.state, reason, actor.person, actor.name, editor.now, number, to.version
            )
            if not moved:
                raise ChangedMeanwhile(by_name=row["changed_by_name"])
            await show_valid([row["organization"]], editor.ground.today)
    return await _mine(number, editor)


def _issues(actor: Actor, owner: str) -> bool:
    return any(contains(code, owner) for code in actor.divisions(ISSUERS))


async def _mine(number: str, editor: Editor) -> CertificateShown:
    (row,) = await raw(f"{COLUMNS}WHERE c.number = {{}}", number)
    return _shown(row, editor.ground.today, editor.actor)


def _shown(row: dict[str, Any], today: date, actor: Actor) -> CertificateShown:
    said = {name: row[name] for name in CertificateShown.__struct_fields__ if name in row}
    return CertificateShown(**said, standing=_standing(row, today), may_issue=_issues(actor, row["owner"]))


def _standing(row: dict[str, Any], today: date) -> Standing:
    if row["state"] != "active":
        stopped: Standing = row["state"]
        return stopped
    if row["issued_on"] > today:
        return "not_yet"
    return "valid" if row["expires_on"] >= today else "expired"
