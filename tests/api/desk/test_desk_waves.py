"""A survey on the desk, from its dates to a correction: who may, in which order, and what is kept."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
import xlsxwriter
from httpx import AsyncClient, Response

from server.domain.errors import NotFound, StepNotAllowed
from server.domain.surveys import life
from server.domain.surveys.frames import forget_due, unseal
from server.domain.surveys.questionnaire_checks import Remark
from server.domain.surveys.sampling import Framed, draw_numbers
from server.domain.surveys.waves import closed_wave, wave_to_publish
from server.models.surveys import Wave
from server.storage.database import raw
from server.storage.rows import insert_values
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    STREET,
    a_network,
    a_staff,
    later,
    stop_clock,
)
from tests.survey_builders import HANGZHOU, KEYS, answered

DATES = {"year": 2026, "opens_on": "2026-11-24", "closes_on": "2026-12-15", "result_on": "2027-02-01"}
TOTALS = f"区划代码,群体,户数\n{COMMUNITY},居民,900\n{COMMUNITY},新居民,300\n{ELSEWHERE},residents,1200\n"
CSV = {"Content-Type": "text/csv"}
PLAN = {"way": "margin", "margin": 0.1, "response": 0.5}


class Desk:
    """The city's statistician, with a draft."""

    def __init__(self, api: AsyncClient, headers: dict[str, str], wave: UUID) -> None:
        self.api, self.headers, self.wave = api, headers, wave

    async def put(self, what: str, json: Any, status: int = 200) -> dict[str, Any]:
        """A call that answers so."""
        answer = await self.api.put(self.path(what), json=json, headers=self.headers)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def bring(self, text: str | bytes, status: int = 200, **params: Any) -> dict[str, Any]:
        """A file for the frame."""
        body = text.encode() if isinstance(text, str) else text
        answer = await self.api.put(
            self.path("/frame"), content=body, params=params, headers=self.headers | CSV
        )
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def shown(self) -> dict[str, Any]:
        """How it stands."""
        found: dict[str, Any] = (await self.get("")).json()
        return found

    async def get(self, what: str) -> Response:
        """A read."""
        return await self.api.get(self.path(what), headers=self.headers)

    def path(self, what: str) -> str:
        """Of the wave."""
        return f"/api/desk/waves/{self.wave}{what}"


async def a_desk(api: AsyncClient) -> Desk:
    await a_network()
    stop_clock()
    desk = Desk(api, await a_staff("statistician", CITY), uuid4())
    await desk.put("", DATES | {"version": 0})
    return desk


async def a_drawn_wave(api: AsyncClient) -> Desk:
    desk = await a_desk(api)
    await desk.bring(TOTALS)
    await desk.put("/draw", {"version": 2, "plan": PLAN, "seed": "spring"})
    return desk


async def units(desk: Desk) -> set[tuple[Any, ...]]:
    rows = await raw(
        "SELECT division, audience, number FROM survey.unit WHERE wave = {} AND sampled = 1", str(desk.wave)
    )
    return {tuple(row.values()) for row in rows}


async def test_from_its_dates_to_the_published_number(api: AsyncClient) -> None:
    desk = await a_desk(api)
    assert (await desk.shown())["next"] == "frame"

    await desk.bring(TOTALS)
    assert (await desk.shown())["next"] == "draw"
    drawn = await desk.put("/draw", {"version": 2, "plan": PLAN})
    shown = await desk.shown()
    assert (shown["next"], shown["seed"], shown["version"]) == ("open", drawn["seed"], 3)
    assert len(drawn["seed"]) == 16
    assert shown["frame"][0] == {
        "audience": "residents", "strata": 2, "population": 2100, "sampled": 168, "listed": 0
    }  # fmt: skip
    assert shown["plan"]["asked"]["way"] == "margin"

    doubts = await desk.put("/state", {"state": "open"}, 409)
    assert [each["field"] for each in doubts["errors"]] == ["letters"]
    assert (await desk.put("/state", {"state": "open", "confirm": True}))["state"] == "open"
    await answered(desk.wave, COMMUNITY, "5" * 30 + "2" * 10)
    early = await desk.put("/state", {"state": "closed"}, 409)
    assert [each["field"] for each in early["errors"]] == ["early"]
    assert (await desk.put("/state", {"state": "closed", "confirm": True}))["next"] == "publish"
    assert (await desk.put("/state", {"state": "published"}))["next"] == "nothing"


