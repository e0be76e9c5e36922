"""Open311 GeoReport v2: other people's software reads and writes requests of the public space."""

import asyncio
import random
import re
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from httpx import AsyncClient, Response

from server.domain.open311.private import published
from server.models.requests import Photo, ServiceRequest
from tests.asking import CONTACT, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    OTHER_DISTRICT,
    a_staff,
    later,
    stop_clock,
)
from tests.open311 import LAMP, V2, a_city, a_program, report, reported, told
from tests.pictures import a_photo

PRIVATE = "repair"


def errors_of(response: Response) -> list[dict[str, str]]:
    """The standard's array, from either format."""
    if response.headers["content-type"].startswith("application/json"):
        found: list[dict[str, str]] = response.json()
        return found
    root = ElementTree.fromstring(response.content)
    assert root.tag == "errors"
    return [{part.tag: part.text or "" for part in error} for error in root]


async def in_xml(api: AsyncClient, address: str, **headers: str) -> Any:
    """The root of an answer in XML."""
    response = await api.get(address, headers=headers)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    assert response.text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    return ElementTree.fromstring(response.content)


async def test_discovery_names_two_endpoints_and_their_formats(api: AsyncClient) -> None:
    found = (await api.get(f"{V2}/discovery.json")).json()
    root = await in_xml(api, f"{V2}/discovery.xml")

    assert [each["type"] for each in found["endpoints"]] == ["production", "test"]
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    assert {tuple(each["formats"]) for each in found["endpoints"]} == {("text/xml", "application/json")}
    assert [each.text for each in root.findall("endpoints/endpoint/type")] == ["production", "test"]
    assert len(root.findall("endpoints/endpoint/formats/format")) == 4
    assert datetime.fromisoformat(found["changeset"]).tzinfo is not None


async def test_only_what_is_of_the_public_space_is_offered(api: AsyncClient) -> None:
    services = (await api.get(f"{V2}/services.json")).json()
    english = (await api.get(f"{V2}/services.json", headers={"Accept-Language": "en"})).json()

    assert {each["service_code"] for each in services} == {"environment", "safety", "lighting"}
    lamp = next(each for each in services if each["service_code"] == "lighting")
    assert (lamp["service_name"], lamp["metadata"], lamp["type"]) == ("公共照明", True, "realtime")
    assert "路灯" in lamp["keywords"].split(",")
    assert {each["service_name"] for each in english} >= {"Street and stair lights"}


async def test_a_service_says_what_to_ask(api: AsyncClient) -> None:
    found = (await api.get(f"{V2}/services/lighting.json")).json()
    root = await in_xml(api, f"{V2}/services/lighting.xml")

    fault, pole = found["attributes"]
    assert (fault["code"], fault["datatype"], fault["required"], fault["order"]) == (
        *("fault", "singlevaluelist"),
        *(False, 1),
    )
    assert {"key": "off", "name": "不亮"} in fault["values"]
    assert pole["datatype_description"] == "灯杆上的牌子"
    assert "values" not in pole
    assert (root.tag, root.findtext("attributes/attribute/variable")) == ("service_definition", "true")


@pytest.mark.parametrize("code", ["none-such", PRIVATE, "lighting.", "notary"])
@pytest.mark.parametrize("format", ["xml", "json"])
async def test_an_unknown_service_is_not_found(api: AsyncClient, code: str, format: str) -> None:
    of_definition = await api.get(f"{V2}/services/{code}.{format}")
    of_list = await api.get(f"{V2}/requests.{format}?service_code={code}")

    assert (of_definition.status_code, of_list.status_code) == (404, 404)
    assert errors_of(of_list)[0]["code"] == "404"


async def test_a_report_becomes_a_request_like_any_other(api: AsyncClient) -> None:
    await a_city()
    key = await a_program(api)

    number = await reported(api, key, **{"attribute[fault]": "off", "attribute[pole]": "A-17"})

    clerk = await a_clerk()
    (row,) = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    case = (await api.get(f"/api/desk/requests/{row['id']}", headers=clerk)).json()
    assert case["number"] == number
    assert (case["place"], case["category"], case["state"]) == (COMMUNITY, "lighting", "submitted")
    assert case["description"] == "路灯不亮，走路看不清\n灯怎么了：不亮\n灯杆编号：A-17"
    assert case["due_at"] is not None
    assert (case["source"], case["source_name"]) == ("open311", "FixMyStreet")


