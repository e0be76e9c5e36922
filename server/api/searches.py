"""What phones searched in vain: words and counts, without a name, so that the words of the city grow."""

from datetime import datetime
from uuid import UUID

from litestar import Response, Router, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from server.domain import unanswered
from server.domain.city import City
from server.domain.unanswered import SearchesCounted, SearchesWithout


@put(
    "/searches/{batch_id:uuid}",
    operation_id="countSearches",
    status_code=201,
    responses={
        200: ResponseSpec(SearchesCounted, description="This batch was here; nothing is counted twice")
    },
)
async def count_searches(
    batch_id: FromPath[UUID],
    data: JSONBody[SearchesWithout],
    city: NamedDependency[City],
    now: NamedDependency[datetime],
) -> Response[SearchesCounted]:
    """Count what found nothing. The id is the sender's own for this batch; who sends it is not asked."""
    counted, is_new = await unanswered.count_batch(batch_id, data, city, now)
    return Response(counted, status_code=201 if is_new else 200)


router = Router("/", route_handlers=[count_searches], tags=["directory"])
