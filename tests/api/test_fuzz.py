"""Whatever the API document allows, and much that it does not: never our fault, always a problem document."""

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import response_schema_conformance

from server.app import create_app
from server.http.protocol import Protocol
from server.settings import Settings
from tests.builders import CITY, Here, a_key, a_network, a_resident, a_staff

EACH = int(os.environ.get("LINLI_TEST_ROUNDS", "2"))  # examples of an operation, on each engine
OURS = ("/api", "/hsds")  # what others laid down has its own kind of errors, and its own tests
ENDING = {"deleteMe", "signOut"}  # they would end the sessions that we ask with
CALM: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
    "database": None,
}


class Threaded:
    """The app on a real socket in a thread, for a test that cannot wait."""

    def __init__(self, how: Settings) -> None:
        self.loop = asyncio.new_event_loop()
        app = Here.app = create_app(how)
        config = uvicorn.Config(app, port=0, http=Protocol, log_config=None, lifespan="on")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=[self.server._serve()])

    def start(self) -> str:
        """Its address."""
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """In the app's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def stop(self) -> None:
        """As by SIGTERM."""
        self.server.should_exit = True
        self.thread.join(20)


class Site:
    """Where it is, and the headers of those who ask."""

    def __init__(self, url: str, people: dict[str, dict[str, str]]) -> None:
        self.url, self.people = url, people


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The app with a small city, a resident, and a manager of all of it."""
    home = tmp_path_factory.mktemp("fuzz")
    if request.param == "sqlite":
        yield from serving(Settings(home=home, secret_key="5e" * 32, clock="off", limits="off"))
        return
    with request.getfixturevalue("postgres").fresh() as url:
        yield from serving(
            Settings(home=home, database_url=url, secret_key="5e" * 32, clock="off", limits="off")
        )


def serving(how: Settings) -> Iterator[Site]:
    threaded = Threaded(how)
    url = threaded.start()
    threaded.do(a_network())
    yield Site(
        url,
        {
            "nobody": {},
            "key": a_key(),
            "resident": threaded.do(a_resident()),
            "manager": threaded.do(a_staff("manager", CITY)),
        },
    )
    threaded.stop()


def test_no_call_is_a_fault_of_ours(site: Site) -> None:
    document = schemathesis.openapi.from_url(f"{site.url}/schema/openapi.json")
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        if operation.path.startswith(OURS) and operation.definition.raw["operationId"] not in ENDING:
            ask_much_of(operation, site)


def errors_of(path: str) -> set[str]:
    """In which form an address says what is wrong: Open311 has one of its own."""
    if path.startswith("/open311/"):
        return {"text/xml; charset=utf-8", "application/json; charset=utf-8"}
    return {"application/problem+json"}


def ask_much_of(operation: Any, site: Site) -> None:
    """Some examples of one operation, by everybody."""

    @settings(max_examples=EACH, **CALM)
    @given(operation.as_strategy())
    def asking(case: schemathesis.Case) -> None:
        for person, headers in site.people.items():
            answer = case.call(base_url=site.url, headers=headers)
            what = (person, case.as_curl_command(), (answer.content or b"")[:500])
            assert answer.status_code < 500, what
            if answer.status_code >= 400 and answer.content:
                assert answer.headers["content-type"][0] in errors_of(operation.path), what
            assert answer.headers["x-content-type-options"] == ["nosniff"]
            if answer.status_code < 400:
                case.validate_response(answer, checks=[response_schema_conformance])

    asking()
