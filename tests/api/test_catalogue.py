"""The catalogue: four fragments under addresses that never change, and an edit that changes exactly one."""

import json
import random
from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID, uuid4

import msgspec
from httpx import AsyncClient

from server.data.demo.directory import Maker
from server.data.demo.material import read_material
from server.data.demo.phones import landlines
from server.data.demo.words import spot_of
from server.domain.calendar import read_holidays, save_holidays
from server.domain.catalogue import find_fragment, find_versions, path_to
from server.domain.categories import FOLDER as DATA
from server.domain.city import read_city
from server.domain.editing import delete_services
from server.domain.network import read_divisions, save_divisions
from server.http.encodings import KEPT, encoded
from server.models.network import Division
from server.storage.database import write
from tests.builders import CITY, COMMUNITY, DISTRICT, ELSEWHERE, OTHER_STREET, STREET, a_network
from tests.directory_builders import READER, WRITTEN, a_location, a_service, an_organization


async def versions_of(api: AsyncClient, code: str = COMMUNITY) -> dict[str, str]:
    """The versions in force, by division."""
    answer = (await api.get(f"/api/catalogue/{code}")).json()
    return {each["code"]: each["version"] for each in answer["fragments"]}


def on_the_wire(id: UUID) -> str:
    """As short as it gets: base64url without its filling."""
    return urlsafe_b64encode(id.bytes).decode().rstrip("=")


