"""What providers say about their own entries, and the links by which they do."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.directory import Organization


class ProviderLink(Table, tablename="provider_link"):
    """Leave to propose changes to one organization and its services, for whoever holds the link."""

    id = UUID(primary_key=True, default=None)
    organization = ForeignKey(Organization, on_delete=OnDelete.cascade, null=False)
    key_hash = Varchar(64)  # SHA-256 of the key in the link; the key itself is kept nowhere
    made_by = UUID(null=True, default=None)
    made_by_name = Varchar(80, default="")
    made_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_by_name = Varchar(80, default="")
    ended_at = Timestamptz(null=True, default=None)


class Proposal(Table, tablename="proposal"):
    """The fields of an entry as its provider would have them."""

    id = UUID(primary_key=True, default=None)  # made by the sender
    link = ForeignKey(ProviderLink, on_delete=OnDelete.cascade, null=False)
    organization = ForeignKey(Organization, on_delete=OnDelete.cascade, null=False)
    noun = Varchar(12)  # service, organization
    about = UUID(default=None)  # its id
    base_version = Integer()  # the version that they were looking at
    body = Text()  # JSON: the proposed fields alone
    body_hash = Varchar(64)  # SHA-256 of what was sent
    at = Timestamptz(default=None)
    state = Varchar(10, default="open")  # open, accepted, declined, replaced (by a later one)
    answer = Varchar(400, default="")  # of the desk; the provider reads it
    handled_by = UUID(null=True, default=None)
    handled_by_name = Varchar(80, default="")
    handled_at = Timestamptz(null=True, default=None)
