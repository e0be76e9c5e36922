"""Bad ratings become work: for the manager one level up, until somebody says in words what came of it."""

from typing import Any
from uuid import uuid4

from httpx import AsyncClient

from tests.asking import Asked, a_clerk, ask
from tests.builders import DISTRICT, ELSEWHERE, STREET, a_network, a_staff, stop_clock


async def tasks(api: AsyncClient, manager: dict[str, str], **but: Any) -> dict[str, Any]:
    """The list of a manager."""
    response = await api.get("/api/desk/tasks", params=but, headers=manager)
    assert response.status_code == 200, response.text
    read: dict[str, Any] = response.json()
    return read


async def a_bad_rating(api: AsyncClient, **said: Any) -> Asked:
    """A result, and what its resident says of it."""
    asked = await ask(api)
    await asked.resolved(await a_clerk())
    answer = await asked.says("confirm", **({"rating": 2, "reasons": ["slow"]} | said))
    assert answer.status_code == 201, answer.text
    return asked


async def test_two_of_five_is_a_task_of_the_street_due_at_the_end_of_the_next_workday(
    api: AsyncClient,
) -> None:
    await a_network()
    stop_clock()
    asked = await a_bad_rating(api)

    read = await tasks(api, await a_staff("manager", STREET))

    (task,) = read["items"]
    assert (task["request"], task["kind"], task["holder"]) == (str(asked.id), "bad_rating", STREET)
    assert task["said"] == {"rating": 2, "reasons": ["slow"]}
    assert task["due_at"] == "2026-11-25T09:30:00Z"  # Wednesday, half past five
    assert read["counts"] == {"open": 1, "overdue": 0}


async def test_three_of_five_is_no_task(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_bad_rating(api, rating=3, reasons=[])

    assert (await tasks(api, await a_staff("manager", STREET)))["items"] == []


async def test_not_solved_is_a_task_whether_it_opens_again_or_not(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await ask(api), await a_clerk()
    await asked.resolved(clerk)
    step = uuid4()
    for _ in range(2):  # sent twice, it is one
        assert (await asked.says("reopen", step, note="还是黑的")).status_code in {200, 201}
    await asked.resolved(clerk)
    assert (await asked.says("reopen", note="又黑了")).status_code == 409  # a second time: through a manager
    assert (await asked.says("confirm", solved=False, note="又黑了")).status_code == 201

    read = await tasks(api, await a_staff("manager", STREET))

    assert [(task["kind"], task["said"]["note"]) for task in read["items"]] == [
        ("not_solved", "还是黑的"),
        ("not_solved", "又黑了"),
    ] or {task["said"]["note"] for task in read["items"]} == {"还是黑的", "又黑了"}


async def test_a_task_is_counted_until_it_is_closed_with_words(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_bad_rating(api)
    manager, other = await a_staff("manager", STREET, name="沈佳"), await a_staff("manager", DISTRICT)
    (task,) = (await tasks(api, manager))["items"]
    url = f"/api/desk/tasks/{task['id']}"

    without = await api.put(url, json={"note": " "}, headers=manager)
    closed = [await api.put(url, json={"note": "打过电话，明天换灯"}, headers=manager) for _ in range(2)]
    late = await api.put(url, json={"note": "我也看过"}, headers=other)

    assert without.status_code == 422
    assert [answer.status_code for answer in closed] == [201, 200]
    assert closed[0].json() == closed[1].json()
    assert late.status_code == 409
    assert "沈佳" in late.json()["detail"]
    assert (await tasks(api, manager))["counts"] == {"open": 0, "overdue": 0}
    (shown,) = (await tasks(api, manager, show="closed"))["items"]
    assert (shown["closed_by_name"], shown["note"]) == ("沈佳", "打过电话，明天换灯")


async def test_only_managers_of_that_part_see_it(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_bad_rating(api)
    (task,) = (await tasks(api, await a_staff("manager", STREET)))["items"]
    foreign = await a_staff("manager", ELSEWHERE)

    assert (await tasks(api, foreign))["items"] == []
    answer = await api.put(f"/api/desk/tasks/{task['id']}", json={"note": "x"}, headers=foreign)
    assert answer.status_code == 404
    assert (await api.get("/api/desk/tasks", headers=await a_clerk(STREET))).status_code == 403
    assert (await api.get("/api/desk/tasks")).status_code == 401
