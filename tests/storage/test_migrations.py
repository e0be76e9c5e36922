"""Every migration runs forwards on both engines, with rows in the tables, and ends at the tables we use."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from piccolo.columns import ForeignKey
from piccolo.table import Table

from server.models import TABLES
from server.models.migrations.runner import all_migrations, migrate, migrations_done
from server.storage.database import close_database, engine_type, open_database, raw, start_database, write
from tests.engines import Server

SURVEY = ("unit", "try", "printing", "hand_out", "invitation", "receipt", "response")


async def columns_of(table: str, schema: str = "") -> dict[str, bool]:
    """Name of each column, and whether it may be null."""
    if engine_type() == "sqlite":
        rows = await raw(
            f"SELECT name, \"notnull\" AS filled FROM pragma_table_info('{table}', '{schema or 'main'}')"
        )
        return {row["name"]: not row["filled"] for row in rows}
    rows = await raw(
        "SELECT column_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = {} AND table_name = {}",
        schema or "public",
        table,
    )
    return {row["column_name"]: row["is_nullable"] == "YES" for row in rows}


async def all_columns() -> dict[str, dict[str, bool]]:
    """Of every table that there is."""
    if engine_type() == "sqlite":
        rows = await raw(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND name NOT LIKE 'sqlite_%'"  # not the index of words and its shadows
        )
    else:
        rows = await raw("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    found = {row["name"]: await columns_of(row["name"]) for row in rows}
    return found | {f"survey.{name}": await columns_of(name, "survey") for name in SURVEY}


async def test_the_database_has_exactly_the_columns_of_the_tables(db: None) -> None:
    for table in TABLES:
        wanted = {column._meta.db_column_name: column._meta.null for column in table._meta.columns}
        assert await columns_of(table._meta.tablename) == wanted, table._meta.tablename


async def test_no_table_is_there_that_nobody_uses(db: None) -> None:
    used = {table._meta.tablename for table in TABLES} | {f"survey.{name}" for name in SURVEY} | {"migration"}
    assert set(await all_columns()) == used


async def test_every_reference_of_a_table_is_held_by_the_database(db: None) -> None:
    for table in TABLES:
        wanted = {
            (column._meta.db_column_name, column._foreign_key_meta.resolved_references._meta.tablename)
            for column in table._meta.columns
            if isinstance(column, ForeignKey)
        }
        assert await references_of(table) == wanted, table._meta.tablename


async def references_of(table: type[Table]) -> set[tuple[str, str]]:
    """Column and table it refers to."""
    name = table._meta.tablename
    if engine_type() == "sqlite":
        rows = await raw(f'SELECT "from" AS col, "table" AS other FROM pragma_foreign_key_list(\'{name}\')')
    else:
        rows = await raw(
            "SELECT a.attname AS col, c.confrelid::regclass::text AS other FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE c.contype = 'f' AND c.conrelid = {}::text::regclass",
            name,
        )
    return {(row["col"], row["other"]) for row in rows}


def a_value(kind: str) -> Any:
    """Some value that a column of this type takes."""
    kind = kind.partition("(")[0].strip().lower()
    return {
        "uuid": uuid4(),
        "boolean": True,
        "date": date(2026, 11, 24),
        "timestamptz": datetime(2026, 11, 24, 4, tzinfo=UTC),
        "timestamp with time zone": datetime(2026, 11, 24, 4, tzinfo=UTC),
        "double precision": 0.5,
        "smallint": 1,
        "integer": 1,
        "int": 1,
        "bigint": 1,
        "bytea": b"1",
        "blob": b"1",
    }.get(kind, "1")


async def fill() -> int:
    """A row in every table that has none, parents first; how many tables."""
    filled = 0
    for name, must in FILLED.items():
        schema, _, table = name.rpartition(".")
        if engine_type() == "sqlite":
            rows = await raw(f"SELECT name, type FROM pragma_table_info('{table}', '{schema or 'main'}')")
        else:
            rows = await raw(
                "SELECT column_name AS name, data_type AS type FROM information_schema.columns "
                "WHERE table_schema = {} AND table_name = {}",
                schema or "public",
                table,
            )
        if not rows:  # the table comes with a later migration
            continue
        row = {it["name"]: a_value(it["type"]) for it in rows} | must
        row = {column: value for column, value in row.items() if column in {it["name"] for it in rows}}
        columns, blanks = ", ".join(f'"{column}"' for column in row), ", ".join("{}" for _ in row)
        async with write():
            await raw(f"INSERT INTO {name} ({columns}) VALUES ({blanks})", *row.values())
        filled += 1
    return filled


CODE, PERSON, ORGANIZATION, SERVICE, LOCATION, REQUEST, WAVE = "330106005055", *(uuid4() for _ in range(6))
CLOSURE = uuid4()
FOLLOWER = uuid4()
LINK = uuid4()
KEY = uuid4()
FILLED: dict[str, dict[str, Any]] = {  # parents first; only what must fit together is said
    "division": {"code": CODE, "level": 4},
    "centre": {"division": CODE},
    "calendar_day": {"kind": "H"},
    "person": {"id": PERSON},
    "role_grant": {"person": PERSON},
    "session": {"person": PERSON},
    "sign_in_code": {},
    "access_log": {"division": CODE},
    "erasure": {},
    "staff_invitation": {"person": PERSON},
    "second_factor": {"person": PERSON},
    "recovery_code": {"person": PERSON},
    "staff_change": {"person": PERSON},
    "organization": {"id": ORGANIZATION},
    "service": {"id": SERVICE, "organization": ORGANIZATION},
    "service_area": {"service": SERVICE, "division": CODE},
    "service_token": {"service": SERVICE},
    "service_entry": {"service": SERVICE},
    "location": {"id": LOCATION, "division": CODE},
    "service_at_location": {"service": SERVICE, "location": LOCATION},
    "schedule": {"service": SERVICE},
    "draft": {"id": SERVICE, "noun": "service", "owner": CODE},
    "revision": {"noun": "service", "about": SERVICE},
    "mistake": {"service": SERVICE, "handled_by": PERSON, "kind": "hours", "state": "open"},
    "sheet": {"owner": CODE, "state": "checked"},
    "closure": {"id": CLOSURE, "division": CODE, "state": "closed"},
    "closure_service": {"closure": CLOSURE, "service": SERVICE},
    "certificate": {"organization": ORGANIZATION, "state": "active"},
    "provider_link": {"id": LINK, "organization": ORGANIZATION},
    "proposal": {"link": LINK, "organization": ORGANIZATION, "noun": "service", "state": "open"},
    "service_request": {"id": REQUEST, "place": CODE},
    "request_token": {"request": REQUEST},
    "request_contact": {"request": REQUEST},
    "intake": {"request": REQUEST},
    "request_step": {"request": REQUEST},
    "request_photo": {"request": REQUEST},
    "dispatch": {"request": REQUEST, "organization": ORGANIZATION, "state": "sent"},
    "supervision": {"request": REQUEST, "division": CODE},
    "estate": {"community": CODE, "organization": ORGANIZATION},
    "routing_rule": {"scope": CODE, "organization": ORGANIZATION},
    "duty": {"division": CODE, "person": PERSON},
    "follower": {"id": FOLLOWER, "request": REQUEST},
    "follower_rating": {"follower": FOLLOWER},
    "told": {"request": REQUEST, "division": CODE},
    "task": {"request": REQUEST, "holder": CODE, "kind": "bad_rating"},
    "request_measure": {"request": REQUEST, "place": CODE},
    "figure_cell": {"division": CODE},
    "released_rate": {"division": CODE},
    "api_key": {"id": KEY, "division": CODE},
    "open311_request": {"request": REQUEST, "api_key": KEY},
    "open311_sending": {},
    "webhook": {"division": CODE},
    "job": {},
    "topic_version": {},
    "wave": {"id": WAVE, "revises": None},
    "stratum": {"wave": WAVE},
    "estimate": {"wave": WAVE},
    "survey_release": {"wave": WAVE},
    "survey_review": {"wave": WAVE},
    "earlier_result": {},
    "everyday_word": {"person": PERSON, "language": "en"},
    "query_without_result": {},
    "query_batch": {},
    "survey.unit": {},
    "survey.try": {},
    "survey.printing": {},
    "survey.hand_out": {},
    "survey.invitation": {},
    "survey.receipt": {},
    "survey.response": {"kind": "open"},
}


@pytest.fixture
async def empty(engine: str, home: Path, request: pytest.FixtureRequest) -> Any:
    """A database in which nothing has run."""
    if engine == "sqlite":
        open_database(home, None, TABLES)
        await start_database()
        yield
        await close_database()
        return
    server: Server = request.getfixturevalue("postgres")
    with server.fresh("template0") as url:
        open_database(home, url, TABLES)
        await start_database()
        yield
        await close_database()


@pytest.mark.parametrize("name", all_migrations())
async def test_it_runs_forwards_with_rows_in_the_tables(empty: None, name: str) -> None:
    earlier = [other for other in all_migrations() if other < name]
    if earlier:
        await migrate(until=earlier[-1])
        assert await fill()

    assert await migrate(until=name) == [name]

    if not earlier:
        assert await fill()
    assert await migrate() == [other for other in all_migrations() if other > name]
    assert await migrations_done() == all_migrations()
    assert await migrate() == []


async def test_a_row_can_stand_in_every_table(db: None) -> None:
    assert set(FILLED) == set(await all_columns()) - {"migration"}
    assert await fill() == len(FILLED)
    for table in TABLES:
        assert await table.exists(), table._meta.tablename
        assert await table.objects().first()


async def test_what_was_there_gets_the_narrowest_desk_that_holds_all_its_areas(empty: None) -> None:
    await migrate(until="0002_what_is_old")
    divisions = {"330100000000": 1, "330106000000": 2, "330106005000": 3, CODE: 4, "330106005001": 4}
    divisions |= {"330106006000": 3, "330102001051": 4}
    areas = [[CODE], [CODE, "330106005001"], [CODE, "330106005000"], [CODE, "330106006000"]]
    areas += [[CODE, "330102001051"], ["330106000000"], []]
    owners = [CODE, "330106005000", "330106005000", "330106000000", "330100000000", "330106000000"]
    owners.append("330100000000")  # offered nowhere: the city's
    organizations, services = [uuid4() for _ in range(3)], [uuid4() for _ in areas]
    now = datetime(2026, 11, 24, 4, tzinfo=UTC)
    async with write():
        for code, level in divisions.items():
            await raw(
                "INSERT INTO division (code, level, name, short_name, name_en, pinyin, initials) "
                "VALUES ({}, {}, '', '', '', '', '')",
                code,
                level,
            )
        for id in organizations:
            await raw(
                "INSERT INTO organization (id, name, kind, changed_at) VALUES ({}, '', '', {})", id, now
            )
        for id, codes, number in zip(services, areas, (0, 0, 0, 0, 1, 0, 1), strict=True):
            await raw(
                "INSERT INTO service (id, organization, category, name, changed_at) "
                "VALUES ({}, {}, '', '', {})",
                id,
                organizations[number],
                now,
            )
            for code in codes:
                await raw("INSERT INTO service_area (service, division) VALUES ({}, {})", id, code)

    await migrate(until="0003_editing")

    found = {row["id"]: row for row in await raw("SELECT id, owner, version, deleted_at FROM service")}
    assert [found[id]["owner"] for id in services] == owners
    assert {(row["version"], row["deleted_at"]) for row in found.values()} == {(1, None)}
    of = {row["id"]: row["owner"] for row in await raw("SELECT id, owner FROM organization")}
    assert [of[id] for id in organizations] == ["330106000000", "330100000000", "330100000000"]
