"""What an interviewer carries, and what staff may bring: their own doors, their own places."""

from random import Random
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain.surveys.codes import Letter, code_mac, make_invitations
from server.domain.surveys.frames import seal
from server.storage.database import raw
from tests.builders import COMMUNITY, DISTRICT, ELSEWHERE, Here, a_network, a_staff, person_of, stop_clock
from tests.survey_builders import KEYS, a_sheet, a_stratum, a_wave, kept_sheets


@pytest.fixture(autouse=True)
async def noon(api: AsyncClient) -> None:
    """A day on which the wave is open."""
    stop_clock()
    await a_network()


async def doors(wave: UUID, codes: list[Letter], interviewer: dict[str, str] | None) -> list[UUID]:
    """A unit for each code, handed to somebody."""
    ids = [uuid4() for _ in codes]
    for number, (id, letter) in enumerate(zip(ids, codes, strict=True), start=1):
        await raw(
            "INSERT INTO survey.unit (id, wave, division, audience, number, sampled, code_mac, interviewer) "
            "VALUES ({}, {}, {}, {}, {}, 1, {}, {})",
            str(id),
            str(wave),
            letter.division,
            letter.audience,
            number,
            code_mac(KEYS, wave, letter.code),
            str(person_of(interviewer)) if interviewer else None,
        )
    return ids


async def codes_for(wave: UUID, division: str = COMMUNITY, sampled: int = 2, seed: int = 11) -> list[Letter]:
    """Codes of a stratum."""
    stratum = await a_stratum(wave, division, sampled=sampled)
    return await make_invitations(wave, [stratum], KEYS, Random(seed))


async def test_an_interviewer_carries_the_doors_handed_to_her_and_no_others(api: AsyncClient) -> None:
    wave = await a_wave()
    wuqi, other = await a_staff("interviewer", DISTRICT), await a_staff("interviewer", DISTRICT)
    mine = await doors(wave, await codes_for(wave), wuqi)

    carried = (await api.get("/api/desk/visits", headers=wuqi)).json()["items"]
    others = (await api.get("/api/desk/visits", headers=other)).json()["items"]

    assert [unit["id"] for unit in carried[0]["units"]] == [str(id) for id in mine]
    assert carried[0]["units"][0]["division_name"] == "翠苑一区"
    assert not carried[0]["units"][0]["answered"]
    assert others[0]["units"] == []
    assert "code" not in str(carried)


async def test_addresses_are_read_by_her_and_by_nobody_in_the_database(api: AsyncClient) -> None:
    wave = await a_wave()
    wuqi = await a_staff("interviewer", DISTRICT)
    await doors(wave, await codes_for(wave, sampled=1), wuqi)
    await raw("UPDATE survey.unit SET address = {}", seal(KEYS, "二幢四〇二室"))

    (carried,) = (await api.get("/api/desk/visits", headers=wuqi)).json()["items"]

    assert carried["units"][0]["address"] == "二幢四〇二室"
    assert "四〇二" not in str(await raw("SELECT * FROM survey.unit"))


async def test_a_code_is_looked_at_before_a_household_gives_its_time(api: AsyncClient) -> None:
    wave = await a_wave()
    wuqi = await a_staff("interviewer", DISTRICT)
    here, there = await codes_for(wave), await codes_for(wave, ELSEWHERE, 1, seed=5)
    first, second = await doors(wave, here, wuqi)

    async def seen(code: str, unit: UUID = first) -> str:
        body = {"code": code, "unit": str(unit)}
        answer = await api.post(f"/api/desk/waves/{wave}/codes", json=body, headers=wuqi)
        return str(answer.json()["state"])

    assert await seen(here[0].code) == "good"
    assert await seen(here[0].code, second) == "other_unit"
    assert await seen(there[0].code) == "elsewhere"
    assert await seen("J7TQ-AHGM-R63T-FQ3W") == "unknown"
    await api.put(f"/api/waves/{wave}/responses/{uuid4()}", json=a_sheet(code=here[0].code))
    assert await seen(here[0].code) == "used"
    (carried,) = (await api.get("/api/desk/visits", headers=wuqi)).json()["items"]
    assert [unit["answered"] for unit in carried["units"]] == [True, False]


async def test_a_code_of_another_community_is_refused_and_stays_unused(api: AsyncClient) -> None:
    wave = await a_wave()
    wuqi = await a_staff("interviewer", DISTRICT)
    await doors(wave, await codes_for(wave), wuqi)
    (foreign,) = await codes_for(wave, ELSEWHERE, 1, seed=5)
    url = f"/api/waves/{wave}/responses/{uuid4()}"

    refused = await api.put(url, json=a_sheet(code=foreign.code, mode="visit"), headers=wuqi)
    family = await api.put(
        f"/api/waves/{wave}/responses/{uuid4()}", json=a_sheet(code=foreign.code, division="")
    )

    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "code", "message": "这个码不是您负责的社区的。"}]
    assert family.status_code == 201
    assert [sheet["mode"] for sheet in await kept_sheets()] == ["web"]


@pytest.mark.parametrize(
    ("role", "mode", "status"),
    [
        ("interviewer", "visit", 201),
        ("call_taker", "visit", 403),
        ("call_taker", "phone", 201),
        ("clerk", "phone", 403),
        ("clerk", "paper", 201),
        ("auditor", "paper", 403),
    ],
)
async def test_each_way_of_bringing_a_sheet_has_its_people(
    api: AsyncClient, role: str, mode: str, status: int
) -> None:
    wave = await a_wave()
    staff = await a_staff(role, DISTRICT)
    (letter,) = await codes_for(wave, sampled=1)

    answer = await api.put(
        f"/api/waves/{wave}/responses/{uuid4()}", json=a_sheet(code=letter.code, mode=mode), headers=staff
    )

    assert answer.status_code == status
    assert [sheet["mode"] for sheet in await kept_sheets()] == ([mode] if status == 201 else [])


async def test_days_of_doorsteps_come_in_at_once(api: AsyncClient) -> None:
    Here.app.handlers.state.parts.limits.on = True
    wave = await a_wave()
    wuqi = await a_staff("interviewer", DISTRICT)

    answers = [
        await api.put(f"/api/waves/{wave}/responses/{uuid4()}", json=a_sheet(mode="visit"), headers=wuqi)
        for _ in range(110)
    ]

    assert {answer.status_code for answer in answers} == {201}
