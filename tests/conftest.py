"""The real application on real databases: every test that asks for `db` or `api` runs on both engines."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from server.models import TABLES
from server.settings import Settings
from server.storage.database import close_database, open_database, start_database
from tests.engines import Server, copy_files, make, postgres_server, run


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    """The loop that serves in production."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def rounds() -> int:
    """How often a long test loops: few in `make test`, many in `make soak`."""
    return int(os.environ.get("LINLI_TEST_ROUNDS", "2"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """LINLI_HOME of this test."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def migrated_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated linli.db and survey.db without rows."""
    folder = tmp_path_factory.mktemp("migrated")
    run(make(folder, None))
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of our own, for the whole session."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> str:
    """Which database this test runs on: both, one after the other."""
    return str(request.param)


@pytest.fixture
def database_url(engine: str, home: Path, request: pytest.FixtureRequest) -> Iterator[str | None]:
    """A migrated database without rows; None: the files in `home`."""
    if engine == "sqlite":
        copy_files(request.getfixturevalue("migrated_files"), home)
        yield None
    else:
        server: Server = request.getfixturevalue("postgres")
        yield server.emptied()


@pytest.fixture
async def db(home: Path, database_url: str | None) -> AsyncIterator[None]:
    """The database, open: for tests of rules."""
    open_database(home, database_url, TABLES)
    await start_database()
    yield
    await close_database()


@pytest.fixture
def settings(home: Path, database_url: str | None) -> Settings:
    """How the application under test runs."""
    return Settings(home=home, database_url=database_url, secret_key="5e" * 32, clock="off")


@pytest.fixture(scope="session")
def handlers() -> Any:
    """They take a third of a second to make, which two thousand tests would each wait for."""
    from server.app import make_handlers

    return make_handlers()


@pytest.fixture
async def api(settings: Settings, handlers: Any) -> AsyncIterator[AsyncClient]:
    """The application, started, in the test's own loop."""
    from server.app import create_app
    from tests import builders

    app = builders.Here.app = create_app(settings, handlers=handlers)
    transport = ASGITransport(app=app)
    async with lifespan(app), AsyncClient(transport=transport, base_url=settings.public_url) as client:
        yield client


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Starts and stops an ASGI application as a server would."""
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    running = asyncio.create_task(app(scope, said.get, heard.put))

    async def ask(what: str) -> None:
        said.put_nowait({"type": f"lifespan.{what}"})
        hearing = asyncio.create_task(heard.get())
        await asyncio.wait([hearing, running], return_when=asyncio.FIRST_COMPLETED)
        if not hearing.done():
            hearing.cancel()
            running.result()  # raises what ended it
        elif hearing.result()["type"] != f"lifespan.{what}.complete":
            pytest.fail(str(hearing.result()))

    await ask("startup")
    try:
        yield
    finally:
        await ask("shutdown")
        await running
