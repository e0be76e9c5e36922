"""What the columns and codes of the open data mean, in both languages."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from server.domain.surveys.open_data import METHOD, OTHER, PRINTED, SELF_CHOSEN
from server.domain.surveys.verdict import Reason


class Column(Struct, frozen=True):
    """What a column holds, in both languages; `codes` its words, where there is a list of them."""

    name: str
    zh: str
    en: str
    codes: dict[str, tuple[str, str]] = {}


class Codebook(Struct, frozen=True):
    """How to read the table."""

    title: tuple[str, str]
    notes: list[tuple[str, str]]
    columns: list[Column]


RULES: Final[dict[str, tuple[str, str]]] = {
    PRINTED: ("按规则可以公布", "nothing speaks against printing it"),
    Reason.NOT_SAMPLED: ("这一年没有抽到这里", "nobody there was drawn"),
    Reason.TOO_FEW: ("答的人或有效人数不到 30", "fewer than 30 answers, or effective answers"),
    Reason.TOO_WIDE: (
        "范围达到 30 个百分点，或者超过估计值的 1.3 倍",
        "the interval is 30 points wide or more, or wider than 130 % of the estimate",
    ),
    Reason.STRATA_MISSING: (
        "不是每户都有机会被抽到，或有的地方没人代表",
        "not everybody had a chance to be drawn, or is answered for",
    ),
    Reason.PROTECTS_ANOTHER: (
        "公布了它，就能推算出旁边一个没公布的",
        "with it, a withheld neighbour could be worked out to within 20 points",
    ),
    Reason.REVIEW: (
        "人人都满意或都不满意，或自由度不到 8：要有人看过才公布",
        "everybody or nobody satisfied, or fewer than 8 degrees of freedom: a person has to look first",
    ),
    Reason.AS_BEFORE: (
        "更正以前的那次没有公布它",
        "the release that this one corrects withheld it",
    ),
    OTHER: ("以前用别的办法得到的，不能比较", "found before, by another method: not comparable"),
}


def codebook() -> Codebook:
    """What every column and code means."""
    return Codebook(
        title=(
            "居民满意率（抽样调查）：已公布的数",
            "Satisfaction of residents (sample survey): what was released",
        ),
        notes=list(_notes()),
        columns=list(_columns()),
    )


def _notes() -> Iterator[tuple[str, str]]:
    yield (
        "满意：答“很满意”或“比较满意”的，占表了态的；“一般”不算满意，“说不清”不在分母里。",
        "Satisfied: 'very' or 'fairly', of those with an opinion; 'neither' is not satisfied, "
        "'cannot say' is not in the denominator.",
    )
    yield (
        "分层随机抽样，按户数加权；范围是 95 % 置信区间（Korn–Graubard），"
        "下限向下、上限向上取到 0.1 个百分点。",
        "A stratified random sample, weighted by dwellings; 95 % Korn-Graubard intervals, limits rounded "
        "outwards to tenths of a point.",
    )
    yield (
        "按 NCHS 公布标准决定公布、复核还是不公布；不公布的不能从公布的推算到 20 个百分点以内。",
        "Printed, reviewed or withheld by the NCHS presentation standards; what is withheld cannot be "
        "worked out to within 20 points.",
    )
    yield (
        "范围相交的地方不能排名次。没有邀请码的答卷单独一行，不进抽样的估计。",
        "Divisions whose intervals overlap cannot be ranked. Open answers stand in lines of their own and "
        "enter no estimate.",
    )


def _columns() -> Iterator[Column]:
    levels = {"city": ("市", "city"), "district": ("区县", "district"), "street": ("街道乡镇", "street")}
    verdicts = {
        "met": ("整个范围在目标线上", "the whole interval is at the goal or above"),
        "not_met": ("整个范围在目标线下", "the whole interval is below the goal"),
        "undecided": ("范围跨着目标线", "the goal lies within the interval"),
    }
    yield Column("year", "调查的年份", "year of the survey")
    yield Column("division", "12 位区划代码", "12-digit code of the division")
    yield Column("level", "级别", "its level", levels | {"community": ("社区、村", "community")})
    yield Column("name", "名称", "its name in Chinese")
    yield Column("name_en", "英文名称", "its name in Latin letters")
    yield Column(
        "group",
        "对象",
        "who was asked",
        {
            "all": ("本地居民和外来暂住，按户数合起来", "residents and migrants, weighted by dwellings"),
            "residents": ("本地居民户", "residents"),
            "migrants": ("外来暂住（新居民）", "migrants"),
            "units": ("辖区单位", "organisations of the division"),
        },
    )
    yield Column(
        "statistic",
        "什么数",
        "what the share is of",
        {
            "satisfied": ("对社区服务满意的", "satisfied with the services of the community"),
            "service:*": ("用过这种服务的人里满意的", "satisfied, of those who used this kind of service"),
            "need:*": ("需要而没能得到这种服务的", "needed this and could not get it"),
            "took_part": ("参与社区服务的单位", "organisations that took part in services"),
            "open": ("没有邀请码的答卷里满意的", "satisfied, of the open answers"),
        },
    )
    yield Column("about", "服务或需要的名称；别的办法的说明", "the kind of service or need; the other method")
    yield Column("answers", "表了态的人数；不公布的为空", "answers with an opinion; empty if withheld")
    yield Column("estimate", "估计，0 到 1", "the estimate, from 0 to 1")
    yield Column("low", "95 % 范围的下限", "lower limit of the 95 % interval")
    yield Column("high", "95 % 范围的上限", "upper limit of the 95 % interval")
    yield Column("goal", "目标", "the goal")
    yield Column(
        "verdict",
        "是否达标；不公布或没有目标的为空",
        "met or not; empty: withheld, or no goal",
        verdicts,
    )
    yield Column("rule", "按哪条规则公布或不公布", "the rule by which it is printed or withheld", dict(RULES))
    yield Column(
        "method",
        "办法",
        "how it was found",
        {
            METHOD: ("概率抽样", "a probability sample"),
            SELF_CHOSEN: ("自愿答的，不是抽样", "people who chose to answer: not a sample"),
            OTHER: ("别的办法", "another method, before Linli"),
        },
    )
    yield Column("released_on", "公布的日子", "day of release")
