"""Who may edit what: each door, each role, own and foreign. What is not theirs is not there."""

from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    OTHER_DISTRICT,
    STREET,
    a_grant,
    a_network,
    a_resident,
    a_staff,
    person_of,
    stop_clock,
)
from tests.desk_directory import Desk, a_body, a_place, an_office
from tests.directory_builders import a_location, a_service, an_organization

NOUNS = ["services", "organizations", "locations"]
EDITORS = ["clerk", "manager"]
READERS = ["call_taker", "auditor"]
OTHERS = ["interviewer", "statistician"]


class World:
    """One thing of each noun, kept by the community, and bodies to write it anew."""

    def __init__(self, ids: dict[str, UUID], bodies: dict[str, dict[str, Any]]) -> None:
        self.ids, self.bodies = ids, bodies


@pytest.fixture
async def world(api: AsyncClient) -> World:
    await a_network()
    stop_clock()
    organization, place = await an_organization(owner=COMMUNITY), await a_location()
    ids = {"organizations": organization, "locations": place, "services": await a_service()}
    return World(
        ids, {"services": a_body(organization), "organizations": an_office(), "locations": a_place()}
    )


def doors_of(noun: str, world: World) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every door with a call that would succeed for who may: method, path, what is sent."""
    path, body = f"/{world.ids[noun]}", world.bodies[noun]
    doors: dict[str, tuple[str, str, dict[str, Any]]] = {
        "read": ("GET", path, {}),
        "revisions": ("GET", f"{path}/revisions", {}),
        "revision": ("GET", f"{path}/revisions/1", {}),
        "draft": ("PUT", f"{path}/draft", {"json": body}),
        "discard": ("DELETE", f"{path}/draft", {}),
        "publish": ("PUT", path, {"json": body, "version": 1}),
        "restore": ("PUT", f"{path}/revisions/1/restored", {}),
    }
    if noun == "services":
        doors["verify"] = ("PUT", f"{path}/verified", {"json": {"on": "2026-11-24"}})
        doors["delete"] = ("DELETE", path, {"version": 4})
    return doors


CHANGES = {"draft", "publish", "restore", "verify", "delete"}


async def answers(desk: Desk, world: World) -> dict[str, int]:
    """The status of each door for somebody."""
    statuses = {}
    for name, (method, path, how) in doors_of(desk.noun, world).items():
        statuses[name] = (await desk.ask(method, path, **how)).status_code
    return statuses


@pytest.mark.parametrize("role", EDITORS)
@pytest.mark.parametrize("division", [COMMUNITY, STREET, CITY])
async def test_clerks_and_managers_edit_what_their_subtree_keeps(
    api: AsyncClient, world: World, role: str, division: str
) -> None:
    headers = await a_staff(role, division)
    for noun in NOUNS:
        statuses = await answers(Desk(api, headers, noun), world)
        assert {name for name, status in statuses.items() if status >= 300} == set(), (noun, statuses)


@pytest.mark.parametrize("role", [*EDITORS, *READERS])
async def test_what_another_desk_keeps_is_not_there(api: AsyncClient, world: World, role: str) -> None:
    may_write = role in EDITORS
    for division, noun in product([ELSEWHERE, OTHER_DISTRICT], NOUNS):
        desk = Desk(api, await a_staff(role, division), noun)

        statuses = await answers(desk, world)

        # Organizations and locations are no secret: services of other desks refer to them.
        assert statuses.pop("read") == (404 if noun == "services" else 200)
        changes = {name: statuses.pop(name) for name in CHANGES & statuses.keys()}
        assert set(changes.values()) == {404 if may_write else 403}, changes
        assert statuses.pop("discard") == (204 if may_write else 403)  # there is none
        assert set(statuses.values()) == {404}, statuses
        assert await desk.names() == []


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", READERS)
async def test_who_only_reads_the_desk_reads_the_directory_and_changes_nothing(
    api: AsyncClient, world: World, noun: str, role: str
) -> None:
    desk = Desk(api, await a_staff(role, DISTRICT), noun)

    statuses = await answers(desk, world)

    assert {statuses[name] for name in ("read", "revisions", "revision")} == {200}
    assert {status for name, status in statuses.items() if name in CHANGES | {"discard"}} == {403}
    assert (await desk.read(world.ids[noun]))["may_edit"] is False
    assert (await desk.ask("POST", "/check", json=world.bodies[noun])).status_code == 403
    assert len(await desk.names()) >= 1


async def test_nobody_else_comes_to_the_desk(api: AsyncClient, world: World) -> None:
    people = {"nobody": ({}, 401), "resident": (await a_resident(), 403)}
    people |= {role: (await a_staff(role, CITY), 403) for role in OTHERS}
    for noun, (who, (headers, expected)) in product(NOUNS, people.items()):
        desk = Desk(api, headers, noun)
        statuses = await answers(desk, world)
        statuses["list"] = (await desk.ask("GET")).status_code
        statuses["check"] = (await desk.ask("POST", "/check", json=world.bodies[noun])).status_code
        assert set(statuses.values()) == {expected}, (who, statuses)


async def test_nothing_is_given_away_beyond_the_own_desk(api: AsyncClient, world: World) -> None:
    desk = Desk(api, await a_staff("clerk", COMMUNITY))
    beyond: list[tuple[dict[str, Any], str]] = [
        ({"areas": [COMMUNITY, ELSEWHERE], "owner": CITY}, "areas"),
        ({"areas": [STREET], "owner": STREET}, "areas"),
        ({"owner": STREET}, "owner"),
        ({"owner": ELSEWHERE}, "areas"),  # what is offered here cannot be kept there
    ]
    for change, field in beyond:
        answer = await desk.publish(uuid4(), world.bodies["services"] | change, 0)

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_service_that_reaches_beyond_the_desk_is_read_and_not_changed(
    api: AsyncClient, world: World
) -> None:
    manager = Desk(api, await a_staff("manager", CITY))
    wide = await a_service(areas=[COMMUNITY, ELSEWHERE], owner=CITY)
    desk = Desk(api, await a_staff("clerk", DISTRICT))

    assert (await desk.ask("GET", f"/{wide}")).status_code == 404  # kept by the city
    assert (await desk.publish(wide, world.bodies["services"], 1)).status_code == 404
    assert (await manager.read(wide))["may_edit"] is True


async def test_two_grants_do_not_make_one_of_both(api: AsyncClient, world: World) -> None:
    headers = await a_staff("clerk", COMMUNITY)
    await a_grant(person_of(headers), "clerk", ELSEWHERE)
    desk = Desk(api, headers)

    both = world.bodies["services"] | {"areas": [COMMUNITY, ELSEWHERE]}
    assert (await desk.publish(uuid4(), both, 0)).status_code == 422
    one = world.bodies["services"] | {"areas": [ELSEWHERE]}
    assert (await desk.publish(uuid4(), one, 0)).status_code == 200


async def test_another_desks_draft_of_something_new_is_not_there(api: AsyncClient, world: World) -> None:
    id = uuid4()
    mine = Desk(api, await a_staff("clerk", COMMUNITY))
    await mine.ask("PUT", f"/{id}/draft", json={"name": "还没想好"})
    other = Desk(api, await a_staff("manager", OTHER_DISTRICT))

    assert (await other.ask("GET", f"/{id}")).status_code == 404
    assert (await other.ask("PUT", f"/{id}/draft", json={"name": "抢"})).status_code == 404
    assert (await other.ask("DELETE", f"/{id}/draft")).status_code == 404
    assert await other.names(show="draft") == []
    above = Desk(api, await a_staff("manager", STREET))
    assert (await above.read(id))["draft"]["body"]["name"] == "还没想好"


async def test_an_organization_of_another_desk_can_be_referred_to_but_its_draft_is_hidden(
    api: AsyncClient, world: World
) -> None:
    offices = Desk(api, await a_staff("clerk", COMMUNITY), "organizations")
    id = world.ids["organizations"]
    await offices.ask("PUT", f"/{id}/draft", json=an_office(name="改名中"))
    other = Desk(api, await a_staff("clerk", ELSEWHERE), "organizations")

    thing = await other.read(id)

    assert (thing["draft"], thing["may_edit"]) == (None, False)
    assert await other.names() == []
    assert "翠苑一区社区服务站" in await other.names(anywhere=True)
    assert await other.names(anywhere=True, show="draft") == []
    services = Desk(api, other.headers)
    assert (await services.publish(uuid4(), a_body(id, areas=[ELSEWHERE]), 0)).status_code == 200
