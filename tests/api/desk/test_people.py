"""Staff are invited, moved and ended on the desk by managers of their own part of the network."""

from typing import Any
from uuid import UUID, uuid4

from httpx import AsyncClient, Response

from server.domain import sessions
from server.models.people import Grant, Person
from server.models.requests import ServiceRequest
from server.storage.database import raw
from tests.asking import Asked, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    STREET,
    a_grant,
    a_network,
    a_staff,
    later,
    person_of,
    signed_in,
    stop_clock,
)

SHE = {"username": "chenjing", "name": "陈静", "role": "clerk", "division": COMMUNITY}
CHOSEN = "seven swallows over the lake"


async def invite(api: AsyncClient, manager: dict[str, str], id: UUID | None = None, **but: Any) -> Response:
    return await api.put(f"/api/desk/people/{id or uuid4()}", json=SHE | but, headers=manager)


def key_in(invited: Response) -> dict[str, str]:
    """As the page of the link sends it."""
    return {"Linli-Key": invited.json()["url"].partition("/desk/invited#")[2]}


async def people(api: AsyncClient, manager: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    response = await api.get("/api/desk/people", params=asked, headers=manager)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def end(api: AsyncClient, manager: dict[str, str], person: UUID, to: UUID | None = None) -> Response:
    body = {"to": str(to) if to else None}
    return await api.put(f"/api/desk/people/{person}/ended", json=body, headers=manager)


async def password_sign_in(api: AsyncClient, password: str) -> Response:
    return await api.post(
        "/api/session", json={"username": "chenjing", "password": password, "as_token": True}
    )


async def assigned(api: AsyncClient, clerk: dict[str, str]) -> Asked:
    """A request that is this clerk's."""
    asked = await ask(api)
    assert (await asked.does(clerk, "accept")).status_code == 201
    return asked


async def clerk_of(asked: Asked) -> UUID | None:
    row: Any = await ServiceRequest.select(ServiceRequest.clerk).where(ServiceRequest.id == asked.id).first()
    clerk: UUID | None = row["clerk"]
    return clerk


async def test_whoever_is_invited_sets_a_password_that_nobody_else_ever_knew(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET, name="李强")

    invited = await invite(api, manager)

    assert invited.status_code == 201, invited.text
    key = key_in(invited)
    (listed,) = [one for one in await people(api, manager) if one["username"] == "chenjing"]
    assert (listed["name"], listed["has_password"], listed["signed_in_at"]) == ("陈静", False, None)
    assert listed["invited_until"] == "2026-12-01T04:00:00Z"
    assert [(role["role"], role["division_name"]) for role in listed["roles"]] == [("clerk", "翠苑一区")]
    shown = (await api.get("/api/invitation", headers=key)).json()
    assert (shown["username"], shown["made_by_name"]) == ("chenjing", "李强")
    short = await api.put("/api/invitation", json={"password": "too short"}, headers=key)
    assert (short.status_code, short.json()["errors"][0]["field"]) == (422, "password")
    assert (await password_sign_in(api, CHOSEN)).status_code == 422
    assert (await api.put("/api/invitation", json={"password": CHOSEN}, headers=key)).status_code == 204
    assert (await password_sign_in(api, CHOSEN)).status_code == 200
    assert (await people(api, manager, q="CHENJ"))[0]["signed_in_at"] is not None
    kept = repr(await raw("SELECT * FROM staff_invitation")) + repr(await Person.select())
    assert key["Linli-Key"] not in kept
    assert CHOSEN not in kept


async def test_a_link_opens_once_for_seven_days_and_not_after_another_took_its_place(
    api: AsyncClient,
) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET)
    id = uuid4()
    first = key_in(await invite(api, manager, id))
    again = f"/api/desk/people/{id}/invitations/{uuid4()}"
    second = await api.put(again, headers=manager)
    assert second.status_code == 201, second.text
    assert (await api.get("/api/invitation", headers=first)).status_code == 404
    stop_clock(later(days=7))
    assert (await api.get("/api/invitation", headers=key_in(second))).status_code == 404
    stop_clock(later(days=6))
    put = {"json": {"password": CHOSEN}, "headers": key_in(second)}
    assert (await api.put("/api/invitation", **put)).status_code == 204
    assert (await api.put("/api/invitation", **put)).status_code == 204, "the answer may have been lost"
    other = {"password": CHOSEN + " again"}
    assert (await api.put("/api/invitation", json=other, headers=key_in(second))).status_code == 404
    assert (await api.get("/api/invitation")).status_code == 404


