"""Every error leaves as RFC 9457 problem details, in the reader's language, and with the request's id.

`problem_of` makes a Problem from whatever was raised; `answer_problem` is the one exception handler of the
handlers, and `bytes_of` serves the layer before them.
"""

import traceback
from typing import Any, Final

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException, SerializationException
from msgspec import Struct

from server.domain.errors import Refusal
from server.http.language import language_of
from server.http.log import without_values
from server.http.messages import SENTENCES, sentence, title
from server.http.validation import FieldError, field_errors
from server.storage.errors import Dangling, Full, Gone

MEDIA_TYPE: Final = "application/problem+json"
BY_STATUS: Final = {
    400: "bad-request",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "wrong-type",
    422: "invalid",
    429: "too-many",
    503: "unavailable",
    507: "storage-full",
}
# What decoders raise for hostile bytes: bad UTF-8, 200,000 brackets, a year 1 in another zone.
UNREADABLE: Final = (UnicodeError, RecursionError, OverflowError, msgspec.DecodeError, SerializationException)
QUIET: Final = frozenset({401, 404})  # these tell nothing more than their sentence


class Problem(Exception):
    """A refusal by the layers around the handlers. `facts` fill the sentence and go with it."""

    def __init__(self, status: int, key: str, headers: dict[str, str] | None = None, **facts: object) -> None:
        super().__init__(key)
        self.status, self.key, self.headers, self.facts = status, key, headers or {}, facts
        self.errors: list[FieldError] = []
        self.cookies: list[Cookie] = []

    def with_cookies(self, cookies: list[Cookie]) -> "Problem":
        """The same, setting cookies: of a session that is over they go."""
        self.cookies = cookies
        return self


class Document(Struct, omit_defaults=True):
    """Problem details as they leave (RFC 9457), `errors` naming the fields."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[dict[str, str]] = []


def problem_of(error: Exception) -> Problem:
    """What an exception means to the one who asked."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refusal):
        return _of_refusal(error)
    causes = _chain(error)
    if any(isinstance(cause, Full) for cause in causes):
        return Problem(507, "storage-full")
    if any(isinstance(cause, Gone) for cause in causes):
        return Problem(503, "unavailable", {"Retry-After": "5"})
    if any(isinstance(cause, Dangling) for cause in causes):
        return Problem(409, "refers-to-nothing")
    if invalid := next((cause for cause in causes if isinstance(cause, msgspec.ValidationError)), None):
        return _of_validation(error, invalid)
    if any(isinstance(cause, UNREADABLE) for cause in causes):
        return Problem(400, "unreadable")
    if isinstance(error, HTTPException) and error.status_code != 500:
        problem = Problem(error.status_code, BY_STATUS.get(error.status_code, "bad-request"), error.headers)
        problem.errors = [each for each in field_errors(error.detail)[0] if each.field]
        return problem
    return Problem(500, "trouble")


def _of_refusal(refusal: Refusal) -> Problem:
    facts = dict(refusal.facts)
    wait = facts.pop("retry_after", None)
    headers = {"Retry-After": str(int(float(str(wait))) + 1)} if wait is not None else {}
    problem = Problem(refusal.status, refusal.key, headers, **facts)
    problem.errors = [FieldError(field, key, facts) for field, key in refusal.fields.items()]
    return problem


def _of_validation(error: Exception, invalid: msgspec.ValidationError) -> Problem:
    """Fields of a body: 422. Of the address: 400. Anything else that did not fit is our fault."""
    errors, in_body = field_errors(str(invalid))
    if in_body:  # also when Litestar blames a dependency, because a field is called like one
        problem = Problem(422, "invalid")
    elif isinstance(error, HTTPException) and error.status_code < 500:
        problem = Problem(400, "bad-request")
    else:
        return Problem(500, "trouble")
    problem.errors = errors
    return problem


def _chain(error: BaseException) -> list[BaseException]:
    """An exception and what it came from."""
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in found and len(found) < 20:
        found.append(at)
        at = at.__cause__ or at.__context__
    return found


def document(problem: Problem, language: str, request_id: str) -> dict[str, Any]:
    """The body of a problem."""
    body = Document(
        type=f"/problems/{problem.key}",
        title=title(problem.status, language),
        status=problem.status,
        detail=sentence(problem.key, language, problem.facts),
        request_id=request_id,
        errors=[
            {"field": error.field, "message": sentence(error.key, language, error.facts)}
            for error in problem.errors
        ],
    )
    facts = {} if problem.status in QUIET else problem.facts
    told: dict[str, Any] = msgspec.to_builtins(body)
    return facts | told


def bytes_of(problem: Problem, language: str, request_id: str) -> bytes:
    """The same, encoded."""
    return msgspec.json.encode(document(problem, language, request_id))


def answer_problem(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """The one exception handler: whatever was raised, as a problem document."""
    problem = problem_of(error)
    if problem.status == 500:
        note_fault(error, request.scope.get("path_template", ""), request_id_of(request.scope))
    return Response(
        document(problem, language_of(request), request_id_of(request.scope)),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=problem.headers,
        cookies=problem.cookies,
    )


def request_id_of(scope: Any) -> str:
    """The id that the front layer gave this call."""
    id: str = scope.get("state", {}).get("request_id", "")
    return id


def note_fault(error: Exception, route: str, request_id: str) -> None:
    """A line for the engineer: where it broke, but none of the values that were at hand."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    structlog.get_logger().error(
        "fault",
        request_id=request_id,
        route=route,
        kinds=[type(cause).__name__ for cause in _chain(error)],
        why=without_values(str(error)),
        places=places[-8:],
    )


def has_sentence(key: str) -> bool:
    """For the tests: every key that can be raised has its sentence."""
    return key in SENTENCES
