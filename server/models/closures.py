"""Acts that shut many places at once."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.directory import Service
from server.models.network import Division


class Closure(Table, tablename="closure"):
    """One act over a part of the network: what it wrote stands in the hours of the services."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)
    category = Varchar(40, default="")  # "": all
    begins_on = Date(default=None)
    ends_on = Date(default=None)
    note = Varchar(80)
    person = UUID(null=True, default=None)
    person_name = Varchar(80, default="")
    at = Timestamptz(default=None)
    state = Varchar(8)  # closing, closed, opening, opened
    services = Integer(default=0)
    opened_by = UUID(null=True, default=None)
    opened_by_name = Varchar(80, default="")
    opened_at = Timestamptz(null=True, default=None)
    body_hash = Varchar(64)


class ClosureService(Table, tablename="closure_service"):
    """A service that an act is about."""

    closure = ForeignKey(Closure, on_delete=OnDelete.cascade, null=False)
    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
