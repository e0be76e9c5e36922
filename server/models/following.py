"""Who follows a request that a neighbour made, what they say of it, and who of the staff was told of it."""

from piccolo.columns import UUID, Boolean, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.requests import ServiceRequest


class Follower(Table, tablename="follower"):
    """A household with the same trouble. No name, no number: only what opens the request for them."""

    id = UUID(primary_key=True, default=None)  # made by the phone
    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    body_hash = Varchar(64)  # SHA-256 of the bytes it came as
    key_hash = Varchar(64, null=True, default=None)  # null, never "": nobody holds a key
    person = UUID(null=True, default=None)  # null: followed without an account
    source = UUID(null=True, default=None)  # their own request, when it was merged into this one
    at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)  # they do not follow it any more; the key is gone then


class FollowerRating(Table, tablename="follower_rating"):
    """What a follower says of one resolution: once for each."""

    id = UUID(primary_key=True, default=None)  # made by the phone
    follower = ForeignKey(Follower, on_delete=OnDelete.cascade, null=False)
    body_hash = Varchar(64)
    version = SmallInt()  # of the request when it was resolved; one rating for each
    solved = Boolean(null=True, default=None)
    rating = SmallInt(null=True, default=None)  # 1-5
    reasons = Text(default="[]")  # JSON: codes
    note = Text(default="")
    at = Timestamptz(default=None)


class Told(Table, tablename="told"):
    """Somebody of an office was sent a message about a request: the resident reads whom, and when."""

    id = UUID(primary_key=True, default=None)  # of what they were told about, and who: twice is once
    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    person_name = Varchar(80)
    division = Varchar(12)
    at = Timestamptz(default=None)
