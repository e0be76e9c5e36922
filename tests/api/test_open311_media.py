"""Pictures whose addresses a program sends: fetched by a job, only for keys that may, never from inside."""

from httpx import AsyncClient

from server.models.jobs import Job
from server.models.requests import Photo
from tests.asking import a_clerk
from tests.builders import CITY, NOON, Here, later, stop_clock
from tests.open311 import V2, a_city, a_program, report, reported
from tests.pictures import a_photo
from tests.receiver import a_receiver, time_passes


async def photos(api: AsyncClient) -> tuple[int, int]:
    """How many are waited for, and how many are here."""
    clerk = await a_clerk(CITY)
    (row,) = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    return row["photos_expected"], row["photos_received"]


async def test_they_are_fetched_once_and_go_the_way_of_every_photo(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    async with a_receiver() as other:
        other.kind, other.body = "image/jpeg", a_photo()
        key = await a_program(api, fetches=True)
        urls = [f"{other.url}/1.jpg", f"{other.url}/2.jpg"]
        for _ in range(2):  # the same POST twice
            await reported(api, key, media_url=urls)
        before = await photos(api)
        await time_passes(later(seconds=1))
        await time_passes(later(seconds=2))

    assert before == (2, 0)
    assert await photos(api) == (2, 2)
    assert len(other.heard) == 2


async def test_a_key_that_may_not_fetches_nothing_and_is_told(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    async with a_receiver() as other:
        response = await report(api, await a_program(api), media_url=[f"{other.url}/1.jpg"])
        await time_passes(later(seconds=1))

    assert response.status_code == 201
    assert "照片" in response.json()[0]["service_notice"]
    assert other.heard == []
    assert await photos(api) == (0, 0)


async def test_an_address_inside_is_not_fetched_and_the_request_is_kept(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    inside = ["https://127.0.0.1/a.jpg", "https://10.0.0.9/a.jpg", "http://example.org/a.jpg", "no address"]

    await reported(api, await a_program(api, fetches=True), media_url=inside)
    before = await photos(api)
    await time_passes(later(seconds=1))

    assert (before, await photos(api)) == ((4, 0), (0, 0))
    assert await Job.count().where(Job.what == "fetch-picture") == 0


async def test_a_server_that_is_down_is_asked_again_and_then_given_up(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    async with a_receiver() as other:
        other.status = "503 Busy"
        key = await a_program(api, fetches=True)
        await reported(api, key, media_url=[f"{other.url}/1.jpg"])
        await reported(
            api, key, media_url=[f"{other.url}/2.jpg"], description="另一盏", service_code="safety"
        )
        now = NOON
        for _ in range(10):
            await time_passes(now)
            waiting = await Job.objects().where(Job.what == "fetch-picture").first()
            if waiting is None:
                break
            now = waiting.due

    assert await Job.count().where(Job.what == "fetch-picture") == 0  # none lies dead with an address in it
    assert await Photo.count() == 0
    clerk = await a_clerk(CITY)
    rows = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    assert [row["photos_expected"] for row in rows] == [0, 0]


async def test_what_is_no_picture_is_not_kept(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    async with a_receiver() as other:
        other.kind, other.body = "image/jpeg", b"<html>"
        await reported(api, await a_program(api, fetches=True), media_url=[f"{other.url}/1.jpg"])
        await time_passes(later(seconds=1))

    assert await photos(api) == (0, 0)


async def test_a_picture_that_comes_with_an_update_stands_in_the_timeline(api: AsyncClient) -> None:
    await a_city()
    stop_clock()
    async with a_receiver() as other:
        other.kind, other.body = "image/jpeg", a_photo()
        key = await a_program(api, fetches=True)
        number = await reported(api, key)
        word = {"api_key": key, "update_id": "1", "service_request_id": number, "description": "看这里"}
        sent = await api.post(
            f"{V2}/servicerequestupdates.xml", data=word | {"media_url": f"{other.url}/1.jpg"}
        )
        await time_passes(later(seconds=1))

    assert sent.status_code == 201
    clerk = await a_clerk(CITY)
    (row,) = (await api.get("/api/desk/requests?view=all", headers=clerk)).json()["items"]
    steps = (await api.get(f"/api/desk/requests/{row['id']}", headers=clerk)).json()["steps"]
    assert [step["note"] for step in steps[1:]] == ["看这里", ""]
    assert steps[2]["photo"] is not None
    path = f"/api/requests/{row['id']}/photos/{steps[2]['photo']}/400"
    assert (await api.get(path, headers=clerk)).headers["content-type"] == "image/jpeg"
    assert Here.app.state.house.egress.loopback
