"""Everything about one service, in the reader's language as far as it is written in it."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from server.domain.calendar import find_calendar
from server.domain.city import City
from server.domain.directory import TEXTS, Provider, Spot, areas_of, find_entry
from server.domain.divisions import Step, find_network
from server.domain.errors import NotFound
from server.domain.hours import Rule, civil_minute
from server.domain.network import LEVEL_NAMES
from server.domain.opening import OpenShown, shown_state, state_of


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


async def find_service(id: UUID, city: City, language: str, now: datetime) -> ServiceShown:
    """One service with everything. Raises NotFound."""
    entry = await find_entry(id)
    if entry is None:
        raise NotFound(service=id)
    network = await find_network(city.folder)
    areas = [network.nodes[code] for code in await areas_of(id) if code in network.nodes]
    if not areas:
        raise NotFound(service=id)
    texts = entry.texts.get(language, {})
    state = state_of(entry, await find_calendar(), civil_minute(now, city.utc_offset))
    own = areas[0]
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
        **{column: texts.get(column) or getattr(entry, column) for column in TEXTS},
    )
