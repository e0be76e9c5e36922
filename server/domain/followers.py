"""Me too: a household with the same trouble follows a neighbour's request instead of sending it again.

A follower has a key or an account of their own. They read the public part of what happens
(`domain.following`), and are asked for a rating of their own after each result: each household counts once.
Whose request is merged into another follows that one by itself.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta, Struct

from server.domain.alike_requests import OPEN_STATES, PUBLIC, RECENT
from server.domain.asks import MOST_WORDS
from server.domain.errors import NotFound, NotSignedIn, RatedAlready, SentOtherwise
from server.domain.lifecycle import SILENCE
from server.domain.once import Once, Stamp
from server.domain.people import Actor
from server.domain.places import Map
from server.domain.tasks import Concern, Said, making_task
from server.domain.texts import at_most, clean
from server.models.following import Follower, FollowerRating
from server.storage.database import Sql, raw, together, write

FOLLOWERS: Final = UUID("6f7c9a53-0c0e-4ad1-8c0f-0b5f7e3c9d21")  # the name space of those by merger
Reason = Literal["slow", "not_fixed", "manner", "unclear", "other"]
MOST_REASONS: Final = 5


class FollowRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """There is nothing to say beside the ids."""


class Followed(Struct, frozen=True):
    """The first answer."""

    id: UUID
    request: UUID
    at: datetime


class RateResult(Struct, frozen=True, forbid_unknown_fields=True):
    """What a follower says of a result."""

    solved: bool | None = None
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    reasons: Annotated[list[Reason], Meta(max_length=MOST_REASONS)] = []
    note: Annotated[str, Meta(max_length=MOST_WORDS)] = ""


class Rated(Struct, frozen=True):
    """The first answer."""

    id: UUID
    at: datetime


PUBLIC_CODES: Final = ", ".join(f"'{code}'" for code in PUBLIC)
FOLLOW: Final = (
    (
        "INSERT INTO follower (id, request, body_hash, key_hash, person, at) "
        "SELECT {}, r.id, {}, {}, {}, {} FROM service_request r WHERE r.id = {} "
        "AND r.category IN (PUBLIC_CODES) AND r.state IN (OPEN_STATES) "
        "AND r.sent_at >= {} AND COALESCE(r.key_hash, '') <> {} "
        "ON CONFLICT DO NOTHING RETURNING id"
    )
    .replace("PUBLIC_CODES", PUBLIC_CODES)
    .replace("OPEN_STATES", OPEN_STATES)
)
FIRST: Final = (
    "SELECT id, request, at FROM follower WHERE id = {} AND request = {} AND body_hash = {} "
    "AND (key_hash = {} OR person = {} OR ended_at IS NOT NULL)"
)
TAKEN: Final = "SELECT id FROM follower WHERE id = {} OR (request = {} AND key_hash = {})"


async def follow_request(id: UUID, follower: UUID, stamp: Stamp) -> Once[Followed]:
    """From now on they follow it. Raises NotSignedIn; NotFound unless open, recent and of public space."""
    key, person = opening(stamp.by)
    async with write():
        (new,) = await together(
            Sql(
                FOLLOW,
                follower,
                stamp.body_hash,
                key or None,
                person,
                stamp.at,
                id,
                stamp.at - RECENT,
                key,
            )
        )
        if new:
            return Once(Followed(follower, id, stamp.at), is_new=True)
        firsts = await raw(FIRST, follower, id, stamp.body_hash, key, person)
        if firsts:
            return Once(Followed(firsts[0]["id"], id, firsts[0]["at"]), is_new=False)
        if await raw(TAKEN, follower, id, key):
            raise SentOtherwise
    raise NotFound


def opening(actor: Actor) -> tuple[str, UUID | None]:
    """What opens it for them later: the key's hash, or ""; the account. Raises NotSignedIn for neither."""
    person = None if actor.is_staff else actor.person
    if not actor.key_hash and person is None:
        raise NotSignedIn
    return actor.key_hash, person


END: Final = (
    "UPDATE follower SET ended_at = COALESCE(ended_at, {}), key_hash = NULL, person = NULL "
    "WHERE id = {} AND request = {} AND (key_hash = {} OR person = {} OR ended_at IS NOT NULL) RETURNING id"
)


async def stop_following(id: UUID, follower: UUID, by: Actor, now: datetime) -> None:
    """Not any more; nothing that says who it was stays. Safe to repeat. Raises NotSignedIn or NotFound."""
    key, person = opening(by)
    if not await raw(END, now, follower, id, key, person):
        raise NotFound


