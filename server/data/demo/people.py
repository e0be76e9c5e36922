"""Who lives and works in the demonstration; passwords are made for each installation anew."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.data.demo.material import People, Staff
from server.data.demo.seed import ident
from server.domain.passwords import hash_of
from server.domain.people import Actor, Right, Role
from server.domain.staff import a_password
from server.models.people import Grant, Person
from server.storage.database import write
from server.storage.rows import insert

SINCE: Final = timedelta(days=400)  # for so long everybody has been here
AT_A_TIME: Final = 2  # passwords are hashed slowly on purpose, in two threads


class Login(Struct, frozen=True):
    """What one of the staff needs to sign in."""

    staff: Staff
    password: str


async def settle(people: People, organizations: Mapping[str, UUID], now: datetime) -> dict[str, Actor]:
    """Write residents, staff and their grants; gives how they act, by key or user name. Within `write()`.

    Nobody of the staff can sign in before `give_passwords`.
    """
    rights = {each.username: right_of(each, organizations) for each in people.staff}
    residents = [
        Person(
            id=ident("resident", each.key),
            phone=people.mobile + each.phone,
            name=each.name,
            created_at=now - SINCE,
        )
        for each in people.resident
    ]
    staff = [
        Person(
            id=ident("staff", each.username), username=each.username, name=each.name, created_at=now - SINCE
        )
        for each in people.staff
    ]
    grants = [
        Grant(
            id=ident("grant", username),
            person=ident("staff", username),
            role=right.role.value,
            division=right.division,
            organization=right.organization,
            valid_from=now - SINCE,
        )
        for username, right in rights.items()
    ]
    for rows in (residents, staff, grants):
        await insert(rows)
    return {each.key: Actor(ident("resident", each.key), each.name) for each in people.resident} | {
        each.username: Actor(ident("staff", each.username), each.name, (rights[each.username],))
        for each in people.staff
    }


def right_of(staff: Staff, organizations: Mapping[str, UUID]) -> Right:
    """The one grant somebody holds. Raises KeyError for a firm that provides nothing."""
    organization = organizations[staff.organization] if staff.organization else None
    return Right(Role(staff.role), staff.division, organization)


def new_logins(people: People) -> list[Login]:
    """A password for each of the staff."""
    return [Login(staff, a_password()) for staff in people.staff]


async def hash_all(logins: list[Login]) -> dict[str, str]:
    """What is stored of each password, by user name. Takes seconds, in threads of its own."""
    hashes: dict[str, str] = {}
    for start in range(0, len(logins), AT_A_TIME):
        part = logins[start : start + AT_A_TIME]
        found = await asyncio.gather(*(hash_of(login.password) for login in part))
        hashes |= {login.staff.username: each for login, each in zip(part, found, strict=True)}
    return hashes


async def give_passwords(hashes: Mapping[str, str]) -> None:
    """From now on they can sign in."""
    async with write():
        for username, password_hash in hashes.items():
            await Person.update({Person.password_hash: password_hash}).where(Person.username == username)
