"""Other people's clients against a running server, unmodified: `georeport` from PyPI, FixMyStreet's way of
talking, the rules of SeeClickFix's validator. (J24)"""

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import pytest
from georeport import GeoReport  # type: ignore[import-untyped]

from server.settings import Settings
from tests.api.test_fuzz import Threaded
from tests.builders import CITY, Here, a_staff
from tests.open311 import LAMP, a_city
from tests.pictures import a_photo
from tests.receiver import Receiver

SPECIAL: Final = '路灯不亮 & <走路> "看不清"\r\n第二行'


class City:
    """A running server, and who works there."""

    def __init__(self, threaded: Threaded, url: str) -> None:
        self.threaded, self.url, self.v2 = threaded, url, f"{url}/open311/v2"
        threaded.do(a_city())
        time.sleep(1.1)  # for a second, the server believes in the network that it read when it started
        self.manager: dict[str, str] = threaded.do(a_staff("manager", CITY))
        self.key = self.issue()

    def issue(self, **but: Any) -> str:
        """A key, from the desk."""
        wish = {"name": "FixMyStreet", "division": CITY, "a_minute": 600} | but
        answer = httpx.put(f"{self.url}/api/desk/keys/{uuid4()}", json=wish, headers=self.manager)
        key: str = answer.json()["key"]
        return key

    def post(self, path: str, fields: list[tuple[str, str]]) -> str:
        """As LWP posts a form: percent-encoded, CRLF in it, fields repeated."""
        request = urllib.request.Request(f"{self.v2}/{path}", urlencode(fields).encode())
        with urllib.request.urlopen(request) as answer:
            text: str = answer.read().decode()
            return text

    def desk(self) -> list[dict[str, Any]]:
        """The queue, the newest first."""
        rows = httpx.get(f"{self.url}/api/desk/requests?view=all", headers=self.manager).json()["items"]
        found: list[dict[str, Any]] = rows
        return found

    def resolve(self, id: str, note: str, outcome: str) -> None:
        """A clerk ends it."""
        case = f"{self.url}/api/desk/requests/{id}"
        version = httpx.get(case, headers=self.manager).json()["version"]
        step = {"act": "resolve", "version": version, "note": note, "outcome": outcome}
        answer = httpx.put(f"{case}/steps/{uuid4()}", json=step, headers=self.manager)
        assert answer.status_code == 201, answer.text


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """On a socket, its clock running, and this machine may be asked for pictures."""
    home = tmp_path_factory.mktemp("open311")
    if request.param == "sqlite":
        yield from serving(Settings(home=home, secret_key="5e" * 32))
        return
    with request.getfixturevalue("postgres").fresh() as url:
        yield from serving(Settings(home=home, database_url=url, secret_key="5e" * 32))


def serving(how: Settings) -> Iterator[City]:
    threaded = Threaded(how)
    url = threaded.start()
    Here.app.state.house.egress.loopback = True
    yield City(threaded, url)
    threaded.stop()


@pytest.fixture
def pictures(city: City) -> Iterator[Receiver]:
    """A server with a picture at every address."""
    receiver = Receiver()
    receiver.kind, receiver.body = "image/jpeg", a_photo()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(receiver.talk, "127.0.0.1", 0)

    server = city.threaded.do(listen())
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield receiver

    async def stop() -> None:
        server.close()

    city.threaded.do(stop())


@pytest.mark.parametrize("format", ["json", "xml"])
def test_georeport_reads_what_is_offered_and_what_was_asked(city: City, format: str) -> None:
    for description in ("一盏", "两盏"):
        fields = {"api_key": city.key} | LAMP | {"description": f"{format} {description}"}
        assert httpx.post(f"{city.v2}/requests.json", data=fields).status_code == 201
    client = GeoReport(city.v2, jurisdiction="hangzhou.gov.cn", api_key=city.key, output_format=format)

    services = client.get_service_list()
    definition = client.get_service_definition("lighting")
    requests = client.get_service_requests(service_code="lighting", status="open")
    one = client.get_service_request(requests[0]["service_request_id"])
    both = client.get_service_requests(",".join(each["service_request_id"] for each in requests[:2]))

    assert {each["service_code"] for each in services} == {"environment", "safety", "lighting"}
    assert definition["service_code"] == "lighting"
    assert one == requests[0]
    assert one["description"] == f"{format} 两盏"
    assert isinstance(one["service_request_id"], str)
    assert both == requests[:2]


