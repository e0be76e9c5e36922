"""The directory: what is offered, by whom, where and when; read in one hop.

A service stands in the catalogue of each division of its service areas. `editing` changes it. What residents
are shown of a service is kept ready made as well (`service_entry`): `cards` writes it in the transaction of
the change, and lists and fragments read nothing else.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.domain.hours import Rule
from server.domain.sounds import Sounds
from server.models.directory import ServiceArea
from server.storage.database import Sql, together
from server.storage.rows import in_keys

MANY: Final = 2000  # services that are worked on beside the event loop
Done = TypeVar("Done")
TEXTS: Final = (
    "name",
    "description",
    "eligibility",
    "documents",
    "application",
    "fee_note",
    "wait",
    "accessibility",
)
STATUSES_SHOWN: Final = ("active", "temporarily closed")
SHOWN: Final = "s.status IN ('active', 'temporarily closed') AND s.deleted_at IS NULL"


class Provider(Struct, frozen=True, gc=False):
    """Who provides a service."""

    id: UUID
    name: str
    kind: str  # public, firm, non-profit, property
    phone: str
    certificate: str | None  # its number, if it has a valid one


class Spot(Struct, frozen=True, gc=False):
    """Where it is given. WGS-84."""

    name: str
    address: str
    entrance: str
    latitude: float | None
    longitude: float | None
    division: str


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """All that is known of one service. Texts are zh-CN; `texts` has them in other languages, by column."""

    id: UUID
    name: str
    pinyin: str  # one syllable a piece, by blanks; kept, "" where the table of sounds reads the name right
    aka: list[str]
    category: str
    provider: Provider
    description: str
    eligibility: str
    audience: list[str]
    documents: str
    application: str
    fee: int | None  # fen; none: see fee_note
    fee_note: str
    wait: str
    languages: list[str]
    accessibility: str
    home_visit: bool
    phone: str
    texts: dict[str, dict[str, str]]
    status: str
    verified_on: date | None
    changed_at: datetime
    spots: list[Spot]
    hours: list[Rule]
    owner: str = ""  # the division whose desk keeps it


class Offer(Struct, frozen=True):
    """What is offered in a division, like beside like; the mark is another if anything of it is."""

    entries: list[Entry]
    mark: str


SERVICES: Final = (
    "SELECT s.id, s.name, s.name_pinyin, s.alternate_names, s.category, s.description, s.eligibility, "
    "s.audience, s.documents, s.application, s.fee, s.fee_note, s.wait, s.languages, s.accessibility, "
    "s.home_visit, s.phone, s.texts, s.status, s.verified_on, s.changed_at, s.owner, o.id AS provider_id, "
    "o.name AS provider, o.kind, o.phone AS provider_phone, o.certificate "
    "FROM service s JOIN organization o ON o.id = s.organization "
)
SPOTS: Final = (
    "SELECT a.service, l.name, l.address, l.entrance, l.latitude, l.longitude, l.division "
    "FROM service_at_location a JOIN location l ON l.id = a.location "
)
HOURS: Final = (
    "SELECT service, freq, interval, wkst, byday, bymonthday, valid_from, valid_to, season, until, dtstart, "
    "opens_at, closes_at, holidays, closed, note FROM schedule h "
)
KEPT: Final = "SELECT e.entry FROM service_entry e "
OFFERED: Final = f"{KEPT}JOIN service_area a ON a.service = e.service WHERE a.division = {{}}"


async def beside(is_much: bool, work: Callable[[], Done]) -> Done:
    """Do it beside the event loop if it is much, so that others are answered meanwhile."""
    return await asyncio.to_thread(work) if is_much else work()


async def offer_of(division: str) -> Offer:
    """What is offered in this very division, in an order that compresses well."""
    (rows,) = await together(Sql(OFFERED, division))
    kept = sorted({bytes(row["entry"]) for row in rows})
    entries = [_kept.decode(each) for each in kept]
    entries.sort(key=lambda it: (it.category, it.description, it.phone, it.id))
    return Offer(entries, blake2b(b"\n".join(kept), digest_size=8).hexdigest())


_kept: Final = msgspec.json.Decoder(Entry)


async def find_entry(id: UUID) -> Entry | None:
    """One service, if it is shown to residents."""
    services, spots, hours = await together(
        Sql(f"{SERVICES}WHERE s.id = {{}} AND {SHOWN}", id),
        Sql(f"{SPOTS}WHERE a.service = {{}} ORDER BY a.id", id),
        Sql(f"{HOURS}WHERE h.service = {{}} ORDER BY h.closed, h.opens_at, h.id", id),
    )
    entries = _entries(services, spots, hours)
    return entries[0] if entries else None


def as_kept(entry: Entry, sounds: Sounds) -> bytes:
    """How it stands ready in `service_entry`."""
    return msgspec.json.encode(replace(entry, pinyin=unusual_pinyin(entry, sounds)))


def unusual_pinyin(entry: Entry, sounds: Sounds) -> str:
    """How its name is read, if the table of sounds reads it otherwise."""
    return "" if not entry.pinyin or entry.pinyin == " ".join(sounds.of(entry.name)) else entry.pinyin


async def shown_entries(ids: Sequence[UUID]) -> list[Entry]:
    """The shown ones of these services, at most AT_ONCE, in no order."""
    if not ids:
        return []
    (rows,) = await together(in_keys(f"{KEPT}WHERE e.service IN (KEYS)", ids))
    return [_kept.decode(row["entry"]) for row in rows]


async def entries_by_ids(
    ids: Sequence[UUID],
) -> tuple[list[Entry], dict[UUID, list[str]]]:
    """These services, inactive ones too, at most AT_ONCE, in no order, and the areas of each."""
    if not ids:
        return [], {}
    services, spots, hours, areas = await together(
        in_keys(f"{SERVICES}WHERE s.id IN (KEYS) AND s.deleted_at IS NULL", ids),
        in_keys(f"{SPOTS}WHERE a.service IN (KEYS) ORDER BY a.id", ids),
        in_keys(f"{HOURS}WHERE h.service IN (KEYS) ORDER BY h.closed, h.opens_at, h.id", ids),
        in_keys("SELECT service, division FROM service_area WHERE service IN (KEYS)", ids),
    )
    grouped: dict[UUID, list[str]] = {row["id"]: [] for row in services}
    for row in areas:
        grouped.setdefault(row["service"], []).append(row["division"])
    return _entries(services, spots, hours), grouped


async def areas_of(id: UUID) -> list[str]:
    """The divisions in which a service is offered, in the order of their codes."""
    rows = await ServiceArea.select(ServiceArea.division).where(ServiceArea.service == id)
    return sorted(row["division"] for row in rows)


def _entries(
    services: list[dict[str, Any]], spots: list[dict[str, Any]], hours: list[dict[str, Any]]
) -> list[Entry]:
    spots_of, hours_of = _by_service(spots), _by_service(hours)
    return [
        _entry(
            row,
            [Spot(**spot) for spot in spots_of[row["id"]]],
            [rule_of(rule) for rule in hours_of[row["id"]]],
        )
        for row in services
    ]


USUAL: Final = msgspec.structs.asdict(Rule())


def rule_of(row: Mapping[str, Any]) -> Rule:
    """A row of `schedule` as a rule; many rows say the same."""
    return _rule(tuple(row.items()))


@lru_cache(8192)
def _rule(row: tuple[tuple[str, Any], ...]) -> Rule:
    # What is usual is left to the defaults, so that it is left out on the wire: it is told by identity.
    return Rule(**{name: value for name, value in row if value != USUAL.get(name, value)})


def _by_service(rows: Iterable[dict[str, Any]]) -> defaultdict[UUID, list[dict[str, Any]]]:
    grouped: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.pop("service")].append(row)
    return grouped


def _entry(row: dict[str, Any], spots: list[Spot], hours: list[Rule]) -> Entry:
    return Entry(
        id=row["id"],
        name=row["name"],
        pinyin=row["name_pinyin"],
        aka=[name for name in row["alternate_names"].split("\n") if name],
        category=row["category"],
        provider=Provider(
            row["provider_id"], row["provider"], row["kind"], row["provider_phone"], row["certificate"]
        ),
        description=row["description"],
        eligibility=row["eligibility"],
        audience=row["audience"].split(),
        documents=row["documents"],
        application=row["application"],
        fee=row["fee"],
        fee_note=row["fee_note"],
        wait=row["wait"],
        languages=row["languages"].split(),
        accessibility=row["accessibility"],
        home_visit=bool(row["home_visit"]),
        phone=row["phone"],
        texts=msgspec.json.decode(row["texts"], type=dict[str, dict[str, str]]),
        status=row["status"],
        verified_on=row["verified_on"],
        changed_at=row["changed_at"],
        spots=spots,
        hours=hours,
        owner=row["owner"],
    )
