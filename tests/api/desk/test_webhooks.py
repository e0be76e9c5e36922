"""Departments' systems are told of requests: signed, at least once, and what failed waits on the desk."""

import hmac
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from httpx import AsyncClient

from server.models.jobs import Job
from tests.asking import CONTACT, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    Here,
    a_network,
    a_staff,
    later,
    stop_clock,
)
from tests.receiver import Receiver, a_receiver, time_passes

ALL = ["submitted", "changed", "message"]


class Hook:
    """A webhook that was set up, and who looks after it."""

    def __init__(self, api: AsyncClient, id: UUID, secret: str, manager: dict[str, str]) -> None:
        self.api, self.url, self.secret, self.manager = api, f"/api/desk/webhooks/{id}", secret, manager

    async def dead(self) -> list[dict[str, Any]]:
        """Its dead letters."""
        items: list[dict[str, Any]] = (await self.api.get(f"{self.url}/dead", headers=self.manager)).json()[
            "items"
        ]
        return items

    async def shown(self) -> dict[str, Any]:
        """As the desk sees it."""
        (shown,) = (await self.api.get("/api/desk/webhooks", headers=self.manager)).json()["items"]
        found: dict[str, Any] = shown
        return found


async def a_hook(api: AsyncClient, receiver: Receiver, **but: Any) -> Hook:
    """A system of the city that wants to hear everything."""
    manager, id = await a_staff("manager", CITY), uuid4()
    wish = {"name": "城管系统", "url": receiver.url, "division": CITY, "events": ALL} | but
    response = await api.put(f"/api/desk/webhooks/{id}", json=wish, headers=manager)
    assert response.status_code == 201, response.text
    return Hook(api, id, response.json()["secret"], manager)


