"""What a refusal looks like: RFC 9457, in the reader's language, whatever went wrong."""

import ast
import inspect
import re
from pathlib import Path
from typing import Annotated

import pytest
from httpx import AsyncClient
from litestar import Litestar, Router, get, post
from litestar.params import FromQuery, JSONBody
from msgspec import Meta, Struct

from server import app as application
from server.domain import errors
from server.http.messages import SENTENCES
from server.http.problems import has_sentence
from server.storage.errors import Dangling, Full, Gone
from tests.builders import a_resident

JSON = {"Content-Type": "application/json"}
SERVER = Path(application.__file__).parent
BLANK = re.compile(r"\{(\w+)\}")


@pytest.fixture
def engine() -> str:
    """Which database it is does not matter here."""
    return "sqlite"


class Inner(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=5)]
    tags: Annotated[list[str], Meta(max_length=2)] = []


class Body(Struct, forbid_unknown_fields=True):
    inner: Inner
    rating: Annotated[int, Meta(ge=1, le=5)] = 3


@post("/echo", operation_id="echo")
async def echo(data: JSONBody[Body], page: FromQuery[int] = 1) -> Body:
    """For these tests."""
    return data


@get("/break", operation_id="break")
async def break_(how: FromQuery[str]) -> None:
    """For these tests."""
    raise {
        "full": Full(),
        "gone": Gone(),
        "dangling": Dangling(),
        "bug": RuntimeError("Key (phone)=(+8613800138000) 陈梅"),
    }[how]


@pytest.fixture(scope="module")
def handlers() -> Litestar:
    """Two more, inside the real app."""
    with pytest.MonkeyPatch.context() as patch:
        more = [*application.ROUTERS, Router("/", route_handlers=[echo, break_])]
        patch.setattr(application, "ROUTERS", more)
        return application.make_handlers()


async def test_a_problem_says_what_is_wrong_in_the_readers_language(api: AsyncClient) -> None:
    zh = await api.get("/api/nothing-here")
    en = await api.get("/api/nothing-here", headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"})

    assert zh.headers["content-type"] == "application/problem+json"
    assert zh.json() == {
        "type": "/problems/not-found",
        "title": "没有找到",
        "status": 404,
        "detail": "没有这个内容，或者您不能查看。",
        "request_id": zh.headers["x-request-id"],
    }
    assert en.json()["title"] == "Not found"


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "inner", "This is missing."),
        ({"inner": {}}, "inner.name", "This is missing."),
        ({"inner": {"name": "x" * 6}}, "inner.name", "Too long; at most 5 characters."),
        ({"inner": {"name": ""}}, "inner.name", "This is missing."),
        ({"inner": {"name": 7}}, "inner.name", "Wrong type; it should be string."),
        ({"inner": {"name": "x", "tags": ["a", 1]}}, "inner.tags.1", "Wrong type; it should be string."),
        ({"inner": {"name": "x", "tags": ["a"] * 3}}, "inner.tags", "Too many; at most 2."),
        ({"inner": {"name": "x"}, "rating": 6}, "rating", "At most 5."),
        ({"inner": {"name": "x"}, "rating": 0}, "rating", "At least 1."),
        ({"inner": {"name": "x"}, "admin": True}, "admin", "There is no such field."),
        ({"inner": {"name": "x", "admin": 1}}, "inner.admin", "There is no such field."),
    ],
)
async def test_a_wrong_field_is_named_with_a_sentence(
    api: AsyncClient, body: dict[str, object], field: str, said: str
) -> None:
    answer = await api.post("/api/echo", json=body, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "message": said}]


async def test_a_wrong_parameter_of_the_address_is_named_too(api: AsyncClient) -> None:
    answer = await api.post("/api/echo?page=x", json={"inner": {"name": "x"}})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "page"


async def test_a_missing_parameter_of_the_address_is_named_too(api: AsyncClient) -> None:
    answer = await api.get("/api/break", headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "how", "message": "This is missing."}]


DEEP_IN_STRING = b'{"inner": {"name": "[[[' + b"[" * 100 + b'"}}'


@pytest.mark.parametrize(
    ("content", "status", "key"),
    [
        pytest.param(b"", 422, "invalid", id="nothing"),
        pytest.param(b"{", 400, "unreadable", id="half an object"),
        pytest.param(b'{"inner": {"name": "\xff\xfe"}}', 400, "unreadable", id="bad UTF-8"),
        pytest.param(b"[" * 200_000, 413, "too-large", id="200,000 brackets"),
        pytest.param(b"[" * 30_000, 400, "too-deep", id="30,000 brackets"),
        pytest.param(b'{"inner":' * 40 + b"1" + b"}" * 40, 400, "too-deep", id="40 objects"),
        pytest.param(b'{"x":' + b"[" * 33 + b"]" * 33 + b"}", 400, "too-deep", id="in an unknown field"),
        pytest.param(DEEP_IN_STRING, 422, "invalid", id="brackets in a text"),
        pytest.param(b'{"inner": "' + b"x" * 70_000 + b'"}', 413, "too-large", id="70 kB"),
        pytest.param(b"null", 422, "invalid", id="null"),
        pytest.param(b"1" + b"0" * 60_000, 400, "bad-request", id="a number of 60,000 digits"),
    ],
)
async def test_hostile_json_is_a_problem_of_the_sender(
    api: AsyncClient, content: bytes, status: int, key: str
) -> None:
    answer = await api.post("/api/echo", content=content, headers=JSON)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{key}")
    assert (await api.get("/api/city")).status_code == 200


