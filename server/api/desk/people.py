"""The staff of a manager's part of the network: seen, invited, moved, ended."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from server.api.requests import reader_of
from server.domain import staff_invitations, staff_list, staffing
from server.domain.access import Reader
from server.domain.handing_over import Handed
from server.domain.keys import Keys
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.requests import Reception
from server.domain.staff_invitations import ForInvited, Invite, Invited, TakeUp
from server.domain.staff_list import Asked, PersonWithChanges, StaffList
from server.domain.staffing import GiveRole, HandTo
from server.http.entrance import Entrance
from server.http.once import answer_once
from server.http.step_up import fresh


@get("/desk/people", operation_id="findPeople", dependencies={"reader": Provide(reader_of)})
async def find_people(
    reader: NamedDependency[Reader],
    reception: NamedDependency[Reception],
    *,
    division: FromQuery[str] = "",
    q: FromQuery[str] = "",
    show: FromQuery[Literal["working", "ended"]] = "working",
    cursor: FromQuery[str] = "",
) -> StaffList:
    """Those with a role in one's part, or in `division` of it; `q`: letters of a name."""
    known = await reception.places.at(reader.now)
    return await staff_list.find_people(Asked(division, q[:80], show, cursor), reader, known)


@get(
    "/desk/people/{person_id:uuid}",
    operation_id="readPerson",
    dependencies={"reader": Provide(reader_of)},
)
async def read_person(
    person_id: FromPath[UUID], reader: NamedDependency[Reader], reception: NamedDependency[Reception]
) -> PersonWithChanges:
    """One of them, and what was done about them."""
    return await staff_list.read_person(person_id, reader, await reception.places.at(reader.now))


@put(
    "/desk/people/{person_id:uuid}",
    operation_id="invitePerson",
    status_code=201,
    responses={200: ResponseSpec(Invited, description="These bytes were here; soon without the link")},
    guards=[fresh],
)
async def invite_person(
    person_id: FromPath[UUID],
    data: JSONBody[Invite],
    stamp: NamedDependency[Stamp],
    keys: NamedDependency[Keys],
    entrance: NamedDependency[Entrance],
    *,
    reception: NamedDependency[Reception],
) -> Response[Invited]:
    """Somebody new, under the sender's id; the link by which they set their password is shown now only."""
    known = await reception.places.at(stamp.at, data.division)
    site = entrance.site.public_url
    return answer_once(await staff_invitations.invite(person_id, data, stamp, keys, site, known=known))


@put(
    "/desk/people/{person_id:uuid}/invitations/{invitation_id:uuid}",
    operation_id="invitePersonAgain",
    status_code=201,
    responses={200: ResponseSpec(Invited, description="It was made; soon without the link")},
)
async def invite_again(
    person_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
    stamp: NamedDependency[Stamp],
    keys: NamedDependency[Keys],
    entrance: NamedDependency[Entrance],
) -> Response[Invited]:
    """Another link for somebody who lost theirs, or their password."""
    site = entrance.site.public_url
    return answer_once(await staff_invitations.invite_again(invitation_id, person_id, stamp, keys, site))


@put(
    "/desk/people/{person_id:uuid}/grants/{grant_id:uuid}",
    operation_id="giveRole",
    status_code=200,
    guards=[fresh],
)
async def give_role(
    person_id: FromPath[UUID],
    grant_id: FromPath[UUID],
    data: JSONBody[GiveRole],
    stamp: NamedDependency[Stamp],
    entrance: NamedDependency[Entrance],
    *,
    reception: NamedDependency[Reception],
) -> Handed:
    """Another role, under the sender's id; with `instead`, one that ends in the same step: a move."""
    handed = await staffing.give_role(person_id, grant_id, data, stamp, reception.places)
    entrance.doorkeeper.forget()
    return handed


@put(
    "/desk/people/{person_id:uuid}/grants/{grant_id:uuid}/ended",
    operation_id="endRole",
    status_code=200,
    guards=[fresh],
)
async def end_role(
    person_id: FromPath[UUID],
    grant_id: FromPath[UUID],
    data: JSONBody[HandTo],
    stamp: NamedDependency[Stamp],
    entrance: NamedDependency[Entrance],
    *,
    reception: NamedDependency[Reception],
) -> Handed:
    """One of several roles is over."""
    handed = await staffing.end_role(person_id, grant_id, data, stamp, reception.places)
    entrance.doorkeeper.forget()
    return handed


@put(
    "/desk/people/{person_id:uuid}/factor/reset", operation_id="resetFactor", status_code=204, guards=[fresh]
)
async def reset_factor(
    person_id: FromPath[UUID], stamp: NamedDependency[Stamp], entrance: NamedDependency[Entrance]
) -> None:
    """A lost or new phone: the authenticator is forgotten, and they are signed out everywhere."""
    for session in await staffing.reset_factor(person_id, stamp):
        entrance.doorkeeper.forget(session)


@put("/desk/people/{person_id:uuid}/ended", operation_id="endPerson", status_code=200, guards=[fresh])
async def end_person(
    person_id: FromPath[UUID],
    data: JSONBody[HandTo],
    stamp: NamedDependency[Stamp],
    entrance: NamedDependency[Entrance],
    *,
    reception: NamedDependency[Reception],
) -> Handed:
    """They work here no more: signed out at once, their open requests a colleague's or everybody's."""
    handed, sessions = await staffing.let_go(person_id, data, stamp, reception.places)
    for session in sessions:
        entrance.doorkeeper.forget(session)
    return handed


@get("/invitation", operation_id="readInvitation")
async def read_invitation(actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> ForInvited:
    """For whoever holds the link: its key in Linli-Key."""
    return await staff_invitations.read_invitation(actor, now)


@put("/invitation", operation_id="takeUpInvitation", status_code=204)
async def take_up(
    data: JSONBody[TakeUp], stamp: NamedDependency[Stamp], entrance: NamedDependency[Entrance]
) -> None:
    """The password that the invited person chose; the link opens nothing after it."""
    for session in await staff_invitations.take_up(data, stamp):
        entrance.doorkeeper.forget(session)


router = Router(
    "/",
    route_handlers=[
        find_people,
        read_person,
        invite_person,
        invite_again,
        give_role,
        end_role,
        end_person,
        reset_factor,
        read_invitation,
        take_up,
    ],
    tags=["desk"],
)
