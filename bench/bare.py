"""The floor: the least that uvicorn can do for an answer. `python -m bench.bare FILE STATUS PORT`."""

import sys
from pathlib import Path
from typing import Any

import uvicorn

BODY = Path(sys.argv[1]).read_bytes()
START = {
    "type": "http.response.start",
    "status": int(sys.argv[2]),
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())],
}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Reads the body to its end, answers the same bytes to everything."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send(START)
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[3]), log_level="error", access_log=False)
