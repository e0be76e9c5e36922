"""Small true worlds: each builder makes one valid thing, and says in its name what is special about it."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from pypinyin import Style, lazy_pinyin

from server.app import Linli
from server.domain import sessions
from server.domain.places import STAFF
from server.domain.topics import bump
from server.models.network import Division
from server.models.people import Grant, Person
from server.storage.database import write

NOON: Final = datetime(2026, 11, 24, 4, tzinfo=UTC)  # twelve o'clock in Hangzhou, a Tuesday
CITY: Final = "330100000000"
DISTRICT: Final = "330106000000"  # 西湖区
STREET: Final = "330106005000"  # 翠苑街道
COMMUNITY: Final = "330106005055"  # 翠苑一区社区
OTHER_DISTRICT: Final = "330102000000"  # 上城区
OTHER_STREET: Final = "330102001000"  # 清波街道
ELSEWHERE: Final = "330102001051"  # 清波门社区
WEAK: Final = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # quick; sign-in has its own tests
PASSWORD: Final = "the ferry leaves at nine"  # every builder's member of staff has it


async def a_network() -> None:
    """The city, two districts with a street and a community each."""
    await Division.insert(
        a_division(CITY, 1, "杭州市", "杭州"),
        a_division(DISTRICT, 2, "西湖区", "西湖"),
        a_division(STREET, 3, "翠苑街道", "翠苑"),
        a_division(COMMUNITY, 4, "翠苑一区社区居委会", "翠苑一区"),
        a_division(OTHER_DISTRICT, 2, "上城区", "上城"),
        a_division(OTHER_STREET, 3, "清波街道", "清波"),
        a_division(ELSEWHERE, 4, "清波门社区居委会", "清波门"),
    )


def a_division(code: str, level: int, name: str, short_name: str) -> Division:
    """One node of the network."""
    syllables = lazy_pinyin(short_name)
    return Division(
        code=code,
        level=level,
        name=name,
        short_name=short_name,
        name_en="".join(syllables).capitalize(),
        pinyin=" ".join(syllables),
        initials="".join(lazy_pinyin(short_name, style=Style.FIRST_LETTER)),
    )


async def a_resident(name: str = "", phone: str | None = None, **but: Any) -> dict[str, str]:
    """The headers of a resident who is signed in; every call makes another person."""
    number = phone or f"+8613{uuid4().int % 10**9:09d}"
    person = await a_person(name=name, phone=number, **but)
    return await signed_in(person, sessions.OWN_PHONE)


async def a_staff(
    role: str = "clerk", division: str = COMMUNITY, name: str = "王芳", **but: Any
) -> dict[str, str]:
    """The headers of a signed-in member of staff with one grant over a division."""
    usual = {"username": f"s{uuid4().hex[:12]}", "password_hash": WEAK.hash(PASSWORD)}
    person = await a_person(name=name, **usual | but)
    await a_grant(person, role, division)
    return await signed_in(person, sessions.STAFF)


async def a_person(**but: Any) -> UUID:
    """Somebody we know."""
    person = Person(**{"id": uuid4(), "created_at": datetime.now(UTC)} | but)
    await Person.insert(person)
    id: UUID = person.id
    return id


async def a_grant(person: UUID, role: str, division: str | None, **but: Any) -> UUID:
    """Leave to act, from yesterday on."""
    usual = {"id": uuid4(), "person": person, "role": role, "division": division}
    grant = Grant(**usual | {"valid_from": datetime(2000, 1, 1, tzinfo=UTC), "valid_to": None} | but)
    async with write():
        await Grant.insert(grant)
        await bump(STAFF)
    id: UUID = grant.id
    return id


async def signed_in(person: UUID, policy: sessions.Policy) -> dict[str, str]:
    """Headers of a real session, as a program sends them."""
    state = Here.app.state
    passes = await sessions.begin(person, policy, state.secrets, state.doorkeeper.ring, state.clock())
    return {"Authorization": f"Bearer {passes.access}"}


def person_of(headers: dict[str, str]) -> UUID:
    """Whose headers these are."""
    token = headers["Authorization"].removeprefix("Bearer ")
    id: UUID = Here.app.state.doorkeeper.claims_of(token).person
    return id


class Here:
    """The app under test; the fixture `api` puts it here."""

    app: Linli


def stop_clock(now: datetime = NOON) -> None:
    """From here on the server believes it is `now`; call it again to let time pass."""
    Here.app.state.clock = lambda: now


def later(now: datetime = NOON, **by: float) -> datetime:
    """A moment after `now`."""
    return now + timedelta(**by)


def a_key() -> dict[str, str]:
    """The header with the key that a phone makes for one request."""
    return {"Linli-Key": (uuid4().hex + uuid4().hex)[:43]}
