"""Errors as Open311 has them: an array with a code and a sentence each, in XML or JSON by the address.

The standard knows 403 for a key, 404 for a thing that is not there, 405 for a method, and 400 for the rest.
What is nobody's mistake (too often, too large, no room, our own fault) keeps the status that HTTP has for it.
"""

from typing import Any, Final

from litestar import Request, Response

from server.domain.open311.markup import MEDIA_TYPES, Format, written
from server.http.language import language_of
from server.http.messages import sentence
from server.http.problems import Problem, answer_problem, note_fault, problem_of, request_id_of

PREFIX: Final = "/open311/"
KEPT: Final = frozenset({403, 404, 405, 413, 429, 500, 503, 507})


def is_georeport(path: str) -> bool:
    """Is this address one of Open311's?"""
    return path.startswith(PREFIX)


def format_of(path: str) -> Format:
    """By the ending; XML is what every program of the standard reads."""
    return "json" if path.endswith(".json") else "xml"


def told(problem: Problem, path: str, language: str) -> tuple[int, str, bytes]:
    """Status, content type and body."""
    status = problem.status if problem.status in KEPT else 403 if problem.status == 401 else 400
    said = [f"{error.field}: {sentence(error.key, language, error.facts)}" for error in problem.errors] or [
        sentence(problem.key, language, problem.facts)
    ]
    format = format_of(path)
    errors = [{"code": str(status), "description": each} for each in said]
    return status, MEDIA_TYPES[format], written("errors", errors, format)


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The exception handler of all handlers: problem documents; at these addresses the standard's array."""
    path = request.scope["path"]
    if not is_georeport(path):
        return answer_problem(request, error)
    problem = problem_of(error)
    if problem.status == 500:
        note_fault(error, request.scope.get("path_template", ""), request_id_of(request.scope))
    status, _, body = told(problem, path, language_of(request))
    return answered(body, format_of(path), status, problem.headers)


def answered(
    body: bytes, format: Format, status: int = 200, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """A document of the standard. To a type of text the framework itself adds the charset."""
    kind = "text/xml" if format == "xml" else MEDIA_TYPES[format]
    return Response(body, status_code=status, media_type=kind, headers=headers)
