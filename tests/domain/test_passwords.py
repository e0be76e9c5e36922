"""Passwords of staff: long, not common, slow to guess, and never more work than the machine has."""

import asyncio

import pytest

from server.domain import passwords
from server.domain.errors import Invalid, Unavailable
from server.domain.staff import a_password


async def test_only_the_right_one_is_right() -> None:
    stored = await passwords.hash_of("the ferry leaves at nine")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert await passwords.is_right("the ferry leaves at nine", stored)
    assert not await passwords.is_right("the ferry leaves at ten", stored)
    assert not await passwords.is_right("the ferry leaves at nine", None)
    assert not await passwords.is_right("the ferry leaves at nine", "rubbish")
    assert not passwords.is_old(stored)
    assert not passwords.is_old(passwords.DUMMY)  # else an unknown name would be told by its time


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "too-short"),
        ("x" * 129, "too-long"),
        ("password1234", "password-too-common"),
        ("wangfang1234", "password-too-common"),
        ("Linli-96345!", "password-too-common"),
        ("aaaaaaaaaaaaaaaa", "password-too-common"),
    ],
)
def test_a_weak_one_is_refused(password: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.check_new(password, ("wangfang",))

    assert refused.value.fields == {"password": why}


@pytest.mark.parametrize(
    "password", ["the ferry leaves at nine", "渡船每天早上九点开出码头", "🛶🚣⛵🛥🚤🛳🚢⚓🌊🏞🌉🗺"]
)
def test_any_characters_will_do(password: str) -> None:
    passwords.check_new(password, ("wangfang",))


def test_a_made_one_is_always_good_enough() -> None:
    made = {a_password() for _ in range(100)}

    assert len(made) == 100
    for password in made:
        passwords.check_new(password, ("wangfang",))


async def test_a_crowd_waits_only_so_long() -> None:
    tries = [passwords.is_right("the ferry leaves at nine", None) for _ in range(30)]

    done = await asyncio.gather(*tries, return_exceptions=True)

    refused = [each for each in done if isinstance(each, Unavailable)]
    assert len(refused) == 10
    assert done.count(False) == 20
