"""What other people's software may ask for: the categories of the public space, and what to ask with each."""

import tomllib
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, convert

from server.domain.categories import FOLDER, TERMS, TOP_BY_CODE, Term, is_for_requests
from server.domain.errors import Invalid, NotFound
from server.domain.open311.markup import Tree
from server.domain.texts import line

LONGEST_ANSWER: Final = 400  # characters of one answer


class Value(Struct, frozen=True, forbid_unknown_fields=True):
    """One choice of a list."""

    key: str
    zh: str
    en: str

    def name(self, language: str) -> str:
        """For a reader."""
        return self.en if language == "en" else self.zh


class Attribute(Struct, frozen=True, forbid_unknown_fields=True):
    """One question beside the words."""

    code: str
    datatype: Literal["string", "number", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    values: list[Value] = []

    def question(self, language: str) -> str:
        """For a reader."""
        return self.en if language == "en" else self.zh


ATTRIBUTES: Final = convert(
    tomllib.loads((FOLDER / "open311.toml").read_text("utf-8")),
    dict[Annotated[str, Meta(min_length=1)], list[Attribute]],
)
PUBLIC: Final = {code: term for code, term in TERMS.items() if term.public_space and is_for_requests(code)}


def offered(code: str) -> Term:
    """The category of this code. Raises NotFound for an unknown one and for one that is not public."""
    if code not in PUBLIC:
        raise NotFound(service_code=code)
    return PUBLIC[code]


def services_told(language: str) -> list[Tree]:
    """Everything that may be asked for."""
    return [_service(term, language) for term in PUBLIC.values()]


def _service(term: Term, language: str) -> Tree:
    top = TOP_BY_CODE[term.parent]
    english = language == "en"
    words = term.words_en if english else term.words
    name = term.en if english else term.zh
    return {
        "service_code": term.code,
        "service_name": name,
        "description": f"{name}: {', '.join(words[:4])}" if english else f"{name}：{'、'.join(words[:4])}",
        "metadata": term.code in ATTRIBUTES,
        "type": "realtime",
        "keywords": ",".join(words),
        "group": top.en if english else top.zh,
    }


def definition_of(code: str, language: str) -> Tree:
    """What to ask with a category. Raises NotFound."""
    attributes = ATTRIBUTES.get(offered(code).code, [])
    return {
        "service_code": code,
        "attributes": [_told(each, order, language) for order, each in enumerate(attributes, start=1)],
    }


def _told(attribute: Attribute, order: int, language: str) -> Tree:
    told: dict[str, Any] = {
        "variable": True,
        "code": attribute.code,
        "datatype": attribute.datatype,
        "required": attribute.required,
        "datatype_description": attribute.hint_en if language == "en" else attribute.hint_zh,
        "order": order,
        "description": attribute.question(language),
    }
    if attribute.values:
        told["values"] = [{"key": each.key, "name": each.name(language)} for each in attribute.values]
    return told


def answers_in_words(code: str, given: dict[str, list[str]], language: str) -> list[str]:
    """A line for each answer, "question: answer". Raises Invalid for a choice that is none, or one missing.

    What a program sends beyond our questions is left out: it was not asked.
    """
    lines = []
    for attribute in ATTRIBUTES.get(code, []):
        answers = [each for each in (line(text) for text in given.get(attribute.code, [])) if each]
        field = f"attribute[{attribute.code}]"
        if not answers:
            if attribute.required:
                raise Invalid({field: "required"})
            continue
        if attribute.datatype != "multivaluelist":
            answers = answers[:1]
        said = [_answer(attribute, each, field, language) for each in answers]
        between, after = (", ", ": ") if language == "en" else ("、", "：")
        lines.append(f"{attribute.question(language)}{after}{between.join(said)}")
    return lines


def _answer(attribute: Attribute, text: str, field: str, language: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise Invalid({field: "too-long"}, limit=LONGEST_ANSWER)
    if not attribute.values:
        return text
    names = {each.key: each.name(language) for each in attribute.values}
    if text not in names:
        raise Invalid({field: "not-a-choice"})
    return names[text]
