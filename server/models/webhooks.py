"""Who is told of what happens to requests: the addresses of departments' systems."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division


class Webhook(Table, tablename="webhook"):
    """One system that is told; its secret follows from its id and the city's key, and is shown once."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    body_hash = Varchar(64)
    name = Varchar(80)
    url = Varchar(500)
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)  # requests of this subtree
    categories = Text(default="[]")  # JSON: only these terms; none: all
    events = Text(default="[]")  # JSON: submitted, changed, message
    person = UUID(default=None)  # who set it up
    person_name = Varchar(80, default="")
    created_at = Timestamptz(default=None)
    delivered_at = Timestamptz(default=None, null=True)  # the last time that it took something
    failing_since = Timestamptz(default=None, null=True)  # null: the last try went well
    trouble = Varchar(200, default="")  # why the last try failed
    ended_at = Timestamptz(default=None, null=True)
    ended_by_name = Varchar(80, default="")
