"""Keys of other people's software: issued, scoped and ended on the desk."""

from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from server.models.open311 import ApiKey
from tests.builders import CITY, COMMUNITY, DISTRICT, ELSEWHERE, a_network, a_staff, later, stop_clock
from tests.open311 import a_city, a_program, report

WISH: dict[str, Any] = {
    "name": "FixMyStreet",
    "division": DISTRICT,
    "categories": ["lighting"],
    "a_minute": 30,
}


async def listed(api: AsyncClient, manager: dict[str, str]) -> list[dict[str, Any]]:
    """The keys that a manager sees."""
    response = await api.get("/api/desk/keys", headers=manager)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def test_a_key_is_shown_once_and_kept_nowhere(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager, url = await a_staff("manager", DISTRICT, name="李主任"), f"/api/desk/keys/{uuid4()}"

    first = await api.put(url, json=WISH, headers=manager)
    lost_answer = await api.put(url, json=WISH, headers=manager)
    stop_clock(later(minutes=11))
    manager = await a_staff("manager", DISTRICT)
    later_on = await listed(api, manager)

    key = first.json()["key"]
    assert (first.status_code, lost_answer.status_code) == (201, 200)
    assert lost_answer.json()["key"] == key
    assert key.startswith("linli_")
    assert len(key) == 49  # 256 bits
    row = await ApiKey.objects().first()
    assert key not in str(row.to_dict())
    assert later_on[0]["prefix"] == key[:12]
    assert key not in str(later_on)
    assert {name: later_on[0][name] for name in WISH} == WISH
    assert (later_on[0]["person_name"], later_on[0]["last_used_at"], later_on[0]["requests"]) == (
        "李主任",
        None,
        0,
    )


async def test_after_ten_minutes_nobody_sees_it_again(api: AsyncClient) -> None:
    await a_network()
    manager, url = await a_staff("manager", DISTRICT), f"/api/desk/keys/{uuid4()}"
    stop_clock()
    await api.put(url, json=WISH, headers=manager)

    stop_clock(later(minutes=9))
    soon = await api.put(url, json=WISH, headers=manager)
    await ApiKey.update({ApiKey.created_at: later(minutes=-2)}, force=True)
    late = await api.put(url, json=WISH, headers=manager)
    otherwise = await api.put(url, json=WISH | {"name": "Else"}, headers=manager)
    anothers = await api.put(url, json=WISH, headers=await a_staff("manager", DISTRICT))

    assert (soon.json()["key"] != "", late.json()["key"]) == (True, "")
    assert (late.status_code, otherwise.status_code, anothers.status_code) == (200, 409, 409)


async def test_an_ended_key_opens_nothing_and_says_who_ended_it(api: AsyncClient) -> None:
    await a_city()
    manager = await a_staff("manager", CITY, name="李主任")
    key = await a_program(api, manager)
    assert (await report(api, key)).status_code == 201
    (shown,) = await listed(api, manager)

    ended = await api.put(f"/api/desk/keys/{shown['id']}/ended", headers=manager)
    after = await report(api, key, description="又一盏")

    assert shown["last_used_at"] is not None
    assert shown["requests"] == 1
    assert (ended.status_code, after.status_code) == (204, 403)
    assert (await listed(api, manager))[0]["ended_by_name"] == "李主任"


async def test_managers_see_and_give_only_what_is_within_their_scope(api: AsyncClient) -> None:
    await a_network()
    here, elsewhere = await a_staff("manager", DISTRICT), await a_staff("manager", ELSEWHERE)
    key_id = uuid4()
    await api.put(f"/api/desk/keys/{key_id}", json=WISH, headers=here)

    beyond = await api.put(f"/api/desk/keys/{uuid4()}", json=WISH | {"division": CITY}, headers=here)
    foreign = await api.put(f"/api/desk/keys/{key_id}/ended", headers=elsewhere)
    clerk = await api.get("/api/desk/keys", headers=await a_staff("clerk", CITY))

    assert await listed(api, elsewhere) == []
    assert (beyond.status_code, foreign.status_code, clerk.status_code) == (404, 404, 403)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"categories": ["repair"]}, "categories"),  # of homes
        ({"categories": ["none-such"]}, "categories"),
        ({"a_minute": 0}, "a_minute"),
        ({"a_minute": 601}, "a_minute"),
    ],
)
async def test_what_a_key_cannot_be_is_said(api: AsyncClient, wrong: dict[str, Any], field: str) -> None:
    await a_network()
    manager = await a_staff("manager", COMMUNITY)

    wish = WISH | {"division": COMMUNITY} | wrong
    response = await api.put(f"/api/desk/keys/{uuid4()}", json=wish, headers=manager)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
