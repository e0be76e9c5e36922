"""Answering the survey, as a phone meets it: once, by code or without, in time, and leaving no trace."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from server.storage.database import raw
from tests.builders import COMMUNITY, ELSEWHERE, STREET, Here, a_network, a_staff, stop_clock
from tests.survey_builders import a_sheet, a_wave, kept_sheets, letters

AFTER_THE_CLOSE = datetime(2026, 12, 16, 9, tzinfo=UTC)
BEFORE_THE_CLOSE = "2026-12-15T15:59:59Z"  # 23:59:59 in Hangzhou


@pytest.fixture(autouse=True)
async def noon(api: AsyncClient) -> None:
    """A day on which the wave is open."""
    stop_clock()
    await a_network()


async def hand_in(
    api: AsyncClient, wave: UUID, id: UUID | None = None, headers: dict[str, str] | None = None, **but: Any
) -> Response:
    url = f"/api/waves/{wave}/responses/{id or uuid4()}"
    return await api.put(url, json=a_sheet(**but), headers=headers)


async def test_a_code_can_be_used_once(api: AsyncClient) -> None:
    wave, id = await a_wave(), uuid4()
    (letter,) = await letters(wave)

    first = await hand_in(api, wave, id, code=letter.code)
    other = await hand_in(api, wave, code=letter.code, answers={"R2": "1"})

    assert (first.status_code, first.json()) == (201, {"id": str(id)})
    assert other.status_code == 409
    assert "一户一份" in other.json()["detail"]
    assert [sheet["answers"] for sheet in await kept_sheets()] == [{"R2": "4", "R12": "3"}]


async def test_a_sheet_sent_again_is_kept_once_and_answered_kindly(api: AsyncClient) -> None:
    wave, id = await a_wave(), uuid4()
    (letter,) = await letters(wave)

    first = await hand_in(api, wave, id, code=letter.code)
    again = await hand_in(api, wave, id, code=letter.code)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(await kept_sheets()) == 1


async def test_an_invited_sheet_counts_where_the_letter_went_whatever_the_phone_says(
    api: AsyncClient,
) -> None:
    wave = await a_wave()
    (letter,) = await letters(wave)

    await hand_in(api, wave, code=letter.code, division=ELSEWHERE)

    (sheet,) = await kept_sheets()
    assert (sheet["division"], sheet["kind"]) == (COMMUNITY, "invited")


async def test_without_a_code_it_is_an_open_answer_of_the_community_that_was_chosen(api: AsyncClient) -> None:
    wave = await a_wave()

    answer = await hand_in(api, wave, division=ELSEWHERE)

    assert answer.status_code == 201
    (sheet,) = await kept_sheets()
    assert (sheet["division"], sheet["kind"], sheet["mode"]) == (ELSEWHERE, "open", "web")


async def test_what_is_kept_names_neither_code_nor_sender_nor_time(api: AsyncClient) -> None:
    wave, id = await a_wave(), uuid4()
    (letter,) = await letters(wave)

    await hand_in(api, wave, id, code=letter.code)

    (sheet,) = await kept_sheets()
    assert sheet.keys() == {"id", "wave", "division", "audience", "class", "mode", "kind", "answers"}
    assert sheet["id"] != str(id)
    assert len(sheet["id"]) == 32
    receipts = await raw("SELECT * FROM survey.receipt")
    assert receipts == [{"id": str(id), "wave": str(wave)}]
    (invitation,) = await raw("SELECT * FROM survey.invitation")
    assert letter.code not in str(invitation)
    assert invitation.keys() == {"code_mac", "wave", "division", "audience", "class", "used", "disposition"}


@pytest.mark.parametrize(
    ("code", "field", "words"),
    [
        ("J7TQ-AHGM-R63T-FQ3W", "code", "没有这个邀请码"),
        ("J7TQ-AHGM-R63T-FQ3X", "code", "抄错了一位"),
        ("", "code", "抄错了一位"),
    ],
)
async def test_an_unknown_or_mistyped_code_says_so_and_keeps_nothing(
    api: AsyncClient, code: str, field: str, words: str
) -> None:
    wave = await a_wave()
    await letters(wave)

    answer = await hand_in(api, wave, code=code)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]
    assert await kept_sheets() == []
    assert await raw("SELECT id FROM survey.receipt") == []


async def test_a_code_of_last_year_opens_nothing(api: AsyncClient) -> None:
    wave, last = await a_wave(), await a_wave(year=2025, state="published")
    (letter,) = await letters(last)
    assert (await hand_in(api, wave, code=letter.code)).status_code == 422


async def test_a_code_for_the_other_form_stays_unused(api: AsyncClient) -> None:
    wave = await a_wave()
    (letter,) = await letters(wave, audience="migrants")

    wrong = await hand_in(api, wave, code=letter.code)
    right = await hand_in(api, wave, code=letter.code, group="migrants", answers={"M2": "3"})

    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "group"
    assert right.status_code == 201


async def test_an_answer_to_a_question_that_was_not_asked_is_refused_by_its_name(api: AsyncClient) -> None:
    wave = await a_wave()
    (letter,) = await letters(wave)

    wrong = await hand_in(api, wave, code=letter.code, answers={"R2": "5", "R7": "3", "R8": "1"})
    right = await hand_in(api, wave, code=letter.code, answers={"R2": "5", "R7": "1", "R8": "1"})

    assert wrong.status_code == 422
    assert wrong.json()["errors"] == [{"field": "answers.R8", "message": "这份答卷没有问到这一题。"}]
    assert right.status_code == 201


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"answers": {}}, "answers"),
        ({"answers": {"R3": []}}, "answers"),
        ({"answers": {"R2": "6"}}, "answers.R2"),
        ({"answers": {"R2": 5}}, None),
        ({"answers": {"R10": ["x"], "R10a": "长" * 501}}, "answers.R10a"),
        ({"division": STREET}, "division"),
        ({"division": "330199999999"}, "division"),
        ({"group": "cats"}, None),
        ({"phone": "13800000000"}, None),
        ({"begun_at": "2026-11-24 03:50"}, None),
    ],
)
async def test_a_sheet_that_cannot_be_is_refused_and_not_kept(
    api: AsyncClient, but: dict[str, Any], field: str | None
) -> None:
    answer = await hand_in(api, await a_wave(), **but)

    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert field is None or [error["field"] for error in answer.json()["errors"]] == [field]
    assert await kept_sheets() == []


async def test_after_the_close_only_a_sheet_begun_before_comes_in(api: AsyncClient) -> None:
    wave = await a_wave()
    stop_clock(AFTER_THE_CLOSE)

    begun = await hand_in(api, wave, begun_at=BEFORE_THE_CLOSE)
    late = await hand_in(api, wave, begun_at="2026-12-15T16:00:00Z")
    unsaid = await hand_in(api, wave, begun_at=None)

    assert (begun.status_code, late.status_code, unsaid.status_code) == (201, 410, 410)
    assert len(await kept_sheets()) == 1


async def test_after_the_grace_nothing_comes_in_but_what_was_received_is_still_confirmed(
    api: AsyncClient,
) -> None:
    wave, id = await a_wave(), uuid4()
    await hand_in(api, wave, id)
    stop_clock(datetime(2026, 12, 19, tzinfo=UTC))

    again = await hand_in(api, wave, id)
    late = await hand_in(api, wave, begun_at=BEFORE_THE_CLOSE)

    assert (again.status_code, late.status_code) == (200, 410)
    assert late.json()["detail"] == "这次调查已经结束。"


@pytest.mark.parametrize("state", ["closed", "published"])
async def test_a_closed_wave_takes_nothing(api: AsyncClient, state: str) -> None:
    assert (await hand_in(api, await a_wave(state=state))).status_code == 410


async def test_a_draft_is_nobodys_business(api: AsyncClient) -> None:
    wave = await a_wave(state="draft")
    assert (await api.get("/api/waves")).json()["items"] == []
    assert (await api.get(f"/api/waves/{wave}")).status_code == 404
    assert (await hand_in(api, wave)).status_code == 404


async def test_only_staff_bring_sheets_from_a_doorstep(api: AsyncClient) -> None:
    wave = await a_wave()
    interviewer = await a_staff("interviewer", STREET)

    stranger = await hand_in(api, wave, mode="visit")
    staff = await hand_in(api, wave, mode="visit", headers=interviewer)

    assert (stranger.status_code, staff.status_code) == (401, 201)
    (sheet,) = await kept_sheets()
    assert sheet["mode"] == "visit"


async def test_waves_are_listed_the_newest_first_and_tell_no_result(api: AsyncClient) -> None:
    this, last = await a_wave(), await a_wave(year=2025, title="2025 年居民调查", state="published")

    items = (await api.get("/api/waves")).json()["items"]

    assert [(item["id"], item["state"]) for item in items] == [(str(this), "open"), (str(last), "published")]
    assert items[0] == {
        "id": str(this),
        "year": 2026,
        "title": "2026 年居民调查",
        "state": "open",
        "opens_on": "2026-11-15",
        "closes_on": "2026-12-15",
        "accepts_until": "2026-12-18T16:00:00Z",
        "result_on": "2027-02-01",
        "revises": None,
    }


async def test_a_wave_brings_its_questions_for_each_group(api: AsyncClient) -> None:
    wave = (await api.get(f"/api/waves/{await a_wave()}")).json()
    asked = wave["questionnaire"]
    assert [len(asked[group]) for group in ("residents", "migrants", "units")] == [15, 13, 10]
    key = asked["residents"][1]
    assert (key["id"], key["type"], key["core"], key["key"]) == ("R2", "scale", True, True)
    assert [option["code"] for option in key["options"]] == ["5", "4", "3", "2", "1", "9"]
    assert "96345" in asked["residents"][6]["text"]["zh"]


async def test_two_phones_with_one_code_at_once_are_one_answer(api: AsyncClient) -> None:
    wave = await a_wave()
    (letter,) = await letters(wave)

    answers = await asyncio.gather(*(hand_in(api, wave, code=letter.code) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    assert len(await kept_sheets()) == 1


async def test_one_sheet_sent_by_two_tabs_at_once_is_kept_once(api: AsyncClient) -> None:
    wave, id = await a_wave(), uuid4()
    (letter,) = await letters(wave)

    answers = await asyncio.gather(*(hand_in(api, wave, id, code=letter.code) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [*[200] * 7, 201]
    assert len(await kept_sheets()) == 1


async def test_the_log_says_nothing_of_an_answer(api: AsyncClient) -> None:
    wave, log, lines = await a_wave(), Here.app.state.parts.log, list[bytes]()
    log.write = lines.append

    await hand_in(api, wave)
    await hand_in(api, wave, answers={"R2": "6"})
    await api.get("/api/waves")
    log.flush()

    said = b"".join(lines)
    assert b'"/api/waves"' in said
    assert b"responses" not in said
    assert str(wave).encode() not in said


async def test_a_sheet_of_more_than_32_kilobytes_is_too_large(api: AsyncClient) -> None:
    answer = await hand_in(api, await a_wave(), answers={f"R{n}": "长" * 500 for n in range(30)})
    assert answer.status_code == 413