async def test_a_step_that_is_not_possible_says_what_is(api: AsyncClient) -> None:
    desk = await a_desk(api)
    wrong = await desk.put("/state", {"state": "published"}, 409)
    assert wrong["errors"] == [{"field": "state", "message": "还在准备：只能开始。"}]
    assert wrong["possible"] == ["open"]
    not_drawn = await desk.put("/state", {"state": "open", "confirm": True}, 409)
    assert not_drawn["errors"][0]["message"] == "还没有抽样。"


async def test_the_same_seed_and_frame_give_the_same_sample_and_anybody_can_draw_it(api: AsyncClient) -> None:
    desk = await a_drawn_wave(api)
    first = await units(desk)
    await desk.put("/draw", {"version": 3, "plan": PLAN, "seed": "autumn"})
    other = await units(desk)
    await desk.put("/draw", {"version": 4, "plan": PLAN, "seed": "spring"})

    assert await units(desk) == first != other
    stratum = [each for each in first if each[1] == "migrants"]
    asked = draw_numbers("spring", Framed(COMMUNITY, "migrants", 300), len(stratum))
    assert {number for _, _, number in stratum} == set(asked)


async def test_a_list_of_addresses_is_encrypted_and_its_units_are_drawn(api: AsyncClient) -> None:
    desk = await a_desk(api)
    rows = "".join(f"{COMMUNITY},{1 + n % 3}幢,翠苑一区{1 + n % 3}幢{n}室\n" for n in range(40))
    said = await desk.bring(f"社区代码,楼栋,地址\n{rows}", dry=True)
    assert (said["kind"], said["rows"], said["taken"]) == ("list", 40, False)
    assert (await desk.shown())["frame"] == []

    await desk.bring(f"社区代码,楼栋,地址\n{rows}")
    await desk.put("/draw", {"version": 2, "plan": {"way": "total", "invited": 10}})

    kept = await raw("SELECT number, address, building, sampled FROM survey.unit ORDER BY number")
    assert [row["number"] for row in kept] == list(range(1, 41))
    assert sum(row["sampled"] for row in kept) == 10
    assert "翠苑" not in kept[0]["address"]
    assert unseal(KEYS, kept[0]["address"]) == "翠苑一区1幢0室"
    assert unseal(KEYS, kept[4]["building"]) == "2幢"
    assert len({row["address"] for row in kept}) == 40


async def test_each_bad_row_of_a_file_is_named_and_nothing_is_taken(api: AsyncClient) -> None:
    desk = await a_desk(api)
    wrong = [
        f"{COMMUNITY},猫,9",
        f"{COMMUNITY},居民,九",
        "330199001001,居民,9",
        f"{ELSEWHERE},居民,9",
        f"{ELSEWHERE},居民,9",
        f"{STREET},新居民,9",
        f"{COMMUNITY},新居民,9",
    ]
    text = "区划代码,群体,户数\n" + "\n".join(wrong)

    said = await desk.bring(text, dry=True)

    found = [(fault["row"], fault["column"]) for fault in said["faults"]]
    assert found == [(2, "audience"), (3, "population"), (4, "division"), (6, "division"), (8, "division")]
    assert said["faults"][0]["message"] == "看不懂是哪类人"
    await desk.bring(text, 409)
    assert (await desk.shown())["frame"] == []


async def test_an_address_stands_in_one_list_of_its_community(api: AsyncClient) -> None:
    desk = await a_desk(api)
    await desk.bring(f"社区代码,地址\n{COMMUNITY},1幢101室\n{COMMUNITY},1幢102室\n")

    said = await desk.bring(
        f"社区代码,地址\n{COMMUNITY},2幢101室\n{COMMUNITY},１幢 102室\n{COMMUNITY},2幢101室\n",
        dry=True,
        group="migrants",
    )

    assert [(fault["row"], fault["message"]) for fault in said["faults"]] == [
        (3, "另一类名单里也有这个地址"),
        (4, "前面已经有了"),
    ]


