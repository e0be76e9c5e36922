"""The doors that services, organizations and locations have alike: read, publish, drafts, history, undo."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from server.api.desk.editing import (
    CHANGED,
    DraftShown,
    IfMatch,
    Published,
    ReviewShown,
    ThingShown,
    draft_shown,
    review_shown,
    thing_shown,
    version_if_any,
    version_in,
)
from server.domain import drafting, publishing
from server.domain.drafting import Began
from server.domain.nouns import Editor, Noun
from server.domain.revisions import Body, History

Function = TypeVar("Function", bound=Callable[..., Any])


def doors_of(noun: Noun[Body]) -> Sequence[HTTPRouteHandler]:
    """Of one noun, under `/services` and so on; the operations are called after it."""
    word, all_of_them = noun.name.capitalize(), f"/{noun.name}s"
    one = f"{all_of_them}/{{thing_id:uuid}}"

    @get(one, operation_id=f"readDesk{word}")
    @of(noun)
    async def read(thing_id: FromPath[UUID], editor: NamedDependency[Editor]) -> ThingShown[Body]:
        """As it is published, and, for its desk, as somebody is writing it."""
        return thing_shown(noun, await publishing.read_thing(noun, thing_id, editor), editor)

    @put(one, operation_id=f"publish{word}", responses=CHANGED)
    @of(noun)
    async def publish(
        thing_id: FromPath[UUID],
        data: JSONBody[Body],
        editor: NamedDependency[Editor],
        if_match: IfMatch = "",
    ) -> Published:
        """Publish it. If-Match says from which version it began; "0" for a new one."""
        return Published(await publishing.publish(noun, thing_id, data, version_in(if_match), editor))

    @delete(one, operation_id=f"delete{word}", responses=CHANGED)
    async def remove(
        thing_id: FromPath[UUID], editor: NamedDependency[Editor], if_match: IfMatch = ""
    ) -> None:
        """Residents find it no more; its history stays, and it can be brought back."""
        await publishing.delete(noun, thing_id, version_in(if_match), editor)

    @put(f"{one}/draft", operation_id=f"keep{word}Draft", responses=CHANGED)
    @of(noun)
    async def keep_draft(
        thing_id: FromPath[UUID],
        data: JSONBody[Body],
        editor: NamedDependency[Editor],
        if_match: IfMatch = "",
        over: FromQuery[int | None] = None,
    ) -> DraftShown[Body]:
        """Keep what is not finished. If-Match: the version that it began from; `over`: take over."""
        began = Began(version_if_any(if_match), over)
        return draft_shown(await drafting.keep_draft(noun, thing_id, data, began, editor), editor)

    @delete(f"{one}/draft", operation_id=f"discard{word}Draft", responses=CHANGED)
    async def discard_draft(
        thing_id: FromPath[UUID], editor: NamedDependency[Editor], over: FromQuery[int | None] = None
    ) -> None:
        """Throw it away; another's only with its version (`over`)."""
        await drafting.discard_draft(noun, thing_id, over, editor)

    @get(f"{one}/revisions", operation_id=f"list{word}Revisions")
    async def list_revisions(
        thing_id: FromPath[UUID], editor: NamedDependency[Editor], cursor: FromQuery[str] = ""
    ) -> History:
        """What was published of it, by whom and when."""
        return await publishing.history_of(noun, thing_id, cursor, editor)

    @get(f"{one}/revisions/{{version:int}}", operation_id=f"read{word}Revision")
    @of(noun)
    async def read_revision(
        thing_id: FromPath[UUID], version: FromPath[int], editor: NamedDependency[Editor]
    ) -> Body:
        """What one version said."""
        return await publishing.revision_of(noun, thing_id, version, editor)

    @put(f"{one}/revisions/{{version:int}}/restored", operation_id=f"restore{word}", responses=CHANGED)
    async def restore(
        thing_id: FromPath[UUID],
        version: FromPath[int],
        editor: NamedDependency[Editor],
        if_match: IfMatch = "",
    ) -> Published:
        """Publish again what a version said, also what was deleted. Without If-Match over anything."""
        expected = version_if_any(if_match)
        return Published(await publishing.restore(noun, thing_id, version, expected, editor))

    @post(f"{all_of_them}/check", operation_id=f"check{word}", status_code=200)
    @of(noun)
    async def check(
        data: JSONBody[Body],
        editor: NamedDependency[Editor],
        language: NamedDependency[str],
        id: FromQuery[UUID | None] = None,
    ) -> ReviewShown:
        """What publishing this would say; `id` is that of the thing itself."""
        review = await publishing.review(noun, data, id, editor)
        name: str = data.name  # type: ignore[attr-defined]  # each of the three has one
        return review_shown(review, name, editor, language)

    return [read, publish, remove, keep_draft, discard_draft, list_revisions, read_revision, restore, check]


def of(noun: Noun[Any]) -> Callable[[Function], Function]:
    """Says what `Body` is for this noun: the framework reads it from the annotations."""

    def bind(function: Function) -> Function:
        for name, kind in function.__annotations__.items():
            if kind is Body:
                function.__annotations__[name] = noun.kind
            elif getattr(kind, "__parameters__", ()):
                function.__annotations__[name] = kind[noun.kind]
        return function

    return bind
