"""Open texts of a survey: masked, after the close, of a district at least, for those who answer for one."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from server.domain.surveys.open_text import MASK, masked, pattern_of
from server.models.surveys import Wave
from server.storage.database import raw
from tests.builders import (
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    STREET,
    a_network,
    a_staff,
    stop_clock,
)
from tests.survey_builders import a_wave


@pytest.fixture
async def wave(api: AsyncClient) -> UUID:
    """Closed, with two texts in one district and one in another."""
    await a_network()
    stop_clock(NOON)
    id = await a_wave(state="closed")
    texts = {
        "a" * 32: (COMMUNITY, "打 138 0000 0188 找王芳"),
        "b" * 32: (COMMUNITY, "要有托育"),
        "c" * 32: (ELSEWHERE, "别处"),
    }
    for key, (division, text) in texts.items():
        answers = f'{{"R2":"4","R10":["x"],"R10a":"{text}"}}'
        await raw(
            "INSERT INTO survey.response (id, wave, division, audience, mode, kind, answers) "
            "VALUES ({}, {}, {}, 'residents', 'web', 'invited', {})",
            key,
            str(id),
            division,
            answers,
        )
    return id


async def test_a_districts_texts_are_read_with_numbers_and_staff_masked(api: AsyncClient, wave: UUID) -> None:
    headers = await a_staff("statistician", DISTRICT, name="王芳")
    answer = await api.get(f"/api/desk/waves/{wave}/comments", params={"division": DISTRICT}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert [item["text"] for item in answer.json()["items"]] == [f"打 {MASK} 找{MASK}", "要有托育"]
    assert COMMUNITY not in answer.text


@pytest.mark.parametrize(("where", "status"), [(STREET, 422), (COMMUNITY, 422), (OTHER_DISTRICT, 404)])
async def test_no_smaller_place_than_a_district_and_no_other_one(
    api: AsyncClient, wave: UUID, where: str, status: int
) -> None:
    headers = await a_staff("manager", DISTRICT)
    answer = await api.get(f"/api/desk/waves/{wave}/comments", params={"division": where}, headers=headers)
    assert answer.status_code == status


async def test_a_communitys_manager_does_not_read_its_districts(api: AsyncClient, wave: UUID) -> None:
    headers = await a_staff("manager", COMMUNITY)
    answer = await api.get(f"/api/desk/waves/{wave}/comments", params={"division": DISTRICT}, headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["clerk", "call_taker", "interviewer"])
async def test_neither_clerks_nor_interviewers_read_them(api: AsyncClient, wave: UUID, role: str) -> None:
    headers = await a_staff(role, DISTRICT)
    answer = await api.get(f"/api/desk/waves/{wave}/comments", params={"division": DISTRICT}, headers=headers)
    assert answer.status_code == 403


async def test_nothing_is_read_while_answers_arrive(api: AsyncClient, wave: UUID) -> None:
    await Wave.update(state="open").where(Wave.id == wave)
    headers = await a_staff("statistician", DISTRICT)
    answer = await api.get(f"/api/desk/waves/{wave}/comments", params={"division": DISTRICT}, headers=headers)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "number",
    [
        "13800000188",
        "+86 138-0000-0188",
        "１３８００００００００",
        "一三八零零零零零一八八",
        "0571-8801 2345",
        "88012345",
        "33010619530203002X",
        "330106 19530203 002x",
    ],
)
def test_a_number_is_masked_however_it_is_typed(number: str) -> None:
    assert masked(f"找我：{number}，谢谢", None) == f"找我:{MASK},谢谢"


def test_years_prices_and_house_numbers_stay() -> None:
    assert (
        masked("2026 年修过 3 次，花了 12000 元，7 幢 302", None) == "2026 年修过 3 次,花了 12000 元,7 幢 302"
    )


def test_a_name_of_staff_is_masked_with_spaces_in_it_and_in_any_case() -> None:
    names = pattern_of(["王芳", "Chen Li", "李"])
    assert masked("王 芳和 chenli 很好，李子也甜", names) == f"{MASK}和 {MASK} 很好,李子也甜"