def test_a_department_and_fixmystreet_exchange_a_lamp(city: City, pictures: Receiver) -> None:
    """J24: posted in both formats with two pictures; resolved; the next poll has it closed, in words."""
    key = city.issue(name="数字城管", fetches=True)
    began = datetime.now(UTC) - timedelta(minutes=5)
    fields = [
        *(("jurisdiction_id", "hangzhou.gov.cn"), ("api_key", key), ("service_code", "lighting")),
        *(("lat", "30.287100"), ("long", "120.125200"), ("description", SPECIAL)),
        *(("email", "li@example.org"), ("first_name", "李"), ("last_name", "小明"), ("phone", "13805710001")),
        *(
            ("attribute[fault]", "off"),
            ("media_url", f"{pictures.url}/1.jpeg"),
            ("media_url", f"{pictures.url}/2.jpeg"),
        ),
    ]

    in_xml, in_json = city.post("requests.xml", fields), json.loads(city.post("requests.json", fields))
    again = city.post("requests.xml", fields)

    number = ElementTree.fromstring(in_xml).findtext("request/service_request_id")
    other = in_json[0]["service_request_id"]
    assert again == in_xml
    assert number != other
    rows = {row["number"]: row for row in city.desk()}
    assert {rows[each]["source"] for each in (number, other)} == {"open311"}
    assert {rows[each]["source_name"] for each in (number, other)} == {"数字城管"}
    assert rows[number]["description"] == SPECIAL.replace("\r\n", "\n") + "\n灯怎么了：不亮"
    wait_for(lambda: [row["photos_received"] for row in city.desk() if row["number"] == number] == [2])

    city.resolve(rows[number]["id"], "换了灯泡，谢谢李小明", "solved")
    request = ElementTree.fromstring(httpx.get(f"{city.v2}/requests/{number}.xml").content)[0]
    assert (request.findtext("status"), request.findtext("status_notes")) == (
        *("closed", "已有结果。工作人员表示已经解决。"),
    )
    window = {"start_date": began.strftime("%Y-%m-%dT%H:%M:%SZ"), "end_date": "2999-01-01T00:00:00Z"}
    window["end_date"] = (began + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def polled() -> list[Any]:
        answer = httpx.get(f"{city.v2}/servicerequestupdates.xml", params={"api_key": key} | window)
        root = ElementTree.fromstring(answer.content)
        return [each for each in root if each.findtext("service_request_id") == number]

    wait_for(lambda: len(polled()) == 1, seconds=20)  # once the desk cannot take it back any more
    (update,) = polled()
    assert update.findtext("status") == "fixed"
    assert update.findtext("description") == "已有结果。工作人员表示已经解决。\n换了灯泡，谢谢…"
    moment = datetime.fromisoformat(str(update.findtext("updated_datetime")))
    assert moment.tzinfo is not None
    assert moment.microsecond == 0
    for text in (httpx.get(f"{city.v2}/requests.xml").text, httpx.get(f"{city.v2}/requests.json").text):
        assert not any(secret in text for secret in ("小明", "13805710001", "li@example.org"))


def wait_for(is_so: Any, seconds: float = 15) -> None:
    """The clock of the server does it."""
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    while not is_so():
        assert datetime.now(UTC) < end
        time.sleep(0.2)


def test_fixmystreet_sends_a_private_report_with_its_pictures_as_files(city: City) -> None:
    fields = {"api_key": city.issue()} | LAMP | {"description": "带照片"}
    files = [(f"photo{n}", (f"77.{n}.full.jpeg", a_photo(n), "image/jpeg")) for n in (1, 6, 6)]

    answer = httpx.post(f"{city.v2}/requests.xml", data=fields, files=files)

    assert answer.status_code == 201
    number = ElementTree.fromstring(answer.content).findtext("request/service_request_id")
    (row,) = [row for row in city.desk() if row["number"] == number]
    assert (row["photos_expected"], row["photos_received"]) == (2, 2)


def test_an_error_is_read_as_fixmystreet_reads_it(city: City) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        city.post("requests.xml", [("api_key", "wrong"), *LAMP.items()])

    root = ElementTree.fromstring(refused.value.read())
    assert refused.value.code == 403
    assert [
        (each.findtext("code"), bool(each.findtext("description"))) for each in root.findall("error")
    ] == [("403", True)]


class Validator:
    """The rules of SeeClickFix's open311-validator, but for those two that contradict the specification."""

    def __init__(self, url: str) -> None:
        self.xml = ElementTree.fromstring(httpx.get(f"{url}/discovery.xml").content)
        self.json = httpx.get(f"{url}/discovery.json").json()
        self.endpoints = [
            *({part.tag: part.text for part in each} for each in self.xml.findall("endpoints/endpoint")),
            *self.json["endpoints"],
        ]


def test_the_validators_rules_hold(city: City) -> None:
    found = Validator(city.v2)

    for name in ("contact", "key_service"):
        assert found.xml.findtext(name)
        assert found.xml.findtext(name) == found.json[name]
    assert datetime.fromisoformat(found.json["changeset"]) < datetime.now(UTC)
    assert len(found.xml.findall("endpoints/endpoint")) > 1  # or its parser makes no list of it
    for endpoint in found.endpoints:
        assert endpoint["specification"].lower().endswith("_v2")
        assert endpoint["url"]
        assert datetime.fromisoformat(endpoint["changeset"]) < datetime.now(UTC)
        assert endpoint["type"] in {"production", "test"}
    for endpoint in found.xml.findall("endpoints/endpoint"):
        formats = [each.text for each in endpoint.findall("formats/format")]
        assert "text/xml" in formats
        assert len(formats) > 1
        for ending in [str(kind).partition("/")[2] for kind in formats]:
            services = httpx.get(
                f"{endpoint.findtext('url')}/services.{ending}?jurisdiction_id=".replace(
                    "http://127.0.0.1:8000", city.url
                )
            )
            assert services.status_code == 200
            assert len(services.content) > 0
    services = httpx.get(f"{city.v2}/services.json").json()
    assert all(each["service_code"] for each in services)
    for service in services:
        if service["metadata"]:
            url = f"{city.v2}/services/{service['service_code']}"
            assert (
                ElementTree.fromstring(httpx.get(f"{url}.xml").content).find("attributes/attribute")
                is not None
            )
    data = {"email": "foo@bar.com", "description": "I know", "address_string": "翠苑一区"}
    for format in ("xml", "json"):
        fields = {"api_key": city.key, "service_code": services[0]["service_code"]} | data
        assert httpx.post(f"{city.v2}/requests.{format}", data=fields).text != ""
