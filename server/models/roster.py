"""Who is on duty at a centre, and which level watches a request that is late."""

from piccolo.columns import UUID, Date, ForeignKey, SmallInt, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division
from server.models.people import Person
from server.models.requests import ServiceRequest


class Duty(Table, tablename="duty"):
    """A shift at a centre: every week, or on one day, on which it replaces the weekly ones."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=True)  # null, on one day: nobody is on duty
    weekdays = SmallInt(default=0)  # bits, Monday is 1; 0: on one day
    on_date = Date(null=True, default=None)
    starts = SmallInt()  # minutes after midnight, by the city's clock
    ends = SmallInt()  # past 1440: the next day
    valid_from = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)
    version = SmallInt(default=1)
    changed_by = Varchar(80, default="")
    changed_at = Timestamptz(default=None)


class Supervision(Table, tablename="supervision"):
    """A level above the holder watches a late request, until it is done or watched from higher up."""

    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False, primary_key=True)
    due_at = Timestamptz(default=None)  # the time that was missed; another due time starts anew
    division = Varchar(12)  # who watches
    next_at = Timestamptz(default=None, null=True)  # when the level above is told; null: the city watches
