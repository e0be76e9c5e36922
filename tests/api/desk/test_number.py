"""The number on the desk: reviewed, released, read, taken away, corrected; and nothing withheld anywhere."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from python_calamine import CalamineWorkbook

from server.domain.surveys.auditing import Question, read_rows, recompute
from server.domain.surveys.results import close_wave, publish_wave
from server.models.network import Division
from server.models.people import AccessLog
from server.models.surveys import SurveyRelease, SurveyReview
from server.storage.database import raw
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    STREET,
    a_division,
    a_network,
    a_staff,
    stop_clock,
)
from tests.survey_builders import a_stratum, a_wave, answered

FEW = ["5"] * 10 + ["2"] * 2
MANY = ["5"] * 90 + ["2"] * 10
SOSO = ["4"] * 60 + ["2"] * 40
EVERY = ["5"] * 100  # a person has to look
NEXT_DOOR = [f"330106005{number:03d}" for number in (56, 57, 58)]
LOOKED = {"audience": "all", "statistic": "satisfied", "released": True, "note": "看过原始答卷，没有异常"}


@pytest.fixture(autouse=True)
async def network(api: AsyncClient) -> None:
    """Four communities in our street, one elsewhere."""
    stop_clock()
    await a_network()
    for place, code in enumerate(NEXT_DOOR, start=2):
        await Division.insert(a_division(code, 4, f"翠苑{place}区社区居委会", f"翠苑{place}区"))


async def closed(said: dict[str, list[str]] | None = None, year: int = 2025, **but: Any) -> UUID:
    """Last year's survey; every community was asked."""
    usual = dict.fromkeys((COMMUNITY, *NEXT_DOOR), MANY) | {ELSEWHERE: SOSO}
    wave = await a_wave(year=year, **but)
    for code, answers in (usual | (said or {})).items():
        await a_stratum(wave, code, sampled=150)
        await answered(wave, code, answers)
    await close_wave(wave, 0.85)
    return wave


async def published(said: dict[str, list[str]] | None = None, year: int = 2025, **but: Any) -> UUID:
    wave = await closed(said, year, **but)
    await publish_wave(wave, datetime(year + 1, 6, 29, 17, tzinfo=UTC))
    return wave


async def number(api: AsyncClient, who: dict[str, str], division: str = "", **query: Any) -> dict[str, Any]:
    answer = await api.get("/api/desk/number", params={"division": division, **query}, headers=who)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def review(api: AsyncClient, wave: UUID, who: dict[str, str], division: str, **but: Any) -> Response:
    path = f"/api/desk/waves/{wave}/results/{division}/review"
    return await api.put(path, json=LOOKED | but, headers=who)


async def say(
    wave: UUID, division: str, sheets: Iterable[dict[str, Any]], audience: str = "residents"
) -> None:
    """Sheets with more in them than the key question."""
    for place, sheet in enumerate(sheets):
        await raw(
            "INSERT INTO survey.response (id, wave, division, audience, class, mode, kind, answers) "
            "VALUES ({}, {}, {}, {}, '', 'web', {}, {})",
            f"{division}{audience}{place:06d}"[-32:] + uuid4().hex[:4],
            str(wave),
            division,
            audience,
            sheet.pop("kind", "invited"),
            json.dumps(sheet),
        )


async def test_what_a_person_must_look_at_is_printed_once_a_named_statistician_says_why(
    api: AsyncClient,
) -> None:
    wave = await closed({COMMUNITY: EVERY})
    statistician = await a_staff("statistician", CITY, "何敏")

    before = (await api.get(f"/api/desk/waves/{wave}/results", headers=statistician)).json()
    (waiting,) = [one for one in before["reviews"] if one["division"] == COMMUNITY]
    assert (waiting["point"], waiting["reason"], waiting["decisions"]) == (1.0, "review", [])
    bare = await review(api, wave, statistician, COMMUNITY, note=" ")
    assert bare.status_code == 422
    done = await review(api, wave, statistician, COMMUNITY)
    assert done.status_code == 200, done.text
    again = await review(api, wave, statistician, COMMUNITY)
    await publish_wave(wave, datetime(2026, 6, 30, tzinfo=UTC))

    (mine,) = [one for one in again.json()["reviews"] if one["division"] == COMMUNITY]
    assert (mine["reason"], len(mine["decisions"])) == (None, 1)
    assert mine["decisions"][0]["person_name"] == "何敏"
    public = (await api.get("/api/satisfaction", params={"division": COMMUNITY})).json()["items"][0]
    assert (public["point"], public["verdict"]) == (1.0, "met")
    late = await review(api, wave, statistician, COMMUNITY, released=False)
    assert late.status_code == 409
    assert await SurveyReview.count() == 1


