"""The demonstration: everything it promises is there, lawful, and nobody in it can be rung up."""

import json
import re
import stat
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from click.testing import CliRunner
from httpx import ASGITransport, AsyncClient
from msgspec.structs import replace
from PIL import Image, ImageOps

from server.cli.demo import demo, filling
from server.cli.operator import Operator
from server.data.demo.fill import Tools, fill_with
from server.data.demo.material import Material, read_material
from server.data.demo.phones import rings_nowhere
from server.data.demo.scenes import SCENES, TWELVE_MEGAPIXELS, draw, photo
from server.data.demo.seed import ident
from server.domain.calendar import UNKNOWN
from server.domain.categories import TERMS, is_for_services
from server.domain.checking import Ground, check_location, check_organization, check_service
from server.domain.city import read_city
from server.domain.demo import is_demo
from server.domain.editing import read_services
from server.domain.figures.releasing import last_to_release
from server.domain.hours import Rule, is_open_at
from server.domain.keys import Keys
from server.domain.lifecycle import RULES, Act, State
from server.domain.locating import LOCATIONS
from server.domain.organizing import ORGANIZATIONS
from server.domain.passwords import is_right
from server.domain.pinyin import Reader
from server.domain.retention import REQUESTS, kept_too_long
from server.domain.scope import level_of, parent_of
from server.domain.writing import faults_of
from server.models import TABLES
from server.settings import Settings
from server.storage.database import close_database, open_database, raw, start_database
from server.storage.media import FileMedia
from tests.cli.filled import SECRET_KEY, a_demonstration
from tests.engines import Server, copy_files, run

NIGHT = 23 * 60 + 40
STAFF = re.compile(r"^(\w+) {2,}((?:\w{4}-){3}\w{4}) {2,}(\w+) ", re.M)
CODE = re.compile(r"^((?:\w{4}-){3}\w{4}) {2,}(\w+)  (.+)$", re.M)


