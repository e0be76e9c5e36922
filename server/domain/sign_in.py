"""Signing in: residents by a code to their number, staff by name and password; nobody for somebody else.

A code is six digits, for five minutes, bound to a challenge that only the asking browser knows. Five tries
are counted per challenge, before the comparison, so nobody can burn another's code. Over the limits of a
number nothing is sent, and the answer is the same as always: it never says whether a number is known.
"""

import hmac
import unicodedata
from datetime import datetime, timedelta
from secrets import randbelow, token_urlsafe
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from server.domain import passwords, texts
from server.domain.errors import WrongCode, WrongPassword
from server.domain.keys import Keys
from server.models.people import Challenge, Person
from server.storage.database import engine_type, raw, write

CODE_LASTS: Final = timedelta(minutes=5)
RESEND_AFTER: Final = timedelta(minutes=1)
TRIES: Final = 5
# Per number: so many within the time. A large gateway's default is also ten a day.
SENDINGS: Final = ((1, timedelta(minutes=1)), (5, timedelta(hours=1)), (10, timedelta(days=1)))
OWN_SENDINGS: Final = 3  # an hour, on a device that signed in with this number before
# Pumping: a block of numbers that gets many codes and uses few of them rests.
BLOCK: Final = 10  # characters of E.164: +86 and seven digits
BLOCK_SENT, BLOCK_USED = 30, 0.2  # an hour
NUMBER_IS_OURS_FOR: Final = timedelta(days=365)  # without a sign-in; then it may be somebody else's


TRY: Final = """
    UPDATE sign_in_code SET tries = tries + 1
    WHERE id = {} AND tries < {} AND used_at IS NULL AND expires_at > {}
    RETURNING phone, code_mac, sent
"""


class CodeAsked(Struct, frozen=True):
    """What the asking browser gets, whatever happened."""

    challenge: str
    expires_in: int  # seconds
    resend_after: int  # seconds


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A challenge with its code, or a name with its password and `otp`; `as_token` for programs."""

    challenge: Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")] = ""
    code: Annotated[str, Meta(max_length=16)] = ""
    username: Annotated[str, Meta(max_length=80)] = ""
    password: Annotated[str, Meta(max_length=256)] = ""
    otp: Annotated[str, Meta(max_length=40)] = ""  # staff: six digits of an authenticator, or a recovery code
    own_phone: bool = True
    as_token: bool = False


class CodeToSend(Struct, frozen=True):
    """A code for a number (E.164); `is_sent` is False over a limit."""

    asked: CodeAsked
    phone: str
    code: str
    is_sent: bool


async def ask_for_code(
    phone: str, keys: Keys, now: datetime, budget: int, is_own_device: bool = False
) -> CodeToSend:
    """A challenge for a number in E.164. `budget` is how many messages a day may cost us."""
    challenge, code = token_urlsafe(16), f"{randbelow(10**6):06d}"
    async with write():
        is_sent = await _may_send(phone, now, budget, is_own_device)
        await Challenge.insert(
            Challenge(
                id=challenge,
                phone=phone,
                code_mac=keys.mac("codes", challenge, code).hex(),
                sent=is_sent,
                created_at=now,
                expires_at=now + CODE_LASTS,
            )
        )
    asked = CodeAsked(challenge, int(CODE_LASTS.total_seconds()), int(RESEND_AFTER.total_seconds()))
    return CodeToSend(asked, phone, code, is_sent)


class Resident(Struct, frozen=True):
    """Whose number it was."""

    person: UUID
    phone: str


async def redeem(challenge: str, code: str, keys: Keys, now: datetime) -> Resident:
    """The resident whose number got this code, made on their first time. Raises WrongCode."""
    mac = keys.mac("codes", challenge, unicodedata.normalize("NFKC", code)).hex()
    tried = await raw(
        TRY,
        challenge,
        TRIES,
        now,
    )
    right = hmac.compare_digest(mac, tried[0]["code_mac"] if tried else "0" * 64)
    if not tried or not right or not tried[0]["sent"]:
        raise WrongCode({"code": "wrong-code"})
    async with write():
        used = await (
            Challenge.update({Challenge.used_at: now})
            .where(Challenge.id == challenge, Challenge.used_at.is_null())
            .returning(Challenge.id)
        )
        if not used:
            raise WrongCode({"code": "wrong-code"})
        phone = tried[0]["phone"]
        return Resident(await resident_with(phone, now), phone)


async def resident_with(phone: str, now: datetime) -> UUID:
    """The account of a number, new if it has none, or had one that nobody used for a year."""
    row: Any = await Person.select(Person.id, Person.signed_in_at).where(Person.phone == phone).first()
    if row and (row["signed_in_at"] is None or row["signed_in_at"] + NUMBER_IS_OURS_FOR > now):
        known: UUID = row["id"]
        return known
    if row:  # numbers are given out again: whoever holds it now is not who held it then
        await Person.update({Person.phone: None}).where(Person.id == row["id"])
    person = uuid4()
    await Person.insert(Person(id=person, phone=phone, created_at=now))
    return person


async def staff_with(username: str, password: str) -> UUID:
    """The member of staff with this name and password. Raises WrongPassword."""
    found: Any = (
        await Person.select(Person.id, Person.password_hash, Person.disabled_at)
        .where(Person.username == as_username(username))
        .first()
    )
    stored = found["password_hash"] if found and found["disabled_at"] is None else None
    if not await passwords.is_right(password, stored):
        raise WrongPassword({"password": "wrong-password"})
    person: UUID = found["id"]
    if stored and passwords.is_old(stored):
        fresh = await passwords.hash_of(password)
        await Person.update({Person.password_hash: fresh}).where(Person.id == person)
    return person


def as_username(typed: str) -> str:
    """One form of a name for signing in."""
    return unicodedata.normalize("NFKC", texts.line(typed)).casefold()


async def _may_send(phone: str, now: datetime, budget: int, is_own_device: bool) -> bool:
    """Whether a message may go to this number now; the same questions are asked whatever the answer."""
    if (
        engine_type() == "postgres"
    ):  # two at once for one number wait for each other; SQLite writes one by one
        await raw("SELECT pg_advisory_xact_lock(hashtext({}))", phone)
    (today,) = await raw(
        "SELECT count(*) AS sent FROM sign_in_code WHERE sent AND created_at > {}", now - timedelta(days=1)
    )
    (block,) = await raw(
        "SELECT count(*) AS sent, count(used_at) AS used FROM sign_in_code "
        "WHERE sent AND created_at > {} AND phone >= {} AND phone < {}",
        now - timedelta(hours=1),
        phone[:BLOCK],
        phone[:BLOCK] + ":",
    )
    rows = await Challenge.select(Challenge.created_at).where(
        Challenge.phone == phone, Challenge.sent.eq(True), Challenge.created_at > now - timedelta(days=1)
    )
    times = [row["created_at"] for row in rows]
    rests = block["sent"] >= BLOCK_SENT and block["used"] < BLOCK_USED * block["sent"]
    within = all(sum(now - at < span for at in times) < most for most, span in SENDINGS)
    return is_own_device or (within and not rests and today["sent"] < budget)
