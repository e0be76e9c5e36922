"""Everything about one service, in the reader's language as far as it is written in it.

A service that was given and is not any more is told apart from one that never was: it names what can stand
in for it.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.alike import find_alike
from server.domain.calendar import find_calendar
from server.domain.city import City
from server.domain.directory import TEXTS, Provider, Spot, areas_of, find_entry
from server.domain.divisions import Step, find_network
from server.domain.errors import NotFound, ServiceOver
from server.domain.hours import Rule, civil_minute
from server.domain.network import LEVEL_NAMES
from server.domain.opening import OpenShown, shown_state, state_of
from server.storage.database import Sql, together


class Area(Struct, frozen=True):
    """Where a service is offered."""

    code: str
    level: str
    name: str
    name_en: str


class ServiceShown(Struct, frozen=True):
    """Everything about one service, in the reader's language as far as it is written in it."""

    id: UUID
    language: str  # of the texts: zh-CN where there is no translation
    name: str
    aka: list[str]
    category: str
    organization: Provider
    description: str
    eligibility: str
    audience: list[str]
    documents: str
    application: str
    fee: int | None
    fee_note: str
    wait: str
    languages: list[str]
    accessibility: str
    home_visit: bool
    phone: str
    status: str
    verified_on: date | None
    locations: list[Spot]
    hours: list[Rule]
    open: OpenShown | None
    division: str
    division_name: str
    areas: list[Area]
    path: list[Step]
    owner: str  # the division whose desk keeps it
    owner_name: str


async def find_service(id: UUID, city: City, language: str, now: datetime) -> ServiceShown:
    """One service with everything. Raises NotFound; ServiceOver, which names the nearest alike."""
    entry = await find_entry(id)
    if entry is None:
        raise await _why_not(id, language)
    network = await find_network(city.folder)
    areas = [network.nodes[code] for code in await areas_of(id) if code in network.nodes]
    if not areas:
        raise NotFound(service=id)
    texts = entry.texts.get(language, {})
    state = state_of(entry, await find_calendar(), civil_minute(now, city.utc_offset))
    own = areas[0]
    keeper = network.nodes.get(entry.owner, own)
    return ServiceShown(
        id=entry.id,
        language=language if texts.get("name") else "zh-CN",
        aka=entry.aka,
        category=entry.category,
        organization=entry.provider,
        audience=entry.audience,
        fee=entry.fee,
        languages=entry.languages,
        home_visit=entry.home_visit,
        phone=entry.phone,
        status=entry.status,
        verified_on=entry.verified_on,
        locations=entry.spots,
        hours=entry.hours,
        open=shown_state(state, city),
        division=own.code,
        division_name=own.name_en if language == "en" else own.name,
        areas=[Area(node.code, LEVEL_NAMES[node.level], node.name, node.name_en) for node in areas],
        path=network.path(own.code),
        owner=entry.owner,
        owner_name=keeper.name_en if language == "en" else keeper.name,
        **{column: texts.get(column) or getattr(entry, column) for column in TEXTS},
    )


OVER: Final = "SELECT name, texts, category, owner FROM service WHERE id = {}"
WHERE: Final = (
    "SELECT l.latitude, l.longitude FROM service_at_location a JOIN location l ON l.id = a.location "
    "WHERE a.service = {} AND l.latitude IS NOT NULL AND l.longitude IS NOT NULL ORDER BY a.id LIMIT 1"
)


async def _why_not(id: UUID, language: str) -> NotFound | ServiceOver:
    """It is over, or there never was one that residents were shown."""
    services, spots = await together(Sql(OVER, id), Sql(WHERE, id))
    if not services:
        return NotFound(service=id)
    service: dict[str, Any] = services[0]
    point = (spots[0]["latitude"], spots[0]["longitude"]) if spots else None
    alike = await find_alike(id, service["category"], service["owner"], point, language)
    texts = msgspec.json.decode(service["texts"], type=dict[str, dict[str, str]])
    name = texts.get(language, {}).get("name") or service["name"]
    return ServiceOver(name=name, alike=msgspec.to_builtins(alike))
