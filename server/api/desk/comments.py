"""What people wrote in a survey, in their own words."""

from uuid import UUID

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server.domain.people import Actor
from server.domain.surveys import open_text
from server.domain.surveys.open_text import Comments
from server.domain.surveys.questionnaire import Group


@get("/waves/{wave_id:uuid}/comments", operation_id="listComments")
async def list_comments(
    *,
    actor: NamedDependency[Actor],
    wave_id: FromPath[UUID],
    division: FromQuery[str],
    group: FromQuery[Group] = Group.RESIDENTS,
    cursor: FromQuery[str] = "",
) -> Comments:
    """The open texts of a closed survey from a district or the city, checked: phone and identity-card numbers
    and the names of staff are masked, and nothing says which street or community they came from.
    """
    return await open_text.read_comments(wave_id, actor, division=division, group=group, cursor=cursor)


router = Router("/desk", route_handlers=[list_comments], tags=["desk"])
