"""Before something is published: what is wrong by its field, what to look at again, what may be twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain import checking
from server.domain.phones import for_directory
from server.http.problems import has_sentence
from tests.builders import COMMUNITY, NOON, OTHER_STREET, STREET, a_network, a_staff, stop_clock
from tests.desk_directory import Desk, a_body, a_place, an_office
from tests.directory_builders import a_location, a_service, an_organization


@pytest.fixture
async def desk(api: AsyncClient) -> Desk:
    await a_network()
    stop_clock()
    return Desk(api, await a_staff("manager", STREET))


async def checked(desk: Desk, body: dict[str, Any], **params: Any) -> Any:
    answer = await desk.ask("POST", "/check", json=body, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def fields(findings: list[dict[str, str]]) -> set[str]:
    assert all(finding["message"] for finding in findings)
    return {finding["field"] for finding in findings}


async def test_a_good_service_has_nothing_to_be_said(desk: Desk) -> None:
    found = await checked(desk, a_body(await an_organization()))

    assert found == {"errors": [], "warnings": [], "pinyin": "cui yuan fa lv yuan zhu zhan", "duplicates": []}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": " \u200b "}, "name"),
    ({"name": "翠苑\x00服务"}, "name"),
    ({"description": "第一行\x07"}, "description"),
    ({"aka": ["好", "坏\x1b"]}, "aka.1"),
    ({"texts": {"en": {"name": "\x02"}}}, "texts.en.name"),
    ({"category": ""}, "category"),
    ({"category": "law"}, "category"),
    ({"category": "noise"}, "category"),  # for requests only
    ({"organization": None}, "organization"),
    ({"organization": str(uuid4())}, "organization"),
    ({"areas": []}, "areas"),
    ({"areas": ["999999999999"]}, "areas"),
    ({"areas": ["x"]}, "areas"),
    ({"owner": "330106005099"}, "owner"),
    ({"owner": OTHER_STREET}, "areas"),
    ({"locations": [str(uuid4())]}, "locations"),
    ({"phone": "88990000"}, "phone"),
    ({"phone": "0571-88990000转2"}, "phone"),
    ({"phone": "12"}, "phone"),
    ({"phone": "打电话"}, "phone"),
    ({"verified_on": "2026-11-25"}, "verified_on"),
    ({"pinyin": "cui yuan"}, "pinyin"),
    ({"pinyin": "翠 苑 法 律 援 助 站"}, "pinyin"),
    ({"texts": {"fr": {"name": "Aide"}}}, "texts.fr"),
    ({"texts": {"zh-CN": {"name": "名"}}}, "texts.zh-CN"),
    ({"texts": {"en": {"phone": "1"}}}, "texts.en.phone"),
    ({"hours": [{"opens_at": "25:00", "closes_at": "26:00", "byday": "MO"}]}, "hours.0.opens_at"),
    ({"hours": [{"byday": "MO"}, {"byday": "XX"}]}, "hours.1.byday"),
]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_what_is_wrong_is_said_by_its_field_and_not_published(desk: Desk, language: str) -> None:
    desk.headers |= {"Accept-Language": language}
    organization = await an_organization()
    for change, field in WRONG:
        body = a_body(organization) | change

        found = await checked(desk, body)
        refused = await desk.publish(uuid4(), body, 0)

        assert field in fields(found["errors"]), (change, found)
        assert refused.status_code == 422
        assert refused.json()["errors"] == found["errors"]
        words = "".join(error["message"] for error in found["errors"])
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words) == (language == "zh-CN"), words
    assert await desk.names() == []


async def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    found = await checked(desk, {"phone": "1", "verified_on": "2030-01-01"})

    assert fields(found["errors"]) == {"name", "category", "organization", "areas", "phone", "verified_on"}


DOUBTFUL: list[tuple[dict[str, Any], str]] = [
    ({"phone": ""}, "phone"),
    ({"hours": []}, "hours"),
    ({"fee": None}, "fee"),
    ({"hours": [{"opens_at": "18:00", "closes_at": "02:00", "byday": "FR"}]}, "hours.0.closes_at"),
    (
        {
            "hours": [
                {"opens_at": "08:00", "closes_at": "12:00", "byday": "MO,TU"},
                {"opens_at": "11:30", "closes_at": "17:00", "byday": "TU,WE"},
            ]
        },
        "hours.1.opens_at",
    ),
    (
        {
            "hours": [
                {"opens_at": "20:00", "closes_at": "02:00", "byday": "SU"},
                {"opens_at": "01:00", "closes_at": "05:00", "byday": "MO"},
            ]
        },
        "hours.1.opens_at",
    ),
    (
        {"hours": [{"opens_at": "08:00", "closes_at": "12:00", "byday": "MO", "valid_to": "2026-11-01"}]},
        "hours.0.valid_to",
    ),
]


async def test_what_may_be_a_slip_is_pointed_out_and_published_all_the_same(desk: Desk) -> None:
    organization = await an_organization()
    for change, field in DOUBTFUL:
        body = a_body(organization) | change

        found = await checked(desk, body)

        assert field in fields(found["warnings"]), (change, found)
        assert found["errors"] == []
        assert (await desk.publish(uuid4(), body, 0)).status_code == 200


async def test_morning_and_afternoon_are_no_slip(desk: Desk) -> None:
    hours = [
        {"opens_at": "08:30", "closes_at": "12:00", "byday": "MO,TU"},
        {"opens_at": "12:00", "closes_at": "17:30", "byday": "MO,TU"},
        {"opens_at": "09:00", "closes_at": "24:00", "byday": "SA"},
        {
            "opens_at": "08:30",
            "closes_at": "11:00",
            "byday": "MO",
            "valid_from": "2027-01-01",
            "closed": True,
        },
    ]

    assert (await checked(desk, a_body(await an_organization(), hours=hours)))["warnings"] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("96345", "96345"),
        ("12348", "12348"),
        ("１３８ ５８１１ ２３４５", "13858112345"),
        ("+86 138-5811-2345", "13858112345"),
        ("0571 8899 0000", "0571-88990000"),
        ("(010)65123456", "010-65123456"),
        ("400-800-8888", "400-800-8888"),
        ("8008101234", "800-810-1234"),
        ("0571-00001001", "0571-00001001"),  # of the demonstration: rings nowhere
        ("+44 20 7946 0018", "+44 20 7946 0018"),
    ],
)
def test_a_telephone_is_kept_as_people_write_it(typed: str, kept: str) -> None:
    assert for_directory(typed, [86]) == kept
    assert for_directory(kept, [86]) == kept


NOWHERE: list[tuple[dict[str, Any], str]] = [
    ({"latitude": None}, "latitude"),
    ({"longitude": None}, "longitude"),
    ({"latitude": 31.2, "longitude": 121.5}, "latitude"),  # Shanghai
    ({"latitude": 120.12, "longitude": 30.28}, "latitude"),
    ({"latitude": 0, "longitude": 0}, "latitude"),
    ({"address": " "}, "address"),
    ({"name": ""}, "name"),
    ({"division": "330106005099"}, "division"),
    ({"entrance": "\x00"}, "entrance"),
]


async def test_a_location_lies_in_the_city(desk: Desk) -> None:
    places = Desk(desk.api, desk.headers, "locations")
    for change, field in NOWHERE:
        answer = await places.publish(uuid4(), a_place() | change, 0)

        assert answer.status_code == 422, change
        assert field in fields(answer.json()["errors"])


async def test_swapped_coordinates_are_called_so(desk: Desk) -> None:
    places = Desk(desk.api, desk.headers | {"Accept-Language": "zh-CN"}, "locations")

    swapped = await checked(places, a_place(latitude=120.12, longitude=30.28))
    outside = await checked(places, a_place(latitude=30.28, longitude=30.28))

    assert "写反了" in swapped["errors"][0]["message"]
    assert "不在本市" in outside["errors"][0]["message"]


async def test_an_organization_has_a_name_and_a_telephone_that_rings(desk: Desk) -> None:
    offices = Desk(desk.api, desk.headers, "organizations")
    for change in ({"name": ""}, {"phone": "1234567"}, {"owner": "x"}):
        answer = await offices.publish(uuid4(), an_office() | change, 0)

        assert answer.status_code == 422
        assert fields(answer.json()["errors"]) == set(change)


async def test_a_new_organization_is_kept_by_the_desk_that_writes_it(desk: Desk) -> None:
    offices, id = Desk(desk.api, desk.headers, "organizations"), uuid4()

    assert (await offices.publish(id, an_office(owner=""), 0)).status_code == 200

    assert (await offices.read(id))["owner"] == STREET


async def test_what_may_be_there_already_is_suggested(desk: Desk) -> None:
    organization = await an_organization()
    same_phone = await a_service(organization=organization, name="免费律师", phone="0571-88990009")
    same_name = await a_service(organization=organization, name="翠苑法律援助工作站", phone="96345")
    await a_service(organization=organization, name="翠苑图书室", category="library", phone="0571-88990009")
    await a_service(organization=organization, name="翠苑法律援助站", areas=[OTHER_STREET], phone="96345")

    found = await checked(desk, a_body(organization, phone="0571 88990009"))

    assert {(it["id"], it["why"]) for it in found["duplicates"]} == {
        (str(same_phone), "phone"),
        (str(same_name), "name"),
    }
    own = (await desk.read(same_phone))["published"]
    alone = await checked(desk, own, id=str(same_phone))
    assert str(same_phone) not in {it["id"] for it in alone["duplicates"]}


async def test_an_organization_and_a_location_that_may_be_there_already_are_suggested(desk: Desk) -> None:
    office, place = await an_organization(name="翠苑司法所", phone="96345"), await a_location()
    offices, places = (Desk(desk.api, desk.headers, noun) for noun in ("organizations", "locations"))

    by_phone = await checked(offices, an_office(name="别的名字", phone="96345"))
    by_name = await checked(offices, an_office(name="翠苑街道司法所", phone="0571-88990000", owner=STREET))
    same_door = await checked(places, a_place(name="老年食堂"))
    elsewhere = await checked(places, a_place(name="老年食堂", address="文三路 9 号", latitude=30.3))

    assert [(it["id"], it["why"]) for it in by_phone["duplicates"]] == [(str(office), "phone")]
    assert [(it["id"], it["why"]) for it in by_name["duplicates"]] == [(str(office), "name")]
    assert [it["id"] for it in same_door["duplicates"]] == [str(place)]
    assert elsewhere["duplicates"] == []


# lists


async def test_lists_are_sorted_searched_and_filtered(desk: Desk) -> None:
    firm = await an_organization(name="顺心家政", kind="firm")
    await a_service(name="图书室", category="library")
    await a_service(name="保洁", category="housekeeping", organization=firm, phone="0571-88990077")
    await a_service(name="法律援助", aka=["打官司"])
    await a_service(name="别处的", areas=[OTHER_STREET])

    assert await desk.names() == ["保洁", "法律援助", "图书室"]
    assert await desk.names(category="culture") == ["图书室"]
    assert await desk.names(organization=str(firm)) == ["保洁"]
    assert await desk.names(division=COMMUNITY) == ["保洁", "法律援助", "图书室"]
    assert await desk.names(division=OTHER_STREET) == []
    for q, name in {
        "图书": "图书室",
        "tus": "图书室",
        "shu s": "图书室",
        "tss": "图书室",
        "flyz": "法律援助",
        "打官": "法律援助",
        "0077": "保洁",
    }.items():
        assert await desk.names(q=q) == [name], q
    for q in ("%", "_", "!", "xyz"):
        assert await desk.names(q=q) == [], q
    line = (await desk.ask("GET", params={"q": "保洁"})).json()["items"][0]
    assert (line["organization_name"], line["owner"], line["may_edit"]) == ("顺心家政", COMMUNITY, True)


async def test_what_nobody_looked_at_for_half_a_year_is_listed_the_longest_first(desk: Desk) -> None:
    today = NOON.date()
    await a_service(name="新", verified_on=today - timedelta(days=180))
    await a_service(name="旧", verified_on=today - timedelta(days=181))
    await a_service(name="更旧", verified_on=today - timedelta(days=400))
    await a_service(name="从没", verified_on=None)
    await a_service(name="停办", verified_on=None, status="defunct")

    assert await desk.names(show="stale") == ["从没", "更旧", "旧"]
    lines = (await desk.ask("GET")).json()["items"]
    assert {line["name"] for line in lines if line["is_stale"]} == {"从没", "更旧", "旧", "停办"}


@pytest.mark.parametrize("show", ["published", "stale", "draft", "deleted"])
async def test_every_list_comes_in_pages_without_gaps(desk: Desk, show: str) -> None:
    organization = await an_organization()
    ids: list[UUID] = []
    for number in range(53):
        ids.append(uuid4())
        body = a_body(organization, name=f"服务{number % 7}")
        if show == "draft":
            await desk.ask("PUT", f"/{ids[-1]}/draft", json=body)
        else:
            await a_service(id=ids[-1], organization=organization, name=body["name"])
        if show == "deleted":
            await desk.ask("DELETE", f"/{ids[-1]}", 1)

    first = (await desk.ask("GET", params={"show": show})).json()
    second = (await desk.ask("GET", params={"show": show, "cursor": first["next_cursor"]})).json()

    assert len(first["items"]) == 50
    assert second["next_cursor"] is None
    seen = [item["id"] for item in first["items"] + second["items"]]
    assert sorted(seen) == sorted(str(id) for id in ids)


async def test_a_list_that_cannot_be_says_why(desk: Desk) -> None:
    year_one = "WyIwMDAxLTAxLTAxIiwiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0"
    wrong: list[dict[str, str]] = [
        {"cursor": "x"},
        {"cursor": "WyIiLDFd"},
        {"cursor": year_one, "show": "stale"},
        {"category": "nothing"},
        {"division": "3301"},
        {"q": "字" * 101},
    ]
    for params in wrong:
        answer = await desk.ask("GET", params=params)

        assert answer.status_code == 422, params
        assert fields(answer.json()["errors"]) <= set(params)


def test_every_finding_has_its_sentence() -> None:
    import ast
    from pathlib import Path

    keys = set()
    for name in ("checking.py", "timetables.py", "publishing.py"):
        tree = ast.parse(Path(checking.__file__).with_name(name).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Finding", "Doubt"}:
                keys |= {
                    it.value
                    for it in node.args[1:]
                    if isinstance(it, ast.Constant) and isinstance(it.value, str)
                }
    keys -= {"opens_at", "closes_at", "valid_to"}

    assert {"not-yet", "hours-overnight"} <= keys
    assert [key for key in sorted(keys) if not has_sentence(key)] == []
