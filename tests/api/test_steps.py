"""Moving a request on: once a step, by whom it is theirs to do, with a trace that its resident can read."""

import asyncio
from uuid import uuid4

from httpx import AsyncClient

from server.domain.lifecycle import Act
from server.models.jobs import Job, TopicVersion
from server.models.requests import ServiceRequest, Step
from tests.asking import CONTACT, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    STREET,
    a_key,
    a_network,
    a_resident,
    a_staff,
    later,
    person_of,
    stop_clock,
)


async def test_a_request_goes_from_a_lamp_to_five_stars(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk(name="周敏")

    accepted = await asked.does(clerk, "accept")
    resolved = await asked.does(clerk, "resolve", note="换了 3 盏声控灯", outcome="solved")
    confirmed = await asked.says("confirm", rating=5, note="谢谢")

    assert [step.status_code for step in (accepted, resolved, confirmed)] == [201] * 3
    seen = await asked.seen()
    assert (seen["state"], seen["outcome"], seen["rating"]) == ("closed", "solved", 5)
    assert [step["act"] for step in seen["steps"]] == ["submit", "accept", "resolve", "confirm"]
    assert seen["steps"][1]["by_name"] == "周敏"
    assert seen["steps"][1]["division_name"] == "翠苑一区"
    assert seen["steps"][3]["facts"] == {"rating": 5}


async def test_a_step_sent_twice_is_taken_once_and_answered_alike(api: AsyncClient) -> None:
    await a_network()
    asked, clerk, step_id = await ask(api), await a_clerk(), uuid4()

    first = await asked.does(clerk, "accept", step_id, version=1)
    again = await asked.does(clerk, "accept", step_id, version=1)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await Step.count() == 2


async def test_a_retry_is_answered_though_the_request_has_left_the_clerks_sight(api: AsyncClient) -> None:
    await a_network()
    asked, step_id = await ask(api, place=STREET), uuid4()
    manager, clerk = await a_staff("manager", CITY), await a_clerk(ELSEWHERE)
    await asked.does(manager, "transfer", to=ELSEWHERE)

    first = await asked.does(clerk, "transfer", step_id, version=2, to=STREET)
    again = await asked.does(clerk, "transfer", step_id, version=2, to=STREET)

    assert (first.status_code, again.status_code) == (201, 200)
    assert (await api.get(asked.desk, headers=clerk)).status_code == 404


async def test_another_step_under_the_same_id_is_refused(api: AsyncClient) -> None:
    await a_network()
    asked, other, clerk, step_id = await ask(api), await ask(api), await a_clerk(), uuid4()
    await asked.does(clerk, "accept", step_id)

    bytes_differ = await asked.does(clerk, "message", step_id, note="您好")
    other_request = await other.does(clerk, "accept", step_id)
    resident = await asked.says("message", step_id, note="您好")

    answers = (bytes_differ, other_request, resident)
    assert {answer.status_code for answer in answers} == {409}
    assert {answer.json()["type"] for answer in answers} == {"/problems/sent-otherwise"}


async def test_of_two_clerks_at_once_one_wins_and_the_other_is_told(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)
    clerks = [await a_clerk() for _ in range(8)]

    answers = await asyncio.gather(*(asked.does(clerk, "accept", version=1) for clerk in clerks))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    losers = [answer.json() for answer in answers if answer.status_code == 409]
    assert {loser["type"] for loser in losers} == {"/problems/changed-meanwhile"}
    assert {(loser["version"], loser["act"], loser["by_name"]) for loser in losers} == {(2, "accept", "王芳")}
    assert await Step.count() == 2


async def test_an_illegal_step_says_what_is_possible(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()

    response = await asked.does(clerk, "start")

    assert response.status_code == 409
    assert response.json()["state"] == "submitted"
    assert "accept" in response.json()["possible"]
    assert "start" not in response.json()["possible"]


async def test_only_who_has_it_may_act_and_the_place_may_speak(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)
    community, street = await a_clerk(COMMUNITY), await a_clerk(STREET)
    await asked.does(community, "escalate", note="我们办不了")

    acting = await asked.does(community, "accept")
    speaking = await asked.does(community, "message", note="楼道的灯是去年换的", internal=True)
    accepted = await asked.does(street, "accept")

    assert (acting.status_code, speaking.status_code, accepted.status_code) == (409, 201, 201)
    assert (await asked.case(community))["acts"] == ["message", "remind"]


async def test_an_auditor_reads_and_does_nothing(api: AsyncClient) -> None:
    await a_network()
    asked, auditor = await ask(api, contact=CONTACT), await a_staff("auditor", CITY)

    case = await asked.case(auditor)
    step = await asked.does(auditor, "accept")
    contact = await api.post(f"{asked.desk}/contact", json={"reason": ""}, headers=auditor)

    assert case["acts"] == []
    assert step.status_code == 409
    assert contact.status_code == 403


async def test_a_resident_cannot_come_through_the_desks_door(api: AsyncClient) -> None:
    await a_network()
    mei = await a_resident()
    asked = await ask(api, headers=mei)

    step = await api.put(f"{asked.desk}/steps/{uuid4()}", json={"act": "accept", "version": 1}, headers=mei)
    nobody = await api.put(f"{asked.desk}/steps/{uuid4()}", json={"act": "accept", "version": 1})

    assert (step.status_code, nobody.status_code) == (403, 401)
    assert (await asked.seen())["state"] == "submitted"


async def test_a_stranger_cannot_take_a_step(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    for headers in (a_key(), await a_resident(), await a_clerk(ELSEWHERE)):
        response = await api.put(f"{asked.url}/steps/{uuid4()}", json={"act": "withdraw"}, headers=headers)
        assert response.status_code == 404
    assert (await asked.seen())["state"] == "submitted"


async def test_a_resident_sets_nothing_that_is_the_desks(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    for more in ({"outcome": "solved"}, {"internal": True}, {"version": 1}, {"to": STREET}):
        assert (await asked.says("message", note="您好", **more)).status_code == 422
    assert (await asked.says("accept")).status_code == 422


async def test_internal_words_and_returns_are_not_shown_to_the_resident(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()
    await asked.does(clerk, "message", note="这户三月来过一次", internal=True)
    await asked.does(clerk, "accept", note="夜班去看", internal=True)
    await asked.does(clerk, "start")
    await asked.does(clerk, "return", note="要等材料")

    seen = await api.get(asked.url, headers=asked.headers)

    assert [step["act"] for step in seen.json()["steps"]] == ["submit", "accept", "start"]
    assert "三月" not in seen.text
    assert "夜班" not in seen.text
    case = await asked.case(clerk)
    assert [step["note"] for step in case["steps"]] == ["", "这户三月来过一次", "夜班去看", "", "要等材料"]


async def test_the_question_stops_the_clock_and_the_answer_starts_it(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await ask(api), await a_clerk()
    await asked.does(clerk, "accept")
    assert (await asked.seen())["due_at"] == "2026-12-01T09:30:00Z"  # at the close of the fifth workday
    await asked.does(clerk, "ask", note="是哪一天？")
    waiting = await asked.seen()
    stop_clock(later(minutes=5))

    answer = await asked.says("answer", note="周六")

    assert (waiting["state"], waiting["due_at"]) == ("waiting", None)
    assert waiting["acts"] == ["answer", "withdraw", "message"]
    assert answer.json()["state"] == "in_progress"
    assert (await asked.seen())["due_at"] == "2026-12-02T00:35:00Z"  # five minutes of work later


async def test_reopening_is_free_once_then_for_a_manager(api: AsyncClient) -> None:
    await a_network()
    asked, clerk, manager = await ask(api), await a_clerk(), await a_staff("manager", COMMUNITY)
    await asked.resolved(clerk)

    first = await asked.says("reopen", note="三楼还是黑的")
    await asked.resolved(clerk)
    second = await asked.says("reopen", note="还是黑的")
    by_manager = await asked.does(manager, "reopen")

    assert (first.status_code, second.status_code, by_manager.status_code) == (201, 409, 201)
    seen = await asked.seen()
    assert (seen["state"], seen["outcome"], seen["closed_at"]) == ("accepted", None, None)


async def test_declining_takes_a_reason_and_words(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()

    bare = await asked.does(clerk, "decline")
    hidden = await asked.does(clerk, "decline", reason="not_ours", note="归城管", internal=True)
    said = await asked.does(clerk, "decline", reason="not_ours", note="这条路归城管，已帮您转告")

    assert [error["field"] for error in bare.json()["errors"]] == ["note", "reason"]
    assert hidden.status_code == 422
    assert said.status_code == 201
    assert (await asked.seen())["outcome"] == "not_ours"


async def test_resolving_says_what_came_of_it(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()

    response = await asked.does(clerk, "resolve", note="好了")

    assert [error["field"] for error in response.json()["errors"]] == ["outcome"]


async def test_an_undo_puts_everything_back_and_stops_the_news(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await ask(api), await a_clerk()
    before = await asked.case(clerk)
    await asked.does(clerk, "decline", reason="not_ours", note="不归我们")
    assert await Job.count() == 1
    stop_clock(later(seconds=9))

    undone = await asked.does(clerk, "undo")

    after = await asked.case(clerk)
    assert undone.json()["state"] == "submitted"
    assert await Job.count() == 0
    changing = {"version", "steps"}
    assert {key: after[key] for key in after if key not in changing} == {
        key: before[key] for key in before if key not in changing
    }
    assert [step["act"] for step in (await asked.seen())["steps"]] == ["submit"]


async def test_a_transfer_is_taken_back_by_who_made_it(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await ask(api), await a_clerk()
    await asked.does(clerk, "transfer", to=ELSEWHERE)
    assert (await asked.case(clerk))["acts"] == ["message", "remind", "undo"]

    undone = await asked.does(clerk, "undo")

    assert undone.status_code == 201
    assert (await asked.seen())["holder"] == COMMUNITY


async def test_after_ten_seconds_or_by_a_colleague_nothing_is_undone(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk, colleague = await ask(api), await a_clerk(), await a_clerk()
    await asked.does(clerk, "accept")

    by_colleague = await asked.does(colleague, "undo")
    stop_clock(later(seconds=11))
    late = await asked.does(clerk, "undo")

    assert (by_colleague.status_code, late.status_code) == (409, 409)
    assert "undo" not in late.json()["possible"]
    assert "undo" not in (await asked.case(clerk))["acts"]


async def test_an_assignment_names_somebody_of_the_holder(api: AsyncClient) -> None:
    await a_network()
    asked, clerk, colleague = await ask(api), await a_clerk(), await a_clerk(name="陈立")
    stranger = await a_clerk(ELSEWHERE)
    await asked.does(clerk, "accept")

    wrong = await asked.does(clerk, "assign", to=str(person_of(stranger)))
    right = await asked.does(clerk, "assign", to=str(person_of(colleague)))

    assert [error["field"] for error in wrong.json()["errors"]] == ["to"]
    assert right.status_code == 201
    assert (await asked.case(clerk))["clerk_name"] == "陈立"
    assigned = (await asked.seen())["steps"][-1]
    assert assigned["facts"] == {"to_name": "陈立"}
    assert str(person_of(colleague)) not in str(assigned)


async def test_a_transfer_goes_only_to_an_office_that_exists(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()

    for to in ("330106005099", "org-nobody", f"org-{uuid4()}", COMMUNITY, ""):
        response = await asked.does(clerk, "transfer", to=to)
        assert response.status_code == 422, to
    moved = await asked.does(clerk, "transfer", to=ELSEWHERE)
    assert moved.status_code == 201
    assert (await asked.seen())["steps"][-1]["facts"] == {
        "from": COMMUNITY,
        "from_name": "翠苑一区",
        "to": ELSEWHERE,
        "to_name": "清波门",
    }


async def test_nothing_goes_above_the_city(api: AsyncClient) -> None:
    await a_network()
    asked, manager = await ask(api), await a_staff("manager", CITY)
    for level in (STREET, DISTRICT, CITY):
        await asked.does(manager, "escalate")
        assert (await asked.seen())["holder"] == level

    response = await asked.does(manager, "escalate")

    assert response.status_code == 409
    assert "escalate" not in response.json()["possible"]
    assert "escalate" not in (await asked.case(manager))["acts"]


async def test_a_merged_request_names_no_other_but_leads_to_the_one_that_goes_on(api: AsyncClient) -> None:
    await a_network()
    one, two, clerk = await ask(api), await ask(api), await a_clerk()
    foreign = await ask(api, place=ELSEWHERE)

    unseen = await two.does(clerk, "merge", to=str(foreign.id))
    itself = await two.does(clerk, "merge", to=str(two.id))
    merged = await two.does(clerk, "merge", to=str(one.id))

    assert (unseen.status_code, itself.status_code, merged.status_code) == (422, 422, 201)
    assert (await two.case(clerk))["steps"][-1]["facts"] == {"to": str(one.id)}
    seen = await two.seen()
    assert seen["merged_into"] == str(one.id)
    assert str(one.id) not in str(seen["steps"])


async def test_a_word_changes_no_state_and_is_never_too_late(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()
    await asked.says("message", note="昨晚有人差点踩空")

    word = await asked.does(clerk, "message", version=1, note="马上来看")

    assert word.status_code == 201
    assert word.json() | {"id": "", "at": ""} == {
        "id": "",
        "act": "message",
        "state": "submitted",
        "version": 3,
        "at": "",
    }


async def test_thirty_words_at_once_all_arrive(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    answers = await asyncio.gather(*(asked.says("message", note=f"第 {n} 句") for n in range(30)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    seen = await asked.seen()
    arrived = sum(answer.status_code == 201 for answer in answers)
    assert len(seen["steps"]) == arrived + 1
    assert sorted(step["version"] for step in seen["steps"]) == list(range(1, arrived + 2))


async def test_an_empty_word_is_no_step(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    response = await asked.says("message", note=" \u200b ")

    assert response.status_code == 422


async def test_a_photo_given_up_is_no_longer_waited_for(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=2)
    assert "photo_given_up" in (await asked.seen())["acts"]

    for _ in range(3):
        await asked.says("photo_given_up", photo=str(uuid4()))

    seen = await asked.seen()
    assert (seen["photos_expected"], seen["photos_received"]) == (0, 0)


async def test_a_reveal_is_written_down_and_shown_to_the_resident(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, contact=CONTACT)
    clerk = await a_clerk(name="周敏")

    revealed = await api.post(f"{asked.desk}/contact", json={"reason": "约时间上门"}, headers=clerk)

    assert revealed.json()["phone"] == "+8613805710001"
    reads = (await asked.seen())["reads"]
    assert [(read["name"], read["division_name"], read["what"]) for read in reads] == [
        ("周敏", "翠苑一区", "contact")
    ]


async def test_a_request_without_contact_data_leaves_no_trace_of_a_look(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api)

    response = await api.post(f"{asked.desk}/contact", json={}, headers=await a_clerk())

    assert response.json()["phone"] == ""
    assert (await asked.seen())["reads"] == []


async def test_every_step_wakes_the_queues_that_it_touches(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api), await a_clerk()

    async def versions() -> dict[str, int]:
        rows = await TopicVersion.select().where(TopicVersion.topic.like("queue:%"))
        return {row["topic"]: row["version"] for row in rows}

    assert await versions() == {f"queue:{COMMUNITY}": 1}
    await asked.does(clerk, "transfer", to=ELSEWHERE)
    assert await versions() == {f"queue:{COMMUNITY}": 2, f"queue:{ELSEWHERE}": 1}


async def test_the_stored_position_is_that_of_the_last_step(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await ask(api), await a_clerk()
    for act in (Act.ACCEPT, Act.START, Act.RETURN, Act.ESCALATE, Act.UNDO):
        assert (await asked.does(clerk, act)).status_code == 201
        last = await Step.objects().order_by(Step.version, ascending=False).first()
        row = await ServiceRequest.objects().first()
        assert last is not None
        assert row is not None
        assert (row.state, row.version) == (last.state, last.version)
