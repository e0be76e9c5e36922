"""What a manager must look at: a resident said that it is not solved, or rated it badly."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.requests import ServiceRequest


class ManagerTask(Table, tablename="task"):
    """Open until a manager says in words what came of it."""

    id = UUID(primary_key=True, default=None)  # made of its cause: the same cause is one task
    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    kind = Varchar(12)  # bad_rating, not_solved
    holder = Varchar(12)  # the division whose managers it is for
    said = Text(default="{}")  # JSON: rating, reasons, note
    made_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = UUID(null=True, default=None)
    closed_by_name = Varchar(80, default="")
    body_hash = Varchar(64, default="")  # of the bytes that closed it
    note = Text(default="")  # what the manager found and did
