"""What residents say is wrong in the directory."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.directory import Service
from server.models.people import Person


class Mistake(Table, tablename="mistake"):
    """One report about a service, without a word on who made it."""

    id = UUID(primary_key=True, default=None)  # made by the phone
    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(16)  # hours, phone, address, closed, other
    words = Text(default="")
    at = Timestamptz(default=None)
    body_hash = Varchar(64)  # SHA-256 of what was sent
    state = Varchar(16, default="open")  # open, done, dismissed
    version = Integer(default=1)
    answer = Varchar(400, default="")  # what the desk found; staff read it
    handled_by = ForeignKey(Person, on_delete=OnDelete.set_null, null=True, default=None)
    handled_by_name = Varchar(80, default="")
    handled_at = Timestamptz(null=True, default=None)