async def test_a_year_one_in_another_zone_is_a_problem_of_the_sender(api: AsyncClient) -> None:
    answer = await api.get("/api/services", params={"open_at": "0001-01-01T00:00:00+14:00"})

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json", "image/png"]
)
async def test_json_is_taken_only_as_json(api: AsyncClient, kind: str) -> None:
    answer = await api.post("/api/echo", content=b'{"inner":{"name":"x"}}', headers={"Content-Type": kind})

    assert answer.status_code == 415
    assert answer.json()["expected"] == "application/json"


async def test_an_endless_body_is_refused_before_it_ends(api: AsyncClient) -> None:
    given = 0

    async def endless():  # type: ignore[no-untyped-def]
        nonlocal given
        while given < 10_000:
            given += 1
            yield b" " * 1024

    answer = await api.post("/api/echo", content=endless(), headers=JSON)

    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
    assert given < 100


async def test_an_announced_length_is_enough_to_be_refused(api: AsyncClient) -> None:
    photo = await api.put(
        "/api/requests/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b11/photos/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b12",
        content=b"x",
        headers={"Content-Type": "image/jpeg", "Content-Length": "15000001"},
    )

    assert photo.status_code == 413
    assert photo.headers["connection"] == "close"


async def test_another_method_is_told_which_ones_there_are(api: AsyncClient) -> None:
    answer = await api.delete("/api/city")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["type"] == "/problems/method-not-allowed"


async def test_a_head_has_the_head_of_a_get_and_no_body(api: AsyncClient) -> None:
    got, head = await api.get("/api/city"), await api.head("/api/city")

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]


async def test_a_full_disk_is_said_as_such_and_a_lost_database_as_for_now(api: AsyncClient) -> None:
    full, gone = await api.get("/api/break?how=full"), await api.get("/api/break?how=gone")

    assert (full.status_code, full.json()["type"]) == (507, "/problems/storage-full")
    assert (gone.status_code, gone.headers["retry-after"]) == (503, "5")


async def test_what_refers_to_something_that_was_just_deleted_is_not_called_our_fault(
    api: AsyncClient,
) -> None:
    dangling = await api.get("/api/break?how=dangling")

    assert (dangling.status_code, dangling.json()["type"]) == (409, "/problems/refers-to-nothing")


async def test_a_fault_of_ours_tells_the_reader_an_id_and_the_log_no_values(
    api: AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = await api.get("/api/break?how=bug")

    said, noted = answer.json(), capfd.readouterr().err
    assert answer.status_code == 500
    assert said["request_id"] in noted
    assert "RuntimeError" in noted
    assert "8613800138000" not in noted + answer.text
    assert "陈梅" not in noted + answer.text


async def test_a_proxys_request_id_stays_and_a_strange_one_does_not(api: AsyncClient) -> None:
    kept = await api.get("/api/city", headers={"X-Request-Id": "0123456789abcdef"})
    made = await api.get("/api/city", headers={"X-Request-Id": 'x","level":"error'})

    assert kept.headers["x-request-id"] == "0123456789abcdef"
    assert re.fullmatch(r"[0-9a-f]{12}-[0-9a-f]+", made.headers["x-request-id"])


# who sent it


CROSS = {"Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "http://127.0.0.1:8000"}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8000.evil.example"}, 403),
        ({}, 403),
    ],
)
async def test_a_browser_that_is_signed_in_acts_only_for_our_own_pages(
    api: AsyncClient, headers: dict[str, str], status: int
) -> None:
    token = (await a_resident())["Authorization"].removeprefix("Bearer ")
    cookie = {"Cookie": f"linli={token}"}

    answer = await api.post("/api/echo", json={"inner": {"name": "x"}}, headers=headers | cookie)

    assert answer.status_code == status


async def test_a_program_needs_no_origin_but_one_sign_in(api: AsyncClient) -> None:
    bearer = await a_resident()
    cookie = {"Cookie": "linli=" + bearer["Authorization"].removeprefix("Bearer ")}
    body = {"inner": {"name": "x"}}

    assert (await api.post("/api/echo", json=body, headers=bearer)).status_code == 201
    both = await api.post("/api/echo", json=body, headers=bearer | cookie | {"Sec-Fetch-Site": "same-origin"})

    assert both.status_code == 400
    assert both.json()["type"] == "/problems/two-sign-ins"


async def test_reading_changes_nothing_so_it_needs_no_origin(api: AsyncClient) -> None:
    token = (await a_resident())["Authorization"].removeprefix("Bearer ")

    answer = await api.get("/api/me", headers={"Cookie": f"linli={token}", "Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


# every key has its sentence


def test_every_refusal_of_the_rules_has_a_sentence_in_both_languages() -> None:
    refusals = [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.Refusal)
    ]
    keys = {kind.key for kind in refusals if kind is not errors.Refusal}

    assert keys
    assert [key for key in sorted(keys) if not has_sentence(key)] == []


def test_every_key_of_a_field_has_a_sentence() -> None:
    keys = set()
    for file in SERVER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Dict):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in vars(errors):
                    keys |= {v.value for v in node.args[0].values if isinstance(v, ast.Constant)}

    assert "too-long" in keys
    assert [key for key in sorted(keys) if not has_sentence(key)] == []


def test_both_languages_fill_the_same_blanks_and_none_is_empty() -> None:
    for key, (zh, en) in SENTENCES.items():
        assert sorted(re.findall(BLANK, zh)) == sorted(re.findall(BLANK, en)), key
        assert re.search(r"[\u4e00-\u9fff]", zh), key
        assert not re.search(r"[\u4e00-\u9fff]", en), key
