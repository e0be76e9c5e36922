"""People, what they may do, and how they signed in. Rights live in grants, never in a token."""

from piccolo.columns import UUID, BigInt, Boolean, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division


class Person(Table, tablename="person"):
    """A resident by phone number, or one of the staff by sign-in name. Nobody needs this to ask for help."""

    id = UUID(primary_key=True, default=None)
    phone = Varchar(20, null=True, default=None)  # E.164; unique among those not deleted
    username = Varchar(40, null=True, default=None)  # staff; unique
    password_hash = Varchar(200, null=True, default=None)  # argon2id
    name = Varchar(80, default="")
    language = Varchar(10, default="zh-CN")
    consent = Text(default="{}")  # JSON: version of the privacy text, time
    created_at = Timestamptz(default=None)
    signed_in_at = Timestamptz(default=None, null=True)
    disabled_at = Timestamptz(default=None, null=True)


class Grant(Table, tablename="role_grant"):
    """Who may act as what, where, from and until when; a person may hold several."""

    id = UUID(primary_key=True, default=None)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    role = Varchar(16)  # a Role of domain.people
    division = Varchar(12, null=True, default=None)
    organization = UUID(null=True, default=None)
    valid_from = Timestamptz(default=None)
    valid_to = Timestamptz(default=None, null=True)


class Session(Table, tablename="session"):
    """One signed-in browser or program; the refresh token rotates, only its hash is kept."""

    id = UUID(primary_key=True, default=None)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    refresh_hash = Varchar(64)
    previous_hash = Varchar(64, null=True, default=None)
    rotated_at = Timestamptz(default=None)
    created_at = Timestamptz(default=None)
    idle_minutes = Integer(default=30)  # unused longer than this: over
    ends_at = Timestamptz(default=None)  # absolute
    own_phone = Boolean(default=True)
    ended_at = Timestamptz(default=None, null=True)
    end_reason = Varchar(20, null=True, default=None)
    verified_at = Timestamptz(default=None, null=True)  # when the second factor was last shown


class SecondFactor(Table, tablename="second_factor"):
    """An authenticator of one of the staff; it counts from `confirmed_at` on."""

    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    secret = Text()  # sealed
    made_at = Timestamptz(default=None)
    confirmed_at = Timestamptz(default=None, null=True)
    last_step = BigInt(default=0)  # of 30 seconds since 1970: each opens once


class RecoveryCode(Table, tablename="recovery_code"):
    """For whoever lost the phone; each opens once."""

    code_mac = Varchar(64, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    used_at = Timestamptz(default=None, null=True)


class Challenge(Table, tablename="sign_in_code"):
    """A one-time code on its way to a phone; tries are counted here, per challenge."""

    id = Varchar(64, primary_key=True)  # random, kept by the browser that asked
    phone = Varchar(20)  # E.164
    code_mac = Varchar(64)  # HMAC-SHA-256(key, challenge and code)
    tries = SmallInt(default=0)
    sent = Boolean(default=True)  # false: over the limit, nothing was sent; the answer was the same
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class AccessLog(Table, tablename="access_log"):
    """Each look of staff at personal data: append-only, and shown to the resident."""

    id = UUID(primary_key=True, default=None)
    person = UUID(default=None)  # who looked
    person_name = Varchar(80)
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=True, default=None)
    request = UUID(null=True, default=None)
    what = Varchar(40)  # contact, export, search
    reason = Varchar(200, default="")
    at = Timestamptz(default=None)


class Erasure(Table, tablename="erasure"):
    """Who was deleted, as a hash: replayed after a restore."""

    person_hash = Varchar(64, primary_key=True)
    at = Timestamptz(default=None)
