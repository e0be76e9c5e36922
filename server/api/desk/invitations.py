"""A wave's invitations on the desk: letters and reminders to print, units in hands, what became of each."""

import asyncio
from datetime import date, datetime
from random import SystemRandom
from uuid import UUID

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody

from server.api.told.letters import Names, letters_page, reminders_page
from server.domain.city import City
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.requests import Reception
from server.domain.surveys import doors, fieldwork, reminders, replacements, response_rates
from server.domain.surveys import letters as letters_of
from server.domain.surveys.doors import KeepTry, TryKept, UnitPage, Wanted
from server.domain.surveys.fieldwork import HandedOut, HandOut, HandOuts
from server.domain.surveys.letters import PrintLetters
from server.domain.surveys.reminders import Remind
from server.domain.surveys.replacements import Replaced
from server.domain.surveys.response_rates import ResponseRates
from server.http.site import Site

HTML = "text/html"


async def names_of(
    reception: NamedDependency[Reception], now: NamedDependency[datetime], language: NamedDependency[str]
) -> Names:
    """What divisions are called in the reader's language."""
    known = await reception.places.at(now)
    return lambda code: known.name(code, language)


async def names_on_paper(reception: NamedDependency[Reception], now: NamedDependency[datetime]) -> Names:
    """And on paper, which is Chinese first."""
    known = await reception.places.at(now)
    return lambda code: known.name(code, "zh-CN")


def today_of(now: NamedDependency[datetime], city: NamedDependency[City]) -> date:
    """The day of the city."""
    return now.astimezone(city.zone).date()


@get("/{wave_id:uuid}/response-rates", operation_id="readResponseRates")
async def read_response_rates(
    wave_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    names: NamedDependency[Names],
    division: FromQuery[str] = "",
) -> ResponseRates:
    """How many answered, of those who could (AAPOR RR3): a division by group, and what lies below it."""
    return await response_rates.read_response_rates(wave_id, division, actor, names)


@get("/{wave_id:uuid}/units", operation_id="listUnits")
async def list_units(
    *,
    wave_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    keys: NamedDependency[Keys],
    names: NamedDependency[Names],
    division: FromQuery[str] = "",
    audience: FromQuery[str] = "",
    disposition: FromQuery[str] = "",
    interviewer: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> UnitPage:
    """The sampled units in one's hands, and what became of each; never what anybody answered."""
    wanted = Wanted(division, audience, disposition, interviewer, cursor)
    return await doors.list_units(wave_id, wanted, actor, keys, names)


@put("/{wave_id:uuid}/units/{unit_id:uuid}/tries/{try_id:uuid}", operation_id="keepTry", status_code=200)
async def keep_try(
    *,
    wave_id: FromPath[UUID],
    unit_id: FromPath[UUID],
    try_id: FromPath[UUID],
    data: JSONBody[KeepTry],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    city: NamedDependency[City],
) -> TryKept:
    """What was found at a door: a day, a part of it, a result. The same id again corrects it."""
    return await doors.keep_try(wave_id, unit_id, try_id, data, by=actor, now=now, zone=city.zone)


@put("/{wave_id:uuid}/units/{unit_id:uuid}/replacement", operation_id="replaceUnit", status_code=200)
async def replace_unit(
    wave_id: FromPath[UUID], unit_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Replaced:
    """The next of the draw for a unit that is not eligible; a second time is no second time."""
    return await replacements.replace_unit(wave_id, unit_id, actor)


@get("/{wave_id:uuid}/hand-outs", operation_id="listHandOuts")
async def list_hand_outs(wave_id: FromPath[UUID], actor: NamedDependency[Actor]) -> HandOuts:
    """Who visits whom, and whose managers may print."""
    return await fieldwork.list_hand_outs(wave_id, actor)


@put("/{wave_id:uuid}/hand-outs", operation_id="handOut", status_code=200)
async def hand_out(
    wave_id: FromPath[UUID],
    data: JSONBody[HandOut],
    actor: NamedDependency[Actor],
    today: NamedDependency[date],
) -> HandedOut:
    """Units to an interviewer, or a division's letters to its managers."""
    return await fieldwork.hand_out(wave_id, data, actor, today)


@post("/{wave_id:uuid}/letters", operation_id="printLetters", status_code=200, media_type=HTML)
async def print_letters(
    *,
    wave_id: FromPath[UUID],
    data: JSONBody[PrintLetters],
    actor: NamedDependency[Actor],
    keys: NamedDependency[Keys],
    city: NamedDependency[City],
    site: NamedDependency[Site],
    paper: NamedDependency[Names],
    today: NamedDependency[date],
) -> Response[str]:
    """The letters of a division, with their codes, once: 409 when they were printed. No copy stays here."""
    printed = await letters_of.print_letters(
        wave_id, data, by=actor, keys=keys, chance=SystemRandom(), today=today
    )
    page = await asyncio.to_thread(letters_page, printed, city, site.public_url, paper)
    return _file(page, f"letters-{printed.wave.year}-{data.division}")


@post("/{wave_id:uuid}/reminders", operation_id="printReminders", status_code=200, media_type=HTML)
async def print_reminders(
    *,
    wave_id: FromPath[UUID],
    data: JSONBody[Remind],
    actor: NamedDependency[Actor],
    keys: NamedDependency[Keys],
    paper: NamedDependency[Names],
    today: NamedDependency[date],
) -> Response[str]:
    """Who has not answered, by building, without codes."""
    printed = await reminders.list_reminders(wave_id, data, by=actor, keys=keys, today=today)
    return _file(reminders_page(printed, paper), f"reminders-{printed.wave.year}-{data.division}")


def _file(page: str, name: str) -> Response[str]:
    head = {"Content-Disposition": f'attachment; filename="{name}.html"', "Cache-Control": "no-store"}
    return Response(page, media_type=HTML, headers=head)


router = Router(
    "/desk/waves",
    route_handlers=[
        read_response_rates,
        list_units,
        keep_try,
        replace_unit,
        list_hand_outs,
        hand_out,
        print_letters,
        print_reminders,
    ],
    dependencies={
        "names": Provide(names_of),
        "paper": Provide(names_on_paper),
        "today": Provide(today_of, sync_to_thread=False),
    },
    tags=["desk"],
)