async def test_anybody_reads_where_it_stands(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    number = await reported(api, await a_program(api))

    found = await told(api, number)
    root = await in_xml(api, f"{V2}/requests/{number}.xml")

    assert found == {
        "service_request_id": number,
        "status": "open",
        "status_notes": "已收到，等人受理。",
        "service_name": "公共照明",
        "service_code": "lighting",
        "description": LAMP["description"],
        "agency_responsible": found["agency_responsible"],
        "requested_datetime": "2026-11-24T12:00:00+08:00",
        "updated_datetime": "2026-11-24T12:00:00+08:00",
        "expected_datetime": found["expected_datetime"],
        "address": "翠苑一区，翠苑，西湖，杭州",
        "address_id": COMMUNITY,
        "lat": found["lat"],
        "long": found["long"],
    }
    assert found["agency_responsible"] in {"翠苑一区", "翠苑", "西湖", "杭州"}
    assert found["expected_datetime"].endswith("+08:00")
    assert {part.tag for part in root[0]} == set(found)
    assert root.findtext("request/service_request_id") == number


async def test_what_is_empty_is_left_out(api: AsyncClient) -> None:
    await a_city()
    asked = await ask(api, category="lighting", description="楼道灯坏了")

    found = await told(api, asked.answer["number"])

    assert not {"lat", "long", "description", "media_url", "zipcode", "service_notice"} & set(found)


async def test_closed_is_not_fixed_and_the_outcome_stands_in_words(api: AsyncClient) -> None:
    await a_city()
    clerk = await a_clerk()
    said = {}
    for outcome in ("solved", "not_possible", "answered"):
        asked = await ask(api, category="lighting")
        done = await asked.does(clerk, "resolve", note="请张三 13805710001 放心", outcome=outcome)
        assert done.status_code == 201, done.text
        found = await told(api, asked.answer["number"], **{"Accept-Language": "en"})
        assert found["status"] == "closed"
        assert "expected_datetime" not in found
        said[outcome] = found["status_notes"]

    assert "solved" in said["solved"]
    assert said["not_possible"] == "There is a result. It cannot be done."
    assert not any(word in said["answered"].lower() for word in ("fixed", "solved"))
    assert "张三" not in str(said)


async def test_no_name_number_or_door_of_anybody_is_told(api: AsyncClient) -> None:
    await a_city()
    key = await a_program(api)
    words = (
        "我是李小明，手机138 0571 0001，邮箱 li@example.org，住 3 幢 2 单元 501，身份证 330106199001011234"
    )

    number = await reported(
        api, key, description=words, first_name="李小明", phone="13805710001", email="li@example.org"
    )
    from_the_app = await ask(
        api, category="lighting", contact=CONTACT, description=words, address="3 幢 501 室"
    )

    listed = await api.get(f"{V2}/requests.xml")
    for text in (
        listed.text,
        str(await told(api, number)),
        str(await told(api, from_the_app.answer["number"])),
    ):
        for secret in ("李小明", "1380571", "li@", "501 室", "19900101", "张三"):
            assert secret not in text
    assert "3 幢" in (await told(api, number))["description"]


@pytest.mark.parametrize("thanks", ["谢谢Li Xiaoming。", "谢谢LiXiaoming", "thanks, xiaoming!", "给Li换了"])
def test_a_latin_name_amid_chinese_is_left_out_too(thanks: str) -> None:
    said = published(f"{thanks} Liquid", ["Li Xiaoming"])

    assert not re.search("xiaoming|Li(?!quid)", said, re.IGNORECASE)
    assert said.endswith(" Liquid")  # a name within a word is none


async def test_what_is_not_of_the_public_space_is_not_there(api: AsyncClient) -> None:
    await a_city()
    asked = await ask(api, category=PRIVATE)
    number = asked.answer["number"]

    one = await api.get(f"{V2}/requests/{number}.json")
    none = await api.get(f"{V2}/requests/2611999999.json")
    listed = (await api.get(f"{V2}/requests.json")).json()
    by_number = (await api.get(f"{V2}/requests.json?service_request_id={number}")).json()
    token = await api.get(f"{V2}/tokens/{asked.id}.json")

    assert (one.status_code, none.status_code, token.status_code) == (404, 404, 404)
    assert errors_of(one) == errors_of(none)
    assert (listed, by_number) == ([], [])


async def test_a_token_gives_the_number(api: AsyncClient) -> None:
    await a_city()
    asked = await ask(api, category="lighting")

    found = await api.get(f"{V2}/tokens/{asked.id}.json")

    assert found.json() == [{"service_request_id": asked.answer["number"], "token": str(asked.id)}]
    assert (await api.get(f"{V2}/tokens/{uuid4()}.xml")).status_code == 404


@pytest.mark.parametrize("format", ["xml", "json"])
async def test_without_a_good_key_nothing_is_written(api: AsyncClient, format: str) -> None:
    await a_city()

    answers = [await report(api, key, format) for key in ("", "wrong", "linli_" + "x" * 43)]
    updates = await api.get(f"{V2}/servicerequestupdates.{format}?api_key=wrong")

    assert [each.status_code for each in (*answers, updates)] == [403] * 4
    assert {error["code"] for each in answers for error in errors_of(each)} == {"403"}
    assert await ServiceRequest.count() == 0


async def test_the_same_post_twice_is_one_request_and_later_or_otherwise_another(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    key, other = await a_program(api), await a_program(api, name="Another")

    first, again = await reported(api, key), await reported(api, key)
    stop_clock(later(minutes=9))
    still = await reported(api, key)
    theirs = await reported(api, other)
    in_xml_too = await report(api, key, "xml")
    stop_clock(later(minutes=20))
    anew = await reported(api, key)

    assert first == again == still
    assert len({first, theirs, anew}) == 3
    assert first not in in_xml_too.text


async def test_fifty_at_once_are_one_request(api: AsyncClient) -> None:
    await a_city()
    key = await a_program(api, a_minute=600)

    numbers = await asyncio.gather(*(reported(api, key) for _ in range(50)))

    assert len(set(numbers)) == 1
    assert await ServiceRequest.count() == 1


async def test_a_program_may_send_only_what_its_key_covers(api: AsyncClient) -> None:
    await a_city()
    manager = await a_staff("manager", CITY)
    elsewhere = await a_program(api, manager, division=OTHER_DISTRICT)
    only_rubbish = await a_program(api, manager, categories=["environment"])

    beyond = [await report(api, elsewhere), await report(api, only_rubbish)]
    within = await report(api, elsewhere, lat="30.243", long="120.157")

    assert [each.status_code for each in beyond] == [403, 403]
    assert within.status_code == 201
    assert (await ServiceRequest.objects().first()).place == ELSEWHERE


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"lat": "30.2435", "long": "120.1575"}, ELSEWHERE),
        ({"lat": "", "long": "", "address_string": "杭州市西湖区翠苑街道翠苑一区3幢边上"}, COMMUNITY),
        ({"lat": "", "long": "", "address_id": ELSEWHERE}, ELSEWHERE),
        ({"lat": "", "long": "", "address_string": "near Qingbomen"}, ELSEWHERE),
    ],
)
async def test_it_is_placed_by_position_or_words(api: AsyncClient, where: dict[str, str], place: str) -> None:
    await a_city()

    number = await reported(api, await a_program(api), **where)

    assert (await told(api, number))["address_id"] == place


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": "52.52", "long": "13.40"},  # another city
        {"lat": "29.30", "long": "118.60"},  # within the bounds, far from all that is known
        {"lat": "30.2", "long": ""},
        {"lat": "nan", "long": "120"},
        {"lat": "30.2°", "long": "120"},
        {"lat": "", "long": ""},
        {"lat": "", "long": "", "address_string": "天涯海角"},
        {"lat": "", "long": "", "address_id": "#NOTPINPOINTED#"},
        {"service_code": ""},
        {"description": "很" * 4001},
        {"attribute[fault]": "none-such"},
    ],
)
async def test_what_cannot_be_is_400_with_a_sentence(api: AsyncClient, wrong: dict[str, str]) -> None:
    await a_city()

    response = await report(api, await a_program(api), **wrong)

    assert response.status_code == 400, response.text
    assert all(error["code"] == "400" and error["description"] for error in errors_of(response))
    assert await ServiceRequest.count() == 0


