"""Asking for help: once however often it is sent, seen by whom it concerns, by nobody else."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

from httpx import AsyncClient

from server.models.network import Division
from server.models.people import AccessLog
from server.models.requests import Contact, ServiceRequest, Step
from tests.asking import CONTACT, a_clerk, an_ask, ask
from tests.builders import (
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_STREET,
    STREET,
    a_key,
    a_network,
    a_resident,
    a_staff,
    later,
    stop_clock,
)


async def test_a_request_sent_twice_is_stored_once_and_answered_alike(api: AsyncClient) -> None:
    await a_network()
    url, key = f"/api/requests/{uuid4()}", a_key()

    first = await api.put(url, json=an_ask(contact=CONTACT), headers=key)
    again = await api.put(url, json=an_ask(contact=CONTACT), headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await ServiceRequest.count() == 1
    assert await Contact.count() == 1
    assert await Step.count() == 1


async def test_fifty_sendings_at_once_make_one_request(api: AsyncClient) -> None:
    await a_network()
    url, key = f"/api/requests/{uuid4()}", a_key()

    answers = await asyncio.gather(*(api.put(url, json=an_ask(), headers=key) for _ in range(50)))

    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert await ServiceRequest.count() == 1


async def test_other_bytes_or_another_sender_under_the_same_id_are_refused_alike(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    other = await api.put(asked.url, json=an_ask(description="停电"), headers=asked.headers)
    foreign = await api.put(asked.url, json=an_ask(), headers=a_key())

    assert (other.status_code, foreign.status_code) == (409, 409)
    assert other.json() | {"request_id": ""} == foreign.json() | {"request_id": ""}
    assert (await asked.seen())["description"] == "3 单元楼道灯不亮"


async def test_the_first_answer_comes_again_after_the_request_has_moved_on(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)
    clerk = await a_clerk(STREET)
    await asked.does(clerk, "escalate")

    again = await api.put(asked.url, json=an_ask(), headers=asked.headers)

    assert again.status_code == 200
    assert again.json() == asked.answer


async def test_what_was_taken_once_is_answered_though_its_place_was_merged_away(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    await Division.update(valid_to=NOON.date() - timedelta(days=1)).where(Division.code == COMMUNITY)
    stop_clock(later(minutes=2))

    again = await api.put(asked.url, json=an_ask(), headers=asked.headers)
    new = await api.put(f"/api/requests/{uuid4()}", json=an_ask(), headers=a_key())

    assert again.json() == asked.answer
    assert new.status_code == 422


async def test_two_hours_are_promised_in_the_offices_time(api: AsyncClient) -> None:
    await a_network()
    friday = datetime.fromisoformat("2026-11-20T16:50:00+08:00")
    stop_clock(friday)

    asked = await ask(api)

    assert asked.answer["due_at"] == "2026-11-23T01:50:00Z"  # Monday, 9:50 in Hangzhou


async def test_relief_goes_to_the_street_and_a_lamp_to_the_community(api: AsyncClient) -> None:
    await a_network()

    lamp = await ask(api)
    relief = await ask(api, category="medical-relief")

    assert (lamp.answer["holder"], relief.answer["holder"]) == (COMMUNITY, STREET)
    assert lamp.answer["holder_name"] == "翠苑一区"


async def test_without_a_key_and_without_signing_in_nothing_is_taken(api: AsyncClient) -> None:
    await a_network()

    response = await api.put(f"/api/requests/{uuid4()}", json=an_ask())

    assert response.status_code == 401
    assert await ServiceRequest.count() == 0


async def test_what_cannot_be_asked_is_said_by_its_field(api: AsyncClient) -> None:
    await a_network()
    behalf = {"name": "妈妈", "phone": "0571-8765 4321", "relation": "母亲", "consent": False}
    wrong = {
        "place": {"place": "330106005099"},
        "category": {"category": "notary"},
        "description": {"description": " \n\u200b "},
        "contact.phone": {"contact": CONTACT | {"phone": "8765"}},
        "on_behalf.consent": {"on_behalf": behalf},
    }

    for field, but in wrong.items():
        response = await api.put(f"/api/requests/{uuid4()}", json=an_ask(**but), headers=a_key())
        assert response.status_code == 422, field
        assert [error["field"] for error in response.json()["errors"]] == [field]
    assert await ServiceRequest.count() == 0


async def test_a_district_is_no_place_and_a_street_is_one(api: AsyncClient) -> None:
    await a_network()

    district = await api.put(f"/api/requests/{uuid4()}", json=an_ask(place=DISTRICT), headers=a_key())
    street = await api.put(f"/api/requests/{uuid4()}", json=an_ask(place=STREET), headers=a_key())

    assert (district.status_code, street.status_code) == (422, 201)


async def test_words_are_kept_without_what_nobody_sees(api: AsyncClient) -> None:
    await a_network()

    asked = await ask(api, description=" 灯\u202e不\x00亮\r\n二楼 \u200b", address="3\u3000单元\n2 楼")

    seen = await asked.seen()
    assert seen["description"] == "灯不亮\n二楼"
    assert seen["address"] == "3 单元 2 楼"


async def test_a_place_on_the_map_is_kept_only_roughly(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, location={"latitude": 30.279_371, "longitude": 120.131_442})

    case = await asked.case(await a_clerk())

    assert case["latitude"] != 30.279_371
    assert abs(case["latitude"] - 30.279_371) < 0.000_3
    assert abs(case["longitude"] - 120.131_442) < 0.000_3


async def test_a_mothers_landline_with_area_code_is_taken(api: AsyncClient) -> None:
    await a_network()
    behalf = {"name": "妈妈", "phone": "0571-8765 4321", "relation": "母亲", "consent": True}

    asked = await ask(api, contact=CONTACT, on_behalf=behalf)

    contact = (await asked.seen())["contact"]
    assert contact["other_name"] == "妈妈"
    assert contact["other_phone_masked"].endswith("21")
    assert "87654321" not in contact["other_phone_masked"]


async def test_nobody_else_can_tell_a_foreign_request_from_none(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT)
    strangers = {
        "nobody": {},
        "another key": a_key(),
        "another resident": await a_resident(),
        "a clerk elsewhere": await a_clerk(ELSEWHERE),
        "a manager of another street": await a_staff("manager", OTHER_STREET),
        "an interviewer here": await a_staff("interviewer", COMMUNITY),
    }

    for who, headers in strangers.items():
        foreign = await api.get(asked.url, headers=headers)
        none = await api.get(f"/api/requests/{uuid4()}", headers=headers)
        assert foreign.status_code == none.status_code == 404, who
        assert foreign.json() | {"request_id": ""} == none.json() | {"request_id": ""}, who


async def test_staff_of_its_place_and_above_see_it_without_contact_data(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT)

    for division in (COMMUNITY, STREET, DISTRICT):
        for url in (asked.url, asked.desk):
            response = await api.get(url, headers=await a_clerk(division))
            assert response.status_code == 200
            assert "张三" not in response.text
            assert "0571000" not in response.text
            assert "3 幢" not in response.text
    assert await AccessLog.count() == 0


async def test_staff_get_no_buttons_of_the_resident(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    assert (await asked.seen(await a_clerk()))["acts"] == []


async def test_number_and_code_open_it_to_look_but_not_to_act(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT)
    number, code = asked.answer["number"], asked.answer["lookup_code"]
    paper = {"Linli-Number": f"{number[:4]}-{number[4:]}", "Linli-Code": f"{code[:4]} {code[4:]}"}

    found = await api.post("/api/requests/lookup", json={"number": number, "code": code})
    seen = await api.get(asked.url, headers=paper)
    step = await api.put(f"{asked.url}/steps/{uuid4()}", json={"act": "withdraw"}, headers=paper)

    assert found.json() == {"id": str(asked.id)}
    assert seen.status_code == 200
    assert (seen.json()["contact"], seen.json()["acts"]) == (None, [])
    assert step.status_code == 404


async def test_a_wrong_number_and_a_wrong_code_are_one_answer(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)
    number, code = asked.answer["number"], asked.answer["lookup_code"]
    wrong = f"{(int(code) + 1) % 10**8:08d}"

    bad_code = await api.post("/api/requests/lookup", json={"number": number, "code": wrong})
    bad_number = await api.post("/api/requests/lookup", json={"number": "2611999994", "code": code})
    nonsense = await api.post("/api/requests/lookup", json={"number": "", "code": ""})
    headers = await api.get(asked.url, headers={"Linli-Number": number, "Linli-Code": wrong})

    answers = [bad_code, bad_number, nonsense, headers]
    assert {answer.status_code for answer in answers} == {404}
    assert len({str(answer.json() | {"request_id": ""}) for answer in answers}) == 1


async def test_the_code_of_one_request_opens_no_other(api: AsyncClient) -> None:
    await a_network()
    mine, other = await ask(api), await ask(api)

    response = await api.get(
        other.url,
        headers={"Linli-Number": mine.answer["number"], "Linli-Code": mine.answer["lookup_code"]},
    )

    assert response.status_code == 404


async def test_reading_with_a_key_changes_nothing(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)
    mei = await a_resident()

    await api.get(asked.url, headers=mei | asked.headers)

    assert (await api.get("/api/requests", headers=mei)).json()["items"] == []


async def test_my_requests_come_in_pages_the_newest_first(api: AsyncClient) -> None:
    await a_network()
    mei = await a_resident()
    sent = []
    for n in range(23):
        stop_clock(later(seconds=n // 2))  # some at the very same time
        asked = await ask(api)
        await api.put(f"/api/me/requests/{asked.id}", headers=mei | asked.headers)
        sent.append(asked.id)

    first = (await api.get("/api/requests", headers=mei)).json()
    second = (await api.get("/api/requests", params={"cursor": first["next_cursor"]}, headers=mei)).json()

    read = [item["id"] for item in first["items"] + second["items"]]
    assert len(first["items"]) == 20
    assert second["next_cursor"] is None
    assert set(read) == {str(id) for id in sent}
    times = [item["sent_at"] for item in first["items"] + second["items"]]
    assert times == sorted(times, reverse=True)


async def test_a_cursor_that_somebody_made_up_is_refused(api: AsyncClient) -> None:
    mei = await a_resident()

    for cursor in ("x", "bm9uc2Vuc2U", "W251bGwsMV0"):
        response = await api.get("/api/requests", params={"cursor": cursor}, headers=mei)
        assert response.status_code == 422


async def test_the_list_of_mine_needs_somebody(api: AsyncClient) -> None:
    assert (await api.get("/api/requests", headers=a_key())).status_code == 401


async def test_names_of_places_follow_the_readers_language(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    english = await asked.seen(asked.headers | {"Accept-Language": "en"})

    assert english["place_name"] == "Cuiyuanyiqu"
    assert english["place_path"][0] == "Hangzhou"
