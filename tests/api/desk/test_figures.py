"""The figures: each number is exactly the requests that it counts, and the parts add up to the whole."""

import io
from datetime import datetime
from random import Random
from typing import Any, Final
from zipfile import ZipFile

import pytest
from httpx import AsyncClient
from python_calamine import CalamineWorkbook

from server.domain.figures.counting import COUNTS, count_changed
from server.domain.figures.releasing import release_months
from server.models.network import Division
from server.storage.database import raw, write
from tests.asking import Asked, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    STREET,
    Here,
    a_division,
    a_network,
    a_staff,
    later,
    stop_clock,
)

SECOND: Final = "330106005056"
THIRD: Final = "330106005057"
FIGURES: Final = "/api/desk/figures"
FLAT: Final = (  # numbers of a row, and the figure whose requests they count
    ("received", "received"),
    ("answer_owed", "answer_owed"),
    ("answer_late", "answer_late"),
    ("answered", "answered"),
    ("done_owed", "done_owed"),
    ("done_late", "done_late"),
    ("done", "done"),
    ("asked", "asked"),
    ("heard", "heard"),
    ("solved", "solved"),
    ("rated", "rated"),
    ("satisfied", "satisfied"),
    ("reopened", "reopened"),
    ("open", "open"),
    ("overdue", "overdue"),
)


async def a_street() -> None:
    """The network, with three communities in the street; whoever is signed in stays so, however time goes."""
    await a_network()
    stop_clock()
    Here.app.state.doorkeeper.clock = lambda: NOON
    await Division.insert(
        a_division(SECOND, 4, "翠苑二区社区居委会", "翠苑二区"),
        a_division(THIRD, 4, "翠苑三区社区居委会", "翠苑三区"),
    )
    Here.app.handlers.state.parts.limits.on = False


async def read(api: AsyncClient, who: dict[str, str], **asked: str) -> dict[str, Any]:
    """The page."""
    response = await api.get(FIGURES, params=asked, headers=who)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def behind(api: AsyncClient, who: dict[str, str], figure: str, **asked: Any) -> list[str]:
    """The ids of the requests behind a number, over all pages."""
    ids, cursor = [], ""
    while cursor is not None:
        params = {**asked, "figure": figure, "cursor": cursor}
        response = await api.get(f"{FIGURES}/requests", params=params, headers=who)
        assert response.status_code == 200, response.text
        page = response.json()
        ids += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert page["count"] == len(ids) == len(set(ids)), figure
    return ids


async def story(random: Random, one: Asked, clerk: dict[str, str]) -> None:
    """Some steps of a request's life; what is not possible is not taken."""
    for act, more in (
        ("accept", {}),
        ("ask", {"note": "哪个单元？"}),
        ("start", {}),
        ("resolve", {"note": "好了", "outcome": "solved"}),
    ):
        if random.random() < 0.7:
            await one.does(clerk, act, **more)
            stop_clock(later(Here.app.state.clock(), minutes=random.randint(1, 900)))
    if random.random() < 0.5:
        await one.says("confirm", rating=random.randint(1, 5))
    elif random.random() < 0.5:
        await one.says("reopen", note="还没有")
    elif random.random() < 0.4:
        await one.says("withdraw")


