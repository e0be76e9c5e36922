"""Guessing: how often a name's password may be wrong, and how often a known device asks for a code."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from server.domain.errors import TooMany, WrongPassword
from server.http.limits import DAY, HOUR, Limits, Rule

ANY: Final = re.compile("")
PASSWORDS: Final = Rule("passwords", "POST", ANY, "address", 5, 15 * 60.0, 5, "refused")
PASSWORDS_A_DAY: Final = Rule("passwords-a-day", "POST", ANY, "address", 50, DAY, 50, "refused")
OWN_CODES: Final = Rule("own-codes", "POST", ANY, "address", 3, HOUR, 3)


@contextmanager
def counting_wrong(limits: Limits, username: str, address: str) -> Generator[None]:
    """Five wrong ones in 15 minutes from one address, fifty a day from anywhere. Raises TooMany."""
    keys = [(PASSWORDS, f"{username} {address}"), (PASSWORDS_A_DAY, username)]
    wait = max(limits.wait_for(rule, key) for rule, key in keys)
    if limits.on and wait > 0:
        raise TooMany(retry_after=wait)
    try:
        yield
    except WrongPassword:
        for rule, key in keys:
            limits.charge(rule, key)
        raise


def may_ask_again(limits: Limits, phone: str) -> bool:
    """A device that signed in with this number before has three codes an hour of its own."""
    if limits.wait_for(OWN_CODES, phone) > 0:
        return False
    limits.charge(OWN_CODES, phone)
    return True
