"""Who deleted their account, as hashes: a restored backup may be older, and must forget them again.

The table `erasure` goes back in time with a backup, so each deletion is also a line of a file beside the
database, `erasures.log`: hash and time. The line is written by a job that is queued in the transaction of the
deletion. Whoever keeps a copy of that file elsewhere gives it to `linli restore --erasures`.
"""

import os
import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from server.domain.jobs import queue
from server.domain.lifecycle import OVER
from server.domain.retention import make_anonymous
from server.models.following import Follower
from server.models.people import Challenge, Erasure, Person
from server.models.requests import ServiceRequest, Step
from server.storage.database import write

FILE: Final = "erasures.log"  # in LINLI_HOME
JOB: Final = "note-erasure"
RESIDENT: Final = "resident"  # who took a step, when it is nobody's business which one
LINE: Final = re.compile(r"([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")


def erasure_hash(person: UUID) -> str:
    """Under what an erased person is remembered: ids are random, so nobody can guess whose it is."""
    return sha256(person.bytes).hexdigest()


async def erase(person: UUID, phone: str | None, at: datetime) -> None:
    """Sign-in, number and name go; requests stay without anything that says whose they were.

    Open ones are withdrawn.
    """
    mine = ServiceRequest.resident == person
    withdrawn: dict[Any, Any] = {
        ServiceRequest.state: "withdrawn",
        ServiceRequest.closed_at: at,
        ServiceRequest.due_at: None,
    }
    async with write():
        ids = [row["id"] for row in await ServiceRequest.select(ServiceRequest.id).where(mine)]
        if ids:
            await ServiceRequest.update(withdrawn).where(mine, ServiceRequest.state.not_in(list(OVER)))
            await make_anonymous(ids, at)
            await Step.update({Step.by: RESIDENT}).where(Step.request.is_in(ids), Step.by == str(person))
        await Follower.update({Follower.person: None, Follower.key_hash: None, Follower.ended_at: at}).where(
            Follower.person == person
        )
        if phone:
            await Challenge.delete().where(Challenge.phone == phone)
        await remember(erasure_hash(person), at)
        await Person.delete().where(Person.id == person)  # sessions and grants go with it


async def remember(hash: str, at: datetime) -> None:
    """Within `write()`: the row, and the line to come."""
    await Erasure.insert(Erasure(person_hash=hash, at=at)).on_conflict(action="DO NOTHING")
    await queue(JOB, hash, at, at=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")


def note(home: Path, hash: str, at: str) -> None:
    """The line, on the disk when it returns. Safe twice: it is there once."""
    file = home / FILE
    there = file.read_text("ascii") if file.exists() else ""
    if f"{hash} " in there:
        return
    torn = "\n" if there and not there.endswith("\n") else ""  # by a crash in the middle of a line
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{torn}{hash} {at}\n".encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_erasures(file: Path) -> dict[str, datetime]:
    """Hash and time of each line that is whole; a torn one was written again."""
    found = map(LINE.fullmatch, file.read_text("ascii", "replace").splitlines())
    return {line[1]: datetime.fromisoformat(line[2]) for line in found if line}


async def forget_again(erased: dict[str, datetime]) -> int:
    """Whoever of these is known here is erased as of then; how many were."""
    people: list[dict[str, Any]] = await Person.select(Person.id, Person.phone).where(
        Person.username.is_null()
    )
    known = {erasure_hash(person["id"]): person for person in people}
    count = 0
    for hash, at in erased.items():
        if person := known.get(hash):
            await erase(person["id"], person["phone"], at)
            count += 1
        else:
            async with write():
                await remember(hash, at)
    return count