async def test_a_number_that_nobody_looked_at_stays_withheld_and_publishing_says_how_many(
    api: AsyncClient,
) -> None:
    wave = await closed({COMMUNITY: EVERY})
    said = await publish_wave(wave, datetime(2026, 6, 30, tzinfo=UTC))
    assert said.unreviewed == 1
    assert said.withheld >= 2  # with it a neighbour, or it could be worked out
    public = (await api.get("/api/satisfaction", params={"division": COMMUNITY})).json()["items"][0]
    assert (public["point"], public["reason"]) == (None, "review")


async def test_only_the_statistician_of_the_place_reviews_and_only_the_auditor_looks_on(
    api: AsyncClient,
) -> None:
    wave = await closed({COMMUNITY: EVERY})
    for role, division, reads, reviews in (
        ("auditor", CITY, 200, 403),
        ("manager", CITY, 403, 403),
        ("statistician", ELSEWHERE, 200, 404),
    ):
        who = await a_staff(role, division)
        assert (await api.get(f"/api/desk/waves/{wave}/results", headers=who)).status_code == reads
        assert (await review(api, wave, who, COMMUNITY)).status_code == reviews
    assert not await SurveyReview.exists()


async def test_while_answers_arrive_nobody_sees_a_share(api: AsyncClient) -> None:
    wave = await a_wave(year=2026)
    await a_stratum(wave)
    await answered(wave, COMMUNITY, MANY)
    who = await a_staff("statistician", CITY)
    for path in ("results", f"export?division={CITY}"):
        assert (await api.get(f"/api/desk/waves/{wave}/{path}", headers=who)).status_code == 409
    assert (await number(api, who))["figure"] is None


async def test_the_release_keeps_what_could_be_worked_out_about_each_withheld_number(
    api: AsyncClient,
) -> None:
    wave = await published({COMMUNITY: FEW})
    who = await a_staff("auditor", CITY)
    found = (await api.get(f"/api/desk/waves/{wave}/results", headers=who)).json()
    assert {one["division"] for one in found["narrowest"]} >= {COMMUNITY}
    assert all(one["high"] - one["low"] >= 0.2 for one in found["narrowest"])
    kept = await SurveyRelease.objects().first()
    assert kept
    assert (kept.goal, kept.room) == (0.85, pytest.approx(found["room"]))
    assert found["room"] >= 0.2 - 1e-9


async def test_a_correction_never_prints_what_the_release_it_corrects_was_silent_about(
    api: AsyncClient,
) -> None:
    first = await published({COMMUNITY: FEW})
    silent = {
        row["division"]
        for row in (await number(api, await a_staff("manager", STREET)))["rows"]
        if row["reason"]
    }
    await published({NEXT_DOOR[2]: SOSO}, revises=first, note="一个社区录错了")

    who = await a_staff("manager", STREET)
    rows = {row["division"]: row for row in (await number(api, who))["rows"]}
    assert len(silent) >= 2
    assert all(rows[code]["reason"] is not None for code in silent)
    assert {rows[code]["reason"] for code in silent} <= {"as_before", "protects_another"}
    assert rows[NEXT_DOOR[2]]["point"] in {0.6, None}
    shown = await number(api, who)
    assert (shown["revised"], shown["note"], shown["years"]) == (True, "一个社区录错了", [2025])


async def test_staff_read_their_own_part_by_code_and_no_other(api: AsyncClient) -> None:
    await published()
    who = await a_staff("manager", STREET)
    found = await number(api, who)
    assert found["division"] == STREET
    assert [row["division"] for row in found["rows"]] == [COMMUNITY, *NEXT_DOOR]
    assert found["path"] == []
    for code in (CITY, ELSEWHERE, "330199000000"):
        answer = await api.get("/api/desk/number", params={"division": code}, headers=who)
        assert answer.status_code == 404
    city = await number(api, await a_staff("statistician", CITY), STREET)
    assert [above["code"] for above in city["path"]] == [CITY, DISTRICT]


