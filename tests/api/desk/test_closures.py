"""A typhoon shuts a street: one act, one word to residents, one undo."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from httpx import AsyncClient, Response

from server.domain.closures import AT_ONCE
from server.domain.hours import Rule
from server.domain.topics import all_versions
from server.jobs.clock import Tools, run_jobs
from tests.builders import COMMUNITY, DISTRICT, ELSEWHERE, STREET, Here, a_network, a_staff, stop_clock
from tests.directory_builders import OFFICE, a_location, a_service, an_organization

OPEN = "usually"  # as far as one can say without the calendar of the year
TYPHOON = {"begins_on": "2026-11-24", "ends_on": "2026-11-25", "note": "台风停业"}


async def close(api: AsyncClient, editor: dict[str, str], division: str = STREET, **but: Any) -> Response:
    """Shut what is there."""
    id = but.pop("id", None) or uuid4()
    return await api.put(
        f"/api/desk/closures/{id}", json={"division": division, **TYPHOON, **but}, headers=editor
    )


async def how(api: AsyncClient, service: UUID) -> tuple[str, str]:
    """Is it open, and what residents read."""
    said = (await api.get(f"/api/services/{service}")).json()["open"]
    return said["state"], said.get("why", "")


async def test_one_act_shuts_a_street_and_its_undo_opens_it_again(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET)
    here = await a_service(locations=[await a_location()])
    nowhere = await a_service(name="上门理发")
    elsewhere = await a_service(name="清波图书角", areas=[ELSEWHERE], category="library")
    closed = await close(api, manager)
    assert closed.status_code == 201, closed.text
    assert (closed.json()["state"], closed.json()["services"]) == ("closed", 2)
    assert await how(api, here) == ("closed", "台风停业")
    assert await how(api, nowhere) == ("closed", "台风停业")
    assert (await how(api, elsewhere))[0] == OPEN
    opened = await api.put(f"/api/desk/closures/{closed.json()['id']}/opened", headers=manager)
    assert opened.json()["state"] == "opened"
    assert (await how(api, here), await how(api, nowhere)) == ((OPEN, ""), (OPEN, ""))


async def test_only_the_fragments_of_what_was_shut_are_made_anew(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_service()
    await a_service(areas=[ELSEWHERE], name="清波图书角")
    before = await all_versions()
    await close(api, await a_staff("manager", STREET))
    after = await all_versions()
    changed = {
        topic for topic in after if topic.startswith("fragment:") and after[topic] != before.get(topic)
    }
    assert changed == {f"fragment:{COMMUNITY}"}


async def test_what_somebody_opened_meanwhile_or_wrote_before_stays(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET)
    own = Rule(closed=True, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 2), note="盘点")
    kept = await a_service(hours=[*OFFICE, own])
    closed = (await close(api, manager)).json()
    await a_service(id=kept, hours=[*OFFICE, own], name="翠苑法律援助站")  # its desk took the exception away
    await api.put(f"/api/desk/closures/{closed['id']}/opened", headers=manager)
    rules = (await api.get(f"/api/services/{kept}")).json()["hours"]
    assert [rule.get("note") for rule in rules if rule.get("closed")] == ["盘点"]


async def test_a_category_alone_can_be_shut_and_hours_that_nobody_knows_stay_unknown(
    api: AsyncClient,
) -> None:
    await a_network()
    stop_clock()
    legal, unknown = await a_service(), await a_service(name="说不准", hours=[])
    pool = await a_service(name="游泳馆", category="sports")
    closed = await close(api, await a_staff("manager", STREET), category="sports")
    assert closed.json()["services"] == 1
    assert ((await how(api, legal))[0], (await how(api, pool))[0]) == (OPEN, "closed")
    await close(api, await a_staff("manager", STREET))
    assert (await api.get(f"/api/services/{unknown}")).json()["open"] is None


async def test_the_number_is_told_before_and_bad_wishes_are_refused_by_field(api: AsyncClient) -> None:
    await a_network()
    manager = await a_staff("manager", STREET)
    await a_service()
    asked = await api.get("/api/desk/closures/concerned", params={"division": STREET}, headers=manager)
    assert asked.json() == {"services": 1}
    for field, but in {
        "ends_on": {"ends_on": "2026-11-20"},
        "note": {"note": "  "},
        "category": {"category": "wonders"},
    }.items():
        refused = await close(api, manager, **but)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert (await close(api, manager, ends_on="2029-01-01")).json()["errors"][0]["field"] == "ends_on"
    assert (await api.get("/api/desk/closures", headers=manager)).json()["items"] == []


async def test_it_is_for_those_who_keep_that_part_of_the_network(api: AsyncClient) -> None:
    await a_network()
    assert (await close(api, {})).status_code == 401
    assert (await close(api, await a_staff("call_taker", STREET))).status_code == 403
    assert (await close(api, await a_staff("clerk", COMMUNITY))).status_code == 404
    manager, id = await a_staff("manager", STREET), uuid4()
    assert (await close(api, manager, id=id)).status_code == 201
    assert (await close(api, manager, id=id)).status_code == 200
    assert (await close(api, manager, id=id, note="停电")).status_code == 409
    stranger = await a_staff("manager", ELSEWHERE)
    assert (await api.put(f"/api/desk/closures/{id}/opened", headers=stranger)).status_code == 404
    assert (await api.get("/api/desk/closures", headers=stranger)).json()["items"] == []
    higher = await api.get("/api/desk/closures", headers=await a_staff("manager", DISTRICT))
    assert [item["id"] for item in higher.json()["items"]] == [str(id)]


async def test_many_places_are_shut_beside_everybody_else(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager, organization = await a_staff("manager", STREET), await an_organization()
    services = [
        await a_service(name=f"便民点{number}", organization=organization) for number in range(AT_ONCE + 10)
    ]
    closed = (await close(api, manager)).json()
    assert closed["state"] == "closing"
    house = Here.app.state.house
    tools = Tools(house.places, house.sms, house.city, house.media, house.settings.home)
    await run_jobs(tools, Here.app.state.clock())
    assert [(await how(api, service))[0] for service in services[::50]] == ["closed"] * 5
