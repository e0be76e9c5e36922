"""Many services at once: as sheets and imports bring them. All or none, and nothing twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.domain.editing import WriteService, delete_services, read_services, save_services
from server.domain.errors import Invalid, NotFound
from server.domain.hours import Rule
from server.domain.revisions import Author
from server.domain.topics import all_versions
from server.domain.writing import tidied
from server.storage.database import raw
from tests.builders import COMMUNITY, ELSEWHERE, STREET, a_network
from tests.directory_builders import OFFICE, READER, WRITTEN, a_location, an_organization

MANY = 1_203  # more than two statements' keys
CLERK = Author(uuid4(), "王芳")


async def many(count: int = MANY, **but: Any) -> dict[UUID, WriteService]:
    """Services of one organization at one place."""
    usual: dict[str, Any] = {"organization": await an_organization(), "locations": [await a_location()]}
    usual |= {"category": "legal-aid", "hours": [*OFFICE, Rule("18:00", "20:00", "WE")]}
    return {
        uuid4(): WriteService(name=f"第{number}号", areas=[(COMMUNITY, ELSEWHERE)[number % 2]], **usual | but)
        for number in range(count)
    }


async def how_many(table: str) -> int:
    return int((await raw(f"SELECT count(*) AS n FROM {table}"))[0]["n"])


async def test_many_are_added_with_all_their_parts_and_each_has_its_history(db: None) -> None:
    await a_network()
    services = await many()

    versions = await save_services(services, READER, WRITTEN, by=CLERK, note="表格")

    assert versions == dict.fromkeys(services, 1)
    assert await how_many("service") == await how_many("service_area") == MANY
    assert await how_many("service_at_location") == MANY
    assert await how_many("schedule") == 2 * MANY
    kept = await read_services(list(services), READER)
    assert {id: one.body.name for id, one in kept.items()} == {id: one.name for id, one in services.items()}
    (row,) = await raw(
        "SELECT count(*) AS n, min(act) AS act, min(person_name) AS who, min(note) AS note FROM revision "
        "WHERE noun = 'service'"
    )
    assert (row["n"], row["act"], row["who"], row["note"]) == (MANY, "import", "王芳", "表格")


async def test_the_same_again_changes_nothing(db: None) -> None:
    await a_network()
    services = await many()
    await save_services(services, READER, WRITTEN)
    before = await all_versions()

    again = await save_services(services, READER, WRITTEN + timedelta(days=1))

    assert again == dict.fromkeys(services, 1)
    assert await all_versions() == before
    assert await how_many("revision WHERE noun = 'service'") == MANY


async def test_only_what_changed_gets_a_version_and_only_its_fragments_are_renewed(db: None) -> None:
    await a_network()
    services = await many(20)
    await save_services(services, READER, WRITTEN)
    before = await all_versions()
    changed = next(id for id, data in services.items() if data.areas == [COMMUNITY])
    data = services[changed]
    moved = WriteService(
        organization=data.organization, category="library", name=data.name, areas=[STREET], hours=OFFICE
    )

    versions = await save_services(services | {changed: moved}, READER, WRITTEN)

    assert {id for id, version in versions.items() if version == 2} == {changed}
    after = await all_versions()
    bumped = {topic for topic in after if after[topic] != before.get(topic)}
    assert {topic for topic in bumped if topic.startswith("fragment:")} == {
        f"fragment:{COMMUNITY}",
        f"fragment:{STREET}",
    }
    assert await how_many("schedule") == 19 * 2 + 1
    assert await how_many("service_at_location") == 19


async def test_one_that_cannot_be_keeps_all_others_out(db: None) -> None:
    await a_network()
    services = await many(600)
    wrong = WriteService(name="没有机构", category="legal-aid", areas=[COMMUNITY])

    with pytest.raises(Invalid) as refused:
        await save_services(services | {uuid4(): wrong}, READER, WRITTEN)

    assert refused.value.fields == {"organization": "required"}
    assert await how_many("service") == 0
    assert await how_many("revision WHERE noun = 'service'") == 0


async def test_many_are_taken_away_at_once_and_one_comes_back_by_saving_it(db: None) -> None:
    await a_network()
    services = await many(700)
    await save_services(services, READER, WRITTEN)
    ids = list(services)

    await delete_services(ids, READER, WRITTEN, by=CLERK)

    for table in ("service_area", "service_at_location", "schedule", "service WHERE deleted_at IS NULL"):
        assert await how_many(table) == 0, table
    with pytest.raises(NotFound):
        await delete_services(ids[:1], READER, WRITTEN)
    kept = await read_services(ids[:1], READER)
    assert kept[ids[0]].body == tidied(services[ids[0]])
    assert await save_services({ids[0]: services[ids[0]]}, READER, WRITTEN) == {ids[0]: 3}
    assert await how_many("service_area") == 1
