"""The desk: the queue of one's offices in the order of its due times, and nobody else's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from httpx import AsyncClient

from server.domain import sessions
from server.domain.casewords import index_changed
from server.domain.retention import make_anonymous
from server.models.directory import Organization
from server.models.people import Grant
from server.models.requests import ServiceRequest
from server.storage.database import write
from tests.asking import CONTACT, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    STREET,
    a_grant,
    a_network,
    a_resident,
    a_staff,
    later,
    person_of,
    signed_in,
    stop_clock,
)


async def queue(api: AsyncClient, clerk: dict[str, str], **query: str) -> dict[str, Any]:
    """A page of the desk's list."""
    response = await api.get("/api/desk/requests", params=query, headers=clerk)
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    return page


def ids(page: dict[str, Any]) -> list[str]:
    """Which requests, in order."""
    return [item["id"] for item in page["items"]]


async def test_each_office_sees_its_subtree_and_no_more(api: AsyncClient) -> None:
    await a_network()
    here, there = await ask(api), await ask(api, place=ELSEWHERE)

    seen = {
        division: set(ids(await queue(api, await a_clerk(division), view="open")))
        for division in (CITY, DISTRICT, STREET, COMMUNITY, OTHER_DISTRICT, ELSEWHERE)
    }

    both = {str(here.id), str(there.id)}
    assert seen[CITY] == both
    assert seen[DISTRICT] == seen[STREET] == seen[COMMUNITY] == {str(here.id)}
    assert seen[OTHER_DISTRICT] == seen[ELSEWHERE] == {str(there.id)}


