"""The directory online: the same filters and order as on the phone."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain.calendar import read_holidays, save_holidays
from server.domain.editing import WriteService, save_service
from server.domain.errors import Invalid
from server.domain.hours import Rule
from server.models.directory import Service
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    STREET,
    a_network,
    stop_clock,
)
from tests.directory_builders import OFFICE, READER, WRITTEN, a_location, a_service, an_organization

ALWAYS = [Rule("00:00", "24:00", "MO,TU,WE,TH,FR,SA,SU", holidays="plain")]
MORNINGS = [Rule("08:00", "11:30", "MO,TU,WE,TH,FR")]


async def names(api: AsyncClient, **params: Any) -> list[str]:
    """What a question gives, in its order."""
    answer = await api.get("/api/services", params=params)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


async def test_a_community_sees_its_own_and_all_above_and_nothing_else(api: AsyncClient) -> None:
    await a_network()
    for name, code in [
        ("社区", COMMUNITY),
        ("街道", STREET),
        ("区", DISTRICT),
        ("市", CITY),
        ("别处", ELSEWHERE),
    ]:
        await a_service(name=name, areas=[code])

    assert await names(api, division=COMMUNITY) == ["社区", "街道", "区", "市"]
    assert await names(api, division=STREET) == ["社区", "街道", "区", "市"]
    assert await names(api, division=OTHER_DISTRICT) == ["别处", "市"]
    assert len(await names(api)) == 5


async def test_a_service_of_many_divisions_is_listed_once_as_the_nearest_offers_it(api: AsyncClient) -> None:
    await a_network()
    await a_service(areas=[COMMUNITY, CITY])

    items = (await api.get("/api/services", params={"division": COMMUNITY})).json()["items"]

    assert [(item["division"], item["level"]) for item in items] == [(COMMUNITY, "community")]


async def test_words_come_first_then_what_is_open_then_the_own_community_or_where_one_stands_what_is_near(
    api: AsyncClient,
) -> None:
    await a_network()
    await save_holidays(read_holidays())
    stop_clock(NOON)
    near, far = await a_location(latitude=30.281), await a_location(latitude=30.29)
    nearest = await a_location(latitude=30.2801)
    await a_service(name="法律援助甲站", hours=ALWAYS, areas=[STREET], locations=[nearest])
    await a_service(name="法律援助乙站", hours=ALWAYS, locations=[far])
    await a_service(name="法律援助丙站", hours=ALWAYS, locations=[near])
    await a_service(name="法律援助丁站", hours=MORNINGS)
    await a_service(name="公证处", category="notary", hours=ALWAYS)

    anywhere = await names(api, division=COMMUNITY, q="法律援助")
    here = await names(api, division=COMMUNITY, q="法律援助", near="30.28,120.12")

    assert set(anywhere[:2]) == {"法律援助丙站", "法律援助乙站"}
    assert anywhere[2:] == ["法律援助甲站", "法律援助丁站"]
    assert here == ["法律援助甲站", "法律援助丙站", "法律援助乙站", "法律援助丁站"]


@pytest.mark.parametrize("query", ["法律援助", "falv", "flyz", "法律圆助", "打官司", "没钱请律师"])
async def test_residents_words_pinyin_and_slips_find_the_lawyer(api: AsyncClient, query: str) -> None:
    await a_network()
    await a_service(name="便民服务点")
    await a_service(name="图书角", category="library")

    items = (await api.get("/api/services", params={"division": COMMUNITY, "q": query})).json()["items"]

    assert [item["category"] for item in items] == ["legal-aid"]


async def test_a_reader_of_english_searches_and_reads_english(api: AsyncClient) -> None:
    await a_network()
    await a_service(texts={"en": {"name": "Legal aid in Cuiyuan", "documents": "ID card"}})

    english = {"accept-language": "en"}
    found = await api.get("/api/services", params={"q": "free lawyer"}, headers=english)

    (item,) = found.json()["items"]
    assert item["name"] == "Legal aid in Cuiyuan"
    detail = (await api.get(f"/api/services/{item['id']}", headers=english)).json()
    assert (detail["language"], detail["documents"]) == ("en", "ID card")
    assert (await api.get(f"/api/services/{item['id']}")).json()["name"] == "翠苑法律援助站"


async def test_filters_combine(api: AsyncClient) -> None:
    await a_network()
    await save_holidays(read_holidays())
    stop_clock(NOON)
    firm = await an_organization(name="顺心家政公司", kind="firm", certificate="SQ202500017")
    await a_service(name="免费", fee=0, hours=MORNINGS)
    await a_service(name="收费", fee=2000, hours=OFFICE)
    await a_service(name="持证", organization=firm, category="housekeeping", fee=None)

    assert await names(api, free=True) == ["免费"]
    assert await names(api, certified=True) == ["持证"]
    assert await names(api, category="housekeeping") == ["持证"]
    assert set(await names(api, category="legal")) == {"免费", "收费"}
    assert await names(api, category="legal", free=True, certified=True) == []
    assert set(await names(api, open_at="2026-11-24T02:00:00Z")) == {"免费", "收费", "持证"}
    assert set(await names(api, open_at="2026-11-24T12:30:00+08:00")) == {"收费", "持证"}
    assert await names(api, open_at="2026-10-01T02:00:00Z") == []


async def test_who_it_is_for_whether_somebody_comes_and_how_far_it_is_are_filters_too(
    api: AsyncClient,
) -> None:
    await a_network()
    near, far = await a_location(latitude=30.281), await a_location(latitude=30.3)
    await a_service(name="助浴", audience=["elderly", "disabled"], home_visit=True, locations=[near])
    await a_service(name="食堂", audience=["elderly"], locations=[far, near])
    await a_service(name="托管", audience=["children"], locations=[far])
    await a_service(name="热线", audience=["migrants"])

    here = "30.28,120.12"
    assert set(await names(api, audience="elderly")) == {"助浴", "食堂"}
    assert await names(api, audience="elderly", home_visit=True) == ["助浴"]
    assert await names(api, audience="children", home_visit=True) == []
    assert set(await names(api, near=here, within=500)) == {"助浴", "食堂"}
    assert await names(api, near=here, within=5000) == (await names(api, near=here))[:3]


async def test_all_that_cannot_be_is_said_at_once(api: AsyncClient) -> None:
    await a_network()

    answer = await api.get(
        "/api/services", params={"division": "1", "category": "x", "near": "n", "within": 0}
    )

    assert {error["field"] for error in answer.json()["errors"]} == {"division", "category", "near", "within"}


async def test_a_list_says_how_each_stands_in_times_of_the_world(api: AsyncClient) -> None:
    await a_network()
    await save_holidays(read_holidays())
    stop_clock(NOON)
    lunch = [Rule("08:30", "11:30", "MO,TU,WE,TH,FR"), Rule("13:30", "17:00", "MO,TU,WE,TH,FR")]
    await a_service(name="午休", hours=lunch)
    await a_service(name="不知道", hours=[], category="notary")
    await a_service(name="装修", status="temporarily closed", category="sports")

    items = (await api.get("/api/services", params={"division": COMMUNITY})).json()["items"]

    stands = {item["name"]: item["open"] for item in items}
    assert stands["午休"]["state"] == "break"
    assert stands["午休"]["changes_at"] == "2026-11-24T05:30:00Z"
    assert stands["不知道"] is None
    assert stands["装修"]["state"] == "closed"


async def test_long_lists_come_in_pages_that_do_not_shift_when_time_passes(api: AsyncClient) -> None:
    await a_network()
    await save_holidays(read_holidays())
    for number in range(120):
        await a_service(name=f"站{number}", hours=MORNINGS if number % 2 else ALWAYS)
    stop_clock(datetime(2026, 11, 24, 3, 20, tzinfo=UTC))  # 11:20: half of them are about to close

    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (await api.get("/api/services", params={"division": COMMUNITY, "cursor": cursor})).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        stop_clock(NOON)

    assert len(seen) == len(set(seen)) == 120


async def test_one_service_has_everything_and_an_unknown_one_is_not_there(api: AsyncClient) -> None:
    await a_network()
    spot = await a_location()
    id = await a_service(
        areas=[COMMUNITY, STREET],
        locations=[spot],
        aka=["法援"],
        documents="身份证",
        application="直接来",
        eligibility="谁都可以来",
        audience=["migrants"],
        languages=["zh", "en"],
        accessibility="门口有坡道",
        verified_on=datetime(2026, 11, 1).date(),
    )

    detail = (await api.get(f"/api/services/{id}")).json()

    assert detail["id"] == str(id)
    assert detail["organization"]["name"] == "翠苑一区社区服务站"
    assert detail["locations"][0]["address"] == "学院路 12 号"
    assert detail["hours"][0]["opens_at"] == "08:30"
    assert detail["aka"] == ["法援"]
    assert detail["verified_on"] == "2026-11-01"
    assert {area["code"] for area in detail["areas"]} == {COMMUNITY, STREET}
    assert (await api.get(f"/api/services/{uuid4()}")).status_code == 404
    assert (await api.get("/api/services/1")).status_code == 404


@pytest.mark.parametrize(
    ("params", "status", "field"),
    [
        ({"division": "330106005999"}, 422, "division"),
        ({"category": "no-such-thing"}, 422, "category"),
        ({"audience": "giants"}, 400, "audience"),
        ({"within": "500"}, 422, "within"),
        ({"within": "0", "near": "30,120"}, 422, "within"),
        ({"within": "far", "near": "30,120"}, 400, "within"),
        ({"free": "perhaps"}, 400, "free"),
        ({"near": "30"}, 422, "near"),
        ({"near": "30,181"}, 422, "near"),
        ({"cursor": "xx"}, 422, "cursor"),
        ({"cursor": "W10"}, 422, "cursor"),
        ({"open_at": "2026-11-24T10:00:00"}, 422, "open_at"),
        ({"open_at": "0001-01-01T00:00:00+14:00"}, 422, "open_at"),
        ({"open_at": "9999-12-31T23:59:59Z"}, 422, "open_at"),
    ],
)
async def test_a_question_that_cannot_be_answered_says_which_part(
    api: AsyncClient, params: dict[str, str], status: int, field: str
) -> None:
    await a_network()

    answer = await api.get("/api/services", params=params)

    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]


BAD_HOURS = [
    Rule(opens_at="8:30", byday="MO"),
    Rule(opens_at="早上", byday="MO"),
    Rule(opens_at="24:00", byday="MO"),
    Rule(closes_at="25:00", byday="MO"),
    Rule(byday="MO;TU"),
    Rule(byday="-1FR"),
    Rule(byday="9MO", freq="MONTHLY"),
    Rule(byday=""),
    Rule(byday="MO", bymonthday="1"),
    Rule(bymonthday="32", freq="MONTHLY"),
    Rule(byday="MO", interval=2),
    Rule(byday="MO", interval=0),
    Rule(byday="MO", wkst="XX"),
    Rule(byday="MO", valid_from=WRITTEN.date(), valid_to=datetime(2026, 1, 1).date()),
    Rule(closed=True),
]


@pytest.mark.parametrize("rule", BAD_HOURS, ids=str)
async def test_hours_that_cannot_be_evaluated_are_refused_when_they_are_written(db: None, rule: Rule) -> None:
    await a_network()
    organization = await an_organization()

    with pytest.raises(Invalid) as refusal:
        await a_service(organization=organization, hours=[*OFFICE, rule])

    assert all(field.startswith("hours.1.") for field in refusal.value.fields)
    assert await Service.count() == 0


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"category": "lighting"}, "category"),
        ({"category": "legal"}, "category"),
        ({"areas": ["330106005999"]}, "areas"),
        ({"organization": UUID(int=1)}, "organization"),
        ({"locations": [UUID(int=1)]}, "locations"),
    ],
)
async def test_what_does_not_exist_cannot_be_named(db: None, but: dict[str, Any], field: str) -> None:
    await a_network()
    usual = {
        "organization": await an_organization(),
        "category": "notary",
        "name": "公证",
        "areas": [COMMUNITY],
    }

    with pytest.raises(Invalid) as refusal:
        await save_service(uuid4(), WriteService(**usual | but), READER, WRITTEN)

    assert list(refusal.value.fields) == [field]
    assert await Service.count() == 0
