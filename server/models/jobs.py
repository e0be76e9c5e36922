"""What is to be done later, and what changed: written in the transaction of its cause."""

from piccolo.columns import BigInt, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table


class Job(Table, tablename="job"):
    """One piece of work; `linli serve` or `linli sweep` takes it."""

    ident = Varchar(120, primary_key=True)  # what and for whom: queueing it twice is one job
    what = Varchar(40)
    facts = Text(default="{}")  # JSON
    due = Timestamptz(default=None)
    state = Varchar(8, default="ready")  # ready, run, dead
    lease = Timestamptz(default=None, null=True)  # whoever runs it loses it then
    tries = SmallInt(default=0)
    trouble = Varchar(200, default="")  # why the last try failed; no personal data


class TopicVersion(Table, tablename="topic_version"):
    """A counter a topic, bumped in the transaction of each change: wakes caches and streams."""

    topic = Varchar(60, primary_key=True)  # fragment:330106005055, calendar, satisfaction, queue:3301
    version = BigInt(default=0)
