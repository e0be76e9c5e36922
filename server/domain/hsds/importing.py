"""Taking in what other software publishes: all of it or nothing, and the same again changes nothing.

First every record is read and checked, and each bad one named; then all are written in one transaction, by
the ways in which a desk writes them. What is new here keeps the time at which its source last changed it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct, field

from server.domain.cards import index_services
from server.domain.city import City
from server.domain.divisions import find_network
from server.domain.editing import save_services
from server.domain.errors import Invalid
from server.domain.hsds.files import Piece, is_organization, services_in
from server.domain.hsds.given import Given
from server.domain.hsds.places import TakenLocation
from server.domain.hsds.records import Organization, Service
from server.domain.hsds.taking import (
    TakenOrganization,
    TakenService,
    World,
    taken_organization,
    taken_service,
)
from server.domain.locating import WriteLocation, save_locations
from server.domain.organizing import WriteOrganization, save_organizations
from server.domain.pinyin import Reader
from server.domain.scope import contains, narrowest
from server.domain.writing import WriteService, faults_of, tidied
from server.storage.database import Sql, together, write
from server.storage.rows import parts_of, select_in

MOST_NAMED: Final = 20  # bad records
AT_ONCE: Final = 400


class Bad(Struct, frozen=True):
    """A record that cannot be taken in, and why."""

    place: str
    why: str


class BadRecords(Exception):
    """Some records cannot be; nothing was changed."""

    def __init__(self, first: list[Bad], count: int) -> None:
        super().__init__(f"{count} bad records")
        self.first, self.count = first, count


class Counts(Struct):
    """What became of the records of one kind."""

    added: int = 0
    changed: int = 0
    same: int = 0


class Report(Struct):
    """What was done, and what of it could not be represented."""

    services: Counts = field(default_factory=Counts)
    organizations: Counts = field(default_factory=Counts)
    locations: Counts = field(default_factory=Counts)
    left: Counter[str] = field(default_factory=Counter)  # by the path of the field
    unsorted: Counter[str] = field(default_factory=Counter)  # categories that we have not, by their name


class Gathered(Struct):
    """What a file says, checked, before anything is written."""

    services: dict[UUID, TakenService] = field(default_factory=dict)
    organizations: dict[UUID, TakenOrganization] = field(default_factory=dict)
    locations: dict[UUID, TakenLocation] = field(default_factory=dict)
    places: dict[UUID, str] = field(default_factory=dict)
    bad: list[Bad] = field(default_factory=list)
    bad_count: int = 0

    def refuse(self, place: str, why: str) -> None:
        """One more that cannot be."""
        self.bad_count += 1
        if len(self.bad) < MOST_NAMED:
            self.bad.append(Bad(place, why))

    def check(self) -> None:
        """Raises BadRecords if there are any."""
        if self.bad_count:
            raise BadRecords(self.bad, self.bad_count)


async def world_for(city: City, division: str, reader: Reader) -> World:
    """Where it is to be put; `division` holds what does not say where it is. Raises Invalid."""
    network = await find_network(city.folder)
    if division not in network.nodes:
        raise Invalid({"division": "no-such-division"})
    return World(network, city.folder, city.utc_offset, reader, division)


async def import_pieces(pieces: Iterable[Piece], world: World, now: datetime, check: bool = False) -> Report:
    """Take in these records; with `check` only say what would be. Raises BadRecords and BadFile."""
    gathered = gather(pieces, world)
    gathered.check()
    report = Report(left=world.left)
    report.unsorted.update(each.unsorted for each in gathered.services.values() if each.unsorted)
    try:
        async with write():
            await _write(gathered, world, report, now)
            if check:
                raise _Checked
    except _Checked:
        pass
    return report


class _Checked(Exception):
    """Everything would have gone well: leave no trace."""


def gather(pieces: Iterable[Piece], world: World) -> Gathered:
    """Every record, checked. Raises BadFile for what is no file of records."""
    gathered = Gathered()
    for piece in pieces:
        before = len(gathered.services) + len(gathered.organizations) + gathered.bad_count
        for body in services_in(piece.body):
            _take(Piece(piece.place, body), gathered, world)
        if before == len(gathered.services) + len(gathered.organizations) + gathered.bad_count:
            gathered.refuse(piece.place, "there is no service in it")
    return gathered


def _take(piece: Piece, gathered: Gathered, world: World) -> None:
    alone = is_organization(piece.body)
    named = f"{piece.place}, {piece.body.get('name')!r}"
    try:
        msgspec.convert(piece.body, Organization if alone else Service)
    except msgspec.ValidationError as error:
        gathered.refuse(named, str(error).replace("$.", ""))
        return
    given = Given(piece.body)
    if alone:
        organization = taken_organization(given)
        if organization.id not in gathered.organizations:
            world.left.update(given.left())
        gathered.organizations.setdefault(organization.id, organization)
        return
    if not given.has("organization"):
        gathered.refuse(named, "it does not say whose service it is (organization)")
        return
    taken = taken_service(given, world)
    if taken.id in gathered.services:
        gathered.refuse(named, f"the service {taken.id} stands twice")
        return
    gathered.services[taken.id] = taken
    gathered.places[taken.id] = named
    gathered.organizations.setdefault(taken.organization.id, taken.organization)
    for location in taken.locations:
        gathered.locations.setdefault(location.id, location)


class There(Struct, frozen=True):
    """What is here already under an id."""

    version: int
    owner: str
    deleted: bool


async def _there(table: str, ids: Iterable[UUID], owner: str = "owner") -> dict[UUID, There]:
    rows = await select_in(
        f"SELECT id, version, {owner} AS owner, deleted_at FROM {table} WHERE id IN (KEYS)",  # noqa: S608
        list(ids),
    )
    return {row["id"]: There(row["version"], row["owner"], bool(row["deleted_at"])) for row in rows}


async def _write(gathered: Gathered, world: World, report: Report, now: datetime) -> None:
    services, organizations, locations = gathered.services, gathered.organizations, gathered.locations
    before = {
        "service": await _there("service", services),
        "organization": await _there("organization", organizations),
        "location": await _there("location", locations, "division"),
    }
    owners = _owners(gathered, world)
    written = {
        id: _organization(each, before["organization"].get(id), owners.get(id, world.division))
        for id, each in organizations.items()
    }
    after = await save_organizations(written, now)
    report.organizations = _counted(before["organization"], after)
    after = await save_locations({id: _location(each) for id, each in locations.items()}, now)
    report.locations = _counted(before["location"], after)
    bodies = _bodies(gathered, before["service"])
    gathered.check()
    for id, faults in (await faults_of({id: tidied(body) for id, body in bodies.items()})).items():
        gathered.refuse(gathered.places[id], ", ".join(f"{name}: {key}" for name, key in faults.items()))
    gathered.check()
    after = await save_services(bodies, world.reader, now)
    report.services = _counted(before["service"], after)
    if await _date_back(gathered, before, now):
        await index_services(list(services), world.reader.city)


def _owners(gathered: Gathered, world: World) -> dict[UUID, str]:
    """For each organization the narrowest division that contains all that it provides."""
    areas: dict[UUID, set[str]] = {}
    for each in gathered.services.values():
        areas.setdefault(each.organization.id, set()).update(each.facts["areas"])
    return {id: narrowest(codes) for id, codes in areas.items()}


def _organization(taken: TakenOrganization, there: There | None, owner: str) -> WriteOrganization:
    return msgspec.convert(
        {
            "name": taken.name,
            "kind": taken.kind,
            "description": taken.description,
            "phone": taken.phone,
            "owner": there.owner if there else owner,
        },
        WriteOrganization,
    )


def _location(taken: TakenLocation) -> WriteLocation:
    body = msgspec.structs.asdict(taken)
    del body["id"]
    return WriteLocation(**body)


def _bodies(gathered: Gathered, there: Mapping[UUID, There]) -> dict[UUID, WriteService]:
    """As somebody at a desk would write them; whose desk keeps one stays, as long as it may."""
    bodies = {}
    for id, taken in gathered.services.items():
        facts = dict(taken.facts)
        kept = there[id].owner if id in there else ""
        if "owner" not in facts and kept and all(contains(kept, code) for code in facts["areas"]):
            facts["owner"] = kept
        try:
            bodies[id] = msgspec.convert(msgspec.to_builtins(facts), WriteService)
        except msgspec.ValidationError as error:
            gathered.refuse(gathered.places[id], str(error).replace("$.", ""))
    return bodies


def _counted(before: Mapping[UUID, There], after: Mapping[UUID, int]) -> Counts:
    counts = Counts()
    for id, version in after.items():
        if id not in before:
            counts.added += 1
        elif version == before[id].version:
            counts.same += 1
        else:
            counts.changed += 1
    return counts


async def _date_back(gathered: Gathered, before: Mapping[str, Mapping[UUID, There]], now: datetime) -> bool:
    """What is new here changed when its source says; a certificate of our own scheme comes along.

    Says whether there was any such thing.
    """
    dates: dict[str, dict[UUID, datetime]] = {"service": {}, "organization": {}, "location": {}}
    for id, each in gathered.services.items():
        if each.last_modified is None:
            continue
        moment = min(each.last_modified, now)
        concerned = [("service", id), ("organization", each.organization.id)]
        concerned += [("location", place.id) for place in each.locations]
        for table, about in concerned:
            if about not in before[table]:
                dates[table][about] = min(moment, dates[table].get(about, moment))
    for table, moments in dates.items():
        sql = f"UPDATE {table} SET changed_at = {{}} WHERE id = {{}}"  # noqa: S608 - our own words
        await _all([Sql(sql, moment, id) for id, moment in moments.items()])
    certified: list[Any] = [
        Sql("UPDATE organization SET certificate = {} WHERE id = {}", each.certificate, id)
        for id, each in gathered.organizations.items()
        if each.certificate and id not in before["organization"]
    ]
    await _all(certified)
    return bool(certified or any(dates.values()))


async def _all(statements: Sequence[Sql]) -> None:
    for part in parts_of(statements, AT_ONCE):
        await together(*part)
