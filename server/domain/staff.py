"""Who works at the desks: made by the operator, with one grant at a time."""

from datetime import datetime
from secrets import choice
from typing import Any, Final
from uuid import UUID, uuid4

from msgspec import Struct

from server.domain import passwords, texts
from server.domain.errors import Invalid
from server.domain.factors import forget_factor
from server.domain.people import Role
from server.domain.places import STAFF
from server.domain.sessions import end_all
from server.domain.sign_in import as_username
from server.domain.topics import bump
from server.models.network import Division
from server.models.people import Grant, Person
from server.storage.database import write

GRANTED: Final = frozenset(Role) - {Role.RESIDENT, Role.CLOCK, Role.PROVIDER}
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another


class NewStaff(Struct, frozen=True):
    """Somebody with a name to sign in by, a name that stands in steps, and a first grant."""

    username: str
    name: str
    role: Role
    division: str
    password: str


async def add_staff(new: NewStaff, now: datetime) -> UUID:
    """A member of staff, or another grant for one who is there; then the password stays. Raises Invalid."""
    username = as_username(new.username)
    if not username or len(username) > 40:
        raise Invalid({"username": "bad-value"})
    if new.role not in GRANTED:
        raise Invalid({"role": "not-a-choice"})
    if not await Division.exists().where(Division.code == new.division):
        raise Invalid({"division": "not-a-choice"})
    passwords.check_new(new.password, (username,))
    hashed = await passwords.hash_of(new.password)
    name = texts.at_most("name", texts.line(new.name), 80)
    async with write():
        row: Any = await Person.select(Person.id).where(Person.username == username).first()
        person: UUID = row["id"] if row else uuid4()
        if not row:
            somebody = Person(id=person, username=username, password_hash=hashed, name=name, created_at=now)
            await Person.insert(somebody)
        grant = Grant(id=uuid4(), person=person, role=new.role.value, division=new.division, valid_from=now)
        await Grant.insert(grant)
        await bump(STAFF)
    return person


async def disable_staff(username: str, now: datetime) -> bool:
    """They cannot sign in any more; whether there was such a person."""
    async with write():
        done = await (
            Person.update({Person.disabled_at: now})
            .where(Person.username == as_username(username))
            .returning(Person.id)
        )
        await bump(STAFF)
    return bool(done)


async def reset_factor_of(username: str, now: datetime) -> bool:
    """Their second factor is forgotten and their sessions end; whether there was such a person."""
    found: Any = await Person.select(Person.id).where(Person.username == as_username(username)).first()
    if not found:
        return False
    async with write():
        await forget_factor(found["id"])
        await end_all(now, found["id"])
    return True


def a_password() -> str:
    """Sixteen letters in four groups: 79 bits, to be said over a telephone."""
    return "-".join("".join(choice(LETTERS) for _ in range(4)) for _ in range(4))
