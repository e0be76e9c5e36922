"""Signed-in browsers and programs: how long they last, how they are renewed, and how they end.

The numbers are the security notes': a token of ten minutes, a refresh token that changes at each use. The
one before it, within 30 seconds, gets the same successor, for on a bad network answers are lost; later it
can only be a copy, and the session ends. A refresh token is `session ‖ secret ‖ tag`: the tag shows that a
token which is no longer known was once ours, so that its copy ends the session too.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain.errors import NotSignedIn
from server.domain.keys import Keys
from server.domain.people import Actor, Right, Role
from server.domain.tokens import Claims, Ring
from server.models.people import Person, Session
from server.storage.database import Sql, together, write

GRACE: Final = timedelta(seconds=30)


class Policy(Struct, frozen=True):
    """How long a session of one kind lasts, and how many a person may have."""

    idle: timedelta
    absolute: timedelta
    at_most: int


OWN_PHONE: Final = Policy(timedelta(days=30), timedelta(days=180), 10)
SHARED_PHONE: Final = Policy(timedelta(minutes=30), timedelta(hours=4), 10)
STAFF: Final = Policy(timedelta(minutes=30), timedelta(hours=12), 3)


class Passes(Struct, frozen=True):
    """What a browser or program gets: a token for now, one to renew it, and for how long to keep it."""

    person: UUID
    session: UUID
    access: str
    refresh: str
    keep: int | None  # seconds; None: until the browser is closed


def policy_of(is_staff: bool, own_phone: bool) -> Policy:
    """Staff are short everywhere; residents are long on a phone that is theirs."""
    if is_staff:
        return STAFF
    return OWN_PHONE if own_phone else SHARED_PHONE


async def begin(person: UUID, policy: Policy, keys: Keys, ring: Ring, now: datetime) -> Passes:
    """A new session, under a new id. Beyond the person's share the longest unused ones end."""
    session = uuid4()
    refresh = a_refresh(session, token_bytes(32), keys)
    async with write():
        await Session.insert(
            Session(
                id=session,
                person=person,
                refresh_hash=hash_of(refresh),
                rotated_at=now,
                created_at=now,
                idle_minutes=policy.idle // timedelta(minutes=1),
                ends_at=now + policy.absolute,
                own_phone=policy is not SHARED_PHONE,
            )
        )
        running = (
            await Session.select(Session.id)
            .where(Session.person == person, Session.ended_at.is_null(), Session.ends_at > now)
            .order_by(Session.rotated_at, ascending=False)
        )
        too_many = [row["id"] for row in running if row["id"] != session][policy.at_most - 1 :]
        if too_many:
            await Session.update({Session.ended_at: now, Session.end_reason: "too-many"}).where(
                Session.id.is_in(too_many)
            )
        await Person.update({Person.signed_in_at: now}).where(Person.id == person)
    keep = int(policy.absolute.total_seconds()) if policy is not SHARED_PHONE else None
    return Passes(person, session, ring.sign(person, session, now), refresh, keep)


async def renew(refresh: str, keys: Keys, ring: Ring, now: datetime) -> Passes:
    """New passes for a refresh token. Raises NotSignedIn; a copy of a used one ends the session."""
    id, secret = opened(refresh, keys)
    following = a_refresh(id, keys.mac("refresh", str(id), secret.hex()), keys)
    seen = hash_of(refresh)
    copied = False
    async with write():
        row: Any = await Session.objects().get(Session.id == id)
        if row is None or row.ended_at is not None or row.ends_at <= now:
            raise NotSignedIn
        if row.refresh_hash == seen:
            if row.rotated_at + timedelta(minutes=row.idle_minutes) <= now:
                raise NotSignedIn
            await Session.update(
                {
                    Session.refresh_hash: hash_of(following),
                    Session.previous_hash: seen,
                    Session.rotated_at: now,
                }
            ).where(Session.id == id, Session.refresh_hash == seen)
        elif row.previous_hash != seen or row.rotated_at + GRACE < now:
            copied = True
            await Session.update({Session.ended_at: now, Session.end_reason: "copied"}).where(
                Session.id == id
            )
    if copied:  # raised only now: inside, it would undo the ending
        raise NotSignedIn
    keep = int((row.ends_at - now).total_seconds()) if row.own_phone else None
    return Passes(row.person, id, ring.sign(row.person, id, now), following, keep)


async def end(session: UUID, now: datetime, reason: str = "signed-out") -> None:
    """Over, at once; also if it was over before."""
    await Session.update({Session.ended_at: now, Session.end_reason: reason}).where(
        Session.id == session, Session.ended_at.is_null()
    )


async def end_of_refresh(refresh: str, keys: Keys, now: datetime) -> UUID | None:
    """Ends the session of a refresh token: for signing out after the access token ran out."""
    try:
        session, _ = opened(refresh, keys)
    except NotSignedIn:
        return None
    await end(session, now)
    return session


async def end_all(now: datetime, person: UUID | None = None) -> int:
    """Ends every session, or one person's; gives how many were running."""
    running = Session.ended_at.is_null() & (Session.ends_at > now)
    whose = running if person is None else running & (Session.person == person)
    ended = (
        await Session.update({Session.ended_at: now, Session.end_reason: "all"})
        .where(whose)
        .returning(Session.id)
    )
    return len(ended)


SIGNED_IN: Final = (
    "SELECT s.ended_at, s.ends_at, p.name, p.disabled_at "
    "FROM session s JOIN person p ON p.id = s.person WHERE s.id = {} AND s.person = {}"
)
GRANTS: Final = "SELECT role, division, organization, valid_from, valid_to FROM role_grant WHERE person = {}"


async def actor_of(claims: Claims, now: datetime) -> Actor | None:
    """Who acts in this session, with the grants in force now; None when it is over or they are disabled."""
    found, grants = await together(Sql(SIGNED_IN, claims.session, claims.person), Sql(GRANTS, claims.person))
    if not found:
        return None
    (running,) = found
    if running["ended_at"] is not None or running["ends_at"] <= now or running["disabled_at"] is not None:
        return None
    rights = tuple(
        Right(Role(grant["role"]), grant["division"], grant["organization"])
        for grant in grants
        if grant["valid_from"] <= now and (grant["valid_to"] is None or grant["valid_to"] > now)
    )
    return Actor(person=claims.person, name=running["name"], rights=rights, session=claims.session)


def a_refresh(session: UUID, secret: bytes, keys: Keys) -> str:
    """session ‖ secret ‖ tag, in base64url."""
    tag = keys.mac("refresh-tag", str(session), secret.hex())[:8]
    return urlsafe_b64encode(session.bytes + secret + tag).decode()


def opened(refresh: str, keys: Keys) -> tuple[UUID, bytes]:
    """The session and the secret of a token that we made. Raises NotSignedIn."""
    try:
        token = urlsafe_b64decode(refresh.encode("ascii"))
    except (ValueError, UnicodeError):
        raise NotSignedIn from None
    if len(token) != 56:
        raise NotSignedIn
    session, secret, tag = UUID(bytes=token[:16]), token[16:48], token[48:]
    if not hmac.compare_digest(tag, keys.mac("refresh-tag", str(session), secret.hex())[:8]):
        raise NotSignedIn
    return session, secret


def hash_of(refresh: str) -> str:
    """What is stored: of 256 random bits a plain hash is enough."""
    return sha256(refresh.encode()).hexdigest()
