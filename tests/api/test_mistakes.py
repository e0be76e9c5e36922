"""A resident says what is wrong with a service; its desk hears it, and nobody else's."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain.retention import drop_mistakes
from server.models.mistakes import Mistake
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    STREET,
    a_network,
    a_resident,
    a_staff,
    later,
    stop_clock,
)
from tests.directory_builders import a_service


async def report(api: AsyncClient, service: UUID, id: UUID | None = None, **but: Any) -> Any:
    """That the hours are wrong, but for what the test says."""
    body = {"kind": "hours", "words": "下午三点就关门了"} | but
    return await api.put(f"/api/services/{service}/mistakes/{id or uuid4()}", json=body)


async def queue(api: AsyncClient, headers: dict[str, str], **params: Any) -> dict[str, Any]:
    """What lies on the desk."""
    answer = await api.get("/api/desk/mistakes", headers=headers, params=params)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def handle(api: AsyncClient, headers: dict[str, str], id: str, **but: Any) -> Any:
    """It was put right, but for what the test says."""
    body = {"state": "done", "version": 1, "answer": "改好了"} | but
    return await api.put(f"/api/desk/mistakes/{id}", headers=headers, json=body)


async def test_a_report_needs_no_sign_in_and_reaches_the_desk_that_keeps_the_service(
    api: AsyncClient,
) -> None:
    await a_network()
    service = await a_service(name="翠苑法律援助站")

    assert (await report(api, service)).status_code == 201

    page = await queue(api, await a_staff("clerk", COMMUNITY))
    assert page["open"] == 1
    (item,) = page["items"]
    assert item["service"] == str(service)
    assert item["service_name"] == "翠苑法律援助站"
    assert item["words"] == "下午三点就关门了"
    assert item["may_edit"] is True


@pytest.mark.parametrize("division", [COMMUNITY, STREET, DISTRICT, CITY])
async def test_every_desk_above_the_owner_sees_it(api: AsyncClient, division: str) -> None:
    await a_network()
    await report(api, await a_service())
    assert len((await queue(api, await a_staff("manager", division)))["items"]) == 1


@pytest.mark.parametrize("division", [ELSEWHERE, OTHER_DISTRICT])
async def test_a_foreign_desk_neither_sees_nor_handles_it(api: AsyncClient, division: str) -> None:
    await a_network()
    id = uuid4()
    await report(api, await a_service(), id)
    foreign = await a_staff("clerk", division)

    assert (await queue(api, foreign)) == {"items": [], "next_cursor": None, "open": 0}
    assert (await handle(api, foreign, str(id))).status_code == 404


async def test_the_desk_of_an_area_does_not_get_what_the_street_keeps(api: AsyncClient) -> None:
    await a_network()
    await report(api, await a_service(owner=STREET))
    assert (await queue(api, await a_staff("clerk", COMMUNITY)))["open"] == 0
    assert (await queue(api, await a_staff("clerk", STREET)))["open"] == 1


async def test_residents_and_strangers_do_not_read_the_queue(api: AsyncClient) -> None:
    await a_network()
    assert (await api.get("/api/desk/mistakes")).status_code == 401
    assert (await api.get("/api/desk/mistakes", headers=await a_resident())).status_code == 403
    auditor = await a_staff("auditor", COMMUNITY)
    id = uuid4()
    await report(api, await a_service(), id)
    assert (await queue(api, auditor))["items"][0]["may_edit"] is False
    assert (await handle(api, auditor, str(id))).status_code == 403


async def test_sent_twice_it_is_one_report_with_the_first_answer(api: AsyncClient) -> None:
    await a_network()
    service, id = await a_service(), uuid4()
    stop_clock()
    first = await report(api, service, id)
    stop_clock(later(minutes=3))
    again = await report(api, service, id)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await Mistake.count() == 1
    assert (await report(api, service, id, words="别的")).status_code == 409
    assert (await report(api, await a_service(), id)).status_code == 409


async def test_it_must_be_about_a_service_that_is_there(api: AsyncClient) -> None:
    assert (await report(api, uuid4())).status_code == 404


async def test_something_else_that_is_wrong_needs_words(api: AsyncClient) -> None:
    await a_network()
    service = await a_service()
    refused = await report(api, service, kind="other", words=" \u200b")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "words"
    assert (await report(api, service, kind="closed", words="")).status_code == 201


async def test_nothing_personal_can_be_sent_along(api: AsyncClient) -> None:
    await a_network()
    refused = await report(api, await a_service(), name="王桂珍")
    assert refused.status_code == 422
    assert await Mistake.count() == 0


async def test_too_long_words_are_refused_by_field(api: AsyncClient) -> None:
    await a_network()
    refused = await report(api, await a_service(), words="长" * 501)
    assert refused.json()["errors"][0]["field"] == "words"


async def test_a_number_is_masked_unless_the_report_is_about_the_phone(api: AsyncClient) -> None:
    await a_network()
    service = await a_service()
    await report(api, service, kind="phone", words="应该是 13812345678")
    await report(api, service, kind="other", words="打我 13812345678")
    words = {item["kind"]: item["words"] for item in (await queue(api, await a_staff()))["items"]}
    assert words == {"phone": "应该是 13812345678", "other": "打我 138****5678"}


async def test_what_was_handled_leaves_the_queue_with_who_and_when(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    id, clerk = uuid4(), await a_staff(name="王芳")
    await report(api, await a_service(), id)

    assert (await handle(api, clerk, str(id))).json() == {"id": str(id), "state": "done", "version": 2}

    assert (await queue(api, clerk))["items"] == []
    (item,) = (await queue(api, clerk, state="done"))["items"]
    assert (item["handled_by_name"], item["answer"]) == ("王芳", "改好了")
    assert item["handled_at"] == NOON.isoformat().replace("+00:00", "Z")


async def test_the_second_of_two_clerks_is_told_who_was_faster(api: AsyncClient) -> None:
    await a_network()
    id = uuid4()
    await report(api, await a_service(), id)
    await handle(api, await a_staff(name="王芳"), str(id), state="dismissed")

    late = await handle(api, await a_staff(name="李强"), str(id))

    assert late.status_code == 409
    assert (late.json()["by_name"], late.json()["state"]) == ("王芳", "dismissed")


async def test_a_retry_of_the_same_clerk_is_harmless(api: AsyncClient) -> None:
    await a_network()
    id, clerk = uuid4(), await a_staff()
    await report(api, await a_service(), id)
    first, again = await handle(api, clerk, str(id)), await handle(api, clerk, str(id))
    assert first.json() == again.json()


async def test_it_can_be_opened_again(api: AsyncClient) -> None:
    await a_network()
    id, clerk = uuid4(), await a_staff()
    await report(api, await a_service(), id)
    await handle(api, clerk, str(id))
    assert (await handle(api, clerk, str(id), state="open", version=2)).status_code == 200
    assert (await queue(api, clerk))["items"][0]["handled_by_name"] == ""


async def test_pages_follow_each_other_without_a_gap(api: AsyncClient) -> None:
    await a_network()
    service, clerk = await a_service(), await a_staff()
    for minute in range(53):
        await Mistake.insert(
            Mistake(id=uuid4(), service=service, kind="hours", at=later(minutes=minute // 2), body_hash="")
        )
    for state, sign in (("open", 1), ("done", -1)):
        first = await queue(api, clerk, state=state)
        rest = await queue(api, clerk, state=state, cursor=first["next_cursor"])
        assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (50, 3, None)
        found = [(item["at"], item["id"]) for item in first["items"] + rest["items"]]
        assert found == sorted(found)[::sign]
        await Mistake.update({Mistake.state: "done"}, force=True)


@pytest.mark.parametrize(
    "cursor", ["nonsense", "W251bGwsImExYjAyYjQwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMCJd"]
)
async def test_an_invented_cursor_is_refused_by_field(api: AsyncClient, cursor: str) -> None:
    await a_network()
    refused = await api.get("/api/desk/mistakes", headers=await a_staff(), params={"cursor": cursor})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "cursor"


async def test_a_flood_from_one_address_is_stopped(api: AsyncClient) -> None:
    await a_network()
    service = await a_service()
    answers = [(await report(api, service)).status_code for _ in range(25)]
    assert answers == [201] * 20 + [429] * 5


async def test_what_was_handled_a_year_ago_is_forgotten(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    service, clerk, old, waiting = await a_service(), await a_staff(), uuid4(), uuid4()
    await report(api, service, old)
    await report(api, service, waiting)
    await handle(api, clerk, str(old))
    assert await drop_mistakes(later(days=364)) == 0
    assert await drop_mistakes(later(days=366)) == 1
    assert [row["id"] for row in await Mistake.select(Mistake.id)] == [waiting]
