"""What is dangerous asks for the second factor again: who took over an open desk stops there."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from server.domain.factors import must_be_fresh
from server.http.who import who


async def fresh(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: whoever has a second factor showed it lately. Raises StepUpNeeded."""
    request: Request[Any, Any, Any] = Request(connection.scope, connection.receive)
    await must_be_fresh(await who(request), request.app.state.clock())
