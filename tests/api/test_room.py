"""A disk that fills up: photos are refused first, then words, and reading goes on."""

from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from server.storage import space
from tests.asking import Asked, an_ask, ask
from tests.builders import Here, a_key, a_network, a_resident
from tests.pictures import a_photo

FAR_TOO_MUCH = 10**18  # bytes that no disk of ours has free


@pytest.fixture(autouse=True)
def look_each_time(api: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the disk of a second ago would answer."""
    monkeypatch.setattr(space, "LOOK_AGAIN", 0.0)


async def send_photo(asked: Asked, photo: object) -> Response:
    """One photo of a request."""
    headers = asked.headers | {"Content-Type": "image/jpeg"}
    return await asked.api.put(f"{asked.url}/photos/{photo}", content=a_photo(), headers=headers)


async def test_on_a_nearly_full_disk_words_are_stored_and_the_photo_stays_on_the_phone(
    api: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_network()
    monkeypatch.setattr(space, "PHOTOS_NEED", FAR_TOO_MUCH)
    asked, photo = await ask(api, photos=1), uuid4()

    refused = await send_photo(asked, photo)
    seen = await asked.seen()

    assert refused.status_code == 507
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "600"
    assert refused.json()["type"] == "/problems/no-room-for-photos"
    assert (seen["description"], seen["photos_received"]) == (an_ask()["description"], 0)
    assert await Here.app.state.house.media.names() == []

    monkeypatch.setattr(space, "PHOTOS_NEED", 0)
    assert (await send_photo(asked, photo)).status_code == 201
    assert (await asked.seen())["photos_received"] == 1


async def test_on_a_full_disk_nothing_is_stored_and_everything_can_be_read(
    api: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_network()
    asked, resident = await ask(api), await a_resident()
    monkeypatch.setattr(space, "WRITES_NEED", FAR_TOO_MUCH)

    refused = await api.put(f"/api/requests/{uuid4()}", json=an_ask(), headers=a_key())
    step = await asked.says("message", note="还有一句")
    ready = await api.get("/readyz")

    assert (refused.status_code, step.status_code) == (507, 507)
    assert refused.json()["type"] == "/problems/storage-full"
    assert refused.json()["detail"].startswith("存储空间已满")
    assert (ready.status_code, ready.text) == (503, "disk\n")
    assert len((await asked.seen())["steps"]) == 1
    assert (await api.get("/api/divisions?q=翠苑")).status_code == 200
    assert (await api.get("/api/me", headers=resident)).status_code == 200


async def test_on_a_full_disk_sessions_go_on_and_accounts_can_be_deleted(
    api: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = await a_resident()
    monkeypatch.setattr(space, "WRITES_NEED", FAR_TOO_MUCH)

    assert (await api.post("/api/session/refresh")).status_code == 401  # as always without a token
    assert (await api.delete("/api/me", headers=resident)).status_code == 204
