"""Open311 GeoReport v2 for other people's software: read by anybody, written with a key (docs/open311.md).

The format is the ending of each address. The same handlers stand under /open311/v2, and under
/open311/test/v2, where what is sent is checked and not kept.
"""

from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from litestar import Request, Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ClientException
from litestar.params import FromPath
from multipart import MultipartError  # type: ignore[import-untyped]  # what litestar reads forms with

from server.domain import api_keys
from server.domain.api_keys import Program
from server.domain.city import City
from server.domain.errors import NoKey, NotFound
from server.domain.once import Stamp
from server.domain.open311 import listing, receiving, updates
from server.domain.open311.given import File, Given
from server.domain.open311.listing import Reading
from server.domain.open311.markup import MEDIA_TYPES, Format, Tree, written
from server.domain.open311.offered import definition_of, services_told
from server.domain.open311.receiving import Office
from server.domain.people import NOBODY
from server.domain.photos import Darkroom
from server.domain.requests import Reception
from server.http.georeport import answered, format_of
from server.http.limits import rule_of_key
from server.http.problems import Problem
from server.http.site import Site

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
CHANGESET: Final = "2026-11-01T00:00:00+08:00"  # of categories.toml and open311.toml: to be moved with them
LIVE, TEST = "/open311/v2", "/open311/test/v2"
MOST_FIELDS: Final = 200


def said(name: str, content: Tree | list[Tree], format: Format, status: int = 200) -> Response[bytes]:
    """An answer in its format."""
    return answered(written(name, content, format), format, status)


def named(name: str) -> tuple[str, Format]:
    """A thing and the format after its last dot. Raises NotFound."""
    thing, dot, ending = name.rpartition(".")
    if not dot or not thing or ending not in MEDIA_TYPES:
        raise NotFound
    return thing, "json" if ending == "json" else "xml"


def both(base: str) -> list[str]:
    """The two addresses of a resource."""
    return [f"/{base}.xml", f"/{base}.json"]


def operation(name: str) -> Any:
    """An operation's id: each address has its own."""

    def id_of(_handler: Any, _method: Any, path: list[Any]) -> str:
        last = str(path[-1])
        return name + ("Json" if last.endswith(".json") else "Xml" if last.endswith(".xml") else "")

    return id_of


async def given_of(request: Request[Any, Any, Any]) -> Given:
    """What an address and, of a POST, its form say. Raises Problem for what cannot be read."""
    try:
        pairs = read_pairs(request.scope["query_string"])
        files = []
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if request.method == "POST" and kind == "multipart/form-data":
            for name, value in (await request.form()).multi_items():
                if isinstance(value, UploadFile):
                    files.append(File(value.filename, await value.read()))
                else:
                    pairs.append((name, str(value)))
        elif request.method == "POST":
            pairs += read_pairs(await request.body())
    except (ValueError, LookupError, MultipartError, ClientException):
        raise Problem(400, "bad-request") from None
    return Given(pairs, files)


def read_pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Raises ValueError for what is not UTF-8, or far too many fields."""
    return parse_qsl(encoded.decode("ascii"), errors="strict", max_num_fields=MOST_FIELDS)


async def program_of(given: Given, request: Request[Any, Any, Any], now: datetime) -> Program:
    """Whose key this is. Raises NoKey, and Problem when it was used too often."""
    program = await api_keys.program_of(given.one("api_key"), now)
    if program is None:
        raise NoKey
    limits, rule, key = request.app.state.parts.limits, rule_of_key(program.a_minute), str(program.id)
    if limits.on:
        wait = limits.wait_for(rule, key)
        if wait > 0:
            raise Problem(429, "too-many", {"Retry-After": str(int(wait) + 1)})
        limits.charge(rule, key)
    return program


def office_of(
    reception: NamedDependency[Reception],
    darkroom: NamedDependency[Darkroom],
    city: NamedDependency[City],
) -> Office:
    """What receiving takes."""
    return Office(reception, darkroom, city)


def reading_of(
    reception: NamedDependency[Reception], now: NamedDependency[datetime], language: NamedDependency[str]
) -> Reading:
    """What telling takes."""
    return Reading(reception.places, now, language)


@get(both("discovery"), operation_id=operation("discoverOpen311"))
async def discover(
    request: Request[Any, Any, Any],
    city: NamedDependency[City],
    site: NamedDependency[Site],
    language: NamedDependency[str],
) -> Response[bytes]:
    """Which endpoints there are, in which formats, and how to get a key."""
    formats = [kind.partition(";")[0] for kind in MEDIA_TYPES.values()]
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": site.public_url + path,
            "changeset": CHANGESET,
            "type": kind,
            "formats": formats,
        }
        for path, kind in ((LIVE, "production"), (TEST, "test"))
    ]
    english = language == "en"
    about = {
        "changeset": CHANGESET,
        "contact": f"{city.name_en}, {city.hotline}" if english else f"{city.name} {city.hotline}",
        "key_service": (
            f"A manager of the city's desk issues keys: call {city.hotline}."
            if english
            else f"密钥由城市工作台的管理员发放，请拨打 {city.hotline}。"
        ),
        "endpoints": endpoints,
    }
    return said("discovery", about, format_of(request.scope["path"]))


@get(both("services"), operation_id=operation("listOpen311Services"))
async def list_services(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Response[bytes]:
    """What may be asked for: the categories of the public space."""
    return said("services", services_told(language), format_of(request.scope["path"]))


@get("/services/{service:str}", operation_id="getOpen311Service")
async def get_service(service: FromPath[str], language: NamedDependency[str]) -> Response[bytes]:
    """What to ask beside the words, by `code.xml` or `code.json`."""
    code, format = named(service)
    return said("service_definition", definition_of(code, language), format)


@get(both("requests"), operation_id=operation("listOpen311Requests"))
async def list_requests(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading]
) -> Response[bytes]:
    """Requests of the last 90 days, at most 1,000; with the standard's filters, `page` and `page_size`."""
    found = await listing.list_requests(await given_of(request), reading)
    return said("service_requests", found, format_of(request.scope["path"]))


