"""The three things that a desk edits, for what is the same of all: drafts, publishing, history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Generic, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from server.domain import writing
from server.domain.checking import Checked, Ground, check_location, check_organization, check_service
from server.domain.city import City
from server.domain.directory import STATUSES_SHOWN
from server.domain.duplicates import (
    Duplicate,
    duplicates_of_location,
    duplicates_of_organization,
    duplicates_of_service,
)
from server.domain.editing import delete_services, save_service
from server.domain.keeping import may_edit
from server.domain.locating import LOCATIONS, WriteLocation
from server.domain.organizing import ORGANIZATIONS, WriteOrganization
from server.domain.people import Actor
from server.domain.pinyin import Reader
from server.domain.plain import Plain
from server.domain.revisions import DELETE, Author, Body, Kept, Mark, NounName
from server.domain.shelving import read_services
from server.domain.writing import WriteService


class Editor(Struct, frozen=True):
    """Who edits, when, and in which city; `reader` reads names aloud."""

    actor: Actor
    now: datetime
    city: City
    reader: Reader

    @property
    def author(self) -> Author:
        """As they stand in the history."""
        return Author(self.actor.person, self.actor.name)

    @property
    def ground(self) -> Ground:
        """What a check asks for."""
        return Ground(self.city, self.now)


class Noun(Protocol, Generic[Body]):
    """What is particular to each."""

    name: NounName
    kind: type[Body]
    is_shared: bool  # what is published may be referred to by other desks

    def check(self, body: Body, editor: Editor) -> Checked[Body]:
        """In its one form, and what a person should correct."""

    def keeper_of(self, body: Body) -> str:
        """The division that keeps it."""

    def divisions_of(self, body: Body) -> set[str]:
        """All that it concerns: who changes it has them all in one grant."""

    def kept_at(self, body: Body, desk: str) -> Body:
        """The same; kept by this division, if none is named."""

    def beyond(self, body: Body, editor: Editor) -> str:
        """The field by which it would leave what somebody may edit; "" if it does not."""

    def is_seen(self, body: Body) -> bool:
        """Residents find it on a page of its own."""

    async def read(self, ids: Sequence[UUID], editor: Editor) -> dict[UUID, Kept[Body]]:
        """As it is published."""

    async def faults_of(self, body: Body) -> dict[str, str]:
        """What cannot be stored: fields, and the keys of their sentences."""

    async def save(self, id: UUID, body: Body, editor: Editor, act: str, note: str = "") -> int:
        """Publish it: its version."""

    async def delete(self, id: UUID, editor: Editor) -> None:
        """Take it away."""

    async def duplicates_of(self, body: Body, id: UUID | None) -> list[Duplicate]:
        """What may be the same."""


class _Services:
    name: NounName = "service"
    kind = WriteService
    is_shared = False

    def check(self, body: WriteService, editor: Editor) -> Checked[WriteService]:
        return check_service(body, editor.ground)

    def keeper_of(self, body: WriteService) -> str:
        return writing.tidied(body).owner

    def divisions_of(self, body: WriteService) -> set[str]:
        return {self.keeper_of(body), *body.areas}

    def kept_at(self, body: WriteService, desk: str) -> WriteService:
        return body  # by the narrowest that holds its areas

    def beyond(self, body: WriteService, editor: Editor) -> str:
        if may_edit(editor.actor, self.divisions_of(body)):
            return ""
        return "owner" if may_edit(editor.actor, body.areas) else "areas"

    def is_seen(self, body: WriteService) -> bool:
        return body.status in STATUSES_SHOWN

    async def read(self, ids: Sequence[UUID], editor: Editor) -> dict[UUID, Kept[WriteService]]:
        return await read_services(ids, editor.reader)

    async def faults_of(self, body: WriteService) -> dict[str, str]:
        return (await writing.faults_of({UUID(int=0): body})).get(UUID(int=0), {})

    async def save(self, id: UUID, body: WriteService, editor: Editor, act: str, note: str = "") -> int:
        return await save_service(id, body, editor.reader, editor.now, by=editor.author, act=act, note=note)

    async def delete(self, id: UUID, editor: Editor) -> None:
        await delete_services([id], editor.reader, editor.now, by=editor.author)

    async def duplicates_of(self, body: WriteService, id: UUID | None) -> list[Duplicate]:
        return await duplicates_of_service(body, id)


class _Plain(Generic[Body]):
    is_shared = True

    def __init__(self, plain: Plain[Body]) -> None:
        self.plain = plain
        self.name: NounName = plain.noun
        self.kind: type[Body] = plain.kind

    def keeper_of(self, body: Body) -> str:
        keeper: str = getattr(body, self.plain.keeper)
        return keeper

    def divisions_of(self, body: Body) -> set[str]:
        return {self.keeper_of(body)}

    def kept_at(self, body: Body, desk: str) -> Body:
        return body if self.keeper_of(body) else replace(body, **{self.plain.keeper: desk})

    def beyond(self, body: Body, editor: Editor) -> str:
        return "" if may_edit(editor.actor, self.divisions_of(body)) else self.plain.keeper

    def is_seen(self, body: Body) -> bool:
        return False

    async def read(self, ids: Sequence[UUID], editor: Editor) -> dict[UUID, Kept[Body]]:
        return await self.plain.read(ids)

    async def faults_of(self, body: Body) -> dict[str, str]:
        return (await self.plain.faults_of({UUID(int=0): body})).get(UUID(int=0), {})

    async def save(self, id: UUID, body: Body, editor: Editor, act: str, note: str = "") -> int:
        saved = await self.plain.save({id: body}, Mark(editor.now, editor.author, act, note))
        return saved[id]

    async def delete(self, id: UUID, editor: Editor) -> None:
        await self.plain.delete(id, Mark(editor.now, editor.author, DELETE))


class _Organizations(_Plain[WriteOrganization]):
    def check(self, body: WriteOrganization, editor: Editor) -> Checked[WriteOrganization]:
        return check_organization(body, editor.ground)

    async def duplicates_of(self, body: WriteOrganization, id: UUID | None) -> list[Duplicate]:
        return await duplicates_of_organization(body, id)


class _Locations(_Plain[WriteLocation]):
    def check(self, body: WriteLocation, editor: Editor) -> Checked[WriteLocation]:
        return check_location(body, editor.ground)

    async def duplicates_of(self, body: WriteLocation, id: UUID | None) -> list[Duplicate]:
        return await duplicates_of_location(body, id)


THE_SERVICES: Final[Noun[WriteService]] = _Services()
THE_ORGANIZATIONS: Final[Noun[WriteOrganization]] = _Organizations(ORGANIZATIONS)
THE_LOCATIONS: Final[Noun[WriteLocation]] = _Locations(LOCATIONS)
EVERY: Final[Sequence[Noun[Any]]] = (THE_SERVICES, THE_ORGANIZATIONS, THE_LOCATIONS)