async def test_a_change_has_its_own_interval_and_says_when_it_cannot_be_told(api: AsyncClient) -> None:
    await published(year=2024)
    await published({COMMUNITY: SOSO, NEXT_DOOR[0]: ["5"] * 91 + ["2"] * 9}, year=2025)
    rows = {
        row["division"]: row["change"]
        for row in (await number(api, await a_staff("manager", STREET)))["rows"]
    }
    assert (rows[COMMUNITY]["course"], rows[COMMUNITY]["difference"], rows[COMMUNITY]["since"]) == (
        "down",
        -0.3,
        2024,
    )
    assert rows[COMMUNITY]["low"] < -0.3 < rows[COMMUNITY]["high"] < 0
    assert rows[NEXT_DOOR[0]]["course"] == "unclear"
    assert rows[NEXT_DOOR[0]]["low"] < 0.01 < rows[NEXT_DOOR[0]]["high"]


async def test_kinds_of_service_needs_and_taking_part_follow_the_same_rules(api: AsyncClient) -> None:
    wave = await a_wave(year=2025)
    for code in (COMMUNITY, *NEXT_DOOR, ELSEWHERE):
        for audience in ("residents", "migrants", "units"):
            await a_stratum(wave, code, audience, sampled=60)
        both = {"R2": "5", "R3": ["b"], "R4": {"b": "5", "h": "2"}, "R10": ["i"]}
        one = {"R2": "2", "R3": [], "R4": {"h": "4"}, "R10": ["0"]}
        await say(wave, code, [dict(both) for _ in range(32)] + [dict(one) for _ in range(8)])
        moved = {"M2": "4", "M4": {"h": "4"}, "M7": ["k", "i"]}
        settled = {"M2": "2", "M4": {"h": "2"}, "M7": ["0"]}
        await say(
            wave, code, [dict(moved) for _ in range(20)] + [dict(settled) for _ in range(20)], "migrants"
        )
        taking = [{"O3": ["a"], "O5": "5"} for _ in range(38)] + [{"O3": ["0"], "O5": "4"} for _ in range(2)]
        await say(wave, code, taking, "units")
        await say(wave, code, [{"R2": "1", "kind": "open"} for _ in range(12)])
    await close_wave(wave, 0.85)
    await publish_wave(wave, datetime(2026, 6, 30, tzinfo=UTC))

    city = await number(api, await a_staff("manager", CITY))
    services = {one["statistic"]: one for one in city["services"]}
    assert services["service:h"]["text"]["zh"] == "住处的物业与环境卫生"
    assert services["service:b"]["reason"] == "review"  # all who used it were satisfied
    assert services["service:h"]["verdict"] is None
    needs = {one["statistic"]: one for one in city["needs"]}
    assert (needs["need:i"]["point"], needs["need:i"]["answers"]) == (0.65, 400)
    assert (needs["need:k"]["group"], needs["need:k"]["point"]) == ("migrants", 0.5)
    assert city["needs"][0]["statistic"] == "need:i"
    took = {one["statistic"]: one for one in city["units"]}
    assert (took["took_part"]["point"], took["took_part"]["verdict"]) == (0.95, "met")
    assert [one["group"] for one in city["groups"]] == ["residents", "migrants"]
    assert city["open"] == {"answers": 60, "point": 0.0}
    assert city["figure"]["point"] == 0.65  # the open answers are not in it
    community = await number(api, await a_staff("manager", COMMUNITY))
    assert (community["services"], community["needs"], community["groups"]) == ([], [], [])
    assert [one["statistic"] for one in community["units"]] == ["satisfied", "took_part"]


async def test_the_open_answers_of_a_district_with_few_are_not_to_be_had_by_subtraction(
    api: AsyncClient,
) -> None:
    wave = await a_wave(year=2025)
    for code in (COMMUNITY, *NEXT_DOOR, ELSEWHERE):
        await a_stratum(wave, code, sampled=150)
        await answered(wave, code, MANY)
    await answered(wave, COMMUNITY, ["5"] * 40, kind="open")
    await answered(wave, ELSEWHERE, ["1"] * 3, kind="open")
    await close_wave(wave, 0.85)
    await publish_wave(wave, datetime(2026, 6, 30, tzinfo=UTC))
    who = await a_staff("manager", CITY)
    assert (await number(api, who))["open"]["answers"] == 43
    assert (await number(api, who, DISTRICT))["open"] == {"answers": None, "point": None}