async def test_the_wrong_method_is_405_and_the_wrong_address_404(api: AsyncClient) -> None:
    answers = [
        await api.request(method, f"{V2}/requests.{ending}")
        for method in ("PUT", "DELETE", "PATCH", "TRACE")
        for ending in ("xml", "json")
    ]
    nowhere = await api.get(f"{V2}/nothing.json")

    assert {each.status_code for each in answers} == {405}
    assert all(errors_of(each)[0]["code"] == "405" for each in answers)
    assert (nowhere.status_code, errors_of(nowhere)[0]["code"]) == (404, "404")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"api_key=\xff\xfe", "application/x-www-form-urlencoded"),
        (b"description=%ff%fe", "application/x-www-form-urlencoded"),
        (b"&".join([b"a=b"] * 300), "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=none'
            b"\r\n\r\na\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
    ],
)
async def test_a_form_that_is_none_is_400(api: AsyncClient, body: bytes, kind: str) -> None:
    response = await api.post(f"{V2}/requests.json", content=body, headers={"Content-Type": kind})

    assert response.status_code == 400, response.text
    assert errors_of(response)[0]["code"] == "400"


async def test_lists_are_filtered_by_time_status_and_service(api: AsyncClient) -> None:
    await a_city()
    key, clerk = await a_program(api), await a_clerk()
    stop_clock(later(days=-100))
    old = await reported(api, key, description="很久以前")
    stop_clock()
    lamp = await reported(api, key)
    rubbish = await reported(api, key, service_code="environment")
    asked = await ask(api, category="safety")
    await asked.resolved(clerk)
    safety = asked.answer["number"]

    async def found(**filters: str) -> set[str]:
        response = await api.get(f"{V2}/requests.json", params=filters)
        assert response.status_code == 200, response.text
        return {each["service_request_id"] for each in response.json()}

    assert await found() == {lamp, rubbish, safety}
    assert await found(service_code="", status="") == {lamp, rubbish, safety}
    assert await found(service_code="lighting,safety") == {lamp, safety}
    assert await found(status="closed") == {safety}
    assert await found(status="open,closed") == {lamp, rubbish, safety}
    assert await found(start_date="2026-08-01T00:00:00Z", end_date="2026-09-01T00:00:00+08:00") == {old}
    assert await found(end_date="2026-11-01T00:00:00Z") == {old}
    assert await found(start_date="2026-11-24T11:59:00+08:00") == {lamp, rubbish, safety}
    assert await found(service_request_id=f"{old},{lamp},123", status="closed") == {old, lamp}


