"""The four-level network: city, district, street, community; and the staffed office of each."""

from piccolo.columns import Date, DoublePrecision, ForeignKey, SmallInt, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class Division(Table, tablename="division"):
    """A node of the network; its subtree is a range of codes (domain.scope)."""

    code = Varchar(12, primary_key=True)  # the 12-digit statistical code
    level = SmallInt()  # 1 city, 2 district, 3 street, 4 community
    name = Varchar(60)  # the official name: 幸福村村委会
    short_name = Varchar(60)  # what residents say: 幸福村
    name_en = Varchar(120)  # pinyin without tones and the plain kind: Xingfu Village
    pinyin = Varchar(200)  # of the short name, one syllable a character, by blanks: xing fu cun
    initials = Varchar(60)  # xfc
    valid_from = Date(default=None, null=True)
    valid_to = Date(default=None, null=True)  # null: still there
    successor = Varchar(12, null=True, default=None)  # what a merged or renumbered division became


class Centre(Table, tablename="centre"):
    """The staffed office of a division: 社区服务中心 or 站."""

    division = ForeignKey(Division, on_delete=OnDelete.restrict, null=False, primary_key=True)
    name = Varchar(80)
    address = Varchar(200)
    phone = Varchar(20)
    hours = Text(default="[]")  # JSON: schedules as in `schedule`; what clocks count as working time
    grade = SmallInt(null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)  # WGS-84
    longitude = DoublePrecision(null=True, default=None)