async def test_page_api_csv_and_workbook_have_the_same_digits(api: AsyncClient) -> None:
    await published({COMMUNITY: FEW})
    who = await a_staff("manager", STREET)
    page = {row["division"]: row for row in (await number(api, who))["rows"]}
    public = (await api.get("/api/satisfaction", params={"division": STREET, "children": 1})).json()["rows"]
    take = "/api/desk/number/file"
    sheet = (await api.get(take, params={"kind": "csv"}, headers=who)).content.decode("utf-8-sig")
    rows = {row["区划代码"]: row for row in csv.DictReader(io.StringIO(sheet)) if row["部分"] == "下级"}
    book = (await api.get(take, headers=who)).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    workbook = {row[1]: row for row in cells if row[0] == "下级"}
    open_lines = (await api.get("/api/open-data/satisfaction.json")).json()["items"]
    opened = {(line["division"], line["group"], line["statistic"]): line for line in open_lines}
    assert len(public) == len(page) == len(rows) == len(workbook) == 4
    for one in public:
        code = one["division"]
        figures = [one[end] for end in ("point", "low", "high")]
        assert [page[code][end] for end in ("point", "low", "high")] == figures
        assert [opened[code, "all", "satisfied"][end] for end in ("estimate", "low", "high")] == figures
        said = ["" if share is None else f"{share:.3f}" for share in figures]
        assert [rows[code][column] for column in ("估计", "下限", "上限")] == said
        assert workbook[code][7:10] == ["" if share is None else share for share in figures]


async def test_the_staff_file_gives_the_published_figure_and_the_look_is_written_down(
    api: AsyncClient,
) -> None:
    wave = await published()
    auditor = await a_staff("auditor", DISTRICT, "周平")
    path = f"/api/desk/waves/{wave}/export"
    file = await api.get(path, params={"division": DISTRICT}, headers=auditor)
    found = recompute(read_rows(file.text.splitlines()), Question())
    shown = (await number(api, auditor))["figure"]
    assert found.estimate is not None
    assert (round(found.estimate, 3), found.n) == (shown["point"], shown["answers"])
    for role, division, status in (("auditor", ELSEWHERE, 404), ("manager", CITY, 403)):
        answer = await api.get(path, params={"division": DISTRICT}, headers=await a_staff(role, division))
        assert answer.status_code == status
    looks = await AccessLog.select(AccessLog.person_name, AccessLog.what, AccessLog.reason)
    assert looks == [
        {"person_name": "周平", "what": "survey-export", "reason": f"survey 2025, {DISTRICT}"},
    ]


async def test_an_earlier_year_is_shown_as_what_it_is_and_apart_from_the_surveys(api: AsyncClient) -> None:
    await published()
    who = await a_staff("statistician", CITY)
    said = {"division": CITY, "year": 2019, "point": 0.913, "answers": 2000, "method": "街头拦访，纸质问卷"}
    kept = await api.put(f"/api/desk/number/earlier/{uuid4()}", json=said, headers=who)
    same_year = await api.put(f"/api/desk/number/earlier/{uuid4()}", json=said | {"year": 2025}, headers=who)
    manager = await api.put(
        f"/api/desk/number/earlier/{uuid4()}", json=said, headers=await a_staff("manager", CITY)
    )
    assert (kept.status_code, same_year.status_code, manager.status_code) == (204, 422, 403)

    shown = await number(api, who)
    public = (await api.get("/api/satisfaction", params={"division": CITY})).json()
    entry = {"year": 2019, "point": 0.913, "answers": 2000, "method": "街头拦访，纸质问卷"}
    assert shown["earlier"] == public["earlier"] == [entry]
    assert [past["year"] for past in shown["history"]] == [past["year"] for past in public["past"]] == [2025]
    gone = await api.delete(f"/api/desk/number/earlier/{CITY}/2019", headers=who)
    assert gone.status_code == 204
    assert (await number(api, who))["earlier"] == []


async def test_the_open_table_says_the_rule_of_each_line_and_its_codebook_knows_every_word(
    api: AsyncClient,
) -> None:
    await published({COMMUNITY: FEW})
    table = (await api.get("/api/open-data/satisfaction.csv")).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    book = (await api.get("/api/open-data/satisfaction/codebook")).json()
    columns = {column["name"]: column["codes"] for column in book["columns"]}
    assert list(columns) == list(lines[0])
    mine = next(line for line in lines if line["division"] == COMMUNITY)
    assert (mine["rule"], mine["estimate"], mine["answers"], mine["verdict"]) == ("too_few", "", "", "")
    for line in lines:
        for name, codes in columns.items():
            word = line[name] if name != "statistic" else line[name].split(":")[0]
            assert not codes or not word or word in {code.split(":")[0] for code in codes}, (name, word)