async def test_a_frame_may_come_as_a_workbook_and_again(api: AsyncClient) -> None:
    desk = await a_desk(api)
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(
            [("division", "audience", "population"), (int(COMMUNITY), "residents", 700)]
        ):
            sheet.write_row(place, 0, row)
    await desk.bring(data.getvalue())
    again = await desk.bring(
        f"division,audience,population\n{COMMUNITY},residents,800\n{ELSEWHERE},units,40\n"
    )
    assert again["replaced"] == 1
    await desk.bring(f"division,audience,population\n{ELSEWHERE},units,0\n")

    page = (await desk.get("/frame")).json()
    assert [(row["division"], row["population"]) for row in page["items"]] == [(COMMUNITY, 800)]


async def test_a_new_frame_makes_the_sample_void_and_codes_hold_both_fast(api: AsyncClient) -> None:
    desk = await a_drawn_wave(api)
    await desk.bring(f"division,audience,population\n{COMMUNITY},residents,500\n")
    shown = await desk.shown()
    assert (shown["next"], shown["seed"]) == ("draw", "")
    assert await units(desk) == set()

    await insert_values(
        "survey.invitation",
        ("code_mac", "wave", "division", "audience"),
        [("a", str(desk.wave), COMMUNITY, "residents")],
    )
    held = await desk.bring(TOTALS, 409)
    assert held["errors"][0]["message"] == "邀请码已经做好，抽样框和样本不能再改。"
    await desk.put("/draw", {"version": shown["version"], "plan": PLAN}, 409)


async def test_somebody_elses_change_is_not_overwritten(api: AsyncClient) -> None:
    desk = await a_desk(api)
    await desk.put("", DATES | {"version": 1, "closes_on": "2026-12-20"})
    await desk.put("", DATES | {"version": 1}, 409)
    await desk.bring(TOTALS)
    await desk.put("/draw", {"version": 2, "plan": PLAN}, 409)
    assert (await desk.shown())["closes_on"] == "2026-12-20"


@pytest.mark.parametrize(
    ("part", "field"),
    [({"closes_on": "2026-11-01"}, "closes_on"), ({"result_on": "2026-12-15"}, "result_on")],
)
async def test_dates_follow_one_another(api: AsyncClient, part: dict[str, str], field: str) -> None:
    desk = await a_desk(api)
    wrong = await desk.put("", DATES | {"version": 1} | part, 422)
    assert [each["field"] for each in wrong["errors"]] == [field]
    other = await api.put(f"/api/desk/waves/{uuid4()}", json=DATES | {"version": 0}, headers=desk.headers)
    assert other.json()["errors"] == [{"field": "year", "message": "这一年已经有调查了。"}]


async def test_the_plan_says_what_it_takes_and_refuses_what_cannot_be_told(api: AsyncClient) -> None:
    desk = await a_desk(api)
    path = desk.path("/plan")
    empty = await api.post(path, json={}, headers=desk.headers)
    assert empty.json()["errors"][0]["field"] == "frame"
    await desk.bring(TOTALS)
    found = (await api.post(path, json={"unit": "city"}, headers=desk.headers)).json()
    assert [(cell["division"], cell["name"]) for cell in found["cells"]] == [(CITY, "杭州")]
    assert found["cells"][0]["needed"] > 380
    assert 0.7 < found["cells"][0]["power"] < 0.9
    close = await api.post(path, json={"p1": 0.849}, headers=desk.headers)
    assert close.json()["errors"][0]["field"] == "p1"


