"""After each deletion of an account: its hash goes into a file that outlives the database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from server.domain.erasures import note


def note_down(home: Path) -> Callable[[dict[str, Any], datetime], Awaitable[None]]:
    """The job of one deletion. Safe twice: a hash stands there once."""

    async def run(facts: dict[str, Any], now: datetime) -> None:
        await asyncio.to_thread(note, home, facts["id"], facts["at"])

    return run
