"""What is counted of requests: the facts of each, the cells that add them up, the rates as published."""

from typing import Final

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, SmallInt, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.requests import ServiceRequest


class RequestMeasure(Table, tablename="request_measure"):
    """What the figures know of one request; made of its steps (`domain.figures`), never written elsewhere."""

    request = ForeignKey(ServiceRequest, on_delete=OnDelete.cascade, null=False, primary_key=True)
    place = Varchar(12)
    category = Varchar(40)
    month = Integer()  # of sent_at, by the city's clock: 202611
    sent_at = Timestamptz(default=None)
    answer_due = Timestamptz(default=None, null=True)  # what was promised to the resident
    answered_at = Timestamptz(default=None, null=True)
    answer_s = Integer(default=None, null=True)  # working seconds from sent to answered
    answer_late = Boolean(default=False)  # answered after it was due, or over by then without an answer
    answer_by = Varchar(9)  # community, office, firm: who owed it
    done_at = Timestamptz(default=None, null=True)
    done_s = Integer(default=None, null=True)  # working seconds in which it lay with us
    done_late = Boolean(default=False)
    done_by = Varchar(9)
    asked = Boolean(default=False)  # the resident: whether it is solved
    solved = Boolean(default=None, null=True)  # their last word; null: none
    rating = SmallInt(default=None, null=True)
    reopened = SmallInt(default=0)


COUNTS: Final = (
    "received",
    "answered",
    "answer_s",
    "answer_owed",
    "answer_late",
    "answer_owed_community",
    "answer_late_community",
    "answer_owed_firm",
    "answer_late_firm",
    "done",
    "done_s",
    "done_late",
    "done_community",
    "done_late_community",
    "done_firm",
    "done_late_firm",
    "asked",
    "heard",
    "solved",
    "rated",
    "satisfied",
    "reopened",
)


class FigureCell(Table, tablename="figure_cell"):
    """The sums of all requests of a division's subtree, one month, one category."""

    id = Varchar(64, primary_key=True)  # the three together
    division = Varchar(12)
    month = Integer()
    category = Varchar(40)
    received = BigInt(default=0)
    answered = BigInt(default=0)
    answer_s = BigInt(default=0)
    answer_owed = BigInt(default=0)
    answer_late = BigInt(default=0)
    answer_owed_community = BigInt(default=0)
    answer_late_community = BigInt(default=0)
    answer_owed_firm = BigInt(default=0)
    answer_late_firm = BigInt(default=0)
    done = BigInt(default=0)
    done_s = BigInt(default=0)
    done_late = BigInt(default=0)
    done_community = BigInt(default=0)
    done_late_community = BigInt(default=0)
    done_firm = BigInt(default=0)
    done_late_firm = BigInt(default=0)
    asked = BigInt(default=0)
    heard = BigInt(default=0)
    solved = BigInt(default=0)
    rated = BigInt(default=0)
    satisfied = BigInt(default=0)
    reopened = BigInt(default=0)


class ReleasedRate(Table, tablename="released_rate"):
    """The three rates of a division and month as everybody may read them; null: withheld, and not kept."""

    id = Varchar(20, primary_key=True)  # division and month
    division = Varchar(12)
    month = Integer()
    released_at = Timestamptz(default=None)
    answer_owed = Integer(default=None, null=True)
    answered_in_time = Integer(default=None, null=True)
    heard = Integer(default=None, null=True)
    solved = Integer(default=None, null=True)
    rated = Integer(default=None, null=True)
    satisfied = Integer(default=None, null=True)