@get("/requests/{number:str}", operation_id="getOpen311Request")
async def get_request(number: FromPath[str], reading: NamedDependency[Reading]) -> Response[bytes]:
    """One request, in a list, by `number.xml` or `number.json`."""
    digits, format = named(number)
    return said("service_requests", await listing.find_request(digits, reading), format)


@get("/tokens/{token:str}", operation_id="getOpen311Token")
async def get_token(token: FromPath[str]) -> Response[bytes]:
    """The number of a request, by the id that webhooks call it."""
    id, format = named(token)
    return said("service_requests", await listing.find_token(id), format)


@post(both("requests"), operation_id=operation("sendOpen311Request"), status_code=201)
async def send_request(
    request: Request[Any, Any, Any],
    office: NamedDependency[Office],
    now: NamedDependency[datetime],
    language: NamedDependency[str],
) -> Response[bytes]:
    """Send a request, as a form, with pictures as files or by their addresses. The same again is the same."""
    given, format = await given_of(request), format_of(request.scope["path"])
    program = await program_of(given, request, now)
    stamp = Stamp(NOBODY, now, given.hashed("request", format))
    rehearsal = request.scope["path"].startswith(TEST)
    received = await receiving.receive(given, program, office, stamp, language, rehearsal=rehearsal)
    answer = {"service_request_id": received.number, "service_notice": received.notice}
    return said("service_requests", [answer], format, 201)


@get(both("servicerequestupdates"), operation_id=operation("listOpen311Updates"))
async def list_updates(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Response[bytes]:
    """What happened to the requests of this key, between start_date and end_date."""
    given = await given_of(request)
    program = await program_of(given, request, reading.now)
    found = await updates.list_updates(given, program, reading)
    return said("service_request_updates", found, format_of(request.scope["path"]))


@post(both("servicerequestupdates"), operation_id=operation("sendOpen311Update"), status_code=201)
async def send_update(
    request: Request[Any, Any, Any],
    office: NamedDependency[Office],
    now: NamedDependency[datetime],
    language: NamedDependency[str],
) -> Response[bytes]:
    """A word on a request of this key. The same `update_id` again is the same word."""
    given, format = await given_of(request), format_of(request.scope["path"])
    program = await program_of(given, request, now)
    if request.scope["path"].startswith(TEST):
        raise NotFound
    stamp = Stamp(NOBODY, now, given.hashed("update"))
    id = await updates.take_update(given, program, office, stamp, language)
    return said("service_request_updates", [{"update_id": id}], format, 201)


def routes(path: str, *, in_schema: bool) -> Router:
    """All of it under one address."""
    return Router(
        path,
        route_handlers=[
            discover,
            list_services,
            get_service,
            list_requests,
            get_request,
            get_token,
            send_request,
            list_updates,
            send_update,
        ],
        dependencies={
            "office": Provide(office_of, sync_to_thread=False),
            "reading": Provide(reading_of, sync_to_thread=False),
        },
        tags=["open311"],
        include_in_schema=in_schema,
    )


routers: Final = [routes(LIVE, in_schema=True), routes(TEST, in_schema=False)]
