"""What of the directory is one row: organizations and locations. Changed as `editing` changes services.

What shows the services of one that changed is renewed; one that services need is not deleted.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Generic
from uuid import UUID

from msgspec import Struct

from server.domain.cards import renew_cards
from server.domain.editing import renew
from server.domain.errors import Invalid, NotFound, StillUsed
from server.domain.revisions import Body, Kept, Mark, NounName, note_changes
from server.storage.database import write
from server.storage.rows import AT_ONCE, insert_values, parts_of, select_in

NAMED: Final = 3  # services that a refusal names
USED: Final = "SELECT s.name FROM service s WHERE s.deleted_at IS NULL AND "
SHOWN: Final = "SELECT DISTINCT a.division FROM service_area a JOIN service s ON s.id = a.service WHERE "
DIVISIONS: Final = "SELECT code FROM division WHERE code IN (KEYS)"


class Plain(Struct, Generic[Body], frozen=True):
    """One such noun. Fields of the body are columns of the table that is called like the noun."""

    noun: NounName
    kind: type[Body]
    keeper: str  # the column with the division that keeps it
    services: str  # SQL: `s.id` of services that need one of KEYS, to stand after WHERE
    tidied: Callable[[Body], Body]

    async def save(self, bodies: Mapping[UUID, Body], mark: Mark) -> dict[UUID, int]:
        """Add them, or replace those of these ids, all or none: their versions. Raises Invalid, Duplicate."""
        tidy = {id: self.tidied(body) for id, body in bodies.items()}
        async with write():
            if faults := await self.faults_of(tidy):
                raise Invalid(next(iter(faults.values())))
            versions: dict[UUID, int] = {}
            for part in parts_of(list(tidy), AT_ONCE):
                before = await self.read(part)
                versions |= {id: kept.version for id, kept in before.items()}
                changed = {id: tidy[id] for id in part if not _is_same(before.get(id), tidy[id])}
                before = {id: kept for id, kept in before.items() if id in changed}
                after = {id: _next(before.get(id), body, mark.at) for id, body in changed.items()}
                await self._put(after, before, mark)
                versions |= {id: kept.version for id, kept in after.items()}
        return versions

    async def delete(self, id: UUID, mark: Mark) -> None:
        """Nobody finds it any more. Raises NotFound, Duplicate; StillUsed while services need it."""
        async with write():
            kept = (await self.read([id])).get(id)
            if kept is None or kept.deleted_at is not None:
                raise NotFound(id=id)
            if used := [row["name"] for row in await select_in(f"{USED}{self.services}", [id])]:
                raise StillUsed(count=len(used), services="、".join(sorted(used)[:NAMED]))
            after = Kept(kept.version + 1, mark.at, mark.at, kept.body)
            await self._put({id: after}, {id: kept}, mark)

    async def _put(self, after: dict[UUID, Kept[Body]], before: dict[UUID, Kept[Body]], mark: Mark) -> None:
        columns = ("id", *self.kind.__struct_fields__, "version", "changed_at", "deleted_at")
        rows = [
            [id, *_values(kept.body), kept.version, kept.changed_at, kept.deleted_at]
            for id, kept in after.items()
        ]
        await insert_values(self.noun, columns, rows, key="id")
        await note_changes(self.noun, after, before, mark)
        await renew_cards(self.services, list(before))
        shown = await select_in(f"{SHOWN}{self.services}", list(before))
        await renew({row["division"] for row in shown})

    async def read(self, ids: Sequence[UUID]) -> dict[UUID, Kept[Body]]:
        """Those of these that are there, as somebody would write them; also those that were deleted."""
        fields = self.kind.__struct_fields__
        sql = f"SELECT id, {', '.join(fields)}, version, changed_at, deleted_at FROM {self.noun} "  # noqa: S608
        return {
            row["id"]: Kept(
                row["version"],
                row["changed_at"],
                row["deleted_at"],
                self.kind(**{name: row[name] for name in fields}),
            )
            for row in await select_in(f"{sql}WHERE id IN (KEYS)", ids)
        }

    async def faults_of(self, bodies: Mapping[UUID, Body]) -> dict[UUID, dict[str, str]]:
        """What cannot be stored: for each such thing its fields, and the keys of their sentences."""
        keepers = {getattr(body, self.keeper) for body in bodies.values()}
        there = {row["code"] for row in await select_in(DIVISIONS, sorted(keepers))}
        found = {id: self._faults(body, there) for id, body in bodies.items()}
        return {id: faults for id, faults in found.items() if faults}

    def _faults(self, body: Any, there: set[str]) -> dict[str, str]:
        faults = {name: "required" for name in ("name", self.keeper) if not getattr(body, name)}
        if getattr(body, self.keeper) not in there:
            faults.setdefault(self.keeper, "no-such-division")
        return faults


def _is_same(kept: Kept[Body] | None, body: Body) -> bool:
    return kept is not None and kept.deleted_at is None and kept.body == body


def _next(kept: Kept[Body] | None, body: Body, now: datetime) -> Kept[Body]:
    return Kept(kept.version + 1 if kept else 1, now, None, body)


def _values(body: Struct) -> list[Any]:
    return [getattr(body, name) for name in body.__struct_fields__]
