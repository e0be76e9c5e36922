"""What the doors for services, organizations and locations share: who edits, which version, what is shown."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Generic
from uuid import UUID

from litestar import Request
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter
from msgspec import Struct

from server.domain.checking import Finding
from server.domain.drafts import Draft
from server.domain.duplicates import Duplicate
from server.domain.errors import Invalid, VersionNeeded
from server.domain.keeping import may_edit
from server.domain.nouns import Editor, Noun
from server.domain.pinyin import reader_for
from server.domain.publishing import FieldChanged, Review, Thing
from server.domain.revisions import Body
from server.http.language import language_of
from server.http.messages import sentence
from server.http.problems import MEDIA_TYPE
from server.http.who import who

TAG: Final = re.compile(r'(?:W/)?"?(\d{1,9})"?', re.ASCII)
IfMatch = Annotated[str, HeaderParameter(name="If-Match")]


async def editor_of(request: Request[Any, Any, Any]) -> Editor:
    """Who edits, and when."""
    city = request.app.state.house.city
    return Editor(await who(request), request.app.state.clock(), city, await reader_for(city.folder))


def language(request: Request[Any, Any, Any]) -> str:
    """In which the findings of a check are told."""
    return language_of(request)


def version_in(if_match: str) -> int:
    """The version that a change began from. Raises VersionNeeded, Invalid."""
    if not if_match:
        raise VersionNeeded
    known = TAG.fullmatch(if_match.strip())
    if known is None:
        raise Invalid({"If-Match": "bad-value"})
    return int(known[1])


def version_if_any(if_match: str) -> int | None:
    """The same where it may be left out."""
    return version_in(if_match) if if_match else None


class DraftShown(Struct, Generic[Body], frozen=True):
    """What somebody is writing. `version` is the draft's own; who takes it over names it (`?over=`)."""

    body: Body
    base_version: int  # the published version that it began from; 0: none
    version: int
    by_name: str
    is_mine: bool
    at: datetime


class ThingShown(Struct, Generic[Body], frozen=True):
    """One thing as its desk has it. `version` 0: not published yet."""

    id: UUID
    owner: str
    version: int
    published: Body | None
    draft: DraftShown[Body] | None
    deleted_at: datetime | None
    changed_at: datetime | None
    may_edit: bool
    public_url: str | None  # where residents see it, if they do


class Published(Struct, frozen=True):
    """The version in force now."""

    version: int


class FindingShown(Struct, frozen=True):
    """A field, and a sentence about it."""

    field: str
    message: str


class ReviewShown(Struct, frozen=True):
    """What publishing would refuse, what to look at once more, and what may be there already."""

    errors: list[FindingShown]
    warnings: list[FindingShown]
    pinyin: str  # the reading of the name by rule
    duplicates: list[Duplicate]


class ChangedMeanwhile(Struct, frozen=True):
    """Problem details of 412: what is published now, or what another is writing."""

    type: str
    title: str
    status: int
    detail: str
    version: int  # published now
    by_name: str  # "": the operator, or a rule
    at: datetime
    theirs: dict[str, Any]
    changed: list[FieldChanged]
    draft_version: int | None = None  # of another's draft: to be named when taking it over


CHANGED: Final = {
    412: ResponseSpec(
        ChangedMeanwhile, description="Somebody else was faster; nothing is changed", media_type=MEDIA_TYPE
    )
}


def thing_shown(noun: Noun[Body], thing: Thing[Body], editor: Editor) -> ThingShown[Body]:
    """As it leaves."""
    kept, draft = thing.kept, thing.draft
    concerned = noun.divisions_of(kept.body) if kept else {draft.owner} if draft else set()
    page = f"/s/{thing.id}" if kept and not kept.deleted_at and noun.is_seen(kept.body) else None
    return ThingShown(
        id=thing.id,
        owner=noun.keeper_of(kept.body) if kept else draft.owner if draft else "",
        version=kept.version if kept else 0,
        published=kept.body if kept else None,
        draft=draft_shown(draft, editor) if draft else None,
        deleted_at=kept.deleted_at if kept else None,
        changed_at=kept.changed_at if kept else None,
        may_edit=may_edit(editor.actor, concerned),
        public_url=page,
    )


def draft_shown(draft: Draft[Body], editor: Editor) -> DraftShown[Body]:
    """As it leaves."""
    is_mine = draft.person == editor.actor.person
    return DraftShown(draft.body, draft.base_version, draft.version, draft.person_name, is_mine, draft.at)


def review_shown(review: Review[Body], name: str, editor: Editor, language: str) -> ReviewShown:
    """As it leaves, in the reader's language."""
    return ReviewShown(
        errors=[_told(finding, language) for finding in review.checked.errors],
        warnings=[_told(finding, language) for finding in review.checked.warnings],
        pinyin=editor.reader.read(name),
        duplicates=review.duplicates,
    )


def _told(finding: Finding, language: str) -> FindingShown:
    return FindingShown(finding.field, sentence(finding.key, language, dict(finding.facts)))
