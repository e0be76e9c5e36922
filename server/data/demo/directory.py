"""The demonstrated directory: who provides what, where and when, for each place, as rows to insert."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from piccolo.table import Table

from server.data.demo.material import Blueprint, Level, Material, Text, Window
from server.data.demo.papers import a_certificate
from server.data.demo.seed import ident, stream
from server.data.demo.words import Spot
from server.domain.cards import index_services
from server.domain.categories import name as name_of
from server.domain.hsds.ids import at_id
from server.domain.pinyin import Reader
from server.domain.scope import narrowest, parent_of
from server.models.certificates import Certificate
from server.models.directory import (
    Location,
    Organization,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from server.storage.rows import insert

SPREAD: Final = {"community": 0.002, "street": 0.004, "district": 0.012, "city": 0.03}  # degrees
CERTIFIED: Final = 0.8  # of the firms
ENTRANCES: Final = ["", "", "从弄堂口进", "小区北门旁", "菜场对面", "二楼，走西边楼梯"]
VERIFIED: Final = [4, 12, 19, 33, 58, 71, 96, 150, 210]  # days ago; beyond 180 it is due again
CLOSURES: Final[list[tuple[str, int, int, str]]] = [  # term, from and to in days from today, why
    ("sports", 4, 6, "地面翻新，暂停三天"),
    ("science", -2, 5, "展品更换"),
    ("breakfast", 2, 9, "店主回老家"),
    ("housekeeping", -1, 2, "盘点"),
    ("library", 9, 9, "消防检修，停一天"),
    ("repair", -12, -8, "外出培训"),
]


@dataclass
class Directory:
    """Rows, in the order in which they refer to each other."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    certificates: list[Certificate] = field(default_factory=list)
    locations: dict[tuple[str, str], Location] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    areas: list[ServiceArea] = field(default_factory=list)
    at: list[ServiceAtLocation] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)

    async def save(self, city: str) -> None:
        """Insert them, and what is kept ready of services; `city` is the folder of its readings.

        To be called within `write()`.
        """
        organizations, locations = list(self.organizations.values()), list(self.locations.values())
        before: list[Sequence[Table]] = [organizations, self.certificates, locations]
        for rows in (*before, self.services, self.areas, self.at, self.schedules):
            await insert(rows)
        await index_services([service.id for service in self.services], city)


