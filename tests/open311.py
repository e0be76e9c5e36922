"""What tests of Open311 do again and again: a key, offices with a position, a report, a look."""

from typing import Any, Final
from uuid import uuid4

from httpx import AsyncClient, Response

from server.models.network import Centre
from tests.builders import CITY, COMMUNITY, ELSEWHERE, a_network, a_staff

V2: Final = "/open311/v2"
LAMP: Final = {
    "service_code": "lighting",
    "lat": "30.2871",
    "long": "120.1252",
    "description": "路灯不亮，走路看不清",
}


async def a_city() -> None:
    """The network, and where two of its offices are."""
    await a_network()
    for code, latitude, longitude in ((COMMUNITY, 30.287, 120.125), (ELSEWHERE, 30.243, 120.157)):
        await Centre.insert(
            Centre(
                division=code,
                name="社区服务中心",
                address="",
                phone="",
                hours="[]",
                latitude=latitude,
                longitude=longitude,
            )
        )


async def a_program(api: AsyncClient, manager: dict[str, str] | None = None, **but: Any) -> str:
    """The key of a program, as a manager gets it on the desk."""
    manager = manager or await a_staff("manager", CITY)
    wish = {"name": "FixMyStreet", "division": CITY} | but
    response = await api.put(f"/api/desk/keys/{uuid4()}", json=wish, headers=manager)
    assert response.status_code == 201, response.text
    key: str = response.json()["key"]
    return key


async def report(api: AsyncClient, key: str, format: str = "json", **but: Any) -> Response:
    """A program reports a lamp, as a form."""
    fields = {"api_key": key} | LAMP | but
    return await api.post(f"{V2}/requests.{format}", data=fields)


async def reported(api: AsyncClient, key: str, **but: Any) -> str:
    """The same, and the number of the request."""
    response = await report(api, key, **but)
    assert response.status_code == 201, response.text
    number: str = response.json()[0]["service_request_id"]
    return number


async def told(api: AsyncClient, number: str, **headers: str) -> dict[str, Any]:
    """What anybody may read of a request."""
    response = await api.get(f"{V2}/requests/{number}.json", headers=headers)
    assert response.status_code == 200, response.text
    (request,) = response.json()
    found: dict[str, Any] = request
    return found
