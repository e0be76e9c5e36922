"""The survey's frame and its released numbers. Units, invitations and answers live apart, in survey.db."""

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
    seed = Text()  # with the frame it gives the sample again; empty: not drawn on the desk
    plan = Text(default="{}")  # JSON: the planner's question and what it said
    version = Integer(default=1)  # counts the changes, so that nobody overwrites a colleague's
    revises: ForeignKey["Wave"] = ForeignKey("self", on_delete=OnDelete.restrict, null=True)  # a correction
    note = Text()  # why it corrects it
    forgotten_at = Timestamptz(default=None, null=True)  # when its addresses were deleted


class Stratum(Table, tablename="stratum"):
    """One group in one division: its population of dwellings N and its sample n."""

    wave = ForeignKey(Wave, on_delete=OnDelete.cascade, null=False)
    division = Varchar(12)
    audience = Varchar(10)  # the group: residents, migrants, units
    population = Integer()
    sampled = Integer()
    listed = Boolean(default=False)  # its units came with addresses


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
    reason = Varchar(20, default="")  # why withheld (`domain.surveys.verdict.Reason`)
    released = Boolean(default=False)
    still_needed = Integer(null=True, default=None)  # answers that would probably decide an undecided one
    derived_low = DoublePrecision(null=True, default=None)  # of a withheld one: what a reader could work out
    derived_high = DoublePrecision(null=True, default=None)


class SurveyRelease(Table, tablename="survey_release"):
    """What a wave's numbers were computed with, and the audit of what they give away."""

    wave = ForeignKey(Wave, on_delete=OnDelete.cascade, null=False, primary_key=True)
    goal = DoublePrecision(default=0.85)
    heard = Integer()  # sheets
    room = DoublePrecision(default=1.0)  # the narrowest interval that is left to a withheld number


class SurveyReview(Table, tablename="survey_review"):
    """What a person decided about a number that the rules leave to one; the last of a number counts."""

    id = UUID(primary_key=True, default=None)
    wave = ForeignKey(Wave, on_delete=OnDelete.cascade, null=False)
    division = Varchar(12)
    audience = Varchar(10)
    statistic = Varchar(20)
    released = Boolean(default=False)
    note = Text()
    person = UUID(default=None)
    person_name = Varchar(80)
    at = Timestamptz(default=None)


class EarlierResult(Table, tablename="earlier_result"):
    """A year's share as it was found before Linli, by another method: shown beside, never in one line."""

    id = UUID(primary_key=True, default=None)
    year = SmallInt()
    division = Varchar(12)
    point = DoublePrecision(default=0.0)
    answers = Integer(null=True, default=None)
    method = Varchar(200)
    person = UUID(default=None)
    person_name = Varchar(80)
    at = Timestamptz(default=None)
