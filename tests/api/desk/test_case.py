"""What stands beside a request: earlier ones of who asked, similar ones nearby, and who could take it on."""

from uuid import uuid4

from httpx import AsyncClient

from tests.asking import CONTACT, Asked, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    STREET,
    a_key,
    a_network,
    a_resident,
    a_staff,
    person_of,
    stop_clock,
)


async def related(asked: Asked, clerk: dict[str, str]) -> dict[str, list[str]]:
    """The ids of each kind."""
    response = await asked.api.get(f"{asked.desk}/related", headers=clerk)
    assert response.status_code == 200, response.text
    return {kind: [one["id"] for one in items] for kind, items in response.json().items()}


async def test_a_case_says_how_many_wait_and_who_is_on_duty_where_it_lies(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk, manager = await ask(api), await a_clerk(name="周敏"), await a_staff("manager")
    for _ in range(2):
        followed = await api.put(f"{asked.url}/followers/{uuid4()}", json={}, headers=a_key())
        assert followed.status_code == 201, followed.text
    shift = {"version": 0, "division": COMMUNITY, "person": str(person_of(clerk)), "weekdays": [1]}
    hours = {"starts": 8 * 60, "ends": 18 * 60}
    saved = await api.put(f"/api/desk/roster/{uuid4()}", json=shift | hours, headers=manager)
    assert saved.status_code == 200, saved.text

    case = await asked.case(clerk)

    assert (case["households"], case["on_duty"]) == (3, ["周敏"])
    assert case["why"]["division"] == COMMUNITY


async def test_earlier_ones_are_found_by_account_or_number_within_ones_scope(api: AsyncClient) -> None:
    await a_network()
    mei = await a_resident()
    first = await ask(api, mei)
    by_number = await ask(api, contact=CONTACT)
    elsewhere = await ask(api, contact=CONTACT, place=ELSEWHERE, category="noise")
    both = await ask(api, mei, contact=CONTACT, category="noise")
    await ask(api, category="noise", contact=CONTACT | {"phone": "138 0571 0002"})

    here = await related(both, await a_clerk())
    above = await related(both, await a_clerk(CITY))

    assert here["earlier"] == [str(by_number.id), str(first.id)]
    assert above["earlier"] == [str(elsewhere.id), str(by_number.id), str(first.id)]
    assert (await related(first, await a_clerk()))["earlier"] == []
    assert (await both.seen())["reads"] == []  # nobody read a number


async def test_similar_ones_are_open_of_the_same_kind_and_near(api: AsyncClient) -> None:
    await a_network()
    spot = {"latitude": 30.2800, "longitude": 120.1200}
    asked = await ask(api, location=spot)
    far = await ask(api)
    near = await ask(api, location=spot | {"latitude": 30.2810})
    across = await ask(api, place=ELSEWHERE, location=spot | {"longitude": 120.1210})
    await ask(api, place=ELSEWHERE, location=spot | {"longitude": 120.1300})
    await ask(api, category="noise", location=spot)
    over = await ask(api, location=spot)
    await over.says("withdraw")

    assert (await related(asked, await a_clerk()))["similar"] == [str(near.id), str(far.id)]
    assert set((await related(asked, await a_clerk(CITY)))["similar"]) == {
        str(near.id),
        str(across.id),
        str(far.id),
    }


async def test_what_stands_beside_a_foreign_request_is_not_there(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT)

    foreign = await api.get(f"{asked.desk}/related", headers=await a_clerk(ELSEWHERE))
    resident = await api.get(f"{asked.desk}/related", headers=await a_resident())

    assert (foreign.status_code, resident.status_code) == (404, 403)


async def test_beside_it_stands_no_number_of_anybody(api: AsyncClient) -> None:
    await a_network()
    await ask(api, contact=CONTACT, description="打 13805710001", address="找 13805710001")
    asked = await ask(api, contact=CONTACT)

    response = await api.get(f"{asked.desk}/related", headers=await a_clerk())

    assert len(response.json()["earlier"]) == 1
    for secret in ("13805710001", "张三", "3 幢"):
        assert secret not in response.text


async def test_it_is_given_to_somebody_of_its_desk_or_ones_own(api: AsyncClient) -> None:
    await a_network()
    me, mate = await a_clerk(STREET), await a_clerk(COMMUNITY)
    for other in (CITY, ELSEWHERE):
        await a_clerk(other)
    await a_staff("interviewer", COMMUNITY)
    asked = await ask(api)
    await asked.does(mate, "accept")

    page = await api.get("/api/desk/colleagues", params={"holder": COMMUNITY}, headers=me)
    foreign = await api.get("/api/desk/colleagues", params={"holder": ELSEWHERE}, headers=me)

    people = [(one["id"], one["division"], one["open"]) for one in page.json()["items"]]
    assert people == [(str(person_of(mate)), COMMUNITY, 1), (str(person_of(me)), STREET, 0)]
    assert foreign.status_code == 404
    for id, _, _ in people:
        assert (await asked.does(me, "assign", step_id=uuid4(), to=id)).status_code == 201


async def test_what_is_unanswered_is_given_away_at_once_and_the_resident_reads_to_whom(
    api: AsyncClient,
) -> None:
    await a_network()
    asked, street, mate = await ask(api), await a_clerk(STREET), await a_clerk(COMMUNITY)

    given = await asked.does(street, "assign", to=str(person_of(mate)))

    assert (given.status_code, given.json()["state"]) == (201, "assigned")
    case = await asked.case(mate)
    assert case["clerk"] == str(person_of(mate))
    step = (await asked.seen())["steps"][-1]
    assert (step["act"], step["facts"]) == ("assign", {"to_name": case["clerk_name"]})