async def test_it_hears_of_a_request_signed_and_without_anybodys_data(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    async with a_receiver() as receiver:
        hook = await a_hook(api, receiver)
        asked = await ask(api, contact=CONTACT, description="张三家门口的灯", category="lighting")
        accepted = await asked.does(await a_clerk(CITY), "accept", note="打电话给张三")
        assert accepted.status_code == 201, accepted.text
        await asked.says("message", note="还没来")
        await time_passes(NOON)

    first, second, third = sorted(receiver.news, key=lambda news: news["request"]["version"])
    assert [each["event"] for each in (first, second, third)] == ["submitted", "changed", "message"]
    assert first["id"] == str(asked.id)
    assert (first["request"]["number"], first["request"]["place"]) == (asked.answer["number"], COMMUNITY)
    assert (second["act"], second["by"], second["request"]["state"], second["request"]["version"]) == (
        *("accept", "staff"),
        *("accepted", 2),
    )
    assert (third["act"], third["by"]) == ("message", "resident")
    for heads, body in receiver.heard:
        for secret in ("张三", "灯", "138", "还没来"):
            assert secret not in body.decode()
        time, _, mac = heads["linli-signature"].partition(",v1=")
        said = time.removeprefix("t=").encode() + b"." + body
        assert mac == hmac.new(hook.secret.encode(), said, sha256).hexdigest()
        assert time == f"t={int(NOON.timestamp())}"
        assert heads["linli-event"] in ALL
        assert heads["linli-delivery"] == msgspec.json.decode(body)["id"]
    assert (await hook.shown())["delivered_at"] is not None


async def test_it_hears_only_what_it_wants_of_its_scope(api: AsyncClient) -> None:
    await a_network()
    async with a_receiver() as receiver:
        await a_hook(api, receiver, division=OTHER_DISTRICT, categories=["lighting"], events=["submitted"])
        await ask(api, category="lighting")  # another district
        await ask(api, place=ELSEWHERE, category="repair")  # another category
        wanted = await ask(api, place=ELSEWHERE, category="lighting")
        await wanted.says("message", note="急")
        await wanted.does(await a_clerk(ELSEWHERE), "message", note="只有我们看", internal=True)
        await time_passes(NOON.replace(year=2030))

    assert [each["id"] for each in receiver.news] == [str(wanted.id)]


async def test_what_only_the_offices_read_is_told_to_nobody(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    async with a_receiver() as receiver:
        await a_hook(api, receiver, events=["message"])
        asked = await ask(api)
        await asked.does(await a_clerk(), "message", note="只有我们看", internal=True)
        await time_passes(later(seconds=1))

    assert receiver.news == []


async def test_it_is_tried_again_with_longer_pauses_and_then_lies_dead(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    async with a_receiver() as receiver:
        receiver.status = "503 Busy"
        hook = await a_hook(api, receiver)
        await ask(api)
        pauses, now = [], NOON
        for _ in range(10):
            await time_passes(now)
            (job,) = await Job.objects().where(Job.what == "webhook")
            if job.state == "ready":
                pauses.append((job.due - now).total_seconds())
                now = job.due
        heard_before = len(receiver.heard)
        dead, shown = await hook.dead(), await hook.shown()

        receiver.status = "204 No Content"
        retried = await api.put(f"{hook.url}/dead/{dead[0]['step']}/retried", headers=hook.manager)
        await time_passes(later(hours=9))

        assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3840, 7200]
        assert heard_before == 10
        assert [(each["event"], each["trouble"]) for each in dead] == [
            ("submitted", "NotDelivered: status 503")
        ]
        assert (shown["dead"], shown["trouble"], shown["failing_since"]) == (
            1,
            "status 503",
            "2026-11-24T04:00:00Z",
        )
        assert retried.status_code == 204
        assert len(receiver.heard) == 11
        assert len({body for _, body in receiver.heard}) == 1
        assert await hook.dead() == []
        assert (await hook.shown())["failing_since"] is None


async def test_all_dead_letters_are_tried_again_at_once_and_listed_by_pages(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    async with a_receiver() as receiver:
        receiver.status = "500 Oh"
        hook = await a_hook(api, receiver, events=["submitted"])
        for _ in range(3):
            await ask(api)
        now = NOON
        for hours in range(12):
            await time_passes(later(now, hours=hours))
        assert len(await hook.dead()) == 3

        receiver.status = "200 OK"
        await api.put(f"{hook.url}/dead/retried", headers=hook.manager)
        await time_passes(later(days=1))

    assert await hook.dead() == []


async def test_a_webhook_that_ended_hears_nothing_more(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    async with a_receiver() as receiver:
        hook = await a_hook(api, receiver)
        await ask(api)
        ended = await api.put(f"{hook.url}/ended", headers=hook.manager)
        await ask(api)
        await time_passes(later(minutes=1))

    assert ended.status_code == 204
    assert receiver.heard == []
    assert await Job.count().where(Job.what == "webhook") == 0


async def test_an_address_that_resolves_inside_is_never_asked(api: AsyncClient) -> None:
    await a_network()
    stop_clock()

    async def inside(host: str, port: int) -> list[str]:
        return ["10.0.0.7"]

    async with a_receiver() as receiver:
        hook = await a_hook(api, receiver, url="https://example.org/in")
        await ask(api)
        Here.app.state.house.egress.resolve = inside
        await time_passes(later(seconds=1))

    assert receiver.heard == []
    assert (await hook.shown())["trouble"] == "a private address"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://example.org/in",
            "https://127.0.0.1:9/in",
            "https://u:p@example.org/",
            "https://example.org:8080/",
        ),
        *("ftp://example.org", "example.org"),
    ],
)
async def test_only_https_on_its_usual_port_is_taken(api: AsyncClient, url: str) -> None:
    await a_network()
    wish = {"name": "x", "url": url, "division": CITY, "events": ALL}

    response = await api.put(
        f"/api/desk/webhooks/{uuid4()}", json=wish, headers=await a_staff("manager", CITY)
    )

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["url"]


async def test_one_manager_does_not_see_anothers(api: AsyncClient) -> None:
    await a_network()
    stranger = await a_staff("manager", ELSEWHERE)
    async with a_receiver() as receiver:
        hook = await a_hook(api, receiver)

    answers = [
        await api.put(f"{hook.url}/ended", headers=stranger),
        await api.get(f"{hook.url}/dead", headers=stranger),
        await api.put(f"{hook.url}/dead/retried", headers=stranger),
        await api.put(f"{hook.url}/dead/{uuid4()}/retried", headers=stranger),
    ]

    assert [each.status_code for each in answers] == [404] * 4
    assert (await api.get("/api/desk/webhooks", headers=stranger)).json()["items"] == []


async def test_without_webhooks_nothing_is_queued(api: AsyncClient) -> None:
    await a_network()
    await ask(api)

    assert await Job.count().where(Job.what == "webhooks") == 0
