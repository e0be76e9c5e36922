"""The directory, in the nouns of Open Referral HSDS 3: organization, service, location, schedule."""

from piccolo.columns import (
    UUID,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.network import Division


class Organization(Table, tablename="organization"):
    """Who provides services."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(120)
    kind = Varchar(16)  # public, firm, non-profit, property
    description = Text(default="")
    phone = Varchar(20, default="")
    certificate = Varchar(40, null=True, default=None)  # number of its certificate, if it has a valid one
    owner = Varchar(12)  # the division whose desk keeps it
    version = Integer(default=1)  # 1 when first published, one more at each change
    changed_at = Timestamptz(default=None)
    deleted_at = Timestamptz(null=True, default=None)  # nobody is shown it any more; it may come back


class Service(Table, tablename="service"):
    """One thing somebody does for residents. Texts are zh-CN; `texts` maps other languages."""

    id = UUID(primary_key=True, default=None)
    organization = ForeignKey(Organization, on_delete=OnDelete.restrict, null=False)
    category = Varchar(40)  # a term of data/categories.toml
    name = Varchar(120)
    name_pinyin = Varchar(500, default="")  # one syllable a character, by blanks
    alternate_names = Text(default="")  # one a line
    description = Text(default="")
    eligibility = Text(default="")  # for whom, in words
    audience = Varchar(80, default="")  # codes by blanks: elderly disabled children migrants
    documents = Text(default="")  # what to bring
    application = Text(default="")  # how to apply
    fee = Integer(null=True, default=None)  # fen; null: see fee_note
    fee_note = Varchar(200, default="")
    wait = Varchar(80, default="")
    languages = Varchar(80, default="zh")
    accessibility = Varchar(200, default="")
    home_visit = Boolean(default=False)
    phone = Varchar(20, default="")
    texts = Text(default="{}")  # JSON: {"en": {"name": ..., "description": ...}}
    status = Varchar(20, default="active")  # active, inactive, defunct, temporarily closed
    verified_on = Date(default=None, null=True)
    owner = Varchar(12)  # as of an organization, the next three too
    version = Integer(default=1)
    changed_at = Timestamptz(default=None)
    deleted_at = Timestamptz(null=True, default=None)


class ServiceArea(Table, tablename="service_area"):
    """A division in which a service is offered: it stands in that division's fragment of the catalogue."""

    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)


class ServiceToken(Table, tablename="service_token"):
    """What a search over more than one catalogue needs of a service; made by `domain.cards`."""

    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    made_by = Varchar(80)  # the city by whose readings it was made, and a mark of these and of the rules
    standing = Text()  # JSON of its place in a list
    texts = Text()  # JSON of what is searched
    tokens = Text()  # by blanks


class ServiceEntry(Table, tablename="service_entry"):
    """All that is shown of a service, ready made by `domain.cards`; what nobody is shown has no row."""

    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False, primary_key=True)
    entry = Bytea()  # JSON


class Location(Table, tablename="location"):
    """A place. WGS-84. Its division's desk keeps it."""

    id = UUID(primary_key=True, default=None)
    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False)
    name = Varchar(120)
    address = Varchar(200)
    entrance = Varchar(200, default="")
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    version = Integer(default=1)
    changed_at = Timestamptz(null=True, default=None)  # none: as long as we know
    deleted_at = Timestamptz(null=True, default=None)


class ServiceAtLocation(Table, tablename="service_at_location"):
    """Where a service is given."""

    id = UUID(primary_key=True, default=None)
    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    location = ForeignKey(Location, on_delete=OnDelete.restrict, null=False)


class Schedule(Table, tablename="schedule"):
    """A rule of opening hours, as HSDS has it: one row a window of the day."""

    id = UUID(primary_key=True, default=None)
    service = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    freq = Varchar(8, default="WEEKLY")  # WEEKLY or MONTHLY
    interval = SmallInt(default=1)
    wkst = Varchar(2, default="MO")
    byday = Varchar(60, default="")  # MO,TU or -1FR
    bymonthday = Varchar(80, default="")
    valid_from = Date(default=None, null=True)
    valid_to = Date(default=None, null=True)
    season = Varchar(12, default="")  # 06-15..09-15, of every year
    until = Date(default=None, null=True)
    dtstart = Date(default=None, null=True)
    opens_at = Varchar(5)  # HH:MM, Asia/Shanghai
    closes_at = Varchar(5)  # at or before opens_at: the next day
    holidays = Varchar(8, default="work")  # work: follows the state calendar; closed: shut on holidays; plain
    closed = Boolean(default=False)  # an exception: shut from valid_from to valid_to
    note = Varchar(200, default="")


class Draft(Table, tablename="draft"):
    """A service, organization or location as somebody is writing it: one a thing, shown to its desk only."""

    id = UUID(primary_key=True, default=None)  # of the thing, which need not be there yet
    noun = Varchar(16)  # service, organization, location
    owner = Varchar(12)  # the division whose desk keeps it
    name = Varchar(120)
    body = Text()  # JSON, as it will be published
    base_version = Integer()  # the published version that it began from; 0: none
    version = Integer(default=1)  # of the draft: one more each time it is kept
    person = UUID(null=True, default=None)
    person_name = Varchar(80, default="")
    at = Timestamptz(default=None)


class Revision(Table, tablename="revision"):
    """What was published, by whom and when: append-only."""

    noun = Varchar(16)
    about = UUID(default=None)
    version = Integer()
    act = Varchar(16)  # publish, restore, delete, verify, import, …
    body = Text()  # JSON, as it was written
    person = UUID(null=True, default=None)  # none: the operator, or a rule
    person_name = Varchar(80, default="")
    at = Timestamptz(default=None)
    note = Varchar(200, default="")
