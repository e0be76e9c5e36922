"""What tests of certificates share."""

from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from httpx import AsyncClient, Response

NUMBER: Final = "SQ202600017"


class Issuer:
    """Somebody at the desk of certificates."""

    def __init__(self, api: AsyncClient, headers: dict[str, str]) -> None:
        self.api, self.headers = api, headers

    async def issue(self, organization: UUID, number: str = NUMBER, **but: Any) -> Response:
        """A paper of this year, but for what the test says."""
        body = {"organization": str(organization), "kind": "家政服务", "grade": "甲"}
        body |= {"issued_on": "2026-01-01", "expires_on": "2026-12-31"} | but
        return await self.api.put(self._at(number), json=body, headers=self.headers)

    async def move(self, state: str, version: int, reason: str = "", number: str = NUMBER) -> Response:
        """Suspend, revoke, resume."""
        body = {"state": state, "version": version, "reason": reason}
        return await self.api.put(f"{self._at(number)}/state", json=body, headers=self.headers)

    async def numbers(self, show: str) -> list[str]:
        """Of one list."""
        answer = await self.api.get("/api/desk/certificates", params={"show": show}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return [item["number"] for item in answer.json()["items"]]

    @staticmethod
    def _at(number: str) -> str:
        return f"/api/desk/certificates/{quote(number, safe='')}"
