"""Where a person is signed in, as they see it, and ending what is not theirs any more."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from server.domain.errors import NotSignedIn
from server.domain.people import Actor
from server.models.people import Session


class OwnSession(Struct, frozen=True):
    """One signed-in browser or program. What it runs on is not known: we keep no such thing."""

    id: UUID
    begun_at: datetime
    used_at: datetime  # when it was last renewed, to ten minutes
    ends_at: datetime  # at the latest
    own_phone: bool
    here: bool  # the one that asks


class OwnSessions(Struct, frozen=True):
    """All of them, the one that asks first, then the last used."""

    items: list[OwnSession]
    next_cursor: str | None = None


async def list_sessions(actor: Actor, now: datetime) -> OwnSessions:
    """Those that could still act for the person. Raises NotSignedIn."""
    rows = (
        await Session.select()
        .where(Session.person == _person(actor), Session.ended_at.is_null(), Session.ends_at > now)
        .order_by(Session.rotated_at, ascending=False)
    )
    running = [row for row in rows if row["rotated_at"] + timedelta(minutes=row["idle_minutes"]) > now]
    shown = [
        OwnSession(
            id=row["id"],
            begun_at=row["created_at"],
            used_at=row["rotated_at"],
            ends_at=row["ends_at"],
            own_phone=row["own_phone"],
            here=row["id"] == actor.session,
        )
        for row in running
    ]
    return OwnSessions(sorted(shown, key=lambda session: not session.here))


async def end_others(actor: Actor, now: datetime) -> list[UUID]:
    """Ends all but the one that asks; gives those that ended. Raises NotSignedIn."""
    others = (Session.person == _person(actor)) & Session.ended_at.is_null()
    rows = (
        await Session.update({Session.ended_at: now, Session.end_reason: "by-its-person"})
        .where(others & (Session.id != actor.session))
        .returning(Session.id)
    )
    return [row["id"] for row in rows]


def _person(actor: Actor) -> UUID:
    if actor.person is None or actor.session is None:
        raise NotSignedIn
    return actor.person
