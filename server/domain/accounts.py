"""What we hold about a person: shown, corrected, handed over, deleted."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from server.domain import texts
from server.domain.erasures import erase
from server.domain.errors import NotAllowed, NotSignedIn
from server.domain.network import LEVEL_NAMES
from server.domain.people import Actor
from server.domain.phones import masked
from server.domain.scope import level_of
from server.models.following import Follower, FollowerRating
from server.models.network import Division
from server.models.people import AccessLog, Challenge, Grant, Person, Session
from server.models.requests import Contact, Photo, ServiceRequest, Step
from server.storage.database import together

SECRETS: Final = [Session.refresh_hash, Session.previous_hash]
HASHES: Final = [ServiceRequest.body_hash, ServiceRequest.key_hash]


class RightShown(Struct, frozen=True):
    """One grant in force, in words."""

    role: str
    division: str | None
    division_name: str
    level: str  # city, district, street, community; "" for an organization's


class Me(Struct, frozen=True):
    """The signed-in person, to themselves."""

    id: UUID
    kind: Literal["resident", "staff"]
    name: str
    phone: str  # masked
    language: str
    created_at: datetime
    rights: list[RightShown]


class ChangeMe(Struct, frozen=True, forbid_unknown_fields=True):
    """What people change about themselves."""

    name: Annotated[str, Meta(max_length=80)] | UnsetType = UNSET
    language: Literal["zh-CN", "en"] | UnsetType = UNSET


def person_of(actor: Actor) -> UUID:
    """Whoever is signed in. Raises NotSignedIn."""
    if actor.person is None:
        raise NotSignedIn
    return actor.person


async def me(actor: Actor) -> Me:
    """The signed-in person. Raises NotSignedIn."""
    return await shown(person_of(actor), actor)


async def shown(person: UUID, actor: Actor) -> Me:
    """A person with the rights they act under now."""
    row: Any = await Person.objects().get(Person.id == person)
    codes = sorted({right.division for right in actor.rights if right.division})
    names = {}
    if codes:
        found = await Division.select(Division.code, Division.short_name).where(Division.code.is_in(codes))
        names = {division["code"]: division["short_name"] for division in found}
    return Me(
        id=row.id,
        kind="staff" if row.username else "resident",
        name=row.name,
        phone=masked(row.phone),
        language=row.language,
        created_at=row.created_at,
        rights=[
            RightShown(
                right.role,
                right.division,
                names.get(right.division or "", ""),
                LEVEL_NAMES[level_of(right.division)] if right.division else "",
            )
            for right in actor.rights
        ],
    )


async def change_me(actor: Actor, change: ChangeMe) -> Me:
    """Name and language. Raises NotSignedIn, and NotAllowed for the name of staff, which stands in steps."""
    person = person_of(actor)
    values: dict[Any, Any] = {}
    if change.name is not UNSET:
        if actor.is_staff:
            raise NotAllowed({"name": "staff-account"})
        values[Person.name] = texts.line(change.name)
    if change.language is not UNSET:
        values[Person.language] = change.language
    if values:
        await Person.update(values).where(Person.id == person)
    return await shown(person, actor)


async def export_me(actor: Actor, now: datetime) -> dict[str, Any]:
    """Every row about the person, and who of the staff read it. Raises NotSignedIn."""
    person = person_of(actor)
    mine = ServiceRequest.resident == person
    ids = [row["id"] for row in await ServiceRequest.select(ServiceRequest.id).where(mine)]
    about: Any = (
        await Person.select(*Person.all_columns(exclude=[Person.password_hash]))
        .where(Person.id == person)
        .first()
    )
    grants, sessions, codes, requests = await together(
        Grant.select().where(Grant.person == person),
        Session.select(*Session.all_columns(exclude=SECRETS)).where(Session.person == person),
        Challenge.select(Challenge.created_at, Challenge.sent, Challenge.tries, Challenge.used_at).where(
            Challenge.phone == (about["phone"] or "")
        ),
        ServiceRequest.select(*ServiceRequest.all_columns(exclude=HASHES)).where(mine),
    )
    contacts, steps, photos, reads = await rows_around(ids)
    following = await Follower.select(Follower.id, Follower.request, Follower.at, Follower.ended_at).where(
        Follower.person == person
    )
    ratings = await FollowerRating.select(
        *FollowerRating.all_columns(exclude=[FollowerRating.body_hash])
    ).where(FollowerRating.follower.is_in([row["id"] for row in following] or [person]))
    return {
        "made_at": now,
        "person": about,
        "grants": grants,
        "sessions": sessions,
        "sign_in_codes": codes,
        "requests": requests,
        "contacts": contacts,
        "steps": steps,
        "photos": photos,
        "read_by": reads,
        "following": following,
        "ratings_of_followed": ratings,
        "survey_answers": "These cannot be found: nothing connects an answer with a person.",
    }


async def rows_around(ids: list[UUID]) -> tuple[list[dict[str, Any]], ...]:
    """Contacts, steps, photos and reads of some requests."""
    if not ids:
        return [], [], [], []
    of_step = Step.all_columns(exclude=[Step.body_hash])
    of_photo = Photo.all_columns(exclude=[Photo.body_hash, Photo.media])
    contacts, steps, photos, reads = await together(
        Contact.select().where(Contact.request.is_in(ids)),
        Step.select(*of_step).where(Step.request.is_in(ids)).order_by(Step.at),
        Photo.select(*of_photo).where(Photo.request.is_in(ids)),
        AccessLog.select().where(AccessLog.request.is_in(ids)).order_by(AccessLog.at),
    )
    for step in steps:
        if step["internal"]:
            step["note"] = ""  # a word among staff
    for photo in photos:
        photo["address"] = f"/api/requests/{photo['request']}/photos/{photo['id']}/1600"
    return contacts, steps, photos, reads


async def delete_me(actor: Actor, now: datetime) -> None:
    """Signing in, number and name go at once; requests stay without anything that says whose they were.

    Open ones are withdrawn. The hash of the id is kept, so that a restored backup forgets again. Raises
    NotSignedIn, and NotAllowed for staff: their name stands under what they did.
    """
    person = person_of(actor)
    row: Any = await Person.select(Person.username, Person.phone).where(Person.id == person).first()
    if row is None:
        raise NotSignedIn
    if row["username"]:
        raise NotAllowed({"account": "staff-account"})
    await erase(person, row["phone"], now)
