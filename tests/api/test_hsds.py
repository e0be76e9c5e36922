"""The directory for other people's software: complete, in the form of the specification, easy to follow."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain.editing import delete_services
from server.domain.hours import Rule
from server.domain.hsds import records
from server.domain.hsds.taxonomy import AUDIENCE, CATEGORY, FACT, TAXONOMY_BY_CODE, term_id
from server.http.limits import Caller, Counted, Limits
from server.models.directory import Organization, Service
from server.storage.database import Database
from tests.builders import CITY, COMMUNITY, ELSEWHERE, NOON, a_network, a_staff, stop_clock
from tests.directory_builders import OFFICE, READER, a_location, a_service, an_organization
from tests.hsds import check

EVERYTHING: dict[str, Any] = {
    "category": "legal-aid",
    "name": "翠苑法律援助站",
    "aka": ["法援站", "打官司帮忙处"],
    "description": "请不起律师的，来这里问。",
    "eligibility": "收入低的居民",
    "audience": ["migrants", "elderly"],
    "documents": "身份证\n收入证明",
    "application": "先打电话。",
    "fee": 1250,
    "fee_note": "收工本费",
    "wait": "当天",
    "languages": ["zh", "en"],
    "accessibility": "门口有坡道",
    "home_visit": True,
    "phone": "0571-88881234",
    "texts": {"en": {"name": "Legal aid", "description": "A lawyer who costs nothing."}},
    "verified_on": date(2026, 10, 1),
    "areas": [COMMUNITY, ELSEWHERE],
    "hours": [
        Rule("08:30", "12:00", "MO,TU", note="带身份证"),
        Rule("20:00", "24:00", "2TU", "MONTHLY", holidays="closed"),
        Rule(closed=True, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 3), note="装修"),
    ],
}


async def ask(api: AsyncClient, path: str) -> Any:
    """What /hsds says to everybody."""
    answer = await api.get(f"/hsds{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refusal(api: AsyncClient, path: str) -> list[str]:
    """The fields that a refusal names."""
    answer = await api.get(f"/hsds{path}", headers={"Accept-Language": "en"})
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(error["message"] for error in answer.json()["errors"])
    return [error["field"] for error in answer.json()["errors"]]


async def ids(api: AsyncClient, path: str) -> set[str]:
    """Of what a list holds."""
    return {each["id"] for each in (await ask(api, path))["contents"]}


@pytest.fixture
async def api(api: AsyncClient) -> AsyncClient:
    """The application, with a city, at noon."""
    stop_clock()
    await a_network()
    return api


async def test_a_service_is_told_with_everything_that_is_known_of_it(api: AsyncClient) -> None:
    whose = await an_office(certificate="SQ202500001")
    where = await a_location(entrance="从北门进")
    id = await a_service(organization=whose, locations=[where], **EVERYTHING)

    said = await ask(api, f"/services/{id}")

    check(said, records.Service, "service")
    assert said["id"] == str(id)
    assert said["alternate_name"] == "法援站；打官司帮忙处"
    assert said["fees_description"] == "收工本费"
    assert said["cost_options"][0] | {"id": 0} == {"id": 0, "currency": "CNY", "amount": 12.5}
    assert [each["document"] for each in said["required_documents"]] == ["身份证", "收入证明"]
    assert [(each["code"], each["name"]) for each in said["languages"]] == [
        ("zh", "普通话"),
        ("en", "English"),
    ]
    assert said["phones"][0]["number"] == "+8657188881234"
    assert said["assured_date"] == "2026-10-01"
    assert said["last_modified"] == "2026-11-01T00:00:00Z"
    assert [each["extent"] for each in said["service_areas"]] == [ELSEWHERE, COMMUNITY]
    assert said["organization"]["organization_identifiers"][0]["identifier"] == "SQ202500001"
    location = said["service_at_locations"][0]["location"]
    assert (location["latitude"], location["longitude"]) == (30.28, 120.12)
    address = {name: value for name, value in location["addresses"][0].items() if name != "id"}
    assert address == {
        "address_1": "学院路 12 号",
        "address_2": "从北门进",
        "city": "杭州市",
        "region": "西湖区",
        "state_province": "浙江省",
        "postal_code": "310013",
        "country": "CN",
        "address_type": "physical",
    }
    assert terms(said) == {
        ("category", "legal-aid", ""),
        ("audience", "elderly", ""),
        ("audience", "migrants", ""),
        ("fact", "pinyin", "cui yuan fa lv yuan zhu zhan"),
        ("fact", "accessibility", "门口有坡道"),
        ("fact", "home-visit", ""),
        ("translation-en", "name", "Legal aid"),
        ("translation-en", "description", "A lawyer who costs nothing."),
    }


def terms(record: Any) -> set[tuple[str, str, str]]:
    """Of each attribute its kind, the code of its term and its value."""
    return {
        (each["link_type"], each["taxonomy_term"]["code"], each.get("value", ""))
        for each in record["attributes"]
    }


async def an_office(**but: Any) -> UUID:
    return await an_organization(**{"name": "西湖区司法局", "phone": "12348"} | but)


async def test_hours_carry_their_zone_their_holidays_and_their_exceptions(api: AsyncClient) -> None:
    id = await a_service(**EVERYTHING)

    morning, evening, shut = (await ask(api, f"/services/{id}"))["schedules"]

    assert (morning["opens_at"], morning["closes_at"], morning["byday"]) == (
        "08:30+08:00",
        "12:00+08:00",
        "MO,TU",
    )
    assert (morning["timezone"], morning["freq"], morning["notes"]) == (8, "WEEKLY", "带身份证")
    assert morning["description"] == "按国家放假和调休安排"
    assert terms(morning) == {("fact", "holidays", "work")}
    assert (evening["closes_at"], evening["freq"], evening["byday"]) == ("00:00+08:00", "MONTHLY", "2TU")
    assert terms(evening) == {("fact", "holidays", "closed")}
    assert terms(shut) == {("fact", "holidays", "work"), ("fact", "closed", "")}
    assert (shut["valid_from"], shut["valid_to"], shut["notes"]) == ("2026-12-01", "2026-12-03", "装修")
    assert "opens_at" not in shut


async def test_a_season_is_written_out_for_this_year_and_the_next(api: AsyncClient) -> None:
    summer = Rule("18:00", "21:00", "SA", season="06-15..09-15")
    winter = Rule("09:00", "16:00", "SA", season="10-01..03-31", valid_from=date(2026, 10, 20))
    id = await a_service(hours=[summer, winter])

    said = (await ask(api, f"/services/{id}"))["schedules"]

    spans = [(each["opens_at"][:5], each["valid_from"], each["valid_to"]) for each in said]
    assert spans == [
        ("09:00", "2026-10-20", "2027-03-31"),
        ("09:00", "2027-10-01", "2028-03-31"),
        ("18:00", "2026-06-15", "2026-09-15"),
        ("18:00", "2027-06-15", "2027-09-15"),
    ]
    assert ("fact", "season", "10-01..03-31 2026-10-20/") in terms(said[0])
    assert ("fact", "season", "06-15..09-15") in terms(said[3])


async def test_it_says_the_same_as_our_own_api(api: AsyncClient) -> None:
    id = await a_service(**EVERYTHING)

    ours, theirs = (await api.get(f"/api/services/{id}")).json(), await ask(api, f"/services/{id}")

    assert "+86" + ours["phone"].removeprefix("0").replace("-", "") == theirs["phones"][0]["number"]
    open_hours = [each for each in ours["hours"] if not each.get("closed")]
    told = [
        (each["opens_at"][:5], each["byday"], each["freq"])
        for each in theirs["schedules"]
        if "opens_at" in each
    ]
    assert told == [
        (each.get("opens_at", "00:00"), each["byday"], each.get("freq", "WEEKLY")) for each in open_hours
    ]


async def test_everything_that_is_listed_is_in_the_form_of_the_specification(api: AsyncClient) -> None:
    whose, where = await an_office(), await a_location()
    await a_service(organization=whose, locations=[where], **EVERYTHING)
    await a_service(organization=whose, locations=[where, await a_location(name="另一处")], hours=OFFICE)
    await a_service(name="别的", fee=None, hours=[], phone="")

    for path, kind, schema, count in [
        ("/services", records.Service, "service_list", 3),
        ("/services?full=true", records.Service, "service", 3),
        ("/service_at_locations", records.ServiceAtLocation, "service_at_location_list", 3),
        ("/service_at_locations?full=true", records.ServiceAtLocation, "service_at_location", 3),
        ("/organizations", records.Organization, "organization_list", 2),
        ("/organizations?full=true", records.Organization, "organization", 2),
        ("/organizations?full_service=true", records.Organization, "organization", 2),
        ("/taxonomies", records.Taxonomy, "", 3),
        ("/taxonomy_terms?per_page=100", records.TaxonomyTerm, "", 0),
    ]:
        contents = (await ask(api, path))["contents"]
        assert len(contents) == count or not count, path
        for each in contents:
            check(each, kind, schema)
    for path, kind, schema in [
        (f"/organizations/{whose}", records.Organization, "organization"),
        (f"/organizations/{whose}?full_service=true", records.Organization, "organization"),
        (f"/taxonomies/{TAXONOMY_BY_CODE[CATEGORY].id}", records.Taxonomy, ""),
        (f"/taxonomy_terms/{term_id(CATEGORY, 'notary')}", records.TaxonomyTerm, ""),
    ]:
        check(await ask(api, path), kind, schema)
    places = (await ask(api, "/service_at_locations"))["contents"]
    for each in places:
        check(
            await ask(api, f"/service_at_locations/{each['id']}"),
            records.ServiceAtLocation,
            "service_at_location",
        )


async def test_it_says_which_version_it_is_and_where_that_is_described(api: AsyncClient) -> None:
    about = await ask(api, "/")

    assert about["version"] == "3.1"
    assert about["profile"].startswith("https://")
    document = (await api.get(about["openapi_url"])).json()
    assert {"/hsds/services", "/hsds/services/{service_id}"} <= document["paths"].keys()


async def test_pages_join_without_a_gap(api: AsyncClient) -> None:
    made = {str(await a_service(name=f"服务{n}")) for n in range(5)}

    pages = [await ask(api, f"/services?per_page=2&page={page}") for page in (1, 2, 3, 4)]

    assert [len(page["contents"]) for page in pages] == [2, 2, 1, 0]
    assert {each["id"] for page in pages for each in page["contents"]} == made
    heads = [{name: value for name, value in page.items() if name != "contents"} for page in pages]
    assert heads[0] == {
        "total_items": 5,
        "total_pages": 3,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    assert [head["last_page"] for head in heads] == [False, False, True, True]
    assert heads[3]["empty"] is True


async def test_what_is_deleted_is_gone_and_what_is_over_is_told_for_a_while(api: AsyncClient) -> None:
    stays, over, deleted = await a_service(), await a_service(status="defunct"), await a_service()
    await delete_services([deleted], READER, NOON)

    assert await ids(api, "/services") == {str(stays), str(over)}
    assert (await ask(api, f"/services/{over}"))["status"] == "defunct"
    assert (await api.get(f"/hsds/services/{deleted}")).status_code == 404

    stop_clock(NOON + timedelta(days=91))
    assert await ids(api, "/services?minimal=true") == {str(stays)}
    assert (await api.get(f"/hsds/services/{over}")).status_code == 404


async def test_a_copy_is_kept_up_to_date_by_what_changed_since(api: AsyncClient) -> None:
    whose, where = await an_office(), await a_location()
    old = await a_service(organization=whose, locations=[where])
    new = await a_service()
    await Service.update({Service.changed_at: NOON}).where(Service.id == new)
    since = NOON.isoformat().replace("+", "%2B")

    assert await ids(api, f"/services?modified_after={since}") == {str(new)}  # on that very moment
    assert await ids(api, f"/services?modified_after={NOON.isoformat()}") == {str(new)}  # + not encoded
    assert await ids(api, "/services?modified_after=2026-11-24T12:00:00") == {str(new)}  # the city's time
    assert await ids(api, "/services?modified_after=2026-11-25") == set()

    await Organization.update({Organization.changed_at: NOON}).where(Organization.id == whose)
    assert await ids(api, f"/services?modified_after={since}") == {str(new), str(old)}
    assert (await ask(api, f"/services/{old}"))["last_modified"] == "2026-11-24T04:00:00Z"


async def test_the_minimal_list_names_all_in_one_page(api: AsyncClient) -> None:
    made = {str(await a_service()) for _ in range(3)}

    said = await ask(api, "/services?minimal=true")

    assert {each["id"] for each in said["contents"]} == made
    assert all(
        each == {"id": each["id"], "modified_date": "2026-11-01T00:00:00Z"} for each in said["contents"]
    )
    assert said["total_pages"] == 1


async def test_services_are_found_by_what_they_are_about(api: AsyncClient) -> None:
    whose = await an_office()
    law = str(await a_service(organization=whose, **EVERYTHING))
    other = str(await a_service(category="repair", name="修水管 100%", home_visit=True))

    for query, found in [
        (f"taxonomy_term_id={term_id(CATEGORY, 'legal-aid')}", {law}),
        (f"taxonomy_term_id={term_id(CATEGORY, 'top/legal')}", {law}),
        (f"taxonomy_term_id={term_id(AUDIENCE, 'elderly')}", {law}),
        (f"taxonomy_term_id={term_id(FACT, 'home-visit')}", {law, other}),
        (f"taxonomy_term_id={uuid4()}", set()),
        (f"taxonomy_id={TAXONOMY_BY_CODE[CATEGORY].id}", {law, other}),
        (f"taxonomy_id={TAXONOMY_BY_CODE[AUDIENCE].id}", {law}),
        (f"organization_id={whose}", {law}),
        ("search=律师", {law}),
        ("search=falv", {law}),
        ("search=LEGAL", {law}),
        ("search=法律 司法局", {law}),
        ("search=100%25", {other}),
        ("search=_", set()),
    ]:
        assert await ids(api, f"/services?{query}") == found, query


async def test_places_are_found_by_postal_code_and_distance(api: AsyncClient) -> None:
    near = await a_location()
    unknown = await a_location(latitude=None, longitude=None, name="不知在哪")
    foreign = await a_location(division=ELSEWHERE, latitude=30.24, name="清波门")  # 4.4 km away
    await a_service(locations=[near, unknown])
    await a_service(locations=[foreign], areas=[ELSEWHERE])
    await a_service(locations=[near], areas=[CITY], name="全市")

    async def names(query: str) -> list[str]:
        contents = (await ask(api, f"/service_at_locations?{query}"))["contents"]
        return sorted(each["location"]["name"] for each in contents)

    assert await names("postcode=310013") == ["不知在哪", "服务站", "服务站"]
    assert await names("postcode=310002") == ["服务站", "清波门"]
    assert await names("postcode=310000") == ["不知在哪", "服务站", "服务站", "清波门"]
    assert await names("postcode=310013&proximity=4500") == ["服务站", "服务站", "清波门"]
    assert await names("postcode=310013&proximity=4400") == ["服务站", "服务站"]
    assert await names("postcode=310051&proximity=4400") == []
    assert await names("postcode=999999") == []


async def test_terms_are_found_by_taxonomy_and_parent(api: AsyncClient) -> None:
    top = term_id(CATEGORY, "top/legal")

    below = (await ask(api, f"/taxonomy_terms?parent_id={top}"))["contents"]
    tops = (await ask(api, f"/taxonomy_terms?top_only=true&taxonomy_id={TAXONOMY_BY_CODE[CATEGORY].id}"))[
        "contents"
    ]
    said = await ask(api, f"/taxonomy_terms/{term_id(CATEGORY, 'notary')}")

    assert [term["code"] for term in below] == ["legal-aid", "notary", "mediation"]
    assert "legal" in {term["code"] for term in tops}
    assert not any("parent_id" in term for term in tops)
    assert said["taxonomy_detail"]["id"] == said["taxonomy_id"] == str(TAXONOMY_BY_CODE[CATEGORY].id)
    assert await ids(api, "/taxonomy_terms?search=公证处") == {said["id"]}


async def test_all_of_it_comes_one_a_line(api: AsyncClient) -> None:
    where = await a_location()
    made = {str(await a_service(locations=[where])) for _ in range(3)}

    for path, count in [("services?full=true&", 3), ("service_at_locations?", 3), ("organizations?", 3)]:
        answer = await api.get(f"/hsds/{path}format=ndjson&per_page=1")
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert len(answer.text.splitlines()) == count
    lines = (await api.get("/hsds/services?format=ndjson")).text.splitlines()
    assert {line[7:43] for line in lines} == made


async def test_a_wrong_parameter_is_named(api: AsyncClient) -> None:
    for path, field in [
        ("/services?page=0", "page"),
        ("/services?page=x", "page"),
        ("/services?per_page=101", "per_page"),
        ("/services?per_page=-1", "per_page"),
        ("/organizations?full_service=true&per_page=21", "per_page"),
        ("/services?format=xml", "format"),
        ("/services?full=perhaps", "full"),
        ("/services?organization_id=1", "organization_id"),
        ("/services?taxonomy_term_id=legal-aid", "taxonomy_term_id"),
        ("/services?taxonomy_id=x&format=ndjson", "taxonomy_id"),
        ("/services?modified_after=yesterday", "modified_after"),
        ("/services?modified_after=0001-01-01T00:00:00%2B14:00", "modified_after"),
        ("/services?search=%00", "search"),
        ("/service_at_locations?proximity=100", "postcode"),
        ("/service_at_locations?postcode=31001", "postcode"),
        ("/service_at_locations?postcode=310013&proximity=far", "proximity"),
        ("/service_at_locations?postcode=310013&proximity=nan", "proximity"),
        ("/service_at_locations?postcode=310013&proximity=1e9", "proximity"),
        ("/taxonomy_terms?parent_id=x", "parent_id"),
    ]:
        assert await refusal(api, path) == [field], path


async def test_what_is_not_there_is_not_found(api: AsyncClient) -> None:
    for noun in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        assert (await api.get(f"/hsds/{noun}/{uuid4()}")).status_code == 404
        assert (await api.get(f"/hsds/{noun}/legal")).status_code == 404


async def test_pages_of_other_sites_may_read_it_and_nothing_else_of_ours(api: AsyncClient) -> None:
    await a_service()
    signed_in = await a_staff("manager", CITY)

    for path in (
        "/hsds/services",
        "/hsds/services?page=0",
        f"/hsds/services/{uuid4()}",
        "/hsds/services?format=ndjson",
    ):
        for headers in ({}, signed_in):
            answer = await api.get(path, headers={"Origin": "https://example.org", **headers})
            assert answer.headers.get_list("access-control-allow-origin") == ["*"], path
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    for path in ("/api/me", "/api/services"):
        answer = await api.get(path, headers={"Origin": "https://example.org"})
        assert "access-control-allow-origin" not in answer.headers, path
    assert (await api.post("/hsds/services", json={})).status_code == 405


async def test_whoever_has_it_is_told_that_nothing_changed(api: AsyncClient) -> None:
    id = await a_service()
    first = await api.get("/hsds/services")
    known = {"If-None-Match": first.headers["etag"]}

    again = await api.get("/hsds/services", headers=known)
    await a_service(id=id, name="新名字")
    changed = await api.get("/hsds/services", headers=known)

    assert again.status_code == 304
    assert changed.status_code == 200
    assert changed.json()["contents"][0]["name"] == "新名字"


class Hops:
    """How often the database is asked."""

    def __init__(self) -> None:
        self.engine: Any = Database.engine
        self.real = self.engine.run_together
        self.statements = 0

    def __enter__(self) -> "Hops":
        async def counting(statements: Any) -> Any:
            self.statements += len(statements)
            return await self.real(statements)

        self.engine.run_together = counting
        return self

    def __exit__(self, *_: object) -> None:
        del self.engine.run_together


@pytest.mark.parametrize(
    "path",
    [
        "/hsds/services?full=true&per_page=",
        "/hsds/services?per_page=",
        "/hsds/service_at_locations?full=true&per_page=",
        "/hsds/organizations?full=true&per_page=",
    ],
)
async def test_a_long_page_asks_the_database_no_more_often_than_a_short_one(
    api: AsyncClient, path: str
) -> None:
    where = await a_location()
    for n in range(12):
        await a_service(name=f"服务{n}", locations=[where])
    asked = []
    for size in (2, 1, 12):  # the first reads the network, which is kept
        with Hops() as hops:
            assert len((await api.get(f"{path}{size}")).json()["contents"]) == size
        asked.append(hops.statements)

    assert asked[1] == asked[2] <= 12


def test_it_counts_for_the_limits_like_any_reading() -> None:
    counted = Counted(Limits(), "GET", "/hsds/services", Caller("", "203.0.113.7"), 0)

    assert [rule.name for rule, _ in counted.rules] == ["reads-here"]