pytestmark = pytest.mark.xdist_group("demo")  # made once for each engine, not once more in another process


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation that was filled once by `linli demo`; tests only look."""
    if request.param == "sqlite":
        yield Settings(home=a_demonstration(tmp_path_factory), secret_key=SECRET_KEY)
    else:
        home = tmp_path_factory.mktemp("demo") / "home"
        home.mkdir(mode=0o700)
        server: Server = request.getfixturevalue("postgres")
        with server.fresh() as url:
            settings = Settings(home=home, database_url=url, secret_key=SECRET_KEY)
            run(filling(Operator(settings)))
            yield settings


@pytest.fixture
async def world(shown: Settings) -> AsyncIterator[Settings]:
    """The same with its database open."""
    open_database(shown.home, shown.database_url, TABLES)
    await start_database()
    yield shown
    await close_database()


@pytest.fixture(scope="module")
def material() -> Material:
    """What is written for Hangzhou."""
    return read_material("hangzhou")


def logins(settings: Settings) -> str:
    return (settings.home / "demo-logins.txt").read_text("utf-8")


async def test_the_database_says_that_it_is_a_demonstration(world: Settings) -> None:
    assert await is_demo()


async def test_four_hundred_services_stand_in_eight_communities_of_four_streets(world: Settings) -> None:
    services = await raw("SELECT id FROM service")
    areas = {row["division"] for row in await raw("SELECT DISTINCT division FROM service_area")}
    assert len(services) >= 400
    assert Counter(level_of(code) for code in areas) == {1: 1, 2: 2, 3: 4, 4: 8}
    assert {parent_of(code) for code in areas if level_of(code) == 4} == {
        code for code in areas if level_of(code) == 3
    }


async def test_every_category_for_services_has_one_in_every_demonstrated_community(world: Settings) -> None:
    rows = await raw("SELECT s.category, a.division FROM service s JOIN service_area a ON a.service = s.id")
    wanted = {code for code in TERMS if is_for_services(code)}
    for community in {row["division"] for row in rows if level_of(row["division"]) == 4}:
        path = {community, parent_of(community), parent_of(parent_of(community)), "330100000000"}
        assert {row["category"] for row in rows if row["division"] in path} == wanted


async def test_the_desk_keeps_all_of_it_and_has_nothing_to_correct(world: Settings) -> None:
    city, reader = read_city("hangzhou"), Reader("hangzhou")
    ground = Ground(city, datetime.now(UTC))
    services = await read_services([row["id"] for row in await raw("SELECT id FROM service")], reader)
    found = [check_service(kept.body, ground) for kept in services.values()]
    offices = await ORGANIZATIONS.read([row["id"] for row in await raw("SELECT id FROM organization")])
    places = await LOCATIONS.read([row["id"] for row in await raw("SELECT id FROM location")])
    wrong = [checked.errors for checked in found]
    wrong += [check_organization(kept.body, ground).errors for kept in offices.values()]
    wrong += [check_location(kept.body, ground).errors for kept in places.values()]
    assert [errors for errors in wrong if errors] == []
    assert await faults_of({id: kept.body for id, kept in services.items()}) == {}
    assert await ORGANIZATIONS.faults_of({id: kept.body for id, kept in offices.items()}) == {}
    assert {level_of(kept.body.owner) for kept in services.values()} == {1, 2, 3, 4}
    assert all(checked.body == kept.body for checked, kept in zip(found, services.values(), strict=True))


async def test_each_service_can_be_read_in_english_and_says_when_it_is_open(world: Settings) -> None:
    rows = await raw("SELECT id, texts, name_pinyin, verified_on FROM service")
    with_hours = {row["service"] for row in await raw("SELECT DISTINCT service FROM schedule")}
    assert all({"name", "description"} <= json.loads(row["texts"])["en"].keys() for row in rows)
    assert all(row["name_pinyin"] and row["verified_on"] for row in rows)
    assert with_hours == {row["id"] for row in rows}


async def test_the_hours_have_every_shape_that_residents_meet(world: Settings) -> None:
    rows = await raw("SELECT freq, interval, bymonthday, opens_at, closes_at, holidays, closed FROM schedule")
    assert {row["holidays"] for row in rows} == {"work", "closed", "plain"}
    assert any(row["freq"] == "MONTHLY" and row["bymonthday"] for row in rows)
    assert any(row["freq"] == "MONTHLY" and not row["bymonthday"] for row in rows)
    assert any(row["interval"] == 2 for row in rows)
    assert any(row["closes_at"] <= row["opens_at"] for row in rows)
    assert sum(bool(row["closed"]) for row in rows) >= 5


async def test_shortly_before_midnight_a_pharmacy_is_open_and_no_clinic_is(world: Settings) -> None:
    rows = await raw(
        "SELECT s.category, h.byday, h.opens_at, h.closes_at, h.freq, h.holidays FROM service s "
        "JOIN schedule h ON h.service = s.id WHERE s.category IN ('clinic', 'pharmacy')"
    )
    open_now = {
        row["category"]
        for row in rows
        if is_open_at([Rule(**{k: v for k, v in row.items() if k != "category"})], UNKNOWN, NIGHT)
    }
    assert open_now == {"pharmacy"}


async def test_enough_places_are_published_for_nearby(world: Settings) -> None:
    rows = await raw("SELECT latitude, longitude FROM location")
    assert len(rows) >= 200
    assert all(29 < row["latitude"] < 31 and 119 < row["longitude"] < 121 for row in rows)


async def test_each_demonstrated_division_has_a_centre_with_hours(world: Settings) -> None:
    rows = await raw("SELECT division, hours FROM centre")
    assert Counter(level_of(row["division"]) for row in rows) == {1: 1, 2: 2, 3: 4, 4: 8}
    assert all(json.loads(row["hours"])[0]["opens_at"] == "08:30" for row in rows)


async def test_no_telephone_number_can_ring_anybody(world: Settings, material: Material) -> None:
    columns = [
        ("service", "phone"),
        ("organization", "phone"),
        ("centre", "phone"),
        ("person", "phone"),
        ("request_contact", "phone"),
        ("request_contact", "other_phone"),
    ]
    area_code, mobile = material.places.area_code, material.people.mobile
    for table, column in columns:
        numbers = [row["n"] for row in await raw(f"SELECT {column} AS n FROM {table}")]
        given = [number for number in numbers if number]
        assert given, f"{table}.{column} is empty everywhere"
        assert all(rings_nowhere(number, area_code, mobile) for number in given)


async def test_residents_have_numbers_that_can_sign_in(world: Settings) -> None:
    rows = await raw("SELECT phone FROM person WHERE phone IS NOT NULL")
    numbers = [phonenumbers.parse(row["phone"]) for row in rows]
    assert len(numbers) == 3
    assert all(phonenumbers.number_type(it) == phonenumbers.PhoneNumberType.MOBILE for it in numbers)


async def test_there_is_staff_of_every_role_and_level(world: Settings) -> None:
    grants = await raw("SELECT role, division, organization FROM role_grant")
    assert {row["role"] for row in grants} == {
        "manager",
        "clerk",
        "call_taker",
        "interviewer",
        "statistician",
        "provider",
        "auditor",
    }
    for role in ("manager", "clerk"):
        assert {level_of(row["division"]) for row in grants if row["role"] == role} == {1, 2, 3, 4}
    assert all(row["organization"] for row in grants if row["role"] == "provider")


async def test_whoever_reads_the_file_can_sign_in_and_nobody_else_can_read_it(world: Settings) -> None:
    file = world.home / "demo-logins.txt"
    found = STAFF.findall(logins(world))
    stored = {
        row["username"]: row["password_hash"] for row in await raw("SELECT * FROM person") if row["username"]
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {username for username, _, _ in found} == stored.keys()
    username, password, _ = found[0]
    assert await is_right(password, stored[username])
    assert not await is_right(found[1][1], stored[username])


async def test_forty_requests_stand_in_all_ten_states(world: Settings, material: Material) -> None:
    told = {ident("request", number) for number in range(len(material.stories))}
    rows = await raw("SELECT id, state, number FROM service_request")
    states = [row["state"] for row in rows if row["id"] in told]
    assert len(states) == 40
    assert set(states) == set(State)
    assert len({row["number"] for row in rows}) == len(rows)
    assert {row["state"] for row in rows if row["id"] not in told} == {"closed", "declined", "withdrawn"}


async def test_more_than_a_year_before_is_counted_released_and_nobodys(
    world: Settings, material: Material
) -> None:
    now, zone = datetime.now(UTC), read_city("hangzhou").zone
    told = [ident("request", number) for number in range(len(material.stories))]
    mine = ", ".join(["{}"] * len(told))
    (before,) = await raw(
        "SELECT count(*) AS n, count(resident) + count(key_hash) AS whose, min(rating) AS worst, "
        "max(reopened) AS reopened, sum(CASE WHEN counted <> version OR indexed <> version THEN 1 ELSE 0 "
        f"END) AS waiting FROM service_request WHERE id NOT IN ({mine})",
        *told,
    )
    months = await raw("SELECT DISTINCT month FROM figure_cell WHERE division = '330100000000'")
    (released,) = await raw("SELECT max(month) AS last FROM released_rate")
    districts = await raw(
        "SELECT heard, rated, answer_owed FROM released_rate WHERE month = {} AND division LIKE "
        "'3301__000000'",
        released["last"],
    )
    wordy = await raw(
        "SELECT 1 AS one FROM service_request WHERE closed_at < {} AND description <> ''",
        now - REQUESTS - timedelta(days=1),  # told some minutes ago
    )
    assert before["n"] > 2_000
    assert (before["whose"], before["waiting"]) == (0, 0)
    assert (before["worst"], before["reopened"]) == (1, 1)
    assert len(months) >= 14
    assert released["last"] == last_to_release(now, zone)
    assert len(districts) == 14  # thirteen, and the city
    assert all(row["answer_owed"] for row in districts)
    assert sum(None in row.values() for row in districts) <= 4  # by chance too few answered
    assert not wordy
    assert not await raw("SELECT id FROM request_step WHERE at > {}", now)
    assert not await kept_too_long(now)


async def test_every_history_is_lawful_and_ends_where_the_request_stands(world: Settings) -> None:
    requests = {row["id"]: row for row in await raw("SELECT id, state, version FROM service_request")}
    rows = await raw("SELECT request, act, state, version, at FROM request_step ORDER BY request, version")
    steps = {id: list(mine) for id, mine in groupby(rows, lambda row: row["request"])}
    for id, request in requests.items():
        mine = steps[id]
        assert [step["version"] for step in mine] == list(range(1, request["version"] + 1))
        assert [step["at"] for step in mine] == sorted(step["at"] for step in mine)
        assert (mine[0]["act"], mine[-1]["state"]) == (Act.SUBMIT, request["state"])
        for before, after in pairwise(mine):
            assert RULES[State(before["state"]), Act(after["act"])].after == after["state"]


async def test_some_requests_are_late_urgent_for_others_rated_and_climbed(world: Settings) -> None:
    rows = await raw("SELECT due_at, urgent, rating, source, written_at, sent_at FROM service_request")
    contacts = await raw("SELECT other_name, wish FROM request_contact")
    acts = {(row["act"], row["by"]) for row in await raw("SELECT act, by FROM request_step")}
    assert any(row["due_at"] and row["due_at"] < datetime.now(UTC) for row in rows)
    assert any(row["urgent"] for row in rows)
    assert {row["rating"] for row in rows} >= {2, 3, 4, 5}
    assert {row["source"] for row in rows} == {"app", "phone", "counter"}
    assert any(row["written_at"] and row["written_at"] < row["sent_at"] for row in rows)
    assert any(row["other_name"] for row in contacts)
    assert {("escalate", "clock"), ("close", "clock")} <= acts
    assert await raw("SELECT id FROM access_log")


async def test_the_photos_came_through_the_product_and_lie_in_both_sizes(world: Settings) -> None:
    rows = await raw("SELECT media, width, height FROM request_photo")
    media = FileMedia(world.home / "media")
    assert len(rows) >= 20
    assert any(row["height"] > row["width"] for row in rows)
    assert any(max(row["width"], row["height"]) == 1600 for row in rows)
    assert await media.names() == sorted(f"{row['media']}-{size}" for row in rows for size in ("1600", "400"))
    for row in rows:
        kept = Image.open(BytesIO(await media.get(f"{row['media']}-1600")))
        assert kept.size == (row["width"], row["height"])
        assert not kept.getexif()


async def test_no_old_news_waits_to_be_sent(world: Settings) -> None:
    jobs = await raw("SELECT what, due FROM job")
    assert all(job["due"] > datetime.now(UTC) or job["what"] != "tell-resident" for job in jobs)


async def test_last_years_survey_was_drawn_over_the_whole_city(world: Settings) -> None:
    (wave,) = await raw("SELECT id FROM wave WHERE state = 'published'")
    sheets = await raw(
        "SELECT division, count(*) AS n FROM survey.response WHERE wave = {} GROUP BY division",
        str(wave["id"]),
    )
    strata = await raw("SELECT division FROM stratum WHERE wave = {}", wave["id"])
    assert sum(row["n"] for row in sheets) >= 8_000
    assert len({row["division"] for row in sheets if level_of(row["division"]) == 4}) >= 24
    assert len({row["division"][:6] for row in strata}) == 13


async def test_the_number_prints_for_the_places_that_residents_look_at(world: Settings) -> None:
    (wave,) = await raw("SELECT id FROM wave WHERE state = 'published'")
    rows = await raw(
        "SELECT division, verdict FROM estimate WHERE wave = {} AND audience = 'all' "
        "AND statistic = 'satisfied'",
        wave["id"],
    )
    verdicts = {row["division"]: row["verdict"] for row in rows}
    assert verdicts["330102003052"] == "undecided"  # 青年路社区
    assert verdicts["330102003000"] == "undecided"  # 湖滨街道
    assert verdicts["330102000000"] == "met"  # 上城区
    assert verdicts["330100000000"] == "met"
    assert {verdict for code, verdict in verdicts.items() if level_of(code) == 2} == {
        "met",
        "not_met",
        "undecided",
    }
    assert verdicts["330102003050"] == "withheld"  # 涌金门社区: too few answered
    assert sum(verdict != "withheld" for code, verdict in verdicts.items() if level_of(code) == 4) >= 20


async def test_this_years_survey_is_open_with_codes_in_the_file(world: Settings) -> None:
    (wave,) = await raw("SELECT id, opens_on, closes_on, result_on FROM wave WHERE state = 'open'")
    today = datetime.now(read_city("hangzhou").zone).date()
    left = await raw("SELECT used FROM survey.invitation WHERE wave = {}", str(wave["id"]))
    found = CODE.findall(logins(world))
    assert wave["opens_on"] <= today <= wave["closes_on"] < wave["result_on"]
    assert {row["used"] for row in left} == {0, 1}
    assert len(found) >= 16
    assert {group for _, group, _ in found} == {"residents", "migrants"}


@pytest.fixture
async def api(shown: Settings) -> AsyncIterator[AsyncClient]:
    """The application on the demonstration."""
    from server.app import create_app
    from tests.conftest import lifespan

    app = create_app(shown)
    transport = ASGITransport(app=app)
    async with lifespan(app), AsyncClient(transport=transport, base_url=shown.public_url) as client:
        yield client


async def test_a_resident_finds_a_clinic_for_blood_pressure(api: AsyncClient) -> None:
    found = await api.get("/api/services", params={"division": "330105019002", "q": "量血压"})
    assert found.json()["items"][0]["category"] == "clinic"


async def test_huafeng_stands_three_times_and_the_one_in_shiqiao_has_services(api: AsyncClient) -> None:
    found = await api.get("/api/divisions", params={"q": "huafeng"})
    named = [item for item in found.json()["items"] if item["name"] == "华丰社区"]
    assert {item["path"][2]["name"] for item in named} == {"石桥街道", "和睦街道", "闲林街道"}
    assert [item["services"] > 0 for item in named if item["path"][2]["name"] == "石桥街道"] == [True]


async def test_a_clerk_signs_in_and_sees_her_queue(api: AsyncClient, shown: Settings) -> None:
    password = next(word for username, word, _ in STAFF.findall(logins(shown)) if username == "hexiao")
    signed_in = await api.post(
        "/api/session",
        json={"username": "hexiao", "password": password},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert signed_in.status_code == 200
    queue = (await api.get("/api/desk/requests", params={"view": "open"})).json()
    assert len(queue["items"]) >= 4
    assert {item["place_name"] for item in queue["items"]} == {"岳王路社区"}


@pytest.mark.parametrize(
    "told_on",
    [
        "2026-11-22T16:10+00:00",  # just after midnight, a Monday
        "2026-10-08T01:00+00:00",  # the first morning after them
        "2028-02-29T08:00+00:00",  # a year that nobody has announced
    ],
)
async def test_the_stories_hold_whenever_they_are_told(
    told_on: str, home: Path, migrated_files: Path, material: Material
) -> None:
    copy_files(migrated_files, home)
    open_database(home, None, TABLES)
    await start_database()
    thin = replace(
        material,
        stories=[replace(story, photos=[], announced=None) for story in material.stories],
        kinds=[],
        survey=replace(
            material.survey,
            district=[replace(each, answers=5) for each in material.survey.district],
            street=[],
        ),
    )
    tools = Tools("hangzhou", read_city("hangzhou"), Keys(b"5" * 32), FileMedia(home / "media"), home)
    filled = await fill_with(thin, tools, datetime.fromisoformat(told_on), services=1_000)
    states = {row["state"] for row in await raw("SELECT DISTINCT state FROM service_request")}
    future = await raw("SELECT id FROM request_step WHERE at > {}", datetime.fromisoformat(told_on))
    areas = await raw("SELECT DISTINCT division FROM service_area")
    await close_database()
    assert states == set(State)
    assert filled.told.overtaken <= 2
    assert filled.services == 1_000
    assert len(areas) > 500
    assert not future


def test_a_database_that_holds_something_is_left_alone(shown: Settings) -> None:
    again = CliRunner().invoke(demo, obj=Operator(shown))
    assert again.exit_code == 1
    assert again.output.count("\n") == 1
    assert "not empty" in again.output


def test_a_public_address_gets_no_demonstration_unless_forced(home: Path) -> None:
    refused = CliRunner().invoke(
        demo, obj=Operator(Settings(home=home, public_url="https://linli.example.org"))
    )
    assert refused.exit_code == 1
    assert "linli.example.org" in refused.output
    assert not (home / "linli.db").exists()


def test_the_same_seed_makes_the_same_content() -> None:
    assert ident("service", "330102003052", 1) == ident("service", "330102003052", 1)
    assert draw("rubbish", 3).tobytes() == draw("rubbish", 3).tobytes()
    assert draw("rubbish", 3).tobytes() != draw("rubbish", 4).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_is_upright_for_who_reads_exif(orientation: int) -> None:
    upright = ImageOps.exif_transpose(Image.open(BytesIO(photo("lift", orientation=orientation))))
    assert upright.size == SCENES["lift"][1]
    assert _rough(upright) == pytest.approx(_rough(draw("lift")), abs=6)


def test_a_photo_of_twelve_megapixels_says_where_it_was_taken() -> None:
    taken = Image.open(BytesIO(photo("manhole", size=TWELVE_MEGAPIXELS, position=(30.25, 120.16))))
    assert taken.width * taken.height == 12_000_000
    assert taken.getexif().get_ifd(0x8825)[2] == (30.0, 15.0, 0.0)


def _rough(image: Any) -> list[int]:
    return list(image.convert("L").resize((6, 8)).tobytes())
