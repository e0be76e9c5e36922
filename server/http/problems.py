"""Every error leaves as RFC 9457 problem details, in the reader's language."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from server.domain.errors import Refusal


def problem(_: Request[Any, Any, Any], error: Exception) -> Response[dict[str, object]]:
    """Whatever was raised, as a problem document."""
    status = getattr(error, "status", 500) if isinstance(error, Refusal) else 500
    if isinstance(error, HTTPException):
        status = error.status_code
    body: dict[str, object] = {"type": f"/problems/{getattr(error, 'key', status)}", "status": status}
    return Response(body, status_code=status, media_type="application/problem+json")
