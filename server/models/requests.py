"""What we remember of a request for help: the request, its contact data apart, every step, its photos."""

from piccolo.columns import (
    UUID,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division


class ServiceRequest(Table, tablename="service_request"):
    """One request, through whichever door it came: app, phone, counter, Open311."""

    id = UUID(primary_key=True, default=None)  # made by the sender, so that a retry is harmless
    number = Varchar(12)  # yymm, five digits, a check digit; unique
    body_hash = Varchar(64)  # SHA-256 of the bytes it came as: other bytes under this id are refused
    key_hash = Varchar(64, null=True, default=None)  # null, never "": nobody holds a key
    resident = UUID(null=True, default=None)  # null: asked without an account
    source = Varchar(12, default="app")  # app, phone, counter, open311
    place = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)  # what it is about; never changes
    holder = Varchar(40)  # who must act: a division's code, or "org-" and an organization's id
    clerk = UUID(null=True, default=None)  # whose it is at the holder's desk
    category = Varchar(40)  # a term of data/categories.toml
    description = Text()
    address = Varchar(200, default="")  # where, in words, as far as it is not a home: else in the contact
    latitude = DoublePrecision(null=True, default=None)  # WGS-84, rounded to 50 m
    longitude = DoublePrecision(null=True, default=None)
    photos_expected = SmallInt(default=0)  # a step "photo given up" lowers it
    urgent = Boolean(default=False)
    state = Varchar(12)  # a State of domain.lifecycle
    outcome = Varchar(
        16, null=True, default=None
    )  # solved, answered, partly, not_possible, not_ours, duplicate, no_contact
    version = SmallInt(default=1)  # counts the steps; a clerk's click on an old page loses to a newer one
    written_at = Timestamptz(default=None, null=True)  # by the phone's clock; may be days before sent_at
    sent_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None, null=True)  # next word promised by; null: the clock stands still
    due_provisional = Boolean(default=False)  # the year is not announced yet
    left_s = Integer(default=None, null=True)  # working seconds that were left when the clock was paused
    reopened = SmallInt(default=0)
    rating = SmallInt(default=None, null=True)  # 1-5, of the last resolution; null: not asked or no answer
    counted = SmallInt(default=0)  # the version that the figures know
    closed_at = Timestamptz(default=None, null=True)
    wish_on = Date(default=None, null=True)  # the day on which somebody should come; null: any of these days
    wish_part = Varchar(10, default="")  # morning, afternoon, evening; "": nobody said when
    indexed = SmallInt(default=0)  # the version that `request_token` knows


class RequestToken(Table, tablename="request_token"):
    """By which words staff find it; made by the clock (`domain.casewords`), never written elsewhere."""

    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    tokens = Text()


class Contact(Table, tablename="request_contact"):
    """Name, phone, address: a row of its own, so that no list of requests can carry it by accident."""

    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False, primary_key=True)
    name = Varchar(80, default="")
    phone = Varchar(20, default="")
    address = Varchar(200, default="")
    wish = Varchar(8, default="call")  # call, message, none
    other_name = Varchar(80, default="")  # on behalf of whom
    other_phone = Varchar(20, default="")
    relation = Varchar(40, default="")
    anonymous = Boolean(default=False)  # a firm that comes to the house is not told who they are


class Step(Table, tablename="request_step"):
    """Append-only: the history the resident reads, and the audit trail."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    body_hash = Varchar(64)
    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    act = Varchar(16)
    by = Varchar(40)  # a person's id, "resident", or "clock"
    by_name = Varchar(80, default="")  # as it stood when it happened; staff only
    by_division = Varchar(12, null=True, default=None)
    note = Text(default="")
    internal = Boolean(default=False)  # only staff read the note
    facts = Text(default="{}")  # JSON: from, to, rating, outcome, reason, photo
    version = SmallInt()  # of the request, after it
    state = Varchar(12)  # of the request, after it
    at = Timestamptz(default=None)


class Photo(Table, tablename="request_photo"):
    """One photo, re-encoded by us; the bytes lie in media under `media`."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    step = UUID(null=True, default=None)  # the message it came with, if any
    body_hash = Varchar(64)  # SHA-256 of what was uploaded
    media = Varchar(64)  # 128 random bits in hex; sizes are suffixes
    width = SmallInt()
    height = SmallInt()
    bytes_1600 = Integer()
    bytes_400 = Integer()
    at = Timestamptz(default=None)
