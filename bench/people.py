"""Residents with requests of their own, signed in: enough of them that no limit per person is reached.

`python -m bench.people HOME FILE` writes their access tokens; a process of its own, as it is the whole app.
"""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from httpx import ASGITransport, AsyncClient

from bench.tools import ASK, ROOT
from server.app import Linli, create_app
from server.domain import sessions
from server.models.people import Person
from server.settings import Settings

RESIDENTS = 400
REQUESTS = 5  # each


def sign_in(home: Path) -> list[str]:
    """The access tokens of as many residents; the home must not be served meanwhile."""
    with NamedTemporaryFile() as file:
        command = [sys.executable, "-m", "bench.people", str(home), file.name]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return Path(file.name).read_text().split()


async def make(home: Path, file: Path) -> None:
    """Through the app's own doors."""
    app = create_app(Settings(home=home, demo=True))
    async with app.lifespan():
        tokens = [await resident(app, n) for n in range(RESIDENTS)]
    await asyncio.to_thread(file.write_text, "\n".join(tokens))


async def resident(app: Linli, n: int) -> str:
    """One, from an address of their own."""
    state, now = app.state, datetime.now(UTC)
    person = Person(id=uuid4(), phone=f"+86134910{n:05d}", created_at=now)
    await Person.insert(person)
    passes = await sessions.begin(person.id, sessions.OWN_PHONE, state.secrets, state.doorkeeper.ring, now)
    transport = ASGITransport(app=app, client=(f"10.8.{n // 250}.{n % 250}", 1))
    head = {"Authorization": f"Bearer {passes.access}"}
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=head) as client:
        for _ in range(REQUESTS):
            sent = await client.put(f"/api/requests/{uuid4()}", json=ASK)
            sent.raise_for_status()
    return str(passes.access)


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1]), Path(sys.argv[2])))
