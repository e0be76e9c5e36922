"""What a survey asks, on the desk: read, written while it is a draft, looked through before it is taken."""

from typing import Any, Final
from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.api.desk.editing import FindingShown, IfMatch, version_in
from server.domain.city import City
from server.domain.people import Actor
from server.domain.surveys import composing, preparing
from server.domain.surveys.composing import Before, read_written
from server.domain.surveys.questionnaire import Questionnaire
from server.domain.surveys.questionnaire_checks import Remark
from server.domain.surveys.waves import WaveState
from server.http.messages import sentence
from server.http.problems import Problem
from server.http.validation import FieldError, field_errors

LANGUAGES: Final = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}


class RemarkShown(Struct, frozen=True):
    """An `error` keeps the survey from being opened, a `warning` does not. `field`: `residents.3.text.en`."""

    level: str
    field: str
    key: str
    message: str


class QuestionnaireShown(Struct, frozen=True):
    """A wave's questionnaire, what is to be said about it, and what the last wave asked."""

    wave: UUID
    year: int
    state: WaveState
    may_edit: bool
    questionnaire: Questionnaire
    remarks: list[RemarkShown]
    before: Before | None


class QuestionnaireSaved(Struct, frozen=True):
    """The version that is kept now."""

    version: int
    remarks: list[RemarkShown]


class QuestionnaireReviewed(Struct, frozen=True):
    """A file: the questionnaire in it, if it is one, and every place where it is not."""

    questionnaire: Questionnaire | None
    errors: list[FindingShown]
    remarks: list[RemarkShown]


@get("/waves/{wave_id:uuid}/questionnaire", operation_id="readQuestionnaire")
async def read_questionnaire(
    wave_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    language: NamedDependency[str],
) -> QuestionnaireShown:
    """The questionnaire of a survey, also of a draft."""
    preparing.must_look_on(actor)
    found = await composing.read_composed(wave_id)
    return QuestionnaireShown(
        wave=found.wave,
        year=found.year,
        state=found.state,
        may_edit=found.state == WaveState.DRAFT and preparing.may_lead(actor, city),
        questionnaire=found.questionnaire,
        remarks=_told(found.remarks, language),
        before=found.before,
    )


@put("/waves/{wave_id:uuid}/questionnaire", operation_id="saveQuestionnaire")
async def save_questionnaire(
    wave_id: FromPath[UUID],
    *,
    data: JSONBody[dict[str, Any]],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    language: NamedDependency[str],
    if_match: IfMatch = "",
) -> QuestionnaireSaved:
    """Keep it, a Questionnaire with its faults. If-Match: the version read.

    422: every place that is no questionnaire; 412: there is another version; 409: the survey is open.
    """
    preparing.must_lead(actor, city)
    written, faults = read_written(data)
    if written is None:
        problem = Problem(422, "invalid")
        problem.errors = _places(faults)
        raise problem
    version, remarks = await composing.save_questionnaire(wave_id, written, version_in(if_match))
    return QuestionnaireSaved(version, _told(remarks, language))


@post("/waves/{wave_id:uuid}/questionnaire/check", operation_id="checkQuestionnaire", status_code=200)
async def check_questionnaire(
    wave_id: FromPath[UUID],
    data: JSONBody[dict[str, Any]],
    actor: NamedDependency[Actor],
    city: NamedDependency[City],
    language: NamedDependency[str],
) -> QuestionnaireReviewed:
    """Look through a file before it is taken; nothing is kept."""
    preparing.must_lead(actor, city)
    read, faults, remarks = await composing.check_written(wave_id, data)
    errors = [
        FindingShown(wrong.field, sentence(wrong.key, language, wrong.facts)) for wrong in _places(faults)
    ]
    return QuestionnaireReviewed(read, errors, _told(remarks, language))


def _places(faults: list[tuple[str, str]]) -> list[FieldError]:
    """What does not fit, by its whole path."""
    return [
        FieldError(".".join(name for name in (at, wrong.field) if name), wrong.key, wrong.facts)
        for at, message in faults
        for wrong in field_errors(message)[0]
    ]


def _told(remarks: list[Remark], language: str) -> list[RemarkShown]:
    """In the reader's language, those that keep it closed first."""
    told = [
        RemarkShown(one.level, one.field, one.key, sentence(one.key, language, _facts(one, language)))
        for one in remarks
    ]
    return sorted(told, key=lambda one: one.level != "error")


def _facts(remark: Remark, language: str) -> dict[str, str]:
    names = LANGUAGES.get(remark.facts.get("language", ""))
    return remark.facts | ({"language": names[language == "en"]} if names else {})


router = Router(
    "/desk", route_handlers=[read_questionnaire, save_questionnaire, check_questionnaire], tags=["surveys"]
)