async def test_where_the_log_is_archived_opening_needs_a_yes_and_the_clock_waits(
    api: AsyncClient, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    desk = await a_drawn_wave(api)
    if engine == "postgres":
        assert await life.is_log_kept() is False

    async def kept() -> bool:
        return True

    monkeypatch.setattr(life, "is_log_kept", kept)
    assert await life.open_due(NOON, HANGZHOU.zone) == 0
    doubts = await desk.put("/state", {"state": "open"}, 409)
    assert "archived" in [each["field"] for each in doubts["errors"]]


async def test_a_published_survey_never_changes_and_a_correction_is_a_new_one(api: AsyncClient) -> None:
    desk = await a_drawn_wave(api)
    for state in ("open", "closed", "published"):
        if state == "closed":
            await answered(desk.wave, COMMUNITY, "5" * 60 + "2" * 5)
        await desk.put("/state", {"state": state, "confirm": True})
    for what, body in (("", DATES | {"version": 3}), ("/state", {"state": "closed", "confirm": True})):
        assert (await desk.put(what, body, 409))["errors"][0]["message"].startswith("已经公布")
    before = (await api.get("/api/waves")).json()

    wish = {"id": str(uuid4()), "note": "一个社区的户数写错了。"}
    correction = await desk.put("/revision", wish, 201)
    assert await desk.put("/revision", wish, 200) == correction
    await desk.put("/revision", wish | {"id": str(uuid4())}, 409)

    assert (correction["state"], correction["revises"]) == ("closed", str(desk.wave))
    assert (await desk.shown())["corrected_by"] == wish["id"]
    assert (await api.get("/api/waves")).json() == before
    copies = await raw("SELECT id FROM survey.response WHERE wave = {}", wish["id"])
    ids = {row["id"] for row in await raw("SELECT id FROM survey.response WHERE wave = {}", str(desk.wave))}
    assert len(copies) == 65
    assert not ids & {row["id"] for row in copies}
    new = Desk(api, desk.headers, UUID(wish["id"]))
    await new.put("/state", {"state": "published"})
    listed = (await api.get("/api/waves")).json()["items"]
    assert [each["revises"] for each in listed].count(str(desk.wave)) == 1


async def test_the_year_is_read_from_its_newest_published_revision(api: AsyncClient) -> None:
    desk = await a_drawn_wave(api)
    for state in ("open", "closed"):
        await desk.put("/state", {"state": state, "confirm": True})
        if state == "open":
            with pytest.raises(StepNotAllowed):
                await closed_wave(2026)
            await answered(desk.wave, COMMUNITY, "5" * 60 + "2" * 5)
    assert await closed_wave(2026) == desk.wave
    await desk.put("/state", {"state": "published"})
    chain = [desk.wave]
    for _ in range(2):
        wish = {"id": str(uuid4()), "note": "户数写错了。"}
        await desk.put("/revision", wish, 201)
        assert await closed_wave(2026) == chain[-1]  # a correction that is prepared is nobody's yet
        desk = Desk(api, desk.headers, UUID(wish["id"]))
        assert await wave_to_publish(2026) == desk.wave
        await desk.put("/state", {"state": "published"})
        chain.append(desk.wave)
        assert await closed_wave(2026) == desk.wave
    with pytest.raises(NotFound):
        await closed_wave(2025)


async def test_a_wave_opens_only_as_it_was_looked_at(
    api: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_drawn_wave(api)
    look = life.opening_faults

    async def and_a_colleague_saves(wave: Wave) -> list[Remark]:
        found = await look(wave)
        await raw("UPDATE wave SET questionnaire = {} WHERE id = {}", wave.questionnaire + " ", wave.id)
        return found

    monkeypatch.setattr(life, "opening_faults", and_a_colleague_saves)
    refused = await desk.put("/state", {"state": "open", "confirm": True}, 409)
    assert refused["type"].endswith("changed-meanwhile")
    assert await life.open_due(later(days=0), HANGZHOU.zone) == 0
    assert (await desk.shown())["state"] == "draft"


async def test_a_draft_is_deleted_with_all_that_was_prepared_and_an_open_survey_is_not(
    api: AsyncClient,
) -> None:
    desk = await a_drawn_wave(api)
    await raw(
        "INSERT INTO survey.invitation (code_mac, wave, division, audience) "
        "VALUES ('m', {}, {}, 'residents')",
        str(desk.wave),
        COMMUNITY,
    )
    asked = await api.delete(desk.path(""), headers=desk.headers)
    assert (asked.status_code, asked.json()["errors"][0]["message"][:7]) == (409, "已经印过邀请信")
    assert await units(desk)
    gone = await api.delete(desk.path("?confirm=true"), headers=desk.headers)
    assert gone.status_code == 204
    assert (await desk.get("")).status_code == 404
    for table in ("survey.unit", "survey.invitation", "stratum"):
        assert not await raw(f"SELECT 1 FROM {table} WHERE wave = {{}}", str(desk.wave))

    again = Desk(api, desk.headers, uuid4())
    await again.put("", DATES | {"version": 0})  # the year is free
    await again.bring(TOTALS)
    await again.put("/draw", {"version": 2, "plan": PLAN})
    await again.put("/state", {"state": "open", "confirm": True})
    assert (await api.delete(again.path("?confirm=true"), headers=desk.headers)).status_code == 409
    assert await units(again)


async def test_addresses_are_deleted_by_an_act_and_by_themselves(api: AsyncClient) -> None:
    desk = await a_desk(api)
    await desk.bring(f"社区代码,地址\n{COMMUNITY},1幢101室\n{COMMUNITY},1幢102室\n{COMMUNITY},1幢103室\n")
    await desk.put("/draw", {"version": 2, "plan": {"way": "total", "invited": 2}})
    for state in ("open", "closed", "published"):
        await desk.put("/state", {"state": state, "confirm": True})
    assert (await desk.shown())["forgotten_on"] == "2027-02-22"
    assert await forget_due(later(days=89)) == 0
    assert await forget_due(later(days=90)) == 1
    assert await forget_due(later(days=91)) == 0

    rows = await raw("SELECT address, building, sampled FROM survey.unit")
    assert [tuple(row.values()) for row in rows] == [("", "", 1), ("", "", 1)]
    shown = await desk.shown()
    assert (shown["addresses"], shown["forgotten_at"]) == (False, "2027-02-22T04:00:00Z")
    gone = await api.delete(desk.path("/addresses"), headers=desk.headers)
    assert gone.status_code == 204


async def test_the_citys_statistician_leads_others_bring_their_part_or_look_on(api: AsyncClient) -> None:
    desk = await a_desk(api)
    await desk.bring(TOTALS)
    acts = {
        "": DATES | {"version": 2},
        "/draw": {"version": 2, "plan": PLAN},
        "/state": {"state": "open"},
        "/revision": {"id": str(uuid4()), "note": "x"},
    }
    for role, place, may_read in [
        ("statistician", DISTRICT, True),
        ("manager", COMMUNITY, True),
        ("auditor", CITY, True),
        ("clerk", CITY, False),
        ("interviewer", COMMUNITY, False),
    ]:
        headers = await a_staff(role, place)
        for what, body in acts.items():
            answer = await api.put(desk.path(what), json=body, headers=headers)
            assert answer.status_code == 403, (role, what)
        planned = await api.post(desk.path("/plan"), json={}, headers=headers)
        forgotten = await api.delete(desk.path("/addresses"), headers=headers)
        frame = await api.put(desk.path("/frame"), content=TOTALS.encode(), headers=headers | CSV)
        assert (planned.status_code, forgotten.status_code) == (403, 403)
        assert frame.status_code == (409 if role == "statistician" else 403)
        for path in (desk.path(""), desk.path("/frame"), "/api/desk/waves"):
            assert (await api.get(path, headers=headers)).status_code == (200 if may_read else 403)
    for path in (desk.path(""), desk.path("/frame"), "/api/desk/waves"):
        assert (await api.get(path)).status_code == 401


async def test_everybody_sees_the_frame_of_their_own_part_and_brings_no_other(api: AsyncClient) -> None:
    desk = await a_desk(api)
    await desk.bring(TOTALS)
    district = Desk(api, await a_staff("statistician", DISTRICT), desk.wave)

    assert {row["division"] for row in (await district.get("/frame")).json()["items"]} == {COMMUNITY}
    assert [each["population"] for each in (await district.shown())["frame"]] == [900, 300]
    said = await district.bring(TOTALS, dry=True)
    assert [fault["message"] for fault in said["faults"]] == ["不在您负责的范围"]
    await district.bring(f"division,audience,population\n{COMMUNITY},residents,950\n")
    assert [each["population"] for each in (await desk.shown())["frame"]] == [2150, 300]


async def test_the_clock_opens_only_what_was_drawn(api: AsyncClient) -> None:
    desk = await a_desk(api)
    await desk.bring(TOTALS)
    assert await life.open_due(NOON, HANGZHOU.zone) == 0
    await desk.put("/draw", {"version": 2, "plan": PLAN})
    assert await life.open_due(NOON, HANGZHOU.zone) == 1
    assert (await desk.shown())["state"] == "open"
