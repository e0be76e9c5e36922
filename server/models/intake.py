"""What is noted of a call, or of somebody at the counter, beside the request itself."""

from piccolo.columns import Boolean, ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.requests import ServiceRequest


class Intake(Table, tablename="intake"):
    """One request that staff wrote down for somebody; who they are stands in its first step."""

    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False, primary_key=True)
    speaks = Varchar(40, default="")  # "": the common language; local: the city's dialect; else in words
    incomplete = Boolean(default=False)  # they hung up before all was said: somebody calls back
