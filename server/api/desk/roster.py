"""Who is on duty at a centre, week by week, and where nobody works."""

from datetime import date, datetime
from uuid import UUID

from litestar import Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server.domain import roster
from server.domain.people import Actor
from server.domain.requests import Reception
from server.domain.roster import Roster, ShiftSaved, VacantList, WriteShift


@get("/roster", operation_id="readRoster")
async def read_roster(
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
    *,
    division: FromQuery[str],
    monday: FromQuery[date],
) -> Roster:
    """Seven days of a centre, from `monday` on."""
    known = await reception.places.at(now)
    return await roster.read_roster(division, monday, actor, known, now, language=language)


@get("/roster/vacant", operation_id="listVacant")
async def list_vacant(
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
) -> VacantList:
    """Divisions of one's part of the network in which nobody works: what comes there climbs at once."""
    return await roster.list_vacant(actor, await reception.places.at(now), now, language)


@put("/roster/{shift_id:uuid}", operation_id="saveShift", status_code=200)
async def save_shift(
    shift_id: FromPath[UUID],
    data: JSONBody[WriteShift],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
) -> ShiftSaved:
    """Add a shift, or change it. 409: somebody changed it since `version`."""
    return await roster.save_shift(shift_id, data, actor, await reception.places.at(now), now)


@delete("/roster/{shift_id:uuid}", operation_id="deleteShift", status_code=204)
async def delete_shift(
    shift_id: FromPath[UUID],
    version: FromQuery[int],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
) -> None:
    """Nobody has this shift any more."""
    await roster.delete_shift(shift_id, version, actor, await reception.places.at(now))


router = Router("/desk", route_handlers=[read_roster, list_vacant, save_shift, delete_shift])
