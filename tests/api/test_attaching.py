"""Requests made before signing in come along."""

from uuid import uuid4

from httpx import AsyncClient

from tests.builders import COMMUNITY, a_key, a_network, a_resident, a_staff

ASK = {"place": COMMUNITY, "category": "repair", "description": "漏水"}


async def asked_without_an_account(api: AsyncClient) -> tuple[str, dict[str, str]]:
    await a_network()
    key, id = a_key(), str(uuid4())
    await api.put(f"/api/requests/{id}", json=ASK, headers=key)
    return id, key


async def test_whoever_signs_in_finds_what_they_asked_for_before(api: AsyncClient) -> None:
    id, key = await asked_without_an_account(api)
    mei = await a_resident()

    first = await api.put(f"/api/me/requests/{id}", headers=mei | key)
    again = await api.put(f"/api/me/requests/{id}", headers=mei | key)

    assert (first.status_code, again.status_code) == (204, 204)
    assert [one["id"] for one in (await api.get("/api/requests", headers=mei)).json()["items"]] == [id]
    assert (await api.get(f"/api/requests/{id}", headers=key)).status_code == 200


async def test_nobody_takes_a_request_without_its_key_or_out_of_another_account(api: AsyncClient) -> None:
    id, key = await asked_without_an_account(api)
    mei, thief = await a_resident(), await a_resident()
    await api.put(f"/api/me/requests/{id}", headers=mei | key)

    without_key = await api.put(f"/api/me/requests/{id}", headers=thief)
    wrong_key = await api.put(f"/api/me/requests/{id}", headers=thief | a_key())
    second = await api.put(f"/api/me/requests/{id}", headers=thief | key)
    nobody = await api.put(f"/api/me/requests/{id}", headers=key)
    staff = await api.put(f"/api/me/requests/{id}", headers=await a_staff() | key)

    assert [a.status_code for a in (without_key, wrong_key, second, nobody, staff)] == [
        404,
        404,
        404,
        401,
        404,
    ]
    assert (await api.get("/api/requests", headers=thief)).json()["items"] == []
