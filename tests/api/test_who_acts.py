"""Rules, estates and the roster: who may change them, and what their changes do."""

from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response

from tests.asking import a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    STREET,
    Here,
    a_key,
    a_network,
    a_resident,
    a_staff,
    later,
    person_of,
    stop_clock,
)
from tests.property_companies import a_provider, company, estates

RULE = {
    "version": 0,
    "scope": STREET,
    "categories": ["lighting"],
    "level": "street",
    "zh": "路灯由街道统一报修。",
    "en": "The subdistrict reports street lamps.",
}
NIGHT = later(hours=11)  # 23:00


async def save(api: AsyncClient, headers: dict[str, str], id: str = "lamps", **but: Any) -> Response:
    return await api.put(f"/api/desk/rules/{id}", json=RULE | but, headers=headers)


async def shift(api: AsyncClient, headers: dict[str, str], id: object = None, **but: Any) -> Response:
    body = {
        "version": 0,
        "division": COMMUNITY,
        "starts": 1050,
        "ends": 1950,
        "weekdays": [0, 1, 2, 3, 4, 5, 6],
    }
    return await api.put(f"/api/desk/roster/{id or uuid4()}", json=body | but, headers=headers)


async def test_a_managers_rule_sends_requests_on_and_each_keeps_its_version(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET)
    clerk = await a_clerk()
    before = await ask(api)

    assert (await save(api, manager)).json() == {"id": "lamps", "version": 1}
    first = await ask(api)
    await save(api, manager, version=1, zh="改了的原因。")
    second = await ask(api)

    assert (before.answer["holder"], first.answer["holder"]) == (COMMUNITY, STREET)
    whys = [(await one.case(clerk))["why"] for one in (before, first, second)]
    assert [(why["rule"], why["version"]) for why in whys] == [
        ("property-facilities", 0),
        ("lamps", 1),
        ("lamps", 2),
    ]
    assert [why["words"] for why in whys[1:]] == ["路灯由街道统一报修。", "改了的原因。"]