class Maker:
    """Makes the services of one place after the other; telephone numbers are counted through."""

    def __init__(self, material: Material, reader: Reader, phones: Iterator[str], now: datetime) -> None:
        self.material = material
        self.reader = reader
        self.phones = phones
        self.now = now
        self.made = Directory()
        self.providers: dict[str, Organization] = {}  # also those of a `made` that was taken away
        self.locations: dict[tuple[str, str], Location] = {}  # likewise

    def furnish(
        self, spot: Spot, rank: int, neighbours: list[str], today: date, numbers: range | None = None
    ) -> None:
        """The services of a place, or those with these numbers: after the last comes the first again.

        `rank` chooses among names; `neighbours` are the demonstrated communities of its street.
        """
        mine = self.written_for(spot.level)
        for number in range(len(mine)) if numbers is None else numbers:
            blueprint = mine[number % len(mine)]
            chance = stream("service", spot.code, number)
            name = self._name(blueprint, spot, rank, number // len(mine))
            service = self._service(blueprint, spot, number, name, chance)
            self.made.services.append(service)
            areas = neighbours if blueprint.shared else [spot.code]
            service.owner = narrowest(areas)
            self.made.areas += [ServiceArea(service=service.id, division=code) for code in areas]
            if blueprint.spot != "none":
                location = self._location(blueprint, spot, number, name[0], chance)
                at = at_id(service.id, location.id)
                self.made.at.append(ServiceAtLocation(id=at, service=service.id, location=location.id))
            windows = self._windows(blueprint, chance)
            hours = [opening(window, today) for window in windows] + _closures(blueprint, rank, today)
            self.made.schedules += [
                Schedule(id=ident("schedule", spot.code, number, place), service=service.id, **columns)
                for place, columns in enumerate(hours)
            ]

    def written_for(self, level: Level) -> list[Blueprint]:
        """What is written for the divisions of a level."""
        return [each for each in self.material.services if each.level == level]

    def _windows(self, blueprint: Blueprint, chance: Random) -> list[Window]:
        return self.material.hours[chance.choice(blueprint.hours)]

    def _name(self, blueprint: Blueprint, spot: Spot, rank: int, turn: int) -> Text:
        """`turn`: how often all that is written for such a place was there before."""
        zh, en = (
            blueprint.names[rank % len(blueprint.names)]
            if blueprint.names
            else (blueprint.name, blueprint.en)
        )
        return spot.say(blueprint.prefix + zh), spot.say(blueprint.prefix_en + en)

    def _service(self, blueprint: Blueprint, spot: Spot, number: int, name: Text, chance: Random) -> Service:
        said = self._said(blueprint)
        phone = next(self.phones)
        return Service(
            id=ident("service", spot.code, number),
            organization=self._organization(blueprint, spot, name[0], phone).id,
            category=blueprint.term,
            name=name[0],
            name_pinyin=self.reader.read(name[0]),
            alternate_names=blueprint.also,
            description=blueprint.does,
            audience=blueprint.audience,
            fee=blueprint.fee,
            languages="zh en" if blueprint.level == "city" else "zh",
            home_visit=blueprint.home_visit,
            phone=phone,
            texts=json.dumps({"en": _english(blueprint, name[1], said)}, ensure_ascii=False),
            eligibility=said["eligibility"][0],
            documents=said["documents"][0],
            application=said["application"][0],
            fee_note=said["fee_note"][0],
            wait=said["wait"][0],
            accessibility=said["accessibility"][0],
            verified_on=self.now.date() - timedelta(days=chance.choice(VERIFIED)),
            changed_at=self.now,
        )

    def _said(self, blueprint: Blueprint) -> dict[str, Text]:
        """The columns that shared sentences fill."""
        phrases = self.material.phrases
        access = [phrases.access[key] for key in blueprint.access]
        return {
            "eligibility": phrases.who[blueprint.who],
            "documents": _phrase(phrases.bring, blueprint.bring),
            "application": phrases.how[blueprint.how],
            "fee_note": _phrase(phrases.fee, blueprint.fee_note),
            "wait": _phrase(phrases.wait, blueprint.wait),
            "accessibility": ("，".join(zh for zh, _ in access), ", ".join(en for _, en in access)),
        }

    def _organization(self, blueprint: Blueprint, spot: Spot, name: str, phone: str) -> Organization:
        """The provider, made when it is first needed; firms mostly hold a certificate."""
        if blueprint.by.startswith("self-"):
            kind, keeper = blueprint.by.removeprefix("self-"), spot.code
        else:
            provider = self.material.providers[blueprint.by]
            pattern = getattr(provider, spot.level)
            kind, name = provider.kind, spot.say(pattern)
            keeper = parent_of(spot.code) if "{street}" in pattern else spot.code
        if name not in self.providers:
            chance = stream("organization", name)
            holder = self.providers[name] = self.made.organizations[name] = Organization(
                id=ident("organization", name),
                name=name,
                kind=kind,
                phone=phone,
                owner=keeper,
                changed_at=self.now,
            )
            if kind in {"firm", "non-profit"} and chance.random() < CERTIFIED:
                self.made.certificates.append(self._certificate(holder, blueprint.term, chance))
        return self.providers[name]

    def _certificate(self, holder: Organization, term: str, chance: Random) -> Certificate:
        return a_certificate(holder, len(self.providers), name_of(term, "zh-CN"), chance, self.now)

    def _location(self, blueprint: Blueprint, spot: Spot, number: int, name: str, chance: Random) -> Location:
        """Where it is: a place of its own, or one that it shares with others of the division."""
        key = (spot.code, blueprint.spot if blueprint.spot != "own" else str(number))
        if key not in self.locations:
            far = SPREAD[spot.level] if blueprint.spot not in {"station", "hall"} else 0
            self.locations[key] = self.made.locations[key] = Location(
                id=ident("location", *key),
                division=spot.code,
                name=centre_name(spot) if not far else name,
                address=address(spot, chance.randrange(1, 180)) if far else centre_address(spot),
                entrance=chance.choice(ENTRANCES) if far and spot.level in {"street", "community"} else "",
                latitude=round(spot.place.latitude + chance.uniform(-far, far), 5),
                longitude=round(spot.place.longitude + chance.uniform(-far, far), 5),
            )
        return self.locations[key]


def _phrase(kind: dict[str, Text], key: str) -> Text:
    return kind[key] if key else ("", "")


def _english(blueprint: Blueprint, name: str, said: dict[str, Text]) -> dict[str, str]:
    told = {column: en for column, (_, en) in said.items() if en}
    return {"name": name, "description": blueprint.does_en, **told}


def address(spot: Spot, number: int) -> str:
    """A house on the main road."""
    return f"{spot.words['address']} {number} 号"


def centre_name(spot: Spot) -> str:
    """The staffed office of a division."""
    return spot.say("{here}服务站" if spot.level == "community" else "{here}社区服务中心")


def centre_address(spot: Spot) -> str:
    """Where the office is."""
    return address(spot, stream("centre", spot.code).randrange(1, 180)) + " 1 楼"


def opening(window: Window, today: date) -> dict[str, Any]:
    """The columns of a row of opening hours; every second week is counted from the Monday before last."""
    by_date = window.monthly.isdigit()
    return {
        "freq": "MONTHLY" if window.monthly else "WEEKLY",
        "interval": window.every,
        "byday": window.days or ("" if by_date else window.monthly),
        "bymonthday": window.monthly if by_date else "",
        "dtstart": today - timedelta(days=today.weekday() + 14) if window.every > 1 else None,
        "opens_at": window.opens,
        "closes_at": window.closes,
        "holidays": window.holidays,
        "note": window.note,
    }


def _closures(blueprint: Blueprint, rank: int, today: date) -> list[dict[str, Any]]:
    """A few services are shut for some days, whatever their other rows say: each kind in one place."""
    return [
        {
            "valid_from": today + timedelta(days=first),
            "valid_to": today + timedelta(days=last),
            "opens_at": "00:00",
            "closes_at": "00:00",
            "holidays": "plain",
            "closed": True,
            "note": why,
        }
        for place, (term, first, last, why) in enumerate(CLOSURES, start=1)
        if blueprint.term == term and blueprint.level == "community" and rank == place
    ]