@pytest.mark.parametrize(
    "filters",
    [
        {"start_date": "yesterday"},
        {"start_date": "2026-01-01"},
        {"start_date": "2026-01-01T00:00:00"},
        {"start_date": "0001-01-01T00:00:00+14:00"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"status": "fixed"},
        {"page": "0"},
        {"page_size": "1001"},
        {"page": "٣"},
        {"service_request_id": ",".join(map(str, range(501)))},
    ],
)
async def test_a_filter_that_cannot_be_is_400(api: AsyncClient, filters: dict[str, str]) -> None:
    response = await api.get(f"{V2}/requests.json", params=filters)

    assert response.status_code == 400, response.text


async def test_a_page_past_the_end_is_empty(api: AsyncClient) -> None:
    await a_city()
    key = await a_program(api)
    numbers = [await reported(api, key, description=f"第 {n} 盏") for n in range(3)]

    async def page(number: int) -> list[str]:
        response = await api.get(f"{V2}/requests.json?page={number}&page_size=2")
        return [each["service_request_id"] for each in response.json()]

    assert [*await page(1), *await page(2)] == numbers[::-1]
    assert await page(3) == []
    assert len(await in_xml(api, f"{V2}/requests.xml?page=9")) == 0


async def test_pictures_come_as_files_and_a_bad_one_does_not_hold_up_the_words(api: AsyncClient) -> None:
    await a_city()
    key, clerk = await a_program(api), await a_clerk()
    fields = {"api_key": key} | LAMP
    files = [
        ("photo1", ("1.full.jpeg", a_photo(), "image/jpeg")),
        ("photo2", ("2.full.jpeg", a_photo(6), "application/octet-stream")),
        ("photo3", ("3.full.jpeg", b"no picture", "image/jpeg")),
    ]

    first = await api.post(f"{V2}/requests.json", data=fields, files=files)
    again = await api.post(f"{V2}/requests.json", data=fields, files=files)

    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert first.json()[0]["service_request_id"] == again.json()[0]["service_request_id"]
    assert "照片" in first.json()[0]["service_notice"]
    (row,) = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    assert (row["photos_expected"], row["photos_received"]) == (2, 2)
    assert await Photo.count() == 2


