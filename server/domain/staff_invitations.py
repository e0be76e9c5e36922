"""How somebody comes to work here: a link for seven days, by which they set their own password.

Nobody but they ever knows it. The key in the link follows from the invitation's id and the city's secret, so
that a manager whose answer was lost gets it again within some minutes; what is stored is its hash.
"""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Final, Literal
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain import passwords, texts
from server.domain.errors import Invalid, NotFound, SentOtherwise, WorksElsewhere
from server.domain.keys import Keys
from server.domain.managing import Change, may_give, member_to_change, must_manage, note_change, one_at_a_time
from server.domain.once import Once, Stamp
from server.domain.people import Actor, Role
from server.domain.places import Map
from server.domain.sign_in import as_username
from server.storage.database import Sql, raw, together, write
from server.storage.errors import Duplicate

LASTS: Final = timedelta(days=7)
SHOWN_AGAIN: Final = timedelta(minutes=10)  # to who made it, when the answer was lost
TAKEN_AGAIN: Final = timedelta(minutes=10)  # the same password, when that answer was lost
Given = Literal["clerk", "manager", "call_taker", "interviewer", "statistician", "auditor"]


class Invite(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is to work here: the name to sign in by, the name under their steps, and a first role."""

    username: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(max_length=80)]
    role: Given
    division: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]


class Invited(Struct, frozen=True):
    """The link, this once; "" when it was shown before."""

    id: UUID
    person: UUID
    url: str
    expires_at: datetime


class ForInvited(Struct, frozen=True):
    """What whoever holds the link is told."""

    name: str
    username: str
    made_by_name: str
    expires_at: datetime


class TakeUp(Struct, frozen=True, forbid_unknown_fields=True):
    """The password that they chose."""

    password: Annotated[str, Meta(max_length=256)]


FIRST: Final = (
    "SELECT person, body_hash, made_by, made_at, expires_at, used_at, ended_at FROM staff_invitation "
    "WHERE id = {}"
)
NEW_PERSON: Final = (
    "INSERT INTO person (id, username, name, language, consent, created_at) VALUES ({}, {}, {}, {}, {}, {})"
)
NEW_GRANT: Final = (
    "INSERT INTO role_grant (id, person, role, division, valid_from) VALUES ({}, {}, {}, {}, {})"
)
NEW: Final = (
    "INSERT INTO staff_invitation (id, body_hash, person, key_hash, made_by, made_by_name, made_at, "
    "expires_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {})"
)


async def invite(id: UUID, ask: Invite, stamp: Stamp, keys: Keys, site: str, *, known: Map) -> Once[Invited]:
    """Somebody new, under the sender's id.

    Raises NotSignedIn, NotAllowed, NotFound, Invalid, SentOtherwise.
    """
    must_manage(stamp.by)
    role = Role(ask.role)
    if ask.division not in known.divisions or not may_give(stamp.by, Role.CLERK, ask.division):
        raise NotFound(division=ask.division)
    if not may_give(stamp.by, role, ask.division):
        raise Invalid({"role": "role-above-yours"})
    username = as_username(texts.required("username", ask.username))
    name = texts.required("name", texts.line(ask.name))
    try:
        async with write():
            again = await _first(id, id, stamp, keys, site)
            if again is not None:
                return again
            if await raw("SELECT id FROM person WHERE username = {}", username):
                raise Invalid({"username": "username-taken"})
            await raw(NEW_PERSON, id, username, name, "zh-CN", "{}", stamp.at)
            await raw(NEW_GRANT, uuid4(), id, role.value, ask.division, stamp.at)
            made = await _make(id, id, stamp, keys, site)
            await note_change(id, Change("invited", role.value, ask.division), stamp)
    except Duplicate:  # the id is somebody's, or two managers chose one name at once
        if await raw("SELECT id FROM person WHERE id = {}", id):
            raise SentOtherwise from None
        raise Invalid({"username": "username-taken"}) from None
    return made


async def invite_again(id: UUID, person: UUID, stamp: Stamp, keys: Keys, site: str) -> Once[Invited]:
    """Another link for somebody who lost theirs, or their password; the one before opens nothing now.

    Until it is used, the password they have stays. Raises as `member_to_change`, Invalid, SentOtherwise.
    """
    somebody = await member_to_change(person, stamp.by, stamp.at)
    if not all(may_give(stamp.by, grant.role, grant.division) for grant in somebody.grants):
        raise WorksElsewhere
    try:
        async with write():
            again = await _first(id, person, stamp, keys, site)
            if again is not None:
                return again
            await raw(ENDED, stamp.at, person)
            made = await _make(id, person, stamp, keys, site)
            await note_change(person, Change("invited_again"), stamp)
    except Duplicate:
        raise SentOtherwise from None
    return made


ENDED: Final = (
    "UPDATE staff_invitation SET ended_at = {} WHERE person = {} AND ended_at IS NULL AND used_at IS NULL"
)


def key_of(id: UUID, keys: Keys) -> str:
    """The key of the invitation with this id: 43 characters, sent as Linli-Key."""
    return urlsafe_b64encode(keys.mac("staff-invitations", str(id))).rstrip(b"=").decode()


def _link(id: UUID, keys: Keys, site: str) -> str:
    return f"{site}/desk/invited#{key_of(id, keys)}"


async def _make(id: UUID, person: UUID, stamp: Stamp, keys: Keys, site: str) -> Once[Invited]:
    hashed, until = sha256(key_of(id, keys).encode()).hexdigest(), stamp.at + LASTS
    by = (stamp.by.person, stamp.by.name, stamp.at, until)
    await raw(NEW, id, stamp.body_hash, person, hashed, *by)
    return Once(Invited(id, person, _link(id, keys, site), until), is_new=True)


async def _first(id: UUID, person: UUID, stamp: Stamp, keys: Keys, site: str) -> Once[Invited] | None:
    """For who repeats it at once, the same answer; later without the link."""
    rows = await raw(FIRST, id)
    if not rows:
        return None
    row = rows[0]
    if (row["person"], row["body_hash"], row["made_by"]) != (person, stamp.body_hash, stamp.by.person):
        raise SentOtherwise
    is_over = row["used_at"] or row["ended_at"] or stamp.at - row["made_at"] > SHOWN_AGAIN
    return Once(
        Invited(id, person, "" if is_over else _link(id, keys, site), row["expires_at"]), is_new=False
    )


HELD: Final = (
    "SELECT i.id, i.person, i.made_by_name, i.expires_at, i.used_at, p.name, p.username, p.password_hash "
    "FROM staff_invitation i JOIN person p ON p.id = i.person "
    "WHERE i.key_hash = {} AND i.ended_at IS NULL AND p.disabled_at IS NULL"
)
USE: Final = (
    "UPDATE staff_invitation SET used_at = {} WHERE id = {} AND used_at IS NULL AND ended_at IS NULL "
    "AND expires_at > {} RETURNING id"
)


async def read_invitation(actor: Actor, now: datetime) -> ForInvited:
    """For whoever holds the link. Raises NotFound when it is over, or was used, or never was."""
    row = await _held(actor)
    if row["used_at"] is not None or row["expires_at"] <= now:
        raise NotFound
    return ForInvited(row["name"], row["username"], row["made_by_name"], row["expires_at"])


async def take_up(wish: TakeUp, stamp: Stamp) -> list[UUID]:
    """Set the password; once. Whoever was signed in by the old one is not any more.

    Gives nothing that is secret: they sign in as always. Raises NotFound, Invalid, Unavailable.
    """
    row, now = await _held(stamp.by), stamp.at
    if row["used_at"] is not None:
        soon = now - row["used_at"] <= TAKEN_AGAIN
        if soon and await passwords.is_right(wish.password, row["password_hash"]):
            return []  # the answer was lost
        raise NotFound
    if row["expires_at"] <= now:
        raise NotFound
    passwords.check_new(wish.password, (row["username"],))
    hashed = await passwords.hash_of(wish.password)
    async with write():
        await one_at_a_time()
        if not await raw(USE, now, row["id"], now):
            raise NotFound
        (gone, _) = await together(
            Sql(
                "UPDATE session SET ended_at = {}, end_reason = 'password' WHERE person = {} "
                "AND ended_at IS NULL RETURNING id",
                *(now, row["person"]),
            ),
            Sql("UPDATE person SET password_hash = {} WHERE id = {}", hashed, row["person"]),
        )
        by = Stamp(Actor(person=row["person"], name=row["name"]), now, stamp.body_hash)
        await note_change(row["person"], Change("accepted"), by)
    return [session["id"] for session in gone]


async def _held(actor: Actor) -> dict[str, Any]:
    rows = await raw(HELD, actor.key_hash) if actor.key_hash else []
    if not rows:
        raise NotFound
    return rows[0]