async def test_the_link_is_shown_again_only_at_once_and_only_to_who_made_it(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager, colleague = await a_staff("manager", STREET), await a_staff("manager", STREET)
    id, person = uuid4(), person_of(manager)
    first = await invite(api, manager, id)

    stop_clock(later(minutes=5))
    again = await invite(api, manager, id)
    assert (again.status_code, again.json()) == (200, first.json())
    assert (await invite(api, colleague, id)).status_code == 409
    assert (await invite(api, manager, id, name="陈晶")).status_code == 409
    stop_clock(later(minutes=11))
    manager = await signed_in(person, sessions.STAFF)
    assert (await invite(api, manager, id)).json()["url"] == ""
    taken = await invite(api, manager)
    assert (taken.status_code, taken.json()["errors"][0]["field"]) == (422, "username")


async def test_nobody_gives_a_role_above_or_beyond_their_own(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET)

    assert (await invite(api, await a_staff("clerk", STREET))).status_code == 403
    assert (await invite(api, manager, division=ELSEWHERE)).status_code == 404
    assert (await invite(api, manager, division=DISTRICT)).status_code == 404
    assert (await invite(api, manager, role="statistician")).json()["errors"][0]["field"] == "role"
    assert (await invite(api, manager, role="provider")).status_code == 422
    own = Grant.count().where(Grant.division == DISTRICT)
    assert await own == 0
    assert (await invite(api, manager, role="manager", division=STREET)).status_code == 201


async def test_managers_see_their_own_part_and_of_others_only_that_there_is_more(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager, city = await a_staff("manager", STREET, name="李强"), await a_staff("manager", CITY, name="市")
    clerk = await a_staff("clerk", COMMUNITY, name="王芳")
    await a_staff("clerk", ELSEWHERE, name="赵敏")
    await a_grant(person_of(clerk), "auditor", ELSEWHERE)

    assert {one["name"] for one in await people(api, manager)} == {"李强", "王芳"}
    (seen,) = await people(api, manager, division=COMMUNITY)
    assert (seen["elsewhere"], [role["role"] for role in seen["roles"]], seen["may_change"]) == (
        True,
        ["clerk"],
        False,
    )
    assert (await api.get("/api/desk/people", params={"division": CITY}, headers=manager)).status_code == 404
    assert {one["name"] for one in await people(api, city)} == {"市", "李强", "王芳", "赵敏"}
    assert [one["name"] for one in await people(api, city, q="芳")] == ["王芳"]
    assert await people(api, city, q="%") == []
    refused = await end(api, manager, person_of(clerk))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/works-elsewhere")
    assert (await end(api, manager, person_of(city))).status_code == 404


async def test_who_leaves_is_out_at_once_and_their_requests_are_a_named_colleagues(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    manager = await a_staff("manager", STREET, name="李强")
    await a_staff("manager", CITY)
    leaving, heir = await a_staff("clerk", name="王芳"), await a_staff("clerk", name="周敏")
    mine, waiting, done = [await assigned(api, leaving) for _ in range(3)]
    assert (await waiting.does(leaving, "ask", note="几楼？")).status_code == 201
    await done.resolved(leaving)
    await done.says("confirm", rating=5, solved=True)

    of_her = f"/api/desk/people/{person_of(leaving)}"
    heirs = (await api.get(of_her, headers=manager)).json()["heirs"]
    assert {each["name"] for each in heirs} == {"周敏", "李强"}

    gone = await end(api, manager, person_of(leaving), person_of(heir))

    assert (gone.status_code, gone.json()) == (200, {"given": 2, "unassigned": 0})
    assert (await api.get("/api/me", headers=leaving)).status_code == 401
    assert [await clerk_of(one) for one in (mine, waiting)] == [person_of(heir)] * 2
    step = (await mine.case(heir))["steps"][-1]
    assert (step["act"], step["by_name"], step["facts"]["to_name"]) == ("hand_over", "李强", "周敏")
    assert (await waiting.case(heir))["state"] == "waiting"
    assert "hand_over" not in {each["act"] for each in (await mine.seen())["steps"]}
    assert (await end(api, manager, person_of(leaving))).json() == gone.json()
    ended = await people(api, manager, show="ended")
    assert [(one["name"], one["ended_at"]) for one in ended] == [("王芳", "2026-11-24T04:00:00Z")]
    history = (await api.get(of_her, headers=manager)).json()["changes"]
    assert [(each["what"], each["by_name"], each["given"]) for each in history] == [("ended", "李强", 2)]
    assert (await done.says("reopen", note="又坏了")).status_code == 201
    assert await clerk_of(done) is None, "nobody waits for who left"


async def test_without_a_colleague_the_requests_are_everybodys_again(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_staff("manager", CITY)
    manager, leaving = await a_staff("manager", STREET), await a_staff("clerk")
    other, elsewhere = await a_staff("clerk"), await a_staff("clerk", ELSEWHERE)
    asked = await assigned(api, leaving)
    assert (await asked.does(other, "assign", to=str(person_of(leaving)))).status_code == 201

    assert (await end(api, manager, person_of(leaving), person_of(leaving))).status_code == 422
    gone = await end(api, manager, person_of(leaving), person_of(elsewhere))

    assert gone.json() == {"given": 0, "unassigned": 1}, "a stranger to the desk does not get them"
    case = await asked.case(other)
    assert (case["clerk"], case["state"], case["steps"][-1]["act"]) == (None, "accepted", "hand_over")
    queue = await api.get("/api/desk/requests", params={"view": "unassigned"}, headers=other)
    assert [item["id"] for item in queue.json()["items"]] == [str(asked.id)]


async def test_a_move_ends_one_role_and_begins_another_in_one_step(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_staff("manager", CITY)
    district, moving = await a_staff("manager", CITY), await a_staff("clerk")
    asked = await assigned(api, moving)
    (person,) = [one for one in await people(api, district, division=COMMUNITY) if one["open"]]
    old, new = person["roles"][0]["id"], uuid4()
    body = {"role": "clerk", "division": ELSEWHERE, "instead": old}
    url = f"/api/desk/people/{person['id']}/grants/{new}"

    moved = await api.put(url, json=body, headers=district)

    assert (moved.status_code, moved.json()) == (200, {"given": 0, "unassigned": 1})
    assert (await api.put(url, json=body, headers=district)).status_code == 200
    assert (await api.put(url, json=body | {"role": "auditor"}, headers=district)).status_code == 409
    assert await clerk_of(asked) is None
    me = (await api.get("/api/me", headers=moving)).json()
    assert [right["division"] for right in me["rights"]] == [ELSEWHERE], "at once, in the running session"
    last = await api.put(f"{url}/ended", json={}, headers=district)
    assert (last.status_code, last.json()["type"]) == (409, "/problems/last-role")
    history = (await api.get(f"/api/desk/people/{person['id']}", headers=district)).json()["changes"]
    assert {each["what"] for each in history} == {"role_given", "role_ended"}


async def test_one_of_two_roles_ends_and_what_the_other_covers_stays(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_staff("manager", CITY)
    manager, clerk = await a_staff("manager", STREET), await a_staff("clerk")
    more = await a_grant(person_of(clerk), "call_taker", COMMUNITY)
    asked = await assigned(api, clerk)

    url = f"/api/desk/people/{person_of(clerk)}/grants/{more}/ended"
    assert (await api.put(url, json={}, headers=manager)).json() == {"given": 0, "unassigned": 0}
    assert (await api.put(url, json={}, headers=manager)).status_code == 200
    assert await clerk_of(asked) == person_of(clerk)


async def test_the_city_keeps_a_manager_and_nobody_ends_themselves(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    one, other = await a_staff("manager", CITY), await a_staff("manager", CITY)

    assert (await end(api, one, person_of(one))).json()["type"] == "/problems/not-oneself"
    assert (await end(api, one, person_of(other))).status_code == 200
    await a_grant(person_of(one), "clerk", COMMUNITY)
    late = await a_staff("manager", CITY, password_hash=None)
    refused = await end(api, late, person_of(one))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-manager")
    assert (await api.get("/api/me", headers=one)).status_code == 200, "nothing of it was done"
