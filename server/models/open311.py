"""Other people's software: the keys that it writes with, and which request came by which key."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division
from server.models.requests import ServiceRequest


class ApiKey(Table, tablename="api_key"):
    """A program that may send requests; the key itself is shown once and kept nowhere."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    body_hash = Varchar(64)
    name = Varchar(80)  # whose program it is; stands on the desk as the source of its requests
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)  # it sends for this subtree
    categories = Text(default="[]")  # JSON: the terms that it may send; none: all of the public space
    prefix = Varchar(16)  # its first characters, to tell keys apart
    key_hash = Varchar(64)  # SHA-256; unique
    a_minute = Integer()  # calls
    fetches = Boolean(default=False)  # we fetch the pictures whose addresses it sends
    person = UUID(default=None)  # who issued it
    person_name = Varchar(80, default="")
    created_at = Timestamptz(default=None)
    last_used_at = Timestamptz(default=None, null=True)  # to the minute
    ended_at = Timestamptz(default=None, null=True)
    ended_by_name = Varchar(80, default="")


class Open311Request(Table, tablename="open311_request"):
    """By which key a request came."""

    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False, primary_key=True)
    api_key = ForeignKey(ApiKey, on_delete=OnDelete.restrict, null=False)


class Open311Sending(Table, tablename="open311_sending"):
    """What a program sent in the last minutes: the same again gets the same request."""

    ident = Varchar(128, primary_key=True)  # the key's id and the hash of what it sent
    request = UUID(default=None)
    at = Timestamptz(default=None)
