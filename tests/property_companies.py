"""A property company, its estate and its people: what tests of whose-is-it begin with."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from server.domain import sessions
from server.domain.estate_sheets import read_estates, save_estates
from server.models.directory import Organization
from tests.builders import COMMUNITY, PASSWORD, WEAK, Here, a_grant, a_person, signed_in

WHEN: Final = datetime(2026, 1, 1, tzinfo=UTC)
HEAD: Final = "community,road,numbers,estate,company"
ANJU: Final = f"{COMMUNITY},东坡路,2-20双,东坡花园,安居物业"


async def estates(*lines: str) -> None:
    """A sheet is brought in."""
    await save_estates(read_estates([HEAD, *(lines or (ANJU,))]), WHEN)
    Here.app.state.house.places.forget()


async def company(name: str = "安居物业") -> UUID:
    """The id of a company of the directory."""
    row = await Organization.select(Organization.id).where(Organization.name == name).first()
    assert row
    id: UUID = row["id"]
    return id


async def a_provider(organization: UUID, name: str = "钱师傅") -> dict[str, str]:
    """Headers of somebody who works for a firm."""
    person = await a_person(name=name, username=f"p{uuid4().hex[:12]}", password_hash=WEAK.hash(PASSWORD))
    await a_grant(person, "provider", None, organization=organization)
    return await signed_in(person, sessions.STAFF)
