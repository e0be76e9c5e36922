"""Choosing where one lives: by name, pinyin or initials, step by step, or near by."""

import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from httpx import AsyncClient

from server.domain.network import read_divisions, save_divisions
from server.domain.pinyin import Reader
from server.domain.topics import bump
from server.models.directory import Location
from server.models.network import Centre, Division
from server.storage.database import write
from tests.builders import CITY, COMMUNITY, DISTRICT, STREET

FILE = Path(__file__).parents[2] / "server/data/hangzhou/divisions.csv"
ALL = read_divisions(FILE.read_text("utf-8").splitlines())
ASKED_FOR = re.compile("华丰|明珠|梅家坞|翠苑|清波门")
ROWS = [row for at, row in enumerate(ALL) if row.level < 4 or at % 8 == 0 or ASKED_FOR.search(row.name)]
READER = Reader("hangzhou")


@pytest.fixture
async def network(api: AsyncClient) -> AsyncClient:
    """The real network of the city, with every eighth community and those that are asked for."""
    await save_divisions(ROWS, READER)
    return api


async def test_a_community_is_found_by_name_pinyin_initials_and_a_homophone(network: AsyncClient) -> None:
    for query in ("华丰", "huafeng", "hf", "华丰社区", "ＨＦ", "花丰社区", "Huafeng Community"):
        found = (await network.get("/api/divisions", params={"q": query})).json()["items"]

        assert "华丰社区" in [item["name"] for item in found[:8]], query
        assert found[0]["name"].endswith("丰社区") or len(query) == 2  # several are called HF


async def test_whoever_shares_a_name_is_told_apart_by_street_and_district(network: AsyncClient) -> None:
    found = (await network.get("/api/divisions", params={"q": "明珠社区"})).json()["items"]

    same = [item for item in found if item["name"] == "明珠社区"]
    assert len(same) >= 3
    assert len({(item["path"][1]["name"], item["path"][2]["name"]) for item in same}) == len(same)
    assert all(
        item["path"][0] == {"code": CITY, "level": "city", "name": "杭州市", "name_en": "Hangzhou"}
        for item in same
    )


async def test_words_narrow_each_other_and_a_place_narrows_them(network: AsyncClient) -> None:
    inside = await network.get("/api/divisions", params={"q": "cy", "parent": DISTRICT})

    codes = [item["code"] for item in inside.json()["items"]]
    assert codes
    assert all(code.startswith("330106") for code in codes)


async def test_a_village_is_called_as_its_people_call_it(network: AsyncClient) -> None:
    (item, *_) = (await network.get("/api/divisions", params={"q": "梅家坞"})).json()["items"]

    assert (item["name"], item["official_name"]) == ("梅家坞村", "梅家坞村委会")
    assert item["name_en"] == "Meijiawu Village"
    assert item["level"] == "community"


async def test_one_drills_down_from_the_city(network: AsyncClient) -> None:
    top = (await network.get("/api/divisions")).json()["items"]
    districts = (await network.get("/api/divisions", params={"parent": CITY})).json()["items"]
    streets = (await network.get("/api/divisions", params={"parent": DISTRICT})).json()["items"]
    (above,) = [item for item in districts if item["code"] == DISTRICT]
    assert above["children"] == len(streets)

    assert [item["code"] for item in top] == [CITY]
    assert len(districts) == 13
    assert STREET in [item["code"] for item in streets]
    assert {item["level"] for item in streets} == {"street"}


async def test_a_long_list_comes_in_pages_without_a_gap(network: AsyncClient) -> None:
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (await network.get("/api/divisions", params={"q": "村", "cursor": cursor})).json()
        seen += [item["code"] for item in page["items"]]
        cursor = page["next_cursor"] if len(seen) < 200 else None

    assert len(seen) == len(set(seen)) == 200


async def test_nonsense_finds_nothing_and_breaks_nothing(network: AsyncClient) -> None:
    for query in ("", "zzzzzz", "!!!", "𠮷", "a" * 500, "'; DROP TABLE division", "%"):
        answer = await network.get("/api/divisions", params={"q": query or "?"})
        assert answer.status_code == 200
        assert answer.json()["items"] == []


async def test_what_cannot_be_is_refused_as_a_problem(network: AsyncClient) -> None:
    for params, status in BAD:
        answer = await network.get("/api/divisions", params=params)

        assert answer.status_code == status, params
        assert answer.headers["content-type"].startswith("application/problem+json")


BAD: list[tuple[dict[str, str], int]] = [
    ({"parent": "330100000001"}, 404),
    ({"parent": "x"}, 404),
    ({"q": "华丰", "cursor": "nowhere"}, 422),
    ({"near": "here"}, 422),
    ({"near": "91,0"}, 422),
    ({"near": "nan,0"}, 422),
]


async def test_near_is_where_services_are_published_and_silent_where_few_are(network: AsyncClient) -> None:
    far = [row.code for row in ROWS if row.level == 4 and row.code.startswith("330182")][:20]
    async with write():
        await Location.insert(*[a_location(code, 29.5) for code in far for _ in range(9)])

    few = await network.get("/api/divisions", params={"near": "30.27,120.12"})
    async with write():
        await Location.insert(*[a_location(code, 29.5) for code in far], a_location(COMMUNITY, 30.28))
    near = await network.get("/api/divisions", params={"near": "30.2700,120.12"})

    assert few.json()["items"] == []
    items = near.json()["items"]
    assert items[0]["code"] == COMMUNITY
    assert 1 < len(items) <= 8


def a_location(code: str, latitude: float) -> Location:
    return Location(
        id=uuid4(), division=code, name="站", address="路 1 号", latitude=latitude, longitude=120.12
    )


async def test_one_division_has_its_office_with_hours(network: AsyncClient) -> None:
    hours = '[{"byday": "MO,TU,WE,TH,FR", "opens_at": "08:30", "closes_at": "17:30"}]'
    await Centre.insert(
        Centre(
            division=STREET,
            name="翠苑街道社区服务中心",
            address="翠苑路 1 号",
            phone="96345",
            hours=hours,
            grade=4,
        )
    )

    street = (await network.get(f"/api/divisions/{STREET}")).json()
    community = (await network.get(f"/api/divisions/{COMMUNITY}")).json()

    assert street["centre"]["hours"] == [
        {"byday": "MO,TU,WE,TH,FR", "opens_at": "08:30", "closes_at": "17:30"}
    ]
    assert street["centre"]["grade"] == 4
    assert street["children"] > 3
    assert [step["level"] for step in community["path"]] == ["city", "district", "street"]
    assert (community["centre"], community["children"]) == (None, 0)
    assert (await network.get("/api/divisions/330106005999")).status_code == 404


async def test_a_division_that_was_closed_is_no_longer_offered(network: AsyncClient) -> None:
    async with write():
        await Division.update(valid_to=date(2026, 1, 1)).where(Division.code == COMMUNITY)
        await bump("network")

    assert (await network.get(f"/api/divisions/{COMMUNITY}")).status_code == 404
    found = (await network.get("/api/divisions", params={"q": "翠苑一区"})).json()["items"]
    assert COMMUNITY not in [item["code"] for item in found]


async def test_street_and_district_may_be_typed_before_the_name(network: AsyncClient) -> None:
    found = (await network.get("/api/divisions", params={"q": "西湖 翠苑"})).json()["items"]

    assert found[0]["code"] == STREET
