"""A request that the desk handed to a firm, by a link."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.directory import Organization
from server.models.requests import ServiceRequest


class Dispatch(Table, tablename="dispatch"):
    """Where it stands with one firm; what happened, step by step, is in the steps of the request."""

    id = UUID(primary_key=True, default=None)  # made by the clerk
    body_hash = Varchar(64)
    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False)
    organization = ForeignKey(Organization, on_delete=OnDelete.restrict, null=False)
    name = Varchar(120)  # of the firm, as it stood then
    key_hash = Varchar(64, unique=True)  # SHA-256 of the key in the link
    made_by = UUID(default=None)
    made_by_name = Varchar(80)
    made_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)  # by when the firm says something
    state = Varchar(10)  # sent, offered, agreed, over
    why = Varchar(12, default="")  # over: refused, silent, declined, unanswered, recalled, reopened
    answered_at = Timestamptz(null=True, default=None)  # the firm's first word
    offer = UUID(null=True, default=None)  # the step of the offer that stands
    fen = Integer(null=True, default=None)  # its price
    comes_at = Timestamptz(null=True, default=None)
    leaves_at = Timestamptz(null=True, default=None)
    agreed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