async def test_the_queue_is_by_holder_and_all_shows_also_what_is_about_the_place(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()
    await asked.does(clerk, "escalate")

    assert ids(await queue(api, clerk, view="open")) == []
    assert ids(await queue(api, clerk, view="all")) == [str(asked.id)]
    assert ids(await queue(api, await a_clerk(STREET), view="todo")) == [str(asked.id)]


async def test_the_desk_is_for_those_who_work_with_requests(api: AsyncClient) -> None:
    await a_network()

    nobody = await api.get("/api/desk/requests")
    resident = await api.get("/api/desk/requests", headers=await a_resident())
    interviewer = await api.get("/api/desk/requests", headers=await a_staff("interviewer", CITY))

    assert [answer.status_code for answer in (nobody, resident, interviewer)] == [401, 403, 403]


async def test_what_is_due_first_stands_first_and_urgent_matters_are(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    ordinary = await ask(api)
    water = await ask(api, category="water-power")
    stop_clock(later(minutes=1))
    urgent = await ask(api, urgent=True)
    clerk = await a_clerk()

    page = await queue(api, clerk)

    assert ids(page) == [str(water.id), str(urgent.id), str(ordinary.id)]
    assert [item["urgent"] for item in page["items"]] == [False, True, False]


async def test_views_hold_what_they_say_and_the_counts_agree(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    me, colleague = await a_clerk(), await a_clerk()
    fresh, mine, theirs, waiting, resolved = [await ask(api) for _ in range(5)]
    await mine.does(me, "accept")
    await theirs.does(colleague, "accept")
    await waiting.does(me, "accept")
    await waiting.does(me, "ask", note="哪一盏？")
    await resolved.resolved(colleague)
    closed = await ask(api)
    await closed.says("withdraw")
    person = person_of(me)
    stop_clock(later(hours=2, minutes=1))
    me = await signed_in(person, sessions.STAFF)  # the first session is over by now

    new = await ask(api)
    names = ("todo", "mine", "unassigned", "today", "overdue", "waiting", "open", "all")
    views = {view: set(ids(await queue(api, me, view=view))) for view in names}

    assert views["todo"] == {str(fresh.id), str(mine.id), str(new.id)}
    assert views["mine"] == {str(mine.id), str(waiting.id)}
    assert views["unassigned"] == {str(fresh.id), str(new.id)}
    assert views["today"] == {str(new.id)}
    assert views["overdue"] == {str(fresh.id)}
    assert views["waiting"] == {str(waiting.id)}
    assert views["open"] == {str(one.id) for one in (fresh, mine, theirs, waiting, resolved, new)}
    assert views["all"] == views["open"] | {str(closed.id)}
    assert (await queue(api, me))["counts"] == {view: len(views[view]) for view in names}


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(api: AsyncClient) -> None:
    await a_network()
    rows = [a_row(n) for n in range(123)]
    await ServiceRequest.insert(*rows)
    clerk = await a_clerk()

    city = await a_clerk(CITY)  # who is served in another way
    for who, view in ((clerk, "open"), (clerk, "all"), (city, "open"), (city, "all")):
        read: list[str] = []
        cursor = ""
        while cursor is not None:
            page = await queue(api, who, view=view, cursor=cursor)
            assert len(page["items"]) <= 50
            read += ids(page)
            cursor = page["next_cursor"]
        assert len(read) == len(set(read)) == 123, view
        assert page["counts"]["all"] == 100, "that many or more"


def a_row(n: int) -> ServiceRequest:
    """One of many: many are due at the same time, every tenth waits and is due at no time."""
    return ServiceRequest(
        id=uuid4(),
        number=f"26110{n:05d}",
        body_hash="",
        place=COMMUNITY,
        holder=COMMUNITY,
        category="lighting",
        description=f"第 {n} 盏灯",
        state="waiting" if n % 10 == 0 else "submitted",
        sent_at=NOON + timedelta(minutes=n // 7),
        due_at=None if n % 10 == 0 else NOON + timedelta(hours=n // 7),
    )


async def test_a_search_finds_words_notes_and_numbers_and_takes_nothing_for_a_pattern(
    api: AsyncClient,
) -> None:
    await a_network()
    lamp, percent = await ask(api), await ask(api, description="100% 满意_谢谢", address="文三路 41 号")
    clerk = await a_clerk()
    await percent.does(clerk, "message", note="上个月换过灯泡", internal=True)
    await percent.says("message", note="我姓欧阳")
    await index_changed()
    number = lamp.answer["number"]

    assert ids(await queue(api, clerk, q="楼道灯")) == [str(lamp.id)]
    assert ids(await queue(api, clerk, q="灯泡 上个月")) == [str(percent.id)]
    assert ids(await queue(api, clerk, q="欧阳")) == [str(percent.id)]
    assert ids(await queue(api, clerk, q="文三路41")) == [str(percent.id)]
    assert ids(await queue(api, clerk, q=f"{number[:4]}-{number[4:]}")) == [str(lamp.id)]
    assert ids(await queue(api, clerk, q=number[:7])) == ids(await queue(api, clerk))
    assert ids(await queue(api, clerk, q="100%")) == [str(percent.id)]
    for nothing in ("%", "_", "!", "道楼", '"', "灯泡 上上个月", "' OR 1 = 1"):
        assert ids(await queue(api, clerk, q=nothing)) == [], nothing
    assert (await api.get("/api/desk/requests", params={"q": "灯" * 101}, headers=clerk)).status_code == 422


async def test_a_search_stays_in_ones_own_scope_and_follows_a_request_that_moves(api: AsyncClient) -> None:
    await a_network()
    here, there = await ask(api), await ask(api, place=ELSEWHERE)
    clerk, street, foreign = await a_clerk(), await a_clerk(STREET), await a_clerk(ELSEWHERE)
    await here.does(clerk, "escalate")
    await index_changed()

    assert ids(await queue(api, clerk, q="楼道灯")) == []
    assert ids(await queue(api, clerk, q="楼道灯", view="all")) == [str(here.id)]
    assert ids(await queue(api, street, q="楼道灯")) == [str(here.id)]
    assert ids(await queue(api, foreign, q="楼道灯", view="all")) == [str(there.id)]
    assert ids(await queue(api, await a_clerk(CITY), q="楼道灯", view="all")) == [str(there.id), str(here.id)]


async def test_a_number_that_somebody_wrote_is_not_found_by_a_part_of_it(api: AsyncClient) -> None:
    await a_network()
    await ask(api, description="打 13805710001 找我", contact=CONTACT)
    await index_changed()

    for part in ("1380571", "13805710001", "0001"):
        assert ids(await queue(api, await a_clerk(), q=part)) == [], part


async def test_what_is_anonymous_is_found_by_no_word_any_more(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()
    await asked.says("withdraw")
    await index_changed()
    assert ids(await queue(api, clerk, q="楼道灯", view="all")) == [str(asked.id)]

    async with write():
        await make_anonymous([asked.id], NOON)
    await index_changed()

    assert ids(await queue(api, clerk, q="楼道灯", view="all")) == []


async def test_filters_narrow_the_list_and_the_counts_alike(api: AsyncClient) -> None:
    await a_network()
    lamp, water = await ask(api), await ask(api, category="water-power")
    urgent, there = await ask(api, urgent=True), await ask(api, place=ELSEWHERE)
    await ServiceRequest.update(source="phone").where(ServiceRequest.id == lamp.id)
    city = await a_clerk(CITY)

    async def found(**filters: str) -> set[str]:
        page = await queue(api, city, view="open", **filters)
        assert page["counts"]["open"] == len(page["items"])
        return set(ids(page))

    assert await found(category="water-power") == {str(water.id)}
    assert await found(division=OTHER_DISTRICT) == {str(there.id)}
    assert await found(source="phone") == {str(lamp.id)}
    assert await found(urgent="true") == {str(urgent.id)}
    assert await found(source="app", division=COMMUNITY) == {str(water.id), str(urgent.id)}
    for wrong in ({"category": "no-such"}, {"division": "3301"}, {"limit": "0"}, {"limit": "201"}):
        response = await api.get("/api/desk/requests", params=wrong, headers=city)
        assert response.status_code == 422, wrong


async def test_lists_carry_no_contact_data_and_no_numbers_from_the_words(api: AsyncClient) -> None:
    await a_network()
    await ask(api, contact=CONTACT, description="打 13805710001，身份证 33010619460102123X，工单 2611000017")

    page = await api.get("/api/desk/requests", headers=await a_clerk())

    for secret in ("张三", "13805710001", "33010619460102123X", "3 幢"):
        assert secret not in page.text
    assert "138****0001" in page.text


async def test_the_case_says_why_it_came_here_and_how_to_reach_whom(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT | {"wish": "message"})

    case = await asked.case(await a_clerk())

    assert case["why"]["rule"] == "property-facilities"
    assert case["why"]["division"] == COMMUNITY
    assert "物业" in case["why"]["words"]
    assert case["contact"] == {
        "has_phone": True,
        "phone_masked": "138****0001",
        "name_masked": "张**",
        "wish": "message",
        "on_behalf": False,
        "anonymous": False,
    }


async def test_a_firm_sees_what_it_holds_but_not_whom_to_call(api: AsyncClient) -> None:
    await a_network()
    firm = Organization(id=uuid4(), name="安居物业", kind="property", changed_at=NOON)
    await Organization.insert(firm)
    worker = await a_staff("provider", COMMUNITY)
    await Grant.update(organization=firm.id, division=None).where(Grant.person == person_of(worker))
    asked, other, clerk = await ask(api, contact=CONTACT), await ask(api), await a_clerk()
    await asked.does(clerk, "accept")
    await asked.does(clerk, "transfer", to=f"org-{firm.id}")

    page = await queue(api, worker, view="open")
    contact = await api.post(f"{asked.desk}/contact", json={}, headers=worker)
    started = await asked.does(worker, "start")
    returned = await asked.does(worker, "return", note="不是我们的电梯")

    assert ids(page) == [str(asked.id)]
    assert page["items"][0]["holder_name"] == "安居物业"
    assert contact.status_code == 403
    assert (await api.get(other.desk, headers=worker)).status_code == 404
    assert (started.status_code, returned.status_code) == (201, 201)
    assert (await asked.seen())["holder"] == COMMUNITY


async def test_a_grant_that_ends_ends_the_sight(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await ask(api)
    clerk = await a_clerk()
    assert len(ids(await queue(api, clerk))) == 1

    await Grant.update(valid_to=NOON).where(Grant.person == person_of(clerk))
    stop_clock(later(seconds=6))

    assert (await api.get("/api/desk/requests", headers=clerk)).status_code == 403


async def test_a_clerk_of_two_offices_sees_both_queues(api: AsyncClient) -> None:
    await a_network()
    here, there = await ask(api), await ask(api, place=ELSEWHERE)
    clerk = await a_clerk()
    await a_grant(person_of(clerk), "clerk", ELSEWHERE)

    assert set(ids(await queue(api, clerk))) == {str(here.id), str(there.id)}


async def test_an_unknown_view_is_refused(api: AsyncClient) -> None:
    await a_network()

    response = await api.get("/api/desk/requests", params={"view": "everything"}, headers=await a_clerk())

    assert response.status_code == 400