MINE: Final = (
    "SELECT f.id, f.request, f.person, r.holder, r.place, r.state, "
    "(SELECT max(s.version) FROM request_step s WHERE s.request = r.id AND s.act = 'resolve') AS resolved, "
    "(SELECT max(s.at) FROM request_step s WHERE s.request = r.id AND s.act = 'resolve') AS resolved_at "
    "FROM follower f JOIN service_request r ON r.id = f.request "
    "WHERE f.id = {} AND f.request = {} AND f.ended_at IS NULL AND (f.key_hash = {} OR f.person = {})"
)
RATED: Final = "SELECT id, at FROM follower_rating WHERE id = {} AND follower = {} AND body_hash = {}"
OTHERS: Final = (
    "SELECT q.id FROM follower_rating q JOIN follower f ON f.id = q.follower WHERE f.request = {} "
    "AND q.version = {} AND (f.id = {} OR f.person = {})"
)
RATE: Final = (
    "INSERT INTO follower_rating (id, follower, body_hash, version, solved, rating, reasons, note, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT DO NOTHING RETURNING id"
)


async def rate_result(
    id: UUID, follower: UUID, rating_id: UUID, data: RateResult, *, stamp: Stamp, known: Map
) -> Once[Rated]:
    """A rating of their own, once for each result.

    Raises NotSignedIn, NotFound, RatedAlready or SentOtherwise.
    """
    key, person = opening(stamp.by)
    note = at_most("note", clean(data.note), MOST_WORDS)
    async with write():
        (mine, firsts) = await together(
            Sql(MINE, follower, id, key, person), Sql(RATED, rating_id, follower, stamp.body_hash)
        )
        if not mine:
            raise NotFound
        if firsts:
            return Once(Rated(rating_id, firsts[0]["at"]), is_new=False)
        row = mine[0]
        version = version_to_rate(row["state"], row["resolved"], row["resolved_at"], stamp.at)
        if version is None or await raw(OTHERS, id, version, follower, row["person"]):
            raise RatedAlready
        reasons = msgspec.json.encode(data.reasons).decode()
        values = (data.solved, data.rating, reasons, note, stamp.at)
        said = Said(data.solved, data.rating, tuple(data.reasons), note)
        concern = Concern(id, row["holder"], row["place"])
        made, *_ = await together(
            Sql(RATE, rating_id, follower, stamp.body_hash, version, *values),
            *making_task(rating_id, concern, said, stamp.at, known),
        )
        if not made:
            raise SentOtherwise
    return Once(Rated(rating_id, stamp.at), is_new=True)


def version_to_rate(
    state: str, resolved: int | None, resolved_at: datetime | str | None, now: datetime
) -> int | None:
    """Which result they are asked about: the last, for a week, also when the one who asked has ended it."""
    if resolved is None or resolved_at is None or state not in {"resolved", "closed"}:
        return None
    at = datetime.fromisoformat(resolved_at) if isinstance(resolved_at, str) else resolved_at
    return resolved if now - at <= SILENCE else None


BY_MERGER: Final = (
    "INSERT INTO follower (id, request, body_hash, key_hash, person, source, at) "
    "SELECT {}, {}, '', r.key_hash, r.resident, r.id, {} FROM service_request r WHERE r.id = {} "
    "AND (r.key_hash IS NOT NULL OR r.resident IS NOT NULL) ON CONFLICT DO NOTHING"
)
TAKE_ALONG: Final = (
    "UPDATE follower SET request = {} WHERE request = {} AND NOT EXISTS (SELECT 1 FROM follower o "
    "WHERE o.request = {} AND o.key_hash = follower.key_hash)"
)
UNMERGE: Final = "DELETE FROM follower WHERE source = {}"


def following_after_merge(merged: UUID, into: UUID, at: datetime) -> list[Sql]:
    """Whose request was merged, and who followed that one, follow the one that goes on."""
    id = uuid5(FOLLOWERS, f"{merged} {into}")
    return [Sql(TAKE_ALONG, into, merged, into), Sql(BY_MERGER, id, into, at, merged)]


def following_after_undo(merged: UUID) -> list[Sql]:
    """The merger was taken back."""
    return [Sql(UNMERGE, merged)]


async def forget_followers(ids: list[UUID]) -> None:
    """Within `write()`: nothing of these requests says any more who followed them, or what they wrote."""
    of = Follower.select(Follower.id).where(Follower.request.is_in(ids))
    followers = [row["id"] for row in await of]
    nobody: dict[Any, Any] = {Follower.key_hash: None, Follower.person: None, Follower.body_hash: ""}
    if followers:
        await Follower.update(nobody).where(Follower.id.is_in(followers))
        await FollowerRating.update({FollowerRating.note: "", FollowerRating.body_hash: ""}).where(
            FollowerRating.follower.is_in(followers)
        )