async def test_an_answer_in_time_a_solution_and_a_rating_are_counted(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    clerk = await a_clerk()
    one = await ask(api)
    stop_clock(later(hours=1))
    await one.does(clerk, "accept")
    stop_clock(later(hours=3))
    await one.resolved(clerk)
    assert (await one.says("confirm", rating=5)).is_success

    total = (await read(api, clerk))["total"]

    wanted = {"received": 1, "answer_owed": 1, "answer_late": 0, "done": 1, "done_late": 0}
    wanted |= {"asked": 1, "heard": 1, "solved": 1, "rated": 1, "satisfied": 1, "open": 0, "reopened": 0}
    assert {name: total[name] for name in wanted} == wanted
    assert (total["answer_seconds"], total["done_seconds"]) == (3600, 3 * 3600)


async def test_only_working_time_counts_and_not_the_time_in_which_the_resident_was_asked(
    api: AsyncClient,
) -> None:
    await a_street()
    stop_clock(later(hours=5))  # 17:00; the office closes at 17:30
    clerk = await a_clerk()
    one = await ask(api)
    stop_clock(later(hours=21))  # the next day at nine
    await one.does(clerk, "accept")
    await one.does(clerk, "ask", note="哪个单元？")
    stop_clock(later(hours=23))
    await one.says("answer", note="三单元")
    stop_clock(later(hours=24))
    await one.resolved(clerk)

    total = (await read(api, clerk))["total"]

    assert total["answer_seconds"] == 3600
    assert total["done_seconds"] == 2 * 3600


async def test_what_nobody_answered_is_late_when_its_time_is_over_without_any_step(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    clerk = await a_clerk()
    one = await ask(api)
    before = (await read(api, clerk))["total"]
    stop_clock(later(hours=4))
    after = (await read(api, clerk))["total"]

    assert (before["answer_owed"], before["answer_late"], before["overdue"]) == (0, 0, 0)
    assert (after["answer_owed"], after["answer_late"], after["overdue"]) == (1, 1, 1)
    assert await behind(api, clerk, "answer_late") == [str(one.id)]
    community = next(late for late in after["late"] if late["kind"] == "community")
    assert community == {
        "kind": "community",
        "answer_owed": 1,
        "answer_late": 1,
        "done_owed": 0,
        "done_late": 0,
    }


async def test_who_let_it_lie_is_late_and_not_who_got_it_then(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    clerk, street = await a_clerk(), await a_clerk(STREET)
    one = await ask(api)
    stop_clock(later(hours=4))
    await one.does(clerk, "escalate")
    await one.does(street, "accept")

    late = {each["kind"]: each["answer_late"] for each in (await read(api, street))["total"]["late"]}

    assert late == {"community": 1, "office": 0, "firm": 0}


async def test_silence_is_never_counted_as_solved_and_not_solved_stays(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    clerk = await a_clerk()
    silent, dark = await ask(api), await ask(api)
    await silent.resolved(clerk)
    await dark.resolved(clerk)
    assert (await dark.says("reopen", note="还是黑的")).is_success
    await dark.resolved(clerk)  # and then silence

    total = (await read(api, clerk))["total"]

    assert (total["asked"], total["heard"], total["solved"], total["satisfied"]) == (2, 1, 0, 0)
    assert await behind(api, clerk, "not_solved") == await behind(api, clerk, "reopened") == [str(dark.id)]


async def test_what_was_undone_at_once_was_no_answer(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    clerk = await a_clerk()
    one = await ask(api)
    await one.does(clerk, "accept")
    assert (await one.does(clerk, "undo")).is_success

    assert (await read(api, clerk))["total"]["answered"] == 0


async def test_a_month_is_that_of_the_city_and_not_of_greenwich(api: AsyncClient) -> None:
    await a_street()
    clerk = await a_clerk()
    stop_clock(datetime.fromisoformat("2026-10-31T15:59:00Z"))
    await ask(api)
    stop_clock(datetime.fromisoformat("2026-10-31T16:01:00Z"))  # 00:01 of November in Hangzhou
    await ask(api)
    stop_clock()

    by_month = {row["code"]: row["figures"]["received"] for row in (await read(api, clerk))["by_month"]}

    assert (by_month["2026-10"], by_month["2026-11"]) == (1, 1)
    assert len(by_month) == 12
    assert (await read(api, clerk, month="2026-10"))["total"]["received"] == 1


async def test_the_parts_add_up_and_each_number_is_exactly_its_requests(
    api: AsyncClient, rounds: int
) -> None:
    await a_street()
    city, clerk = await a_staff("manager", CITY), await a_clerk(CITY)
    for seed in range(rounds):
        random = Random(seed)
        for _ in range(12):
            stop_clock(later(NOON, hours=-random.randint(1, 24 * 70)))
            place = random.choice([COMMUNITY, SECOND, SECOND, THIRD, STREET, ELSEWHERE])
            one = await ask(api, place=place, category=random.choice(["lighting", "water-power"]))
            await story(random, one, clerk)
            if random.random() < 0.3:
                await count_changed(Here.app.state.house.places, NOON)  # the clock, in the middle
        stop_clock()
        for division in (CITY, DISTRICT, STREET):
            await check_page(api, city, division)
    total = (await read(api, city))["total"]
    assert all(total[name] for name, _ in FLAT), total  # something of each was there to be counted
    await check_page(api, city, STREET, category="lighting")
    await check_page(api, city, STREET, month="2026-10")
    await check_cells()


async def check_page(api: AsyncClient, who: dict[str, str], division: str, **asked: str) -> None:
    """The rows of a page add up, and its numbers are the requests behind them."""
    shown = await read(api, who, division=division, **asked)
    tables = [shown["divisions"]]
    tables += [] if "category" in asked else [shown["categories"]]
    tables += [] if "month" in asked else [shown["by_month"]]
    for rows in tables:
        for name, _ in FLAT:
            assert sum(row["figures"][name] for row in rows) == shown["total"][name], (name, division)
        for group in range(5):
            assert sum(row["figures"]["ages"][group] for row in rows) == shown["total"]["ages"][group]
    for name, figure in FLAT:
        ids = await behind(api, who, figure, division=division, **asked)
        assert len(ids) == shown["total"][name], (figure, division)
    for group, number in enumerate(shown["total"]["ages"]):
        assert len(await behind(api, who, f"age_{group}", division=division, **asked)) == number
    for late in shown["total"]["late"]:
        for name in ("answer_owed", "answer_late", "done_owed", "done_late"):
            ids = await behind(api, who, f"{name}:{late['kind']}", division=division, **asked)
            assert len(ids) == late[name], (name, late)
    for row in shown["divisions"]:
        where = {"division": row["code"], "itself": row["itself"]}
        assert len(await behind(api, who, "received", **where, **asked)) == row["figures"]["received"]


async def check_cells() -> None:
    """Counted bit by bit, or all of it anew: the same."""
    names = ", ".join(COUNTS)
    cells = f"SELECT id, {names} FROM figure_cell WHERE received > 0 ORDER BY id"
    before = await raw(cells)
    async with write():
        await raw("DELETE FROM figure_cell")
        await raw("DELETE FROM request_measure")
        await raw("UPDATE service_request SET counted = 0")
    await count_changed(Here.app.state.house.places, NOON)
    assert before == await raw(cells)


async def test_another_street_s_figures_are_not_there(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    await ask(api)
    stranger = await a_clerk(ELSEWHERE)

    assert (await read(api, stranger))["total"]["received"] == 0
    for path in ("", "/requests", "/sheet"):
        for division in (COMMUNITY, CITY, "330106009999", "nonsense"):
            response = await api.get(FIGURES + path, params={"division": division}, headers=stranger)
            assert response.status_code == 404, (path, division)


@pytest.mark.parametrize(
    "asked", [{"figure": "fun"}, {"figure": "answer_late:cat"}, {"month": "2026-13"}, {"category": "fun"}]
)
async def test_what_is_no_figure_is_said_to_be_none(api: AsyncClient, asked: dict[str, str]) -> None:
    await a_network()
    response = await api.get(f"{FIGURES}/requests", params=asked, headers=await a_clerk())
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == next(iter(asked))


async def test_the_workbook_has_the_same_numbers_and_no_formulas(api: AsyncClient) -> None:
    await a_street()
    stop_clock()
    clerk = await a_clerk(STREET)
    for place in (COMMUNITY, SECOND, SECOND):
        await (await ask(api, place=place)).resolved(clerk)
    await Division.update({Division.short_name: "=1+1"}).where(Division.code == SECOND)
    stop_clock(later(minutes=1))

    response = await api.get(f"{FIGURES}/sheet", headers=clerk)

    assert response.headers["content-disposition"] == 'attachment; filename="figures-330106005000.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["合计", "按区划", "按类别", "按月"]
    tables = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert tables["合计"][1][1:4] == [3, 3, 3]
    assert {row[0]: row[1] for row in tables["按区划"][1:]} == {"翠苑一区": 1, "=1+1": 2, "翠苑三区": 0}
    assert b"<f>" not in b"".join(
        ZipFile(io.BytesIO(response.content)).read(f"xl/worksheets/sheet{n}.xml") for n in (1, 2, 3, 4)
    )


async def rated(api: AsyncClient, clerk: dict[str, str], place: str, ratings: list[int]) -> None:
    """Requests that were answered in time, solved, and rated."""
    for rating in ratings:
        one = await ask(api, place=place)
        await one.resolved(clerk)
        await one.says("confirm", rating=rating)


async def rates(api: AsyncClient, division: str, **asked: Any) -> dict[str, Any]:
    """As everybody reads them."""
    response = await api.get("/api/rates", params={"division": division, **asked})
    assert response.status_code == 200, response.text
    read: dict[str, Any] = response.json()
    return read


async def test_everybody_reads_the_three_rates_of_a_month_that_is_long_over(api: AsyncClient) -> None:
    await a_street()
    places, clerk = Here.app.state.house.places, await a_clerk(CITY)
    stop_clock(datetime.fromisoformat("2026-10-20T04:00:00Z"))
    await rated(api, clerk, COMMUNITY, [5] * 11 + [2])
    await rated(api, clerk, SECOND, [5, 1])
    await rated(api, clerk, THIRD, [4] * 20 + [3])
    assert (await rates(api, COMMUNITY))["month"] is None

    assert await release_months(places, datetime.fromisoformat("2026-11-14T04:00:00Z")) == 0
    due = datetime.fromisoformat("2026-11-16T04:00:00Z")
    assert await release_months(places, due) == 0  # not all is counted
    await count_changed(places, due)
    assert await release_months(places, due) == 1
    assert await release_months(places, due) == 0
    found = await rates(api, STREET, children=True)

    assert (found["month"], found["months"], found["least"]) == ("2026-10", ["2026-10"], 10)
    street = found["items"][0]
    assert street["division"] == STREET
    assert street["answer"] == {"count": 35, "of": 35}
    assert street["satisfied"] == {"count": 32, "of": 35}
    shown = {row["division"]: row["satisfied"] for row in found["rows"]}
    nothing = {"count": None, "of": None}
    assert shown == {COMMUNITY: nothing, SECOND: nothing, THIRD: {"count": 20, "of": 21}}
    assert await raw("SELECT rated FROM released_rate WHERE division = {}", SECOND) == [{"rated": None}]


async def test_a_month_that_was_released_stays_as_it_was(api: AsyncClient) -> None:
    await a_street()
    places, clerk = Here.app.state.house.places, await a_clerk(CITY)
    stop_clock(datetime.fromisoformat("2026-10-20T04:00:00Z"))
    await rated(api, clerk, COMMUNITY, [5] * 12)
    last = await ask(api)
    await last.resolved(clerk)
    await count_changed(places, NOON)
    await release_months(places, NOON)
    before = await rates(api, COMMUNITY)
    stop_clock()
    await last.says("confirm", rating=1)
    await count_changed(places, NOON)
    await release_months(places, NOON)

    assert await rates(api, COMMUNITY) == before
    assert before["items"][0]["satisfied"] == {"count": 12, "of": 12}


async def test_rates_of_a_division_that_is_not_there_are_not_found(api: AsyncClient) -> None:
    await a_network()
    assert (await api.get("/api/rates", params={"division": "330199999999"})).status_code == 404
    assert (await api.get("/api/rates", params={"division": CITY, "month": "2026-00"})).status_code == 422
