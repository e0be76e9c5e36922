"""Invitation codes: one a sampled unit, hard to guess and hard to misread; only their MAC is kept.

J7K3-… : a letter for the group, 14 random symbols (63 bits), a check symbol. The 23 symbols leave out every
pair that is mixed up on paper (0 O, 1 I L, 2 Z, 5 S, 8 B, U V). 23 is prime, so the weighted sum finds each
single wrong symbol and each swap of neighbours.
"""

import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from server.domain.keys import Keys
from server.domain.surveys.questionnaire import Group
from server.storage.database import write
from server.storage.rows import insert_values, select_in

SYMBOLS: Final = "34679ACDEFGHJKMNPQRTWXY"
RANDOM_SYMBOLS: Final = 14
LETTERS: Final = {Group.RESIDENTS: "J", Group.MIGRANTS: "M", Group.UNITS: "D"}


class Sampled(Protocol):
    """What a code is made for: one of `sampled` units of a stratum."""

    @property
    def division(self) -> str:
        """Where."""

    @property
    def audience(self) -> str:
        """Which group."""

    @property
    def sampled(self) -> int:
        """How many."""


class Letter(Struct, frozen=True):
    """A code on its way to the household; it leaves Linli once and is nowhere else."""

    division: str
    audience: str
    code: str


def make_code(group: Group, chance: Random) -> str:
    """A new code, as it is printed: four groups of four."""
    body = LETTERS[group] + "".join(chance.choices(SYMBOLS, k=RANDOM_SYMBOLS))
    return _printed(body + _check_symbol(body))


def read_code(typed: str) -> str | None:
    """The code in its one form, however it was typed; None if no code can look like this."""
    symbols = "".join(unicodedata.normalize("NFKC", typed).upper().replace("-", " ").split())
    if len(symbols) != RANDOM_SYMBOLS + 2 or not set(symbols) <= set(SYMBOLS) or group_of(symbols) is None:
        return None
    return _printed(symbols) if symbols[-1] == _check_symbol(symbols[:-1]) else None


def group_of(code: str) -> Group | None:
    """Whose form a code opens."""
    return next((group for group, letter in LETTERS.items() if code.startswith(letter)), None)


def code_mac(keys: Keys, wave: UUID, code: str) -> str:
    """What is kept of a code: without the key, which is not in the database, it says nothing."""
    return keys.mac("invitations", str(wave), code).hex()


async def make_invitations(wave: UUID, strata: Sequence[Sampled], keys: Keys, chance: Random) -> list[Letter]:
    """A code for every sampled unit, kept in the order of their MACs, which is none. Call it once a wave."""
    letters = [
        Letter(stratum.division, stratum.audience, make_code(Group(stratum.audience), chance))
        for stratum in strata
        for _ in range(stratum.sampled)
    ]
    async with write():
        await keep_invitations(wave, letters, keys)
    return letters


async def keep_invitations(wave: UUID, letters: Sequence[Letter], keys: Keys) -> None:
    """The MACs of new codes, in their own order, which tells nothing. Within `write()`."""
    rows = sorted(
        (code_mac(keys, wave, letter.code), str(wave), letter.division, letter.audience) for letter in letters
    )
    await insert_values("survey.invitation", ("code_mac", "wave", "division", "audience"), rows)


async def retire_codes(macs: Sequence[str]) -> set[str]:
    """Codes that a new letter takes the place of; gives those that nobody had used. Within `write()`.

    They are kept as replaced, so that whoever types an old one is told of the new letter.
    """
    rows = await select_in(
        "UPDATE survey.invitation SET disposition = 'replaced' "
        "WHERE used = 0 AND disposition IS NULL AND code_mac IN (KEYS) RETURNING code_mac",
        macs,
    )
    return {row["code_mac"] for row in rows}


def _printed(symbols: str) -> str:
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def _check_symbol(body: str) -> str:
    total = sum(weight * SYMBOLS.index(symbol) for weight, symbol in enumerate(body, start=2))
    return SYMBOLS[-total % len(SYMBOLS)]