async def test_who_sent_it_is_reached_through_the_desk(api: AsyncClient) -> None:
    await a_city()
    key, clerk = await a_program(api), await a_clerk()
    await reported(api, key, first_name="王", last_name="小明", phone="13805710001", email="w@example.org")
    odd = await report(api, key, first_name="John", last_name="Smith", phone="12", description="odd")

    rows = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    contacts = [
        (await api.post(f"/api/desk/requests/{row['id']}/contact", json={}, headers=clerk)).json()
        for row in rows
    ]

    assert {(each["name"], each["phone"]) for each in contacts} == {
        ("王小明", "+8613805710001"),
        ("John Smith", ""),
    }
    assert "电话号码" in odd.json()[0]["service_notice"]


async def test_the_test_endpoint_checks_and_keeps_nothing(api: AsyncClient) -> None:
    await a_city()
    key = await a_program(api)
    url = V2.replace("/v2", "/test/v2") + "/requests.json"

    good = await api.post(url, data={"api_key": key} | LAMP)
    bad = await api.post(url, data={"api_key": key} | LAMP | {"service_code": "none-such"})

    assert (good.status_code, bad.status_code) == (201, 404)
    assert good.json()[0]["service_request_id"] == "test"
    assert await ServiceRequest.count() == 0


async def test_a_key_may_be_used_so_often_a_minute(api: AsyncClient) -> None:
    await a_city()
    key = await a_program(api, a_minute=3)

    answers = [await report(api, key, description=f"{n}") for n in range(4)]

    assert [each.status_code for each in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert errors_of(answers[-1])[0]["code"] == "429"


async def test_every_page_may_read_it(api: AsyncClient) -> None:
    good, bad = await api.get(f"{V2}/services.xml"), await api.get(f"{V2}/services/none.xml")

    for each in (good, bad):
        assert each.headers["access-control-allow-origin"] == "*"
        assert each.headers["x-content-type-options"] == "nosniff"


UPDATES = f"{V2}/servicerequestupdates"


async def updates(api: AsyncClient, key: str, **window: str) -> list[dict[str, Any]]:
    """What a program hears of its requests."""
    response = await api.get(f"{UPDATES}.json", params={"api_key": key} | window)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


async def a_case(api: AsyncClient, clerk: dict[str, str]) -> str:
    """The path of the only request, for the desk."""
    (row,) = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    return f"/api/desk/requests/{row['id']}"


async def does(api: AsyncClient, clerk: dict[str, str], act: str, **more: Any) -> dict[str, Any]:
    """A step of the desk on the only request."""
    path = await a_case(api, clerk)
    version = (await api.get(path, headers=clerk)).json()["version"]
    body = {"act": act, "version": version} | more
    response = await api.put(f"{path}/steps/{uuid4()}", json=body, headers=clerk)
    assert response.status_code == 201, response.text
    taken: dict[str, Any] = response.json()
    return taken


async def test_a_program_hears_of_its_requests_once_a_step_is_final(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    key, other, clerk = await a_program(api), await a_program(api, name="Other"), await a_clerk()
    number = await reported(api, key, first_name="李小明")
    await does(api, clerk, "accept", note="给李小明打过电话 13805710001", internal=True)
    undone = await does(api, clerk, "start", note="弄错了")
    await does(api, clerk, "undo")
    await does(api, clerk, "message", note="只有我们看", internal=True)
    await does(api, clerk, "resolve", note="李小明您好，换了灯泡，13805710001", outcome="not_possible")

    at_once = await updates(api, key)
    stop_clock(later(seconds=11))
    heard = await updates(api, key)

    assert at_once == []
    assert [(each["status"], each["description"]) for each in heard] == [
        ("investigating", "已受理。"),
        ("no_further_action", "已有结果。办不了。\n…您好，换了灯泡，…"),
    ]
    assert {each["service_request_id"] for each in heard} == {number}
    assert undone["id"] not in {each["update_id"] for each in heard}
    assert heard[0]["updated_datetime"] == "2026-11-24T12:00:00+08:00"
    assert await updates(api, other) == []
    early = {"start_date": "2026-11-23T00:00:00Z", "end_date": "2026-11-24T03:00:00Z"}
    assert await updates(api, key, **early) == []


async def test_what_a_program_says_is_its_residents_word(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    key, other, clerk = await a_program(api), await a_program(api, name="Other"), await a_clerk()
    number = await reported(api, key)
    word = {"api_key": key, "update_id": "77", "service_request_id": number, "status": "OPEN"}
    word |= {"description": "还是不亮", "updated_datetime": "2026-11-24T12:00:00+08:00", "last_name": "-"}

    first = await api.post(f"{UPDATES}.xml", data=word)
    again = await api.post(f"{UPDATES}.json", data=word)
    otherwise = await api.post(f"{UPDATES}.json", data=word | {"description": "亮了"})
    foreign = await api.post(f"{UPDATES}.json", data=word | {"api_key": other})

    assert (first.status_code, again.status_code) == (201, 201), first.text
    id = ElementTree.fromstring(first.content).findtext("request_update/update_id")
    assert again.json() == [{"update_id": id}]
    assert (otherwise.status_code, foreign.status_code) == (400, 404)
    steps = (await api.get(await a_case(api, clerk), headers=clerk)).json()["steps"]
    assert [(each["act"], each["by"], each["note"]) for each in steps[1:]] == [
        ("message", "resident", "还是不亮")
    ]
    stop_clock(later(minutes=1))
    assert await updates(api, key) == []  # not told what it said itself


async def test_a_program_reopens_what_its_reporter_does_not_accept(api: AsyncClient) -> None:
    await a_city()
    key, clerk = await a_program(api), await a_clerk()
    number = await reported(api, key)
    await does(api, clerk, "resolve", note="换了灯泡", outcome="solved")
    word = {"api_key": key, "service_request_id": number, "status": "REOPEN", "description": "又坏了"}

    once = await api.post(f"{UPDATES}.json", data=word | {"update_id": "1"})
    state = (await told(api, number))["status"]
    await does(api, clerk, "resolve", note="又换了", outcome="solved")
    twice = await api.post(f"{UPDATES}.json", data=word | {"update_id": "2"})

    assert (once.status_code, state, twice.status_code) == (201, "open", 201)
    assert (await told(api, number))["status"] == "closed"  # a second time only through a manager
    steps = (await api.get(await a_case(api, clerk), headers=clerk)).json()["steps"]
    assert [each["act"] for each in steps] == ["submit", "resolve", "reopen", "resolve", "message"]


async def test_a_key_in_the_address_of_a_post_works_and_leaves_no_line(
    api: AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    await a_city()
    key = await a_program(api)

    response = await api.post(f"{V2}/requests.json?api_key={key}", data=LAMP)
    await asyncio.sleep(0.3)

    assert response.status_code == 201
    assert key not in "".join(capfd.readouterr())


async def test_a_range_that_is_long_ends_by_itself(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    begins = (later() - timedelta(days=300)).isoformat()

    response = await api.get(f"{V2}/requests.json", params={"start_date": begins})

    assert response.json() == []


NASTY: Final = (
    *("", " ", "0", "-1", "1e999", "nan", "inf", "99999999999999999999", "\x00"),
    *(
        "𝟛",
        "很" * 300,
        "<b>&amp;",
        "]]>",
        "'; --",
        "%s{}{0}",
        "2026-01-01",
        "0001-01-01T00:00:00+14:00",
        "\u202e",
    ),
    *("lighting", "30.2871", "120.1252", COMMUNITY, "REOPEN", "FIXED", "2611000013", "a,b,,c", "\r\n"),
)
FIELDS: Final = (
    *(
        "service_code",
        "lat",
        "long",
        "address_id",
        "address_string",
        "description",
        "first_name",
        "last_name",
    ),
    *("phone", "email", "media_url", "attribute[fault]", "attribute[kinds][]", "attribute[", "attribute]["),
    *(
        "update_id",
        "service_request_id",
        "status",
        "start_date",
        "end_date",
        "page",
        "page_size",
        "jurisdiction_id",
    ),
)


@pytest.mark.parametrize("path", ["requests", "servicerequestupdates"])
async def test_no_form_and_no_address_is_a_fault_of_ours(api: AsyncClient, path: str) -> None:
    await a_city()
    key = await a_program(api, a_minute=600, fetches=True)
    number = await reported(api, key)
    chance = random.Random(7)

    for turn in range(150):
        some = {name: chance.choice(NASTY) for name in chance.sample(FIELDS, chance.randrange(9))}
        fields = (
            ({"api_key": key, "service_request_id": number} | LAMP | some)
            if turn % 2
            else {"api_key": key} | some
        )
        format = chance.choice(("xml", "json"))
        sent = await api.post(f"{V2}/{path}.{format}", data=fields)
        asked = await api.get(f"{V2}/{path}.{format}", params=fields)
        for answer in (sent, asked):
            assert answer.status_code in {200, 201, 400, 403, 404, 429}, (fields, answer.text)
            if format == "xml":
                ElementTree.fromstring(answer.content)
            else:
                assert isinstance(answer.json(), list)
