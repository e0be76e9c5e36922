"""The directory online: for programs, and for whoever has no catalogue on the phone."""

from datetime import datetime
from uuid import UUID

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server.domain import details, services, unanswered
from server.domain.city import City
from server.domain.details import ServiceShown
from server.domain.filters import Asked, Audience
from server.domain.services import ServicePage


@get("/services", operation_id="listServices")
async def list_services(
    *,
    city: NamedDependency[City],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    division: FromQuery[str] = "",
    category: FromQuery[str] = "",
    q: FromQuery[str] = "",
    open_at: FromQuery[datetime | None] = None,
    near: FromQuery[str] = "",
    within: FromQuery[int | None] = None,
    certified: FromQuery[bool] = False,
    free: FromQuery[bool] = False,
    home_visit: FromQuery[bool] = False,
    audience: FromQuery[Audience | None] = None,
    cursor: FromQuery[str] = "",
) -> ServicePage:
    """What is offered in, above and below a division (the city by default), in the order of the app.

    Words first, then what is open, one's own community before street, district and city, certified. With
    `near`: good hits first, of these the open ones, the nearest first.
    """
    asked = Asked(
        division=division or city.code,
        category=category,
        query=q,
        open_at=open_at,
        near=near,
        within=within,
        certified=certified,
        free=free,
        home_visit=home_visit,
        audience=audience,
        cursor=cursor,
    )
    page = await services.list_services(asked, city, language, now)
    if not page.items and asked == Asked(division=asked.division, query=q):  # the words alone found nothing
        await unanswered.count_one(q, city, now)
    return page


@get("/services/{service_id:uuid}", operation_id="getService")
async def get_service(
    service_id: FromPath[UUID],
    city: NamedDependency[City],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
) -> ServiceShown:
    """Everything about one service, and whether it is open now."""
    return await details.find_service(service_id, city, language, now)


router = Router("/", route_handlers=[list_services, get_service], tags=["directory"])
