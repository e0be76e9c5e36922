"""Sheets on their way into the directory."""

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division


class Sheet(Table, tablename="sheet"):
    """What somebody sent, what it would change, and whether that was done."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    owner = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)  # whose directory it is
    name = Varchar(120)  # of the file
    body = Bytea(null=True, default=None)  # gone once it was carried out, or is a week old
    body_hash = Varchar(64)
    person = UUID(null=True, default=None)
    person_name = Varchar(80, default="")
    at = Timestamptz(default=None)
    state = Varchar(12)  # checking, checked, refused (no such file), applying, applied, failed
    rows = Integer(default=0)  # looked at so far
    added = Integer(default=0)
    changed = Integer(default=0)
    unchanged = Integer(default=0)
    bad = Integer(default=0)
    faults = Text(default="[]")  # JSON: what is wrong, cell by cell
    changes = Text(default="[]")  # JSON: what each row would do
    applied_at = Timestamptz(null=True, default=None)
