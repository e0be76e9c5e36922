"""Changing who provides: one organization, or many at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain import texts
from server.domain.plain import Plain
from server.domain.revisions import DELETE, Author, Mark
from server.domain.writing import Code, Text120, Text2000


class WriteOrganization(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An organization as somebody writes it. Its certificate is not written: it is issued."""

    name: Text120 = ""
    kind: Literal["public", "firm", "non-profit", "property"] = "public"
    description: Text2000 = ""
    phone: Annotated[str, Meta(max_length=20)] = ""
    owner: Code = ""  # the division that keeps it


def tidied(data: WriteOrganization) -> WriteOrganization:
    """In the one form in which it is kept."""
    return replace(
        data,
        name=texts.line(data.name),
        description=texts.clean(data.description),
        phone=texts.line(data.phone),
    )


ORGANIZATIONS: Final = Plain("organization", WriteOrganization, "owner", "s.organization IN (KEYS)", tidied)


async def save_organization(
    id: UUID,
    data: WriteOrganization,
    now: datetime,
    *,
    by: Author | None = None,
    act: str = "publish",
    note: str = "",
) -> int:
    """Add an organization, or replace the one of this id; its version. Raises Invalid, Duplicate."""
    return (await ORGANIZATIONS.save({id: data}, Mark(now, by, act, note)))[id]


async def save_organizations(
    organizations: Mapping[UUID, WriteOrganization],
    now: datetime,
    *,
    by: Author | None = None,
    act: str = "import",
    note: str = "",
) -> dict[UUID, int]:
    """The same for many, all or none: their versions."""
    return await ORGANIZATIONS.save(organizations, Mark(now, by, act, note))


async def delete_organization(id: UUID, now: datetime, *, by: Author | None = None, note: str = "") -> None:
    """Nobody finds it any more. Raises StillUsed while it provides something, NotFound, Duplicate."""
    await ORGANIZATIONS.delete(id, Mark(now, by, DELETE, note))
