"""How staff come in, and what was done about them: by whom, and when."""

from piccolo.columns import UUID, ForeignKey, SmallInt, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.people import Person


class StaffInvitation(Table, tablename="staff_invitation"):
    """A link by which somebody sets their own password, once, within seven days."""

    id = UUID(primary_key=True, default=None)
    body_hash = Varchar(64, default="")
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    key_hash = Varchar(64)  # SHA-256 of the key in the link; the key itself is kept nowhere
    made_by = UUID(default=None)
    made_by_name = Varchar(80)
    made_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)  # another took its place, or the person left


class StaffChange(Table, tablename="staff_change"):
    """One thing that was done about a member of staff: append-only."""

    id = UUID(primary_key=True, default=None)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
    what = Varchar(16)  # invited, invited_again, accepted, role_given, role_ended, ended
    role = Varchar(16, default="")
    division = Varchar(12, default="")
    given = SmallInt(default=0)  # requests that a colleague has now
    unassigned = SmallInt(default=0)  # requests that nobody has now
    by = UUID(default=None)
    by_name = Varchar(80)
    at = Timestamptz(default=None)
