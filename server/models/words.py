"""What residents say, as the desk of the city adds it; and what they typed and did not find."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from server.models.people import Person


class EverydayWord(Table, tablename="everyday_word"):
    """A word that leads to a category, beside those of data/categories.toml and the city's words.toml."""

    id = UUID(primary_key=True, default=None)
    term = Varchar(40)  # of data/categories.toml
    word = Varchar(40)
    language = Varchar(10)  # zh-CN, en
    person = ForeignKey(Person, on_delete=OnDelete.set_null, null=True, default=None)
    at = Timestamptz(default=None)


class QueryWithoutResult(Table, tablename="query_without_result"):
    """Words that found nothing, how often on a day in the whole city: no person, no place."""

    words = Varchar(40)
    day = Date(default=None)
    times = Integer(default=0)


class QueryBatch(Table, tablename="query_batch"):
    """That a phone's counts have come, so that sending them again counts nothing."""

    id = UUID(primary_key=True, default=None)  # made by the phone for this one batch
    day = Date(default=None)
