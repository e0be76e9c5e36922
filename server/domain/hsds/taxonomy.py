"""Our taxonomies as HSDS has them: categories, for whom a service is, and facts that it has no field for.

Names are Chinese, as everything in the directory; `code` is what programs go by. What an attribute says more
than its term stands in its `value`; a text in another language has the `link_type` translation-en.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from server.domain.categories import TERMS, TOPS, terms_under
from server.domain.hsds.ids import ident, term_id
from server.domain.hsds.records import Attribute, Taxonomy, TaxonomyTerm

VERSION: Final = "1"
LANGUAGE: Final = "zh"
CATEGORY, AUDIENCE, FACT = "category", "audience", "fact"
TRANSLATION: Final = "translation-"  # and the language
NAMES: Final = {
    CATEGORY: ("邻里服务类别", "社区服务的两级类别，服务和求助共用。"),
    AUDIENCE: ("邻里服务对象", "服务特别面向哪些人。"),
    FACT: ("邻里补充信息", "HSDS 没有字段的事实，取值写在 attribute.value。"),
}
AUDIENCES: Final = {"elderly": "老人", "disabled": "残疾人", "children": "儿童", "migrants": "外来人口"}
FACTS: Final = {
    "pinyin": ("名称读音", "名称的拼音，一字一音节，不带声调。"),
    "home-visit": ("上门服务", "可以上门。"),
    "accessibility": ("无障碍", "这项服务的无障碍条件。"),
    "holidays": ("节假日", "work：按国家放假和调休安排；closed：法定节假日休息；plain：不受节假日影响。"),
    "season": ("季节", "每年从一天到另一天，例如 06-15..09-15；这里按年份写成几行，本来是一条。"),
    "closed": ("停止服务", "从 valid_from 到 valid_to 停止服务，不论其他时间怎么写。"),
    "owner": ("维护单位", "负责维护这条信息的社区、街道、区县或市的 12 位代码，与服务范围不同时才写。"),
    "division": ("统计用区划代码", "地点所在的社区、街道、区县或市，12 位。"),
    "name": ("名称", "名称的译文。"),
    "description": ("说明", "说明的译文。"),
    "eligibility": ("服务对象", "服务对象的译文。"),
    "documents": ("所需材料", "所需材料的译文。"),
    "application": ("办理方式", "办理方式的译文。"),
    "fee_note": ("收费说明", "收费说明的译文。"),
    "wait": ("等候时间", "等候时间的译文。"),
}

TAXONOMIES: Final = [
    Taxonomy(id=ident("taxonomy", code), name=name, description=description, version=VERSION)
    for code, (name, description) in NAMES.items()
]
TAXONOMY_BY_CODE: Final = dict(zip(NAMES, TAXONOMIES, strict=True))


def _term(taxonomy: str, code: str, name: str, description: str, key: str = "") -> TaxonomyTerm:
    whole = TAXONOMY_BY_CODE[taxonomy]
    return TaxonomyTerm(
        id=term_id(taxonomy, key or code),
        code=code,
        name=name,
        description=description,
        taxonomy=whole.name,
        language=LANGUAGE,
        taxonomy_id=whole.id,
    )


def _categories() -> Iterable[TaxonomyTerm]:
    for top in TOPS:
        above = _term(CATEGORY, top.code, top.zh, "、".join(each.zh for each in top.terms), f"top/{top.code}")
        yield above
        for each in top.terms:
            described = "、".join(each.words) or each.zh
            term = _term(CATEGORY, each.code, each.zh, described)
            yield msgspec.structs.replace(term, parent_id=above.id)


ALL_TERMS: Final = [
    *_categories(),
    *(_term(AUDIENCE, code, name, f"面向{name}的服务。") for code, name in AUDIENCES.items()),
    *(_term(FACT, code, name, description) for code, (name, description) in FACTS.items()),
]
TERM_BY_ID: Final = {term.id: term for term in ALL_TERMS}
TAXONOMY_BY_ID: Final = {taxonomy.id: taxonomy for taxonomy in TAXONOMIES}
CODE_OF_TAXONOMY: Final = {taxonomy.id: code for code, taxonomy in TAXONOMY_BY_CODE.items()}


class Meant(Struct, frozen=True):
    """What a term of ours stands for."""

    taxonomy: str
    codes: list[str]  # of a top category: those of all its terms


@lru_cache(512)
def meant_by(id: UUID) -> Meant | None:
    """What this term stands for; None if it is none of ours."""
    term = TERM_BY_ID.get(id)
    if term is None or not isinstance(term.taxonomy_id, UUID):
        return None
    taxonomy, code = CODE_OF_TAXONOMY[term.taxonomy_id], str(term.code)
    if taxonomy == CATEGORY and id == term_id(CATEGORY, f"top/{code}"):
        return Meant(taxonomy, [each.code for top in TOPS if top.code == code for each in top.terms])
    return Meant(taxonomy, [code])


def with_taxonomy(term: TaxonomyTerm) -> TaxonomyTerm:
    """The term as it stands alone, with what it is a term of."""
    whole = TAXONOMY_BY_ID.get(term.taxonomy_id) if isinstance(term.taxonomy_id, UUID) else None
    return msgspec.structs.replace(term, taxonomy_detail=whole) if whole else term


def attribute(
    owner: UUID, entity: str, kind: str, code: str, *, value: str = "", language: str = ""
) -> Attribute:
    """A term applied to something; `language` of a translated text."""
    link = TRANSLATION + language if language else kind
    made = Attribute(
        id=ident(owner, link, code),
        link_type=link,
        link_entity=entity,
        taxonomy_term=TERM_BY_ID[term_id(kind, code)],
    )
    if value:
        made.value = value
    return made


@lru_cache(4096)
def category_for(word: str) -> str:
    """Our category for another's term: by code, name, or a word that residents say; "" if none fits."""
    wanted = word.strip().casefold()
    for code, term in TERMS.items():
        known = {code, term.zh.casefold(), term.en.casefold(), *map(str.casefold, term.words + term.words_en)}
        if term.use != "requests" and wanted in known:
            return code
    tops = [top.code for top in TOPS if wanted in {top.code, top.zh.casefold(), top.en.casefold()}]
    below = terms_under(tops[0]) if tops else []
    return next((code for code in below if TERMS[code].use != "requests"), "")