async def fragment(api: AsyncClient, code: str, version: str) -> dict[str, Any]:
    """One fragment."""
    answer = await api.get(f"/api/catalogue/{code}/{version}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_a_community_has_four_fragments_from_the_city_down(api: AsyncClient) -> None:
    await a_network()

    answer = (await api.get(f"/api/catalogue/{COMMUNITY}")).json()

    assert answer["code"] == COMMUNITY
    assert [each["code"] for each in answer["fragments"]] == [CITY, DISTRICT, STREET, COMMUNITY]
    assert [each["level"] for each in answer["fragments"]] == ["city", "district", "street", "community"]
    assert answer["made_at"] is None


async def test_a_street_has_three_and_nowhere_has_none(api: AsyncClient) -> None:
    await a_network()

    assert len(await versions_of(api, STREET)) == 3
    for nowhere in ("330106005999", "330106", "x", "000000000000", "３３０１０６００５０５５"):
        assert (await api.get(f"/api/catalogue/{nowhere}")).status_code == 404


async def test_a_fragment_is_kept_for_ever_and_the_list_of_versions_is_asked_for_again(
    api: AsyncClient,
) -> None:
    await a_network()
    await a_service()
    versions = await api.get(f"/api/catalogue/{COMMUNITY}")
    version = versions.json()["fragments"][-1]["version"]

    kept = await api.get(f"/api/catalogue/{COMMUNITY}/{version}", headers={"accept-encoding": "br"})
    again = await api.get(f"/api/catalogue/{COMMUNITY}", headers={"if-none-match": versions.headers["etag"]})

    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert again.status_code == 304


async def test_a_service_stands_in_the_fragment_of_each_of_its_areas_with_all_that_its_page_shows(
    api: AsyncClient,
) -> None:
    await a_network()
    spot = await a_location(entrance="北门旁")
    id = await a_service(
        areas=[COMMUNITY, OTHER_STREET],
        aka=["法援"],
        locations=[spot],
        documents="身份证",
        audience=["elderly", "migrants"],
        texts={"en": {"name": "Legal aid in Cuiyuan"}},
    )

    for code in (COMMUNITY, OTHER_STREET):
        version = (await versions_of(api, code))[code]
        columns = await fragment(api, code, version)
        services = columns["services"]
        assert columns["ids"] == on_the_wire(id)
        assert services["name"] == ["翠苑法律援助站"]
        assert "pinyin" not in services  # the phone's table of sounds reads it right
        assert services["fee"] == [0]
        assert services["audience"] == ["elderly migrants"]
        assert columns["providers"]["name"][services["provider"][0]] == "翠苑一区社区服务站"
        assert columns["spots"]["entrance"][services["spots"][0][0]] == "北门旁"
        assert columns["hours"][services["hours"][0]][0] == {
            "byday": "MO,TU,WE,TH,FR",
            "opens_at": "08:30",
            "closes_at": "17:30",
        }
        english = (await api.get(f"/api/catalogue/{code}/{version}/en")).json()
        assert english["texts"] == {"name": ["Legal aid in Cuiyuan"]}
        assert (await api.get(f"/api/catalogue/{code}/{version}/fr")).status_code == 404


async def test_a_reading_that_was_corrected_by_hand_travels_with_the_service(api: AsyncClient) -> None:
    await a_network()
    await a_service(name="单家桥站", pinyin="shan jia qiao zhan")

    services = (await fragment(api, COMMUNITY, (await versions_of(api))[COMMUNITY]))["services"]

    assert services["pinyin"] == ["shan jia qiao zhan"]


async def test_an_edit_changes_the_fragments_of_its_areas_and_no_others(api: AsyncClient) -> None:
    await a_network()
    id = await a_service(areas=[COMMUNITY])
    await a_service(areas=[STREET])
    before = await versions_of(api) | await versions_of(api, ELSEWHERE)

    await a_service(id=id, areas=[COMMUNITY, ELSEWHERE], name="翠苑法律服务站")
    after = await versions_of(api) | await versions_of(api, ELSEWHERE)

    assert {code for code in after if after[code] != before[code]} == {COMMUNITY, ELSEWHERE}
    gone = await api.get(f"/api/catalogue/{COMMUNITY}/{before[COMMUNITY]}")
    assert gone.status_code == 404  # the phone asks for the versions again
    assert gone.headers["content-type"].startswith("application/problem+json")


async def test_a_service_that_moves_leaves_its_old_fragment(api: AsyncClient) -> None:
    await a_network()
    id = await a_service(areas=[COMMUNITY])

    await a_service(id=id, areas=[STREET])

    versions = await versions_of(api)
    assert (await fragment(api, COMMUNITY, versions[COMMUNITY])).get("ids", "") == ""
    assert (await fragment(api, STREET, versions[STREET]))["ids"] == on_the_wire(id)


async def test_what_is_withdrawn_goes_and_what_is_shut_for_a_while_says_so(api: AsyncClient) -> None:
    await a_network()
    await a_service(status="inactive")
    shut = await a_service(status="temporarily closed")

    columns = await fragment(api, COMMUNITY, (await versions_of(api))[COMMUNITY])

    assert columns["ids"] == on_the_wire(shut)
    assert columns["services"]["status"] == ["temporarily closed"]


async def test_an_organization_s_new_number_renews_what_shows_it(api: AsyncClient) -> None:
    await a_network()
    organization = await an_organization()
    await a_service(organization=organization, areas=[STREET])
    before = await versions_of(api)

    await an_organization(id=organization, phone="0571 9999")

    after = await versions_of(api)
    assert {code for code in after if after[code] != before[code]} == {STREET}
    assert (await fragment(api, STREET, after[STREET]))["providers"]["phone"] == ["0571 9999"]


async def test_the_city_s_fragment_has_words_readings_and_the_calendar(api: AsyncClient) -> None:
    await a_network()
    await save_holidays(read_holidays())

    city = await fragment(api, CITY, (await versions_of(api))[CITY])

    assert "打官司" in city["words"]["legal-aid"]
    assert "老娘舅" in city["words"]["mediation"]
    assert city["readings"]["朝阳"] == "chao yang"
    assert city["calendar"]["known_through"] == "2026-12-31"
    assert city["calendar"]["off"]["2026-10-01"] == "国庆节"
    assert city["calendar"]["worked"]["2026-10-10"] == "国庆节"
    assert city["calendar"]["likely"]["2027-10-01"] == "国庆节"
    assert city["calendar"]["english"]["国庆节"] == "National Day"


async def test_a_new_year_s_calendar_makes_a_new_city_fragment(api: AsyncClient) -> None:
    await a_network()
    years = read_holidays()
    await save_holidays(years[:2])
    before = await versions_of(api)

    await save_holidays(years)

    after = await versions_of(api)
    assert {code for code in after if after[code] != before[code]} == {CITY}


async def test_loading_anew_gives_the_same_as_following_every_change(api: AsyncClient, rounds: int) -> None:
    """A phone that fetches changed fragments one by one ends with what a new phone fetches.

    Whatever changes: services, where they are offered, that they are no more, who provides them, and where.
    """
    await a_network()
    chance = random.Random(5)
    places = [CITY, DISTRICT, STREET, COMMUNITY]
    ids, there = [uuid4() for _ in range(5)], set()
    organization, place = await an_organization(), await a_location()
    phone: dict[str, dict[str, Any]] = {}
    for change in range(10 + 10 * rounds):
        id = chance.choice(ids)
        match chance.randrange(8):
            case 0 if id in there:
                await delete_services([id], READER, WRITTEN)
                there.remove(id)
            case 1:
                await an_organization(id=organization, name=f"机构{change}")
            case 2:
                await a_location(id=place, address=f"学院路 {change} 号")
            case _:
                areas = chance.sample(places, chance.randint(1, 3))
                status = chance.choice(["active", "active", "inactive", "temporarily closed"])
                but = {"organization": organization, "locations": [place] if change % 2 else []}
                await a_service(id=id, areas=areas, name=f"服务{change}", status=status, **but)
                there.add(id)
        for code, version in (await versions_of(api)).items():
            if phone.get(code, {}).get("version") != version:
                phone[code] = {"version": version, "fragment": await fragment(api, code, version)}

    new = {code: await fragment(api, code, version) for code, version in (await versions_of(api)).items()}
    assert {code: kept["fragment"] for code, kept in phone.items()} == new


async def test_five_hundred_services_are_less_than_thirty_kilobytes(db: None) -> None:
    """The demonstration's services of one community, again and again until its catalogue holds 500."""
    rows = read_divisions((DATA / "hangzhou/divisions.csv").read_text("utf-8").splitlines())
    await save_divisions(rows, READER)
    await save_holidays(read_holidays())
    city, material = read_city("hangzhou"), read_material("hangzhou")
    network = {division.code: division for division in await Division.objects()}
    spots = {place.code: spot_of(place, network, city) for place in material.places.place}
    community = next(code for code, spot in spots.items() if spot.level == "community")
    maker = Maker(material, READER, landlines(material.places.area_code), WRITTEN)
    for code in path_to(community):
        numbers = range(500 - len(maker.made.services)) if code == community else None
        maker.furnish(spots[code], 0, [community], WRITTEN.date(), numbers)
    async with write():
        await maker.made.save(READER.city)

    versions = await find_versions(community, city)
    fragments = [await find_fragment(each.code, each.version, city) for each in versions.fragments]

    assert sum(len(fragment.ids) // 22 for fragment in fragments) == 500
    packed = [encoded(msgspec.json.encode(fragment), "br", KEPT) for fragment in fragments]
    assert sum(len(body) for body in packed) <= 30_000


async def test_a_server_that_just_started_knows_the_four_versions(db: None) -> None:
    await a_network()
    for number in range(60):
        await a_service(name=f"服务{number}")
    city = read_city("hangzhou")

    versions = await find_versions(COMMUNITY, city)

    assert len(versions.fragments) == 4
    assert json.dumps(msgspec.to_builtins(versions))
