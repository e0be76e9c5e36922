"""What tests of the desk's directory share: bodies as the form sends them, and the calls."""

from typing import Any
from uuid import UUID

from httpx import AsyncClient, Response

from tests.builders import COMMUNITY

HOURS = [{"opens_at": "08:30", "closes_at": "17:30", "byday": "MO,TU,WE,TH,FR"}]


def a_body(organization: UUID, **but: Any) -> dict[str, Any]:
    """A service as the form sends it, but for what the test says."""
    usual = {"organization": str(organization), "category": "legal-aid", "name": "翠苑法律援助站"}
    usual |= {"areas": [COMMUNITY], "phone": "0571-88990000", "fee": 0, "hours": HOURS}
    return usual | but


def an_office(**but: Any) -> dict[str, Any]:
    """An organization as the form sends it."""
    return {"name": "翠苑司法所", "kind": "public", "phone": "96345", "owner": COMMUNITY} | but


def a_place(**but: Any) -> dict[str, Any]:
    """A location as the form sends it."""
    usual = {"division": COMMUNITY, "name": "翠苑服务站", "address": "学院路 12 号"}
    return usual | {"latitude": 30.28, "longitude": 120.12} | but


class Desk:
    """Somebody at the desk of one noun: services, organizations, locations."""

    def __init__(self, api: AsyncClient, headers: dict[str, str], noun: str = "services") -> None:
        self.api, self.headers, self.noun = api, headers, noun

    async def ask(self, method: str, path: str = "", version: int | None = None, **how: Any) -> Response:
        """Any call; `version` goes into If-Match."""
        tag = {"If-Match": f'"{version}"'} if version is not None else {}
        headers = self.headers | tag | how.pop("headers", {})
        return await self.api.request(method, f"/api/desk/{self.noun}{path}", headers=headers, **how)

    async def publish(self, id: UUID, body: dict[str, Any], version: int) -> Response:
        """Publish it, as somebody who looked at this version."""
        return await self.ask("PUT", f"/{id}", version, json=body)

    async def read(self, id: UUID) -> Any:
        """It as the desk has it."""
        answer = await self.ask("GET", f"/{id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def names(self, **params: Any) -> list[str]:
        """The names of one page of a list."""
        answer = await self.ask("GET", params=params)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]