async def test_a_rule_that_is_taken_away_leaves_the_releases(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", CITY)
    await a_clerk()
    await save(api, manager, "property-facilities", scope=CITY, level="city")
    assert (await ask(api)).answer["holder"] == CITY

    gone = await api.delete("/api/desk/rules/property-facilities?version=1", headers=manager)

    assert gone.json()["version"] == 2
    assert (await ask(api)).answer["holder"] == COMMUNITY
    listed = (await api.get("/api/desk/rules", headers=manager)).json()["items"]
    assert {rule["id"]: rule["estate"] for rule in listed}["property-facilities"]


async def test_only_managers_of_a_part_change_its_rules_and_send_nothing_above_themselves(
    api: AsyncClient,
) -> None:
    await a_network()
    stop_clock()
    mine, other, clerk = (
        await a_staff("manager", STREET),
        await a_staff("manager", ELSEWHERE),
        await a_clerk(),
    )

    refused = [
        (await save(api, {})).status_code,
        (await save(api, await a_resident())).status_code,
        (await save(api, clerk)).status_code,
        (await save(api, other)).status_code,
        (await save(api, mine, level="district")).status_code,
        (await save(api, mine, "relief")).status_code,  # of the release: the whole city's
        (await save(api, mine, scope=DISTRICT)).status_code,
    ]
    first, again, old = [
        await save(api, mine),
        await save(api, mine),
        await save(api, mine, zh="另一个原因。"),
    ]

    assert refused == [401, 403, 403, 404, 422, 422, 404]
    assert (first.status_code, again.json(), old.status_code) == (200, first.json(), 409)
    assert (await api.get("/api/desk/rules")).status_code == 401
    listed = (await api.get("/api/desk/rules", headers=other)).json()["items"]
    assert "lamps" not in [rule["id"] for rule in listed]


async def test_an_estate_is_kept_by_its_communitys_desk_and_owns_its_houses_alone(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await estates()
    anju = str(await company())
    clerk, other = await a_clerk(), await a_clerk(ELSEWHERE)
    provider = await a_provider(await company())
    id = uuid4()
    body = {"version": 0, "community": COMMUNITY, "name": "湖景苑", "organization": anju}

    async def put(headers: dict[str, str], **but: Any) -> Response:
        return await api.put(f"/api/desk/estates/{id}", json=body | but, headers=headers)

    taken = await put(clerk, roads=[{"road": "东坡路", "numbers": "1-12"}])
    unread = await put(clerk, roads=[{"road": "东坡路", "numbers": "十二"}])
    twin = await put(clerk, name="东坡花园", roads=[])
    foreign = [(await put(headers)).status_code for headers in ({}, provider, other)]
    saved = await put(clerk, roads=[{"road": "东坡路", "numbers": "1-19单"}])
    lift = await ask(api, category="lifts", address="东坡路 7 号")

    assert taken.status_code == unread.status_code == twin.status_code == 422
    assert "东坡花园" in taken.text
    assert unread.json()["errors"][0]["field"] == "roads.0.numbers"
    assert foreign == [401, 403, 404]
    assert saved.json()["version"] == 1
    assert lift.answer["holder"] == f"org-{anju}"
    found = (await api.get("/api/desk/estates", params={"q": "东坡路 7 号"}, headers=clerk)).json()["items"]
    assert [(one["name"], one["is_seen"]) for one in found] == [("湖景苑", True)]
    assert (await api.get("/api/desk/estates", headers=other)).json()["items"] == []
    assert (await api.delete(f"/api/desk/estates/{id}?version=9", headers=clerk)).status_code == 409
    assert (await api.delete(f"/api/desk/estates/{id}?version=1", headers=clerk)).status_code == 204
    assert (await ask(api, category="lifts", address="东坡路 7 号")).answer["holder"] == COMMUNITY


async def test_an_urgent_request_at_night_goes_to_who_is_on_duty(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NIGHT)
    manager = await a_staff("manager", STREET, name="沈佳")
    clerk = await a_clerk()
    nobody = await ask(api, urgent=True)
    street = await shift(api, manager, division=STREET, person=str(person_of(manager)))
    above = await ask(api, urgent=True)
    here = await shift(api, manager, person=str(person_of(clerk)))
    there = await ask(api, urgent=True)
    calm = await ask(api)

    assert (street.status_code, here.status_code) == (200, 200), street.text + here.text
    holders = [one.answer["holder"] for one in (nobody, above, there, calm)]
    assert holders == [COMMUNITY, STREET, COMMUNITY, COMMUNITY]
    why = (await above.case(manager))["why"]
    assert (why["passed"], why["on_duty"]) == (["翠苑一区"], ["沈佳"])


async def test_one_day_replaces_the_week_and_may_say_that_nobody_is_there(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NIGHT)
    manager = await a_staff("manager", STREET, name="沈佳")
    clerk = await a_clerk()
    await shift(api, manager, division=STREET, person=str(person_of(manager)))
    await shift(api, manager, person=str(person_of(clerk)))

    await shift(api, manager, weekdays=[], on_date="2026-11-24", person=None)

    assert (await ask(api, urgent=True)).answer["holder"] == STREET
    week = await api.get(
        "/api/desk/roster", params={"division": COMMUNITY, "monday": "2026-11-23"}, headers=clerk
    )
    days = week.json()["days"]
    assert [[one["name"] for one in day["shifts"]] for day in days[:3]] == [["王芳"], [""], ["王芳"]]
    assert week.json()["now"] == []
    assert not week.json()["may_edit"]


async def test_the_roster_is_its_managers_and_names_only_who_works_there(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager, clerk = await a_staff("manager", STREET), await a_clerk()
    other = await a_staff("manager", ELSEWHERE)
    me, stranger = str(person_of(clerk)), str(person_of(other))
    id = uuid4()

    refused = [(await shift(api, headers, person=me)).status_code for headers in ({}, clerk, other)]
    wrong = [
        (await shift(api, manager, person=stranger)).status_code,
        (await shift(api, manager, person=me, weekdays=[])).status_code,
        (await shift(api, manager, person=me, ends=1000)).status_code,
        (await shift(api, manager, person=None)).status_code,
    ]
    kept = [(await shift(api, manager, id, person=me)).status_code for _ in range(2)]

    assert refused == [401, 403, 404]
    assert wrong == [422] * 4
    assert kept == [200, 409]
    about = {"division": COMMUNITY, "monday": "2026-11-23"}
    assert (await api.get("/api/desk/roster", params=about, headers=other)).status_code == 404
    assert (await api.delete(f"/api/desk/roster/{id}?version=1", headers=other)).status_code == 404
    assert (await api.delete(f"/api/desk/roster/{id}?version=1", headers=manager)).status_code == 204


async def test_a_vacant_centre_is_shown_to_those_above(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET)

    vacant = (await api.get("/api/desk/roster/vacant", headers=manager)).json()

    assert [one["code"] for one in vacant["items"]] == [COMMUNITY]
    assert (await api.get("/api/desk/roster/vacant", headers=a_key())).status_code == 401
    await a_clerk()
    assert (await api.get("/api/desk/roster/vacant", headers=manager)).json()["items"] == []


async def test_a_change_in_another_process_is_seen_within_seconds(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_clerk()
    manager = await a_staff("manager", STREET)
    await ask(api)
    house = Here.app.state.house
    kept = house.places._map  # what this process knows
    await save(api, manager)
    house.places._map = kept  # as if another process had saved it

    stop_clock(later(seconds=3))

    assert (await ask(api)).answer["holder"] == STREET
