"""Which addresses belong to which estate, who manages it, and by which rules requests find who must act."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.directory import Organization
from server.models.network import Division


class Estate(Table, tablename="estate"):
    """A residential estate 小区: its addresses and the property company that manages it."""

    id = UUID(primary_key=True, default=None)
    community = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)
    name = Varchar(80)
    organization = ForeignKey(Organization, on_delete=OnDelete.restrict, null=True)  # null: nobody manages it
    addresses = Text()  # JSON: [{road, numbers}], numbers as written: 1-19单,22,30-40
    version = Integer(default=1)
    changed_at = Timestamptz(default=None)
    deleted_at = Timestamptz(default=None, null=True)


class RoutingRule(Table, tablename="routing_rule"):
    """One version of a rule; append-only, so that a request's rule can be read as it stood then."""

    rule = Varchar(40)
    version = Integer()  # from 1; 0 is what the release brings in data/routing.toml
    scope = ForeignKey(
        Division, on_delete=OnDelete.restrict, null=False
    )  # it holds for places in this subtree
    categories = Text()  # JSON: codes; none: all
    level = Varchar(10)  # community, street, district, city: the office at or above the place
    organization = ForeignKey(Organization, on_delete=OnDelete.restrict, null=True)  # instead of the office
    estate = Boolean(default=False)  # the estate's property company first, if the address is one of an estate
    zh = Text()
    en = Text()
    position = Integer(default=0)  # among the rules of one scope, the lowest first
    gone = Boolean(default=False)  # taken away; what the release brought under this name is in force again
    person = UUID(null=True, default=None)
    person_name = Varchar(80, default="")
    at = Timestamptz(default=None)
