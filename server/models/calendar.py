"""Which days are off, and which weekends are worked instead."""

from piccolo.columns import Date, Varchar
from piccolo.table import Table


class CalendarDay(Table, tablename="calendar_day"):
    """A day that is not what its weekday says; a year without rows is not announced yet: unknown."""

    date = Date(primary_key=True, default=None)
    kind = Varchar(1)  # H a holiday, W a make-up workday
    name = Varchar(40)  # 国庆节
    source = Varchar(200)
    notice_date = Date(default=None, null=True)
