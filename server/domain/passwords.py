"""Passwords of staff: argon2id with 64 MiB and three passes, in two threads at most, so 128 MiB at most.

An unknown name costs the same time as a wrong password. A hash with older parameters is replaced at sign-in.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.domain.errors import Invalid, Unavailable

HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
SHORTEST, LONGEST = 12, 128  # characters
MOST_WAITING: Final = 20
COMMON: Final = ("password", "12345678", "qwerty", "iloveyou", "admin", "linli", "邻里", "96345", "abcdefgh")
# Of a password that was thrown away: what an unknown name is compared with.
DUMMY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1$V7FSnx5jcg3JaESMkceFEg$JMi30mwWSeb6N7+mqn4xvFZ7IjUIfDDVuC/zR/Q5lb8"
)

T = TypeVar("T")

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_waiting = 0


async def hash_of(password: str) -> str:
    """What is stored. Raises Unavailable when too many wait already."""
    return await _in_thread(HASHER.hash, password)


async def is_right(password: str, stored: str | None) -> bool:
    """Whether it is the one; of nobody (`stored` is None) it never is, after the same time."""
    right = await _in_thread(_verify, stored or DUMMY, password)
    return right and stored is not None


def is_old(stored: str) -> bool:
    """Hashed with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def check_new(password: str, own: tuple[str, ...] = (), field: str = "password") -> None:
    """Twelve characters or more, any of them; not a common word with decoration. Raises Invalid."""
    if len(password) < SHORTEST:
        raise Invalid({field: "too-short"}, limit=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid({field: "too-long"}, limit=LONGEST)
    plain = password.casefold()
    for word in (*COMMON, *own):
        if word and word.casefold() in plain and len(password) - len(word) < SHORTEST - 4:
            raise Invalid({field: "password-too-common"})
    if len(set(plain)) < 5:
        raise Invalid({field: "password-too-common"})


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def _in_thread(work: Callable[..., T], *args: str) -> T:
    global _waiting  # noqa: PLW0603  (one count for the one pool beside it)
    if _waiting >= MOST_WAITING:
        raise Unavailable(retry_after=5)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *args)
    finally:
        _waiting -= 1
