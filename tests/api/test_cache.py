"""Kept public answers: fresh after a change, apart by language and encoding, and never anybody's own."""

import asyncio

import pytest
from httpx import AsyncClient
from litestar import Litestar, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server import app as application
from server.domain import topics
from server.models.jobs import TopicVersion
from server.storage.database import write
from tests.builders import Here, a_resident

asked = 0


@get("/kept/{code:str}", operation_id="kept", opt={"cache": ["fragment:{code}", "calendar"]})
async def kept(code: FromPath[str], language: NamedDependency[str], q: FromQuery[str] = "") -> dict[str, str]:
    """For these tests: an answer that is the same for everybody, and counts how often it is made."""
    global asked  # noqa: PLW0603
    asked += 1
    return {"code": code, "language": language, "q": q, "made": str(asked), "fill": "邻里" * 2000}


@pytest.fixture(scope="module")
def handlers() -> Litestar:
    """One more, inside the real app."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "ROUTERS", [*application.ROUTERS, Router("/", route_handlers=[kept])])
        return application.make_handlers()


async def test_an_answer_is_made_once_for_everybody(api: AsyncClient) -> None:
    first = await api.get("/api/kept/1")
    second = await api.get("/api/kept/1")
    signed_in = await api.get("/api/kept/1", headers=await a_resident())

    assert first.json() == second.json() == signed_in.json()
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["vary"] == "Accept-Language, Accept-Encoding"


async def test_who_has_it_gets_no_bytes(api: AsyncClient) -> None:
    first = await api.get("/api/kept/1")
    etag = first.headers["etag"]

    for tags in [etag, f'"other", {etag}', f"W/{etag}", "*"]:
        again = await api.get("/api/kept/1", headers={"If-None-Match": tags})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert (await api.get("/api/kept/1", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_languages_and_encodings_stay_apart(api: AsyncClient) -> None:
    answers = {
        (language, encoding): await api.get(
            "/api/kept/1", headers={"Accept-Language": language, "Accept-Encoding": encoding}
        )
        for language in ("zh-CN", "en")
        for encoding in ("identity", "br", "gzip")
        for _ in range(2)
    }

    assert {answer.headers.get("content-encoding", "identity") for answer in answers.values()} == {
        "identity",
        "br",
        "gzip",
    }
    assert len({answer.headers["etag"] for answer in answers.values()}) == 6
    assert all(answer.json()["language"] == language for (language, _), answer in answers.items())


async def test_parameters_are_part_of_it_in_any_order_and_strange_ones_are_not_kept(api: AsyncClient) -> None:
    one, other = await api.get("/api/kept/1?q=a"), await api.get("/api/kept/1?q=b")
    strange = [await api.get(f"/api/kept/1?x={number}") for number in range(3)]

    assert (one.json()["q"], other.json()["q"]) == ("a", "b")
    assert (await api.get("/api/kept/1?q=a")).json() == one.json()
    assert len({answer.json()["made"] for answer in strange}) == 3


async def test_a_change_shows_at_once(api: AsyncClient) -> None:
    before = await api.get("/api/kept/1")
    other = await api.get("/api/kept/2")

    async with write():
        await topics.bump("fragment:1")
    after = await api.get("/api/kept/1")

    assert after.json()["made"] != before.json()["made"]
    assert (await api.get("/api/kept/2")).json() == other.json()


async def test_what_was_read_before_the_change_is_committed_is_not_kept(api: AsyncClient) -> None:
    async with write():
        await topics.bump("fragment:1")
        during = await asyncio.create_task(api.get("/api/kept/1"))

    assert (await api.get("/api/kept/1")).json()["made"] != during.json()["made"]


async def test_another_process_changes_it_and_we_notice(api: AsyncClient) -> None:
    before = await api.get("/api/kept/1")
    await TopicVersion.insert(TopicVersion(topic="calendar", version=7))

    await Here.app.state.house.chores.look_around()

    assert (await api.get("/api/kept/1")).json()["made"] != before.json()["made"]


async def test_memory_is_bounded_and_the_longest_unused_goes_first(api: AsyncClient) -> None:
    Here.app.state.parts.cache.most_bytes = 40_000
    first = await api.get("/api/kept/1")
    for number in range(2, 40):
        await api.get(f"/api/kept/{number}")
        again = await api.get("/api/kept/1")

    assert again.json() == first.json()
    assert Here.app.state.parts.cache.bytes <= 40_000


async def test_nothing_that_was_refused_is_kept(api: AsyncClient) -> None:
    refused = [await api.get("/api/me") for _ in range(2)]

    assert {answer.status_code for answer in refused} == {401}
    assert len({answer.json()["request_id"] for answer in refused}) == 2


async def test_ones_own_answers_have_etags_but_are_not_kept(api: AsyncClient) -> None:
    headers = await a_resident(name="陈梅")
    mine = await api.get("/api/me", headers=headers)

    again = await api.get("/api/me", headers=headers | {"If-None-Match": mine.headers["etag"]})
    other = await api.get("/api/me", headers=await a_resident())

    assert (again.status_code, again.content) == (304, b"")
    assert other.json()["name"] == ""
    assert mine.headers["cache-control"] == "no-store"
