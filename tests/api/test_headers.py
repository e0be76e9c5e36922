"""What every answer carries, whoever made it; and under which name we answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from server.app import create_app
from server.settings import Settings
from tests.builders import a_resident
from tests.conftest import lifespan

HOME_HOST = {"host": "127.0.0.1:8000"}
COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": (
        "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=(), interest-cohort=()"
    ),
}
DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types sw"
)


@pytest.fixture
def engine() -> str:
    """Which database it is does not matter here."""
    return "sqlite"


@asynccontextmanager
async def at(url: str, home: Path) -> AsyncIterator[AsyncClient]:
    """The app as it answers under another address."""
    app = create_app(Settings(home=home, public_url=url, secret_key="5e" * 32, clock="off"))
    async with lifespan(app), AsyncClient(transport=ASGITransport(app=app), base_url=url) as client:  # type: ignore[arg-type]
        yield client


@pytest.mark.parametrize(
    ("method", "path", "policy"),
    [
        ("GET", "/api/city", DATA),
        ("GET", "/api/me", DATA),
        ("GET", "/api/nothing", DATA),
        ("DELETE", "/api/city", DATA),
        ("POST", "/api/session", DATA),
        ("GET", "/schema/openapi.json", DATA),
        ("GET", "/healthz", DATA),
        ("GET", "/assets/nothing.js", DATA),
        ("GET", "/", None),
    ],
)
async def test_every_answer_is_sealed(api: AsyncClient, method: str, path: str, policy: str | None) -> None:
    answer = await api.request(method, path)

    if policy is None:
        policy = PAGE if answer.status_code == 200 else DATA
    assert {name: answer.headers[name] for name in COMMON} == COMMON
    assert answer.headers["content-security-policy"] == policy
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers


async def test_what_is_public_may_be_read_by_any_page_and_nothing_else_may(api: AsyncClient) -> None:
    public, mine = await api.get("/api/city"), await api.get("/api/me", headers=await a_resident())

    assert public.headers["access-control-allow-origin"] == "*"
    assert public.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in public.headers
    assert "access-control-allow-origin" not in mine.headers
    assert mine.headers["cross-origin-resource-policy"] == "same-origin"
    assert mine.headers["cache-control"] == "no-store"


async def test_a_preflight_gets_no_leave(api: AsyncClient) -> None:
    answer = await api.options(
        "/api/me", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"}
    )

    assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_behind_https_browsers_are_told_to_stay_there(home: Path) -> None:
    async with at("https://linli.example.org", home) as api:
        page, data = await api.get("/", headers={"Accept": "text/html"}), await api.get("/api/city")

        assert data.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        if page.status_code == 200:
            assert page.headers["content-security-policy"] == PAGE + "; upgrade-insecure-requests"


async def test_behind_https_the_cookie_belongs_to_this_host_alone(home: Path) -> None:
    async with at("https://linli.example.org", home) as api:
        answer = await api.delete("/api/session")

    names = [cookie.partition("=")[0] for cookie in answer.headers.get_list("set-cookie")]
    assert names == ["__Host-linli", "__Secure-linli_refresh"]
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "linli.example.org.evil.example", "", "127.0.0.1", "linli.example.org@evil.example"],
)
async def test_a_strange_name_is_not_ours(home: Path, host: str) -> None:
    async with at("https://linli.example.org", home) as api:
        answer = await api.get("/api/city", headers={"Host": host})

        assert answer.status_code == 400
        assert answer.json()["type"] == "/problems/wrong-host"
        assert (await api.get("/healthz", headers={"Host": host})).status_code == 200


async def test_a_wrong_name_cannot_be_sneaked_past_the_kept_answers(api: AsyncClient) -> None:
    await api.get("/api/city")

    assert (await api.get("/api/city", headers={"Host": "evil.example"})).status_code == 400


@pytest.mark.parametrize("host", ["localhost:5173", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
async def test_on_ones_own_machine_any_of_its_names_will_do(api: AsyncClient, host: str) -> None:
    assert (await api.get("/api/city", headers={"Host": host})).status_code == 200


async def test_a_websocket_is_turned_away(api: AsyncClient) -> None:
    said = []

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    await api._transport.app({"type": "websocket", "path": "/", "headers": []}, None, send)  # type: ignore[attr-defined]

    assert said == [{"type": "websocket.close", "code": 1003}]
