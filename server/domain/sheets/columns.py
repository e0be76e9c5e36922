"""What a sheet holds: one row a service, these columns in any order, found by their heading."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from server.domain.errors import Invalid

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin to calculate
MANY: Final = "；"  # between several names, places, areas in one cell


class Column(Struct, frozen=True):
    """One column. `hint` stands in the template, for whoever fills it in."""

    key: str
    zh: str
    en: str
    hint: str
    width: int = 14
    needed: bool = False


COLUMNS: Final = (
    Column("id", "编号", "id", "邻里给的编号。新服务空着。", 38),
    Column("name", "服务名称", "name", "居民叫得出的名字，120 字以内。", 24, True),
    Column("aka", "别名", "other names", "居民常用的别的叫法，几个之间用“；”。", 18),
    Column("category", "服务类别", "category", "从下拉表里选。", 14, True),
    Column("organization", "机构", "organization", "谁提供这项服务。", 24, True),
    Column("kind", "机构类型", "kind of organization", "新机构才要填：公立、企业、社会组织、物业。", 12),
    Column("description", "介绍", "description", "是什么，用平常话说。", 40),
    Column("eligibility", "服务对象", "for whom", "谁能来；要不要本地户口。", 24),
    Column("audience", "优先人群", "audience", "老人、残疾人、儿童、新居民，几个之间用“；”。", 14),
    Column("documents", "要带什么", "documents", "要带的证件和材料。", 20),
    Column("application", "怎么办", "how to apply", "怎么报名、怎么申请。", 20),
    Column("fee", "费用（元）", "fee (yuan)", "只写数字；免费写 0；不一定就空着，写在费用说明里。", 12),
    Column("fee_note", "费用说明", "about the fee", "例如：材料费另算。", 18),
    Column("wait", "等多久", "wait", "例如：当场办、三个工作日。", 14),
    Column("languages", "语言", "languages", "中文、英文、手语，几个之间用“；”。空着就是中文。", 12),
    Column("accessibility", "无障碍", "accessibility", "坡道、电梯、助听……", 18),
    Column("home_visit", "上门", "home visit", "是 或 否。", 8),
    Column("phone", "电话", "phone", "手机 11 位；座机加区号 0571；或 12348 这样的短号。", 16),
    Column(
        "hours",
        "开放时间",
        "opening hours",
        "例如：周一至周五 8:30-11:30 14:00-17:30；周六 9:00-12:00（节假日休息）",
        44,
    ),
    Column("location", "地点", "place", "地点的名字。没有固定地点就空着。", 20),
    Column("address", "地址", "address", "路名和门牌。", 28),
    Column("latitude", "纬度", "latitude", "WGS-84，例如 30.257812。", 12),
    Column("longitude", "经度", "longitude", "WGS-84，例如 120.158437。", 12),
    Column(
        "areas", "服务范围", "areas", "服务哪些社区、街道、区，写名字或 12 位代码；空着就是整个管理单位。", 24
    ),
    Column("status", "状态", "status", "正常、暂停、停用、已撤销。空着就是正常。", 10),
    Column("verified_on", "核实日期", "checked on", "最近一次核对的日期，例如 2026-11-03。", 14),
)
BY_KEY: Final = {column.key: column for column in COLUMNS}
BY_HEADING: Final = {
    heading: column.key for column in COLUMNS for heading in (column.zh, column.en, column.key)
}


def places_of(headings: Sequence[str]) -> dict[str, int]:
    """Where each column stands. Raises Invalid for a needed one that is not there, or one that is twice."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = BY_HEADING.get(heading.strip().rstrip("*＊").strip().lower())
        if key is None:
            continue
        if key in places:
            raise Invalid({"sheet": "sheet-column-twice"}, column=BY_KEY[key].zh)
        places[key] = place
    missing = [column.zh for column in COLUMNS if column.needed and column.key not in places]
    if missing:
        raise Invalid({"sheet": "sheet-no-column"}, columns="、".join(missing))
    return places


def cell_name(place: int, row: int) -> str:
    """How a spreadsheet calls a cell: column from 0, row from 1."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
