"""Changing what is offered: one transaction, after which exactly the fragments that show it are made anew.

Whoever changes services does it here: the desk, sheets, imports, proposals. A change is one more version and
one more row of the history; what changes nothing is no version.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from server.domain.cards import index_services
from server.domain.errors import Invalid, NotFound
from server.domain.pinyin import Reader
from server.domain.revisions import DELETE, Author, Kept, Mark, note_changes
from server.domain.shelving import put_services, read_services, take_apart
from server.domain.topics import bump_all
from server.domain.writing import Services, WriteService, faults_of, tidied
from server.storage.database import write
from server.storage.rows import AT_ONCE, parts_of, select_in

__all__ = ["WriteService", "delete_services", "read_services", "save_service", "save_services"]

DIRECTORY: Final = "directory"  # the topic of whatever shows more than one fragment


async def save_service(
    id: UUID,
    data: WriteService,
    reader: Reader,
    now: datetime,
    *,
    by: Author | None = None,
    act: str = "publish",
    note: str = "",
) -> int:
    """Add a service, or replace the one of this id; its version. Raises Invalid, Duplicate."""
    saved = await save_services({id: data}, reader, now, by=by, act=act, note=note)
    return saved[id]


async def save_services(
    services: Services,
    reader: Reader,
    now: datetime,
    *,
    by: Author | None = None,
    act: str = "import",
    note: str = "",
) -> dict[UUID, int]:
    """The same for many, all or none: their versions. One that was deleted is there again.

    Raises Invalid with the fields of the first that cannot be (`faults_of` tells of all), and Duplicate if
    somebody changed one of them at the same time.
    """
    tidy = {id: tidied(data) for id, data in services.items()}
    mark = Mark(now, by, act, note)
    async with write():
        faults = await faults_of(tidy)
        if faults:
            raise Invalid(next(iter(faults.values())))
        versions: dict[UUID, int] = {}
        shown: set[str] = set()
        for part in parts_of(list(tidy), AT_ONCE):
            before = await read_services(part, reader)
            versions |= {id: kept.version for id, kept in before.items()}
            changed = {id: tidy[id] for id in part if not _is_same(before.get(id), tidy[id])}
            after = {id: _next(before.get(id), data, now) for id, data in changed.items()}
            before = {id: kept for id, kept in before.items() if id in changed}
            await put_services(after, list(before), reader)
            await index_services(list(after), reader.city)
            await note_changes("service", after, before, mark)
            versions |= {id: kept.version for id, kept in after.items()}
            shown |= areas_of(before.values()) | areas_of(after.values())
        await renew(shown)
    return versions


async def delete_services(
    ids: Sequence[UUID], reader: Reader, now: datetime, *, by: Author | None = None, note: str = ""
) -> None:
    """Nobody finds them any more; `save_service` with an old body brings one back.

    Raises NotFound if one of them is not there, or not any more; Duplicate, as saving does.
    """
    async with write():
        before = await read_services(ids, reader)
        if any(id not in before or before[id].deleted_at for id in ids):
            raise NotFound
        after = {id: Kept(kept.version + 1, now, now, kept.body) for id, kept in before.items()}
        await select_in(GONE, ids, now, now)
        await take_apart(ids)
        await index_services(ids, reader.city)
        await note_changes("service", after, before, Mark(now, by, DELETE, note))
        await renew(areas_of(before.values()))


GONE: Final = "UPDATE service SET version = version + 1, changed_at = {}, deleted_at = {} WHERE id IN (KEYS)"


async def renew(divisions: Iterable[str]) -> None:
    """What shows the services of these divisions is made anew. To be called within `write()`."""
    topics = [f"fragment:{code}" for code in divisions]
    if topics:
        await bump_all([*topics, DIRECTORY])


def areas_of(kept: Iterable[Kept[WriteService]]) -> set[str]:
    """Where services are offered; one that was deleted nowhere."""
    return {code for one in kept if one.deleted_at is None for code in one.body.areas}


def _is_same(kept: Kept[WriteService] | None, data: WriteService) -> bool:
    return kept is not None and kept.deleted_at is None and kept.body == data


def _next(kept: Kept[WriteService] | None, data: WriteService, now: datetime) -> Kept[WriteService]:
    return Kept(kept.version + 1 if kept else 1, now, None, data)
