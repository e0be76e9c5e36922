"""Leave to provide a service."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.directory import Organization


class Certificate(Table, tablename="certificate"):
    """One paper. `Organization.certificate` has the number of a valid one: lists need not look here."""

    number = Varchar(40, primary_key=True)
    organization = ForeignKey(Organization, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(40)  # what for, in words: 家政服务
    grade = Varchar(8, default="")  # 甲, A, 3: as the city grades
    issued_on = Date(default=None)
    expires_on = Date(default=None)  # the last day on which it is good
    state = Varchar(12, default="active")  # active, suspended, revoked
    reason = Varchar(200, default="")  # of the suspension or revocation
    version = Integer(default=1)
    changed_by = UUID(null=True, default=None)
    changed_by_name = Varchar(80, default="")
    changed_at = Timestamptz(default=None)
    reminded_at = Timestamptz(null=True, default=None)
