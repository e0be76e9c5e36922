"""The stamp of a write, taken from the call; its answer: 201 first, then 200 with the same."""

import asyncio
from hashlib import sha256
from typing import Any, Final, TypeVar

from litestar import Request, Response

from server.domain.once import Once, Stamp
from server.http.who import who

Answer = TypeVar("Answer")
LARGE: Final = 256 * 1024  # bytes: from here on (a photo) hashing takes longer than a hop to another thread


async def stamp_of(request: Request[Any, Any, Any]) -> Stamp:
    """Hashes the bytes as they came: not the JSON they mean."""
    actor, now = await who(request), request.app.state.clock()
    body = await request.body()
    hashed = sha256(body) if len(body) < LARGE else await asyncio.to_thread(sha256, body)
    return Stamp(by=actor, at=now, body_hash=hashed.hexdigest())


def answer_once(once: Once[Answer]) -> Response[Answer]:
    """201 with the first answer, 200 with the same one again."""
    return Response(once.answer, status_code=201 if once.is_new else 200)
