"""What tests of requests do again and again: ask for help, take a step, look."""

from typing import Any, Final
from uuid import UUID, uuid4

from httpx import AsyncClient, Response

from tests.builders import COMMUNITY, a_key, a_staff

CONTACT: Final = {"name": "张三", "phone": "138 0571 0001", "address": "翠苑一区 3 幢", "wish": "call"}


def an_ask(**but: Any) -> dict[str, Any]:
    """What the app sends for a dark stairwell."""
    return {"place": COMMUNITY, "category": "lighting", "description": "3 单元楼道灯不亮"} | but


class Asked:
    """A request that was sent, and the headers that open it."""

    def __init__(self, api: AsyncClient, id: UUID, headers: dict[str, str], answer: dict[str, Any]) -> None:
        self.api, self.id, self.headers, self.answer = api, id, headers, answer
        self.url = f"/api/requests/{id}"
        self.desk = f"/api/desk/requests/{id}"

    async def seen(self, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """As its resident reads it."""
        response = await self.api.get(self.url, headers=headers or self.headers)
        assert response.status_code == 200, response.text
        read: dict[str, Any] = response.json()
        return read

    async def case(self, clerk: dict[str, str]) -> dict[str, Any]:
        """As the desk reads it."""
        response = await self.api.get(self.desk, headers=clerk)
        assert response.status_code == 200, response.text
        read: dict[str, Any] = response.json()
        return read

    async def says(self, act: str, step_id: UUID | None = None, **more: Any) -> Response:
        """A step of the resident."""
        body = {"act": act} | more
        return await self.api.put(f"{self.url}/steps/{step_id or uuid4()}", json=body, headers=self.headers)

    async def does(
        self, clerk: dict[str, str], act: str, step_id: UUID | None = None, **more: Any
    ) -> Response:
        """A step of the desk, on the version that is there now."""
        body = {"act": act} | more
        if "version" not in body:
            body["version"] = (await self.case(clerk))["version"]
        return await self.api.put(f"{self.desk}/steps/{step_id or uuid4()}", json=body, headers=clerk)

    async def resolved(self, clerk: dict[str, str]) -> Response:
        """Answered on the spot."""
        return await self.does(clerk, "resolve", note="换了灯泡", outcome="solved")


async def ask(api: AsyncClient, headers: dict[str, str] | None = None, **but: Any) -> Asked:
    """Sends a request; by default of somebody with nothing but a key."""
    headers, id = headers or a_key(), uuid4()
    response = await api.put(f"/api/requests/{id}", json=an_ask(**but), headers=headers)
    assert response.status_code == 201, response.text
    return Asked(api, id, headers, response.json())


async def a_clerk(division: str = COMMUNITY, **but: Any) -> dict[str, str]:
    """Somebody at the desk of a division."""
    return await a_staff("clerk", division, **but)
