"""What may come in: how large, how deep, of which type, and from which page; asked before decoding.

A foreign page can make a browser send our cookie, but not `application/json`, an image or our own headers
without asking first, and we never answer that question; `Sec-Fetch-Site` and `Origin` close what is left.
"""

import re
from typing import Any, Final

from server.http.problems import Problem
from server.http.site import Site
from server.storage.space import Room

JSON_BYTES: Final = 64 * 1024
PHOTO_BYTES: Final = 15_000_000
DEEPEST: Final = 32
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PHOTO_PATH: Final = re.compile(r"/api/(?:desk/)?requests/[^/]+/photos/[^/]+")
SHEET_BYTES: Final = 40_000_000  # 200,000 rows
SHEET_PATH: Final = re.compile(r"/api/desk/(?:sheets/[^/]+|waves/[^/]+/frame)")
SHEET_KINDS: Final = {
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"text/csv",
    b"application/octet-stream",  # a browser that does not know what an .xlsx is
}
QUESTIONS_BYTES: Final = 512 * 1024  # three forms of sixty questions, in several languages
QUESTIONS_PATH: Final = re.compile(r"/api/desk/waves/[^/]+/questionnaire(?:/check)?")
FORM_PATH: Final = re.compile(r"/open311/.*")
FORM_BYTES: Final = 128 * 1024  # a Chinese character takes nine: 4,000 of them, and the rest
FILES_BYTES: Final = 40_000_000  # of a form with pictures
STRINGS_AND_BRACKETS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{\]}]', re.DOTALL)
RENEWAL: Final = "/api/session/refresh"
LATER: Final = {"Retry-After": "600"}  # seconds in which somebody may have made room
CLOSE: Final = {"Connection": "close"}  # or uvicorn would go on reading what was refused


def check_sender(method: str, heads: dict[bytes, bytes], site: Site) -> None:
    """Refuses what another site's page made a browser send, and two sign-ins at once. Raises Problem."""
    has_cookie = f"{site.access_cookie}=".encode() in heads.get(b"cookie", b"")
    if has_cookie and heads.get(b"authorization", b"")[:7].lower() == b"bearer ":
        raise Problem(400, "two-sign-ins")
    if method not in UNSAFE:
        return
    fetched_from = heads.get(b"sec-fetch-site")
    if fetched_from is not None:
        if fetched_from not in {b"same-origin", b"none"}:
            raise Problem(403, "foreign-page", CLOSE)
    elif b"cookie" in heads and heads.get(b"origin", b"") != site.public_url.encode():
        raise Problem(403, "foreign-page", CLOSE)


def check_room(method: str, path: str, room: Room) -> None:
    """Refuse what a nearly full disk could not keep: photos first, then all but deleting. Raises Problem.

    A session goes on being renewed, or nobody could even read. What was sent is still taken from the
    connection, so that the phone hears the answer, keeps what it has and tries again.
    """
    if method not in UNSAFE or method == "DELETE" or path == RENEWAL:
        return
    if not room.takes_writes():
        raise Problem(507, "storage-full", LATER)
    if PHOTO_PATH.fullmatch(path) and not room.takes_photos():
        raise Problem(507, "no-room-for-photos", LATER)


async def guarded(scope: Any, heads: dict[bytes, bytes], receive: Any) -> Any:
    """A `receive` for the handlers: JSON already read and measured, a photo counted as it streams.

    Raises Problem, here or, for a photo that grows too long, when the handler reads.
    """
    length = _length_of(heads)
    if length == 0 and b"transfer-encoding" not in heads:
        return receive
    kind = heads.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if scope["method"] == "PUT" and PHOTO_PATH.fullmatch(scope["path"]):
        if not kind.startswith(b"image/"):
            raise Problem(415, "wrong-type", CLOSE, expected="image/*")
        return _counted(receive, length, PHOTO_BYTES)
    if scope["method"] == "PUT" and kind in SHEET_KINDS and SHEET_PATH.fullmatch(scope["path"]):
        return _counted(receive, length, SHEET_BYTES)
    if scope["method"] == "POST" and FORM_PATH.fullmatch(scope["path"]):
        if kind == b"multipart/form-data":
            return _counted(receive, length, FILES_BYTES)
        if kind != b"application/x-www-form-urlencoded":
            raise Problem(415, "wrong-type", CLOSE, expected="application/x-www-form-urlencoded")
        return _counted(receive, length, FORM_BYTES)
    if kind != b"application/json":
        raise Problem(415, "wrong-type", CLOSE, expected="application/json")
    most = QUESTIONS_BYTES if QUESTIONS_PATH.fullmatch(scope["path"]) else JSON_BYTES
    body = await _read_all(_counted(receive, length, most))
    check_depth(body)
    return _given(body, receive)


def _length_of(heads: dict[bytes, bytes]) -> int:
    length = heads.get(b"content-length", b"0")
    if not length.isdigit() or len(length) > 15:
        raise Problem(400, "not-acceptable-length", CLOSE)
    return int(length)


def _counted(receive: Any, length: int, limit: int) -> Any:
    """Refuses more than `limit` bytes, announced or come."""
    if length > limit:
        raise Problem(413, "too-large", CLOSE, limit=limit)
    come = 0

    async def counting() -> Any:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > limit:
            raise Problem(413, "too-large", CLOSE, limit=limit)
        return message

    return counting


async def _read_all(receive: Any) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "not-acceptable-length", CLOSE)
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _given(body: bytes, receive: Any) -> Any:
    """The body in one message; after it, whatever else the connection says."""
    given = False

    async def giving() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return giving


def check_depth(body: bytes) -> None:
    """At most 32 brackets deep: decoders recurse. Raises Problem."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return
    depth = 0
    for match in STRINGS_AND_BRACKETS.finditer(body):
        character = match[0][:1]
        if character in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise Problem(400, "too-deep", limit=DEEPEST)
        elif character in b"]}":
            depth -= 1
