"""Staff show a second thing when they sign in: a code of their phone's authenticator, or a recovery code.

TOTP as RFC 6238 has it: SHA-1, six digits, 30 seconds, which every authenticator reads; the step before and
the one after are taken too, and each step once. The secret lies sealed with a key outside the database. What
is dangerous (roles, keys, publishing) asks for the code again after ten minutes.
"""

import hmac
import unicodedata
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import choice, token_bytes
from typing import Any, Final
from uuid import UUID

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from msgspec import Struct

from server.domain.errors import FactorNeeded, FactorThere, FactorToSetUp, StepUpNeeded, WrongFactor
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.scope import level_of
from server.domain.sealing import seal, unseal
from server.storage.database import Sql, raw, together, write

PURPOSE: Final = "totp"
STEP: Final = 30  # seconds
SECRET: Final = 20  # bytes, as many as SHA-1 has (RFC 4226, 4)
FRESH: Final = timedelta(minutes=10)
DISTRICT: Final = 2  # level: from there up it is asked for from the first day
TIME_TO_SET_UP: Final = timedelta(days=14)  # below, from when the account was made
CODES: Final = 10
LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # 16 of these 31: 79 bits
DIGITS: Final = 6


class FactorOffered(Struct, frozen=True):
    """What an authenticator is set up with; it counts from the first right code on."""

    secret: str  # base32, for typing
    uri: str  # otpauth://
    picture: str  # the same as a QR code: a data URI


class Shown(Struct, frozen=True):
    """A second factor was shown; `recovery_codes` only when it was the first time."""

    recovery_codes: list[str] = []


FACTOR: Final = "SELECT secret, confirmed_at FROM second_factor WHERE person = {}"
NEW: Final = (
    "INSERT INTO second_factor (person, secret, made_at) VALUES ({}, {}, {}) "
    "ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at "
    "WHERE second_factor.confirmed_at IS NULL RETURNING person"
)
ONCE: Final = "UPDATE second_factor SET last_step = {} WHERE person = {} AND last_step < {} RETURNING person"
CONFIRM: Final = "UPDATE second_factor SET confirmed_at = {} WHERE person = {}"
KEEP_CODE: Final = "INSERT INTO recovery_code (code_mac, person) VALUES ({}, {})"
USE_CODE: Final = (
    "UPDATE recovery_code SET used_at = {} WHERE code_mac = {} AND person = {} AND used_at IS NULL "
    "RETURNING person"
)


async def offer_factor(person: UUID, name: str, keys: Keys, now: datetime) -> FactorOffered:
    """A new secret for somebody who has none in use. Raises FactorThere."""
    secret = token_bytes(SECRET)
    if not await raw(NEW, person, seal(secret.hex(), keys, PURPOSE), now):
        raise FactorThere
    uri = totp_of(secret).get_provisioning_uri(name, "Linli 邻里")
    return FactorOffered(b32encode(secret).decode(), uri, segno.make(uri, error="m").svg_data_uri(scale=5))


async def show_factor(
    person: UUID, typed: str, keys: Keys, now: datetime, *, is_required: bool
) -> Shown | None:
    """The second step of signing in; None: this person needs none.

    Raises FactorNeeded without a code, FactorToSetUp where one is required and there is none, WrongFactor.
    """
    rows = await raw(FACTOR, person)
    confirmed = bool(rows and rows[0]["confirmed_at"])
    if not confirmed and not typed:
        if is_required:
            raise FactorToSetUp
        return None
    if not rows:
        raise WrongFactor({"otp": "wrong-otp"})
    if not typed:
        raise FactorNeeded
    async with write():
        if not await _is_right(person, typed, rows[0]["secret"], keys, now):
            raise WrongFactor({"otp": "wrong-otp"})
        return Shown() if confirmed else Shown(await _confirm(person, keys, now))


async def _is_right(person: UUID, typed: str, sealed: str, keys: Keys, now: datetime) -> bool:
    """Once: a step of the clock, or a recovery code, is used up."""
    code = "".join(unicodedata.normalize("NFKC", typed).casefold().replace("-", " ").split())
    if len(code) != DIGITS:
        return bool(await raw(USE_CODE, now, mac_of(person, code, keys), person))
    step = step_of(code, bytes.fromhex(unseal(sealed, keys, PURPOSE)), now)
    return step is not None and bool(await raw(ONCE, step, person, step))


def step_of(code: str, secret: bytes, now: datetime) -> int | None:
    """The step of 30 seconds in which this is the code: now, the one before or the one after."""
    current, totp = int(now.timestamp()) // STEP, totp_of(secret)
    right = [
        step
        for step in (current - 1, current, current + 1)
        if hmac.compare_digest(totp.generate(step * STEP), code.encode())
    ]
    return right[-1] if right else None


def totp_of(secret: bytes) -> TOTP:
    """As authenticators understand it."""
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303  (RFC 6238; authenticators read nothing else)


def mac_of(person: UUID, code: str, keys: Keys) -> str:
    """What is kept of a recovery code."""
    return keys.mac("recovery", str(person), code).hex()


async def _confirm(person: UUID, keys: Keys, now: datetime) -> list[str]:
    """From now on it is asked for; the recovery codes, which are shown this once."""
    codes = ["".join(choice(LETTERS) for _ in range(16)) for _ in range(CODES)]
    await together(
        Sql(CONFIRM, now, person),
        Sql("DELETE FROM recovery_code WHERE person = {}", person),
        *(Sql(KEEP_CODE, mac_of(person, code, keys), person) for code in codes),
    )
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


async def forget_factor(person: UUID) -> None:
    """None any more, as if there had never been one. Within `write()`."""
    await together(
        Sql("DELETE FROM second_factor WHERE person = {}", person),
        Sql("DELETE FROM recovery_code WHERE person = {}", person),
    )


GRANTS: Final = (
    "SELECT g.division, p.created_at FROM person p LEFT JOIN role_grant g ON g.person = p.id "
    "AND g.valid_from <= {} AND (g.valid_to IS NULL OR g.valid_to > {}) WHERE p.id = {}"
)


async def must_have_one(person: UUID, now: datetime) -> bool:
    """City and district from the first day on, streets and communities after two weeks."""
    rows = await raw(GRANTS, now, now, person)
    return is_due((row["division"] for row in rows), rows[0]["created_at"], now) if rows else False


def is_due(divisions: Iterable[str | None], made_at: datetime, now: datetime) -> bool:
    """The rule of `must_have_one`. Whoever has no division (a firm) is asked as a community is."""
    high = any(division and level_of(division) <= DISTRICT for division in divisions)
    return high or made_at + TIME_TO_SET_UP <= now


VERIFIED: Final = "UPDATE session SET verified_at = {} WHERE id = {}"
FRESHNESS: Final = (
    "SELECT s.verified_at FROM session s JOIN second_factor f ON f.person = s.person "
    "WHERE s.id = {} AND f.confirmed_at IS NOT NULL"
)


async def note_shown(session: UUID, now: datetime) -> None:
    """This session showed it now."""
    await raw(VERIFIED, now, session)


async def must_be_fresh(actor: Actor, now: datetime) -> None:
    """Whoever has a second factor showed it in the last ten minutes. Raises StepUpNeeded."""
    rows: list[dict[str, Any]] = await raw(FRESHNESS, actor.session) if actor.session else []
    if rows and (rows[0]["verified_at"] is None or rows[0]["verified_at"] + FRESH < now):
        raise StepUpNeeded
