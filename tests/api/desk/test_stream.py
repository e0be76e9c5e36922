"""A new request or word is heard at its desk without reload; nowhere else, and while the session lasts."""

import asyncio
from typing import Any

import msgspec
from httpx import AsyncClient, Response

from server.domain import topics
from server.models.people import Session
from server.storage.database import write
from tests.asking import a_clerk, ask
from tests.builders import CITY, COMMUNITY, ELSEWHERE, STREET, Here, a_network, a_resident, a_staff, person_of


async def follow(api: AsyncClient, who: dict[str, str], seconds: int = 3, last: str = "") -> Response:
    """The whole of a short stream."""
    headers = {**who, **({"Last-Event-ID": last} if last else {})}
    return await api.get(f"/api/desk/stream?seconds={seconds}", headers=headers, timeout=30)


def events(response: Response) -> list[tuple[str, Any]]:
    """What was said, without the heartbeat."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    said = []
    for block in response.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in fields:
            said.append((fields["event"], msgspec.json.decode(fields["data"])["offices"]))
    return said


def last_id(response: Response) -> str:
    """Of the last line."""
    return [line[4:] for line in response.text.splitlines() if line.startswith("id: ")][-1]


async def settled() -> None:
    """What went before was heard."""
    await asyncio.sleep(1.3)


async def test_a_new_request_and_a_word_about_it_are_heard_at_its_desk(api: AsyncClient) -> None:
    await a_network()
    clerk, street, foreign = await a_clerk(), await a_clerk(STREET), await a_clerk(ELSEWHERE)
    await settled()
    streams = [asyncio.create_task(follow(api, who, 4)) for who in (clerk, street, foreign)]
    await asyncio.sleep(0.3)

    asked = await ask(api)
    await asyncio.sleep(1.5)
    await asked.says("message", note="还在漏")

    here, above, elsewhere = [events(await stream) for stream in streams]
    assert here[0][0] == "ready"
    assert here[1:] == above[1:] == [("queue", [COMMUNITY]), ("queue", [COMMUNITY])]
    assert elsewhere[1:] == []


async def test_who_comes_back_is_told_at_once_what_was_missed_and_only_then(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk()
    await settled()
    before = last_id(await follow(api, clerk, 0))
    unchanged = await follow(api, clerk, 0, before)
    await ask(api)
    await settled()

    missed = await follow(api, clerk, 0, before)
    again = await follow(api, clerk, 0, last_id(missed))

    assert [events(one) for one in (unchanged, missed, again)] == [
        [("ready", None)],
        [("queue", None)],
        [("ready", None)],
    ]


async def test_what_another_process_wrote_is_heard_too(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk(CITY)
    await settled()
    listening = asyncio.create_task(follow(api, clerk))
    await asyncio.sleep(0.3)

    async with write():  # nothing in this process is told but the database
        await topics.together(topics.Sql(topics.BUMP, f"queue:{ELSEWHERE}"))

    assert events(await listening)[1:] == [("queue", [ELSEWHERE])]


async def test_the_stream_is_for_those_who_work_with_requests(api: AsyncClient) -> None:
    await a_network()

    nobody, resident = await follow(api, {}, 0), await follow(api, await a_resident(), 0)
    interviewer = await follow(api, await a_staff("interviewer", CITY), 0)
    endless = await follow(api, await a_clerk(), 601)

    assert [one.status_code for one in (nobody, resident, interviewer, endless)] == [401, 403, 403, 422]


async def test_it_ends_with_the_session(api: AsyncClient, monkeypatch: Any) -> None:
    await a_network()
    monkeypatch.setattr("server.api.desk.stream.HEARTBEAT", 0.2)
    clerk = await a_clerk()
    listening = asyncio.create_task(follow(api, clerk, 20))
    await asyncio.sleep(0.3)

    await Session.update({Session.ended_at: Session.created_at}).where(Session.person == person_of(clerk))
    Here.app.state.doorkeeper.forget()

    response = await asyncio.wait_for(listening, 10)
    assert "event: over" in response.text


async def test_one_person_has_six_windows_and_leaving_frees_one(api: AsyncClient) -> None:
    await a_network()
    clerk, colleague = await a_clerk(), await a_clerk()
    windows = [asyncio.create_task(follow(api, clerk, 2)) for _ in range(6)]
    await asyncio.sleep(0.5)

    seventh, other = await follow(api, clerk, 0), await follow(api, colleague, 0)
    await asyncio.gather(*windows)
    later = await follow(api, clerk, 0)

    assert (seventh.status_code, other.status_code, later.status_code) == (429, 200, 200)
    assert len(Here.app.state.parts.streams) == 0


async def test_a_server_that_stops_lets_its_streams_go(api: AsyncClient) -> None:
    await a_network()
    listening = asyncio.create_task(follow(api, await a_clerk(), 20))
    await asyncio.sleep(0.3)

    Here.app.state.parts.health.draining = True

    await asyncio.wait_for(listening, 5)
    Here.app.state.parts.health.draining = False
