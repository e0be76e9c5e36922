"""The survey's frame and its released numbers. Invitations, receipts and answers live apart, in survey.db."""

from piccolo.columns import (
    UUID,
    Boolean,
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


class Wave(Table, tablename="wave"):
    """One year's survey."""

    id = UUID(primary_key=True, default=None)
    year = SmallInt()
    title = Varchar(80)
    state = Varchar(10)  # draft, open, closed, published
    opens_on = Date(default=None)
    closes_on = Date(default=None)  # the last day
    accepts_until = Timestamptz(default=None)  # closes + 72 h for sheets begun before
    result_on = Date(default=None, null=True)  # when the number is promised
    questionnaire = Text()  # JSON by group, frozen once open
    published_at = Timestamptz(default=None, null=True)


class Stratum(Table, tablename="stratum"):
    """One group in one division: its population of dwellings N and its sample n."""

    wave = ForeignKey(Wave, on_delete=OnDelete.cascade, null=False)
    division = Varchar(12)
    audience = Varchar(10)  # the group: residents, migrants, units
    population = Integer()
    sampled = Integer()


class Estimate(Table, tablename="estimate"):
    """One number as it was released, computed once when the wave closed. Shares in 0-1."""

    wave = ForeignKey(Wave, on_delete=OnDelete.cascade, null=False)
    division = Varchar(12)
    audience = Varchar(10)  # all (residents and migrants by N), residents, migrants, units
    statistic = Varchar(20, default="satisfied")
    answers = Integer()  # n with an opinion
    effective = DoublePrecision(null=True, default=None)
    point = DoublePrecision(null=True, default=None)
    low = DoublePrecision(null=True, default=None)
    high = DoublePrecision(null=True, default=None)
    cannot_say = DoublePrecision(null=True, default=None)  # their share among those who answered
    response_rate = DoublePrecision(null=True, default=None)
    verdict = Varchar(10)  # met, not_met, undecided, withheld
    reason = Varchar(
        20, default=""
    )  # why withheld: too_few, too_wide, strata_missing, protects_another, review
    released = Boolean(default=False)
