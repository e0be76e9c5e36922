"""The directory to and from other software: the same bytes again, all or nothing, no fact lost in silence."""

import csv
import json
import os
import sys
from collections.abc import Awaitable, Callable
from io import BytesIO, StringIO
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import msgspec
import pytest
from anyio import run_process

from server.domain.directory import find_entry
from server.domain.editing import delete_services
from server.domain.hours import Rule
from server.domain.hsds.records import Service as Record
from server.models.directory import Location, Organization, Service
from server.storage.database import raw
from tests.builders import CITY, COMMUNITY, NOON, a_network
from tests.cli.filled import SECRET_KEY, a_demonstration
from tests.directory_builders import READER, a_location, a_service
from tests.hsds import FOLDER, check, example

Run = Callable[..., Awaitable[tuple[int, str]]]
DIVISIONS = Path(__file__).parents[2] / "server" / "data" / "hangzhou" / "divisions.csv"
# What is read before the database is asked is the same on both.
once = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def linli(home: Path, url: str | None, *words: object) -> tuple[int, str]:
    """`linli …` in a process of its own: its exit code and what it said."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LINLI_")}
    env = kept | {"LINLI_HOME": str(home), "LINLI_SECRET_KEY": SECRET_KEY}
    if url:
        env["LINLI_DATABASE_URL"] = url
    command = [sys.executable, "-c", "from server.cli import linli; linli()", *map(str, words)]
    done = await run_process(command, env=env, stdout=PIPE, stderr=STDOUT, check=False)
    return done.returncode, done.stdout.decode()


@pytest.fixture
def run(home: Path, database_url: str | None) -> Run:
    """`linli …` on this test's database."""

    async def running(*words: object) -> tuple[int, str]:
        return await linli(home, database_url, *words)

    return running


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a demonstration, filled once."""
    return a_demonstration(tmp_path_factory)


# Each kind once: what is written does not depend on the engine, and each of these takes three processes.
@pytest.mark.parametrize(
    ("engine", "kind"),
    [("sqlite", "json"), ("postgres", "ndjson"), ("sqlite", "zip"), ("postgres", "zip")],
    indirect=["engine"],
)
async def test_a_directory_moves_to_another_database_and_gives_the_same_bytes(
    demo: Path, run: Run, tmp_path: Path, kind: str
) -> None:
    out, again = tmp_path / f"out.{kind}", tmp_path / f"again.{kind}"
    code, said = await linli(demo, None, "export", "hsds", out)
    assert (code, said) == (0, f"439 services, in {out}\n")
    assert (await run("import", "divisions", DIVISIONS))[0] == 0

    code, first = await run("import", "hsds", out)
    assert code == 0, first
    assert (await run("export", "hsds", again))[0] == 0
    code, second = await run("import", "hsds", again)

    assert again.read_bytes() == out.read_bytes()
    assert "services: 439 new, 0 changed, 0 as before" in first
    assert "not represented" not in first
    assert "services: 0 new, 0 changed, 439 as before" in second
    assert "organizations: 0 new, 0 changed" in second
    assert "locations: 0 new, 0 changed" in second


async def test_every_exported_service_is_in_the_form_of_the_specification(demo: Path, tmp_path: Path) -> None:
    await linli(demo, None, "export", "hsds", tmp_path / "out.ndjson")

    lines = (tmp_path / "out.ndjson").read_text("utf-8").splitlines()

    for line in lines:
        check(json.loads(line), Record, "service")


async def test_the_package_names_its_tables_and_each_row_hangs_on_one_that_is_there(
    demo: Path, tmp_path: Path
) -> None:
    await linli(demo, None, "export", "hsds", tmp_path / "out.zip")

    with ZipFile(tmp_path / "out.zip") as zipped:
        package = json.loads(zipped.read("datapackage.json"))
        tables = {
            each["name"]: list(csv.DictReader(StringIO(zipped.read(each["path"]).decode())))
            for each in package["resources"]
        }
        assert {f"{name}.csv" for name in tables} | {"datapackage.json"} == set(zipped.namelist())
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    for resource in package["resources"]:
        rows = tables[resource["name"]]
        assert len(ids[resource["name"]]) == len(rows), resource["name"]
        assert [each["name"] for each in resource["schema"]["fields"]] == list(rows[0])
        for key in resource["schema"]["foreignKeys"]:
            referred = {row[key["fields"]] for row in rows} - {""}
            assert referred <= ids.get(key["reference"]["resource"], set()), (resource["name"], key)
    assert {row["link_id"] for row in tables["attributes"]} <= set().union(*ids.values())


FOREIGN: dict[str, Any] = {
    "id": "5a1f0c52-2c1d-4b7c-9f59-0d2f0a6f7a01",
    "name": "Riverside food bank",
    "alternate_name": "Food parcels; The larder",
    "description": "Parcels for three days.",
    "status": "active",
    "email": "larder@example.org",
    "fees": "Free",
    "assured_date": "2026-05-04",
    "last_modified": "2026-05-04T10:00:00+01:00",
    "minimum_age": 18,
    "phones": [
        {"id": str(uuid4()), "number": "+44 20 7946 0000", "type": "fax"},
        {"id": str(uuid4()), "number": "+44 20 7946 0123", "type": "voice", "extension": 12},
    ],
    "cost_options": [{"id": str(uuid4()), "amount": 12.5, "currency": "cny", "option": "delivery"}],
    "languages": [{"id": str(uuid4()), "code": "en", "name": "English"}],
    "schedules": [
        {"id": str(uuid4()), "freq": "WEEKLY", "byday": "MO,TH", "opens_at": "10:00", "closes_at": "12:30"},
        {"id": str(uuid4()), "freq": "WEEKLY", "byweekno": "41", "opens_at": "10:00", "closes_at": "12:30"},
        {"id": str(uuid4()), "freq": "WEEKLY", "byday": "FR", "opens_at": "09:00Z", "closes_at": "12:00Z"},
    ],
    "attributes": [
        {
            "id": str(uuid4()),
            "link_type": "service_type",
            "taxonomy_term": {"id": str(uuid4()), "code": "F-1", "name": "Legal aid", "description": "x"},
        }
    ],
    "organization": {
        "id": "5a1f0c52-2c1d-4b7c-9f59-0d2f0a6f7a02",
        "name": "Riverside trust",
        "description": "A charity.",
        "legal_status": "Charity",
        "website": "https://example.org/",
    },
    "service_at_locations": [
        {
            "id": str(uuid4()),
            "location": {
                "id": "5a1f0c52-2c1d-4b7c-9f59-0d2f0a6f7a03",
                "location_type": "physical",
                "name": "Old mill",
                "latitude": 100,
                "longitude": 7.5,
                "addresses": [
                    {
                        "id": str(uuid4()),
                        "address_1": "1 Mill Lane",
                        "city": "Riverside",
                        "state_province": "Kent",
                        "postal_code": "RV1 1AA",
                        "country": "GB",
                        "address_type": "physical",
                    }
                ],
                "accessibility": [{"id": str(uuid4()), "description": "Ramp"}],
            },
        }
    ],
}


def a_file(path: Path, *services: Any) -> Path:
    """Services as a list."""
    path.write_text(json.dumps(list(services), ensure_ascii=False), "utf-8")
    return path


async def test_what_others_write_is_taken_in_and_what_has_no_place_here_is_named(
    db: None, run: Run, tmp_path: Path
) -> None:
    await a_network()
    file = a_file(tmp_path / "foreign.json", FOREIGN)

    code, said = await run("import", "hsds", file, "--division", COMMUNITY)
    again = await run("import", "hsds", file, "--division", COMMUNITY)

    assert code == 0, said
    assert [line.strip() for line in said.partition("by field:\n")[2].splitlines()] == [
        "attributes.link_type: 1",
        "attributes.taxonomy_term: 1",
        "cost_options.option: 1",
        "email: 1",
        "minimum_age: 1",
        "organization.legal_status: 1",
        "organization.website: 1",
        "phones.number: 1",
        "phones.type: 1",
        *(f"schedules.{name}: {count}" for name, count in LEFT_OF_SCHEDULES.items()),
        "service_at_locations.location.latitude: 1",
        "service_at_locations.location.longitude: 1",
    ]
    entry = await find_entry(msgspec.convert(FOREIGN["id"], type=type(uuid4())))
    assert entry is not None
    assert (entry.name, entry.category, entry.aka) == (
        "Riverside food bank",
        "legal-aid",
        ["Food parcels", "The larder"],
    )
    assert (entry.fee, entry.fee_note, entry.phone) == (1250, "Free", "+442079460123转12")
    assert (entry.languages, entry.accessibility) == (["en"], "Ramp")
    assert [msgspec.structs.replace(rule) for rule in entry.hours] == [
        Rule("10:00", "12:30", "MO,TH", holidays="plain")
    ]
    assert (entry.provider.kind, entry.provider.name) == ("non-profit", "Riverside trust")
    (spot,) = entry.spots
    assert (spot.division, spot.latitude) == (COMMUNITY, None)
    assert spot.address == "1 Mill Lane, Riverside, Kent, RV1 1AA, GB"
    assert entry.changed_at.isoformat() == "2026-05-04T09:00:00+00:00"
    assert "services: 0 new, 0 changed, 1 as before" in again[1]


EXAMPLES = [
    *("service_full", "service_list", "organization_full"),
    *("service_at_location_full", "service_at_location_list"),
]
LEFT_OF_SCHEDULES = {"byday": 1, "byweekno": 1, "closes_at": 2, "freq": 2, "opens_at": 2}


@once
async def test_a_category_that_we_have_not_waits_for_a_desk(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()
    term = FOREIGN["attributes"][0]["taxonomy_term"] | {"name": "Zumba"}
    strange = FOREIGN | {"attributes": [FOREIGN["attributes"][0] | {"taxonomy_term": term}]}

    code, said = await run("import", "hsds", a_file(tmp_path / "foreign.json", strange))

    assert code == 0, said
    assert "filed under `other` until a desk sorts them:\n  F-1: 1\n" in said
    assert (await Service.select(Service.category, Service.owner))[0] == {"category": "other", "owner": CITY}


async def test_a_check_changes_nothing(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()

    code, said = await run("import", "hsds", a_file(tmp_path / "foreign.json", FOREIGN), "--check")

    assert code == 0
    assert said.startswith("read, nothing changed:\n  services: 1 new, 0 changed, 0 as before\n")
    assert await Service.count() == await Organization.count() == await Location.count() == 0
    assert await raw("SELECT 1 FROM revision") == []


BAD = [
    ({"status": "open"}, "status"),
    ({"id": "7"}, "id"),
    ({"url": "www.example.org"}, "url"),
    ({"url": "https://例子.cn/"}, "url"),
    ({"email": "email-example_com"}, "email"),
    ({"alert": None}, "alert"),
    ({"last_modified": "2026-05-04T10:00:00"}, "last_modified"),
    ({"assured_date": "2026/5/4"}, "assured_date"),
    ({"phones": [{"id": str(uuid4())}]}, "phones[0]"),
    ({"phones": [{"id": str(uuid4()), "number": "1", "extension": "0801"}]}, "phones[0].extension"),
    ({"schedules": [{"id": str(uuid4()), "freq": "DAILY"}]}, "schedules[0].freq"),
    ({"schedules": [{"id": str(uuid4()), "opens_at": "早上"}]}, "schedules[0].opens_at"),
    ({"schedules": [{"id": str(uuid4()), "closes_at": "24:00"}]}, "schedules[0].closes_at"),
    ({"schedules": [{"id": str(uuid4()), "timezone": "Asia/Shanghai"}]}, "schedules[0].timezone"),
    ({"organization": {"id": str(uuid4()), "name": "no description"}}, "organization"),
]


@once
async def test_every_bad_record_is_named_and_nothing_is_taken(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()
    good = FOREIGN | {"id": str(uuid4())}
    bad = [FOREIGN | {"id": str(uuid4()), "name": f"number {n}"} | wrong for n, (wrong, _) in enumerate(BAD)]
    without = {name: value for name, value in FOREIGN.items() if name != "organization"}

    code, said = await run("import", "hsds", a_file(tmp_path / "bad.json", good, *bad, without, good))

    assert code == 1
    assert f"{len(BAD) + 2} bad, nothing was imported" in said
    lines = said.splitlines()[1:]
    for n, (_, field) in enumerate(BAD):
        assert lines[n].startswith(f"  item {n + 2}, 'number {n}': "), lines[n]
        assert f"`{field}`" in lines[n], lines[n]
    assert "(organization)" in lines[-2]
    assert "stands twice" in lines[-1]
    assert await Service.count() == await Organization.count() == 0


@once
@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("a.json", "[{}"), "after item 1 there is no comma"),
        (("a.json", '[{"id": 1}, {"id": }]'), "line 1: "),
        (("a.json", "{} {}"), "one record a line is .ndjson"),
        (("a.json", "[1]"), "item 1: this is no record, but int"),
        (("a.json", '{"id": "x", "location_type": "physical"}'), "there is no service in it"),
        (("a.ndjson", "{}\n{\n"), "line 2: "),
        (("a.json", "\ud800"), "not UTF-8"),
        (("a.zip", "no zip"), "this is no zip file"),
    ],
)
async def test_what_is_no_such_file_is_said_in_a_line(
    db: None, run: Run, tmp_path: Path, file: tuple[str, str], why: str
) -> None:
    await a_network()
    name, text = file
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))

    code, said = await run("import", "hsds", tmp_path / name)

    assert code == 1
    assert why in said
    assert "Traceback" not in said


def a_package(path: Path, **changed: str) -> Path:
    """A package of one service, with some files other than they should be."""
    whose, id = str(uuid4()), str(uuid4())
    files = {
        "organizations": f"id,name,description\n{whose},Trust,A charity\n",
        "services": f"id,organization_id,name,status\n{id},{whose},Food bank,active\n",
    } | changed
    with ZipFile(path, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(f"feed/{name}.csv", text)
    return path


@once
async def test_a_bad_row_of_a_package_is_named_by_file_and_line(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()
    phones = f"id,number,extension\n{uuid4()},,1\n{uuid4()},1,x\n{uuid4()},1\n"

    code, said = await run("import", "hsds", a_package(tmp_path / "a.zip", phones=phones))

    assert code == 1
    assert "3 bad, nothing was imported" in said
    assert "phones.csv:2: Object missing required field `number`" in said
    assert "phones.csv:3: Expected" in said
    assert "`extension`" in said
    assert "phones.csv:4: there are not as many values as columns" in said


@once
async def test_a_service_of_nobody_and_rows_of_nothing_are_told(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()
    orphan = f"id,organization_id,name,status\n{uuid4()},{uuid4()},Food bank,active\n"
    refused = await run("import", "hsds", a_package(tmp_path / "a.zip", services=orphan))
    phones = f"id,service_id,number,colour\n{uuid4()},{uuid4()},1,red\n{uuid4()},,2,\n"
    taken = await run("import", "hsds", a_package(tmp_path / "b.zip", phones=phones, pets="id\n1\n"))

    assert refused[0] == 1
    assert "services.csv:2: its organization_id is none of organizations.csv" in refused[1]
    assert taken[0] == 0
    assert "  pets.csv: 1\n  phones of nothing: 2\n  phones.colour: 1\n" in taken[1]


async def test_whose_desk_keeps_a_service_stays_when_it_is_imported_again(
    db: None, run: Run, tmp_path: Path
) -> None:
    await a_network()
    id = await a_service(owner=CITY, locations=[await a_location()])
    await run("export", "hsds", tmp_path / "out.ndjson")
    body = json.loads((tmp_path / "out.ndjson").read_text("utf-8"))
    body["attributes"] = [each for each in body["attributes"] if each["taxonomy_term"]["code"] != "owner"]

    code, said = await run("import", "hsds", a_file(tmp_path / "in.json", body | {"name": "新名字"}))

    assert code == 0, said
    assert "services: 0 new, 1 changed, 0 as before" in said
    (row,) = await Service.select(Service.name, Service.owner, Service.version).where(Service.id == id)
    assert row == {"name": "新名字", "owner": CITY, "version": 2}


@once
async def test_a_season_comes_back_as_one_rule(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()
    rules = [Rule("18:00", "21:00", "SA", season="06-15..09-15"), Rule("09:00", "16:00", "SA")]
    id = await a_service(hours=rules)
    await run("export", "hsds", tmp_path / "out.json")
    await delete_services([id], READER, NOON)

    code, said = await run("import", "hsds", tmp_path / "out.json")

    assert code == 0, said
    entry = await find_entry(id)
    assert entry is not None
    assert sorted(entry.hours, key=str) == sorted(rules, key=str)


@once
async def test_an_unknown_division_is_refused(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()

    code, said = await run("import", "hsds", a_file(tmp_path / "a.json", FOREIGN), "--division", "1")

    assert (code, said) == (1, "Error: there is no division 1\n")


@once
@pytest.mark.skipif(FOLDER is None, reason="HSDS_SCHEMAS names no folder with the specification")
@pytest.mark.parametrize("name", EXAMPLES)
async def test_the_examples_of_the_specification_are_taken_in(
    db: None, run: Run, tmp_path: Path, name: str
) -> None:
    await a_network()
    (tmp_path / "example.json").write_text(json.dumps(example(name)), "utf-8")

    code, said = await run("import", "hsds", tmp_path / "example.json")

    assert code == 0, said
    assert "services: 1 new" in said
    assert "  minimum_age: 1\n" in said


@once
@pytest.mark.skipif(FOLDER is None, reason="HSDS_SCHEMAS names no folder with the specification")
async def test_the_example_package_is_taken_in(db: None, run: Run, tmp_path: Path) -> None:
    await a_network()
    folder = Path(str(FOLDER)) / "examples" / "csv"
    packed = BytesIO()
    with ZipFile(packed, "w") as zipped:
        for file in folder.glob("*.csv"):
            zipped.write(file, file.name)
    (tmp_path / "example.zip").write_bytes(packed.getvalue())

    from_folder = await run("import", "hsds", folder, "--check")
    code, said = await run("import", "hsds", tmp_path / "example.zip")

    assert code == 0, said
    assert "services: 1 new" in said
    assert "services: 1 new" in from_folder[1]
    assert "  attributes of nothing: 1\n" in said
