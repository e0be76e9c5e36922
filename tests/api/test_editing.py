"""The desk writes, publishes, undoes and takes away; nobody overwrites what they have not seen."""

from asyncio import gather
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from server.domain.topics import all_versions
from tests.builders import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    STREET,
    a_network,
    a_staff,
    stop_clock,
)
from tests.desk_directory import Desk, a_body, a_place, an_office
from tests.directory_builders import a_location, a_service, an_organization


@pytest.fixture
async def desk(api: AsyncClient) -> Desk:
    """A clerk of the community."""
    await a_network()
    stop_clock()
    return Desk(api, await a_staff("clerk", COMMUNITY, "王芳"))


async def fragments_bumped(before: dict[str, int]) -> set[str]:
    after = await all_versions()
    bumped = {topic for topic, version in after.items() if version != before.get(topic)}
    return {topic.removeprefix("fragment:") for topic in bumped if topic.startswith("fragment:")}


async def test_a_new_service_is_published_and_residents_find_it(desk: Desk) -> None:
    id, organization = uuid4(), await an_organization()

    answer = await desk.publish(id, a_body(organization), 0)

    assert (answer.status_code, answer.json()) == (200, {"version": 1})
    shown = await desk.api.get(f"/api/services/{id}")
    assert shown.json()["name"] == "翠苑法律援助站"
    thing = await desk.read(id)
    assert thing["owner"] == COMMUNITY
    assert thing["published"]["areas"] == [COMMUNITY]
    assert thing["public_url"] == f"/s/{id}"
    assert thing["may_edit"] is True
    assert thing["draft"] is None


async def test_texts_come_back_in_the_one_form_in_which_they_are_kept(desk: Desk) -> None:
    id = uuid4()
    body = a_body(
        await an_organization(),
        name="  翠苑\u200b法律援助站 ",
        phone="（0571）8899 0000",
        description="第一行\r\n第二行  ",
        aka=["打官司", "打官司", " "],
        texts={"en": {"name": " Legal aid ", "wait": ""}},
    )

    await desk.publish(id, body, 0)

    kept = (await desk.read(id))["published"]
    assert kept["name"] == "翠苑法律援助站"
    assert kept["phone"] == "0571-88990000"
    assert kept["description"] == "第一行\n第二行"
    assert kept["aka"] == ["打官司"]
    assert kept["texts"] == {"en": {"name": "Legal aid"}}


async def test_locations_and_hours_come_back_in_the_order_in_which_they_were_written(desk: Desk) -> None:
    id, places = uuid4(), [await a_location(name=f"第{number}处") for number in range(5)]
    hours = [
        {"opens_at": f"{hour:02}:00", "closes_at": f"{hour + 1:02}:00", "byday": "MO"}
        for hour in (14, 9, 18, 11)
    ]

    await desk.publish(
        id, a_body(await an_organization(), locations=[str(it) for it in places], hours=hours), 0
    )

    kept = (await desk.read(id))["published"]
    assert kept["locations"] == [str(it) for it in places]
    assert [rule["opens_at"] for rule in kept["hours"]] == ["14:00", "09:00", "18:00", "11:00"]


async def test_the_second_of_two_editors_is_told_and_shown_the_difference(desk: Desk) -> None:
    id = await a_service(description="旧")
    body = (await desk.read(id))["published"]
    other = Desk(desk.api, await a_staff("manager", STREET, "李娜"))
    await other.publish(id, body | {"phone": "0571-88990002"}, 1)

    answer = await desk.publish(id, body | {"description": "新", "wait": "当天"}, 1)

    assert answer.status_code == 412
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["version"], problem["by_name"], problem["draft_version"]) == (2, "李娜", None)
    assert problem["at"] == "2026-11-24T04:00:00Z"
    assert "李娜" in problem["detail"]
    assert problem["theirs"]["phone"] == "0571-88990002"
    assert {each["field"]: each for each in problem["changed"]} == {
        "phone": {
            "field": "phone",
            "mine": "0571-88990000",
            "theirs": "0571-88990002",
            "was": "0571-88990000",
        },
        "description": {"field": "description", "mine": "新", "theirs": "旧", "was": "旧"},
        "wait": {"field": "wait", "mine": "当天", "theirs": "", "was": ""},
    }
    assert (await desk.read(id))["published"]["description"] == "旧"


async def test_who_looked_at_the_newer_version_publishes_over_it(desk: Desk) -> None:
    id = await a_service()
    body = (await desk.read(id))["published"]
    await desk.publish(id, body | {"wait": "一天"}, 1)

    assert (await desk.publish(id, body | {"wait": "两天"}, 2)).json() == {"version": 3}


async def test_publishing_again_what_was_published_is_no_change(desk: Desk) -> None:
    id, organization = uuid4(), await an_organization()
    await desk.publish(id, a_body(organization), 0)
    before = await all_versions()

    again = await desk.publish(id, a_body(organization), 0)  # the first answer was lost on its way

    assert (again.status_code, again.json()) == (200, {"version": 1})
    assert await all_versions() == before
    assert len((await desk.ask("GET", f"/{id}/revisions")).json()["items"]) == 1


async def test_a_change_without_its_version_is_refused(desk: Desk) -> None:
    id = await a_service()
    body = (await desk.read(id))["published"]

    without = await desk.ask("PUT", f"/{id}", json=body)
    wrong = await desk.ask("PUT", f"/{id}", json=body, headers={"If-Match": '"latest"'})

    assert without.status_code == 428
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "If-Match"


async def test_a_service_that_moves_disappears_there_and_appears_here_and_nothing_else_is_renewed(
    desk: Desk,
) -> None:
    city = Desk(desk.api, await a_staff("manager", CITY))
    id, _ = await a_service(), await a_service(name="另一项", areas=[STREET])
    body = (await city.read(id))["published"]
    before = await all_versions()

    answer = await city.publish(id, body | {"areas": [ELSEWHERE], "owner": ELSEWHERE}, 1)

    assert answer.status_code == 200
    assert await fragments_bumped(before) == {COMMUNITY, ELSEWHERE}
    here = await desk.api.get("/api/services", params={"division": ELSEWHERE})
    there = await desk.api.get("/api/services", params={"division": COMMUNITY})
    assert str(id) in here.text
    assert str(id) not in there.text


async def test_history_says_who_changed_what_and_when_and_undo_publishes_it_again(desk: Desk) -> None:
    id = await a_service(wait="")
    body = (await desk.read(id))["published"]
    await desk.publish(id, body | {"wait": "一天", "fee": 500}, 1)

    items = (await desk.ask("GET", f"/{id}/revisions")).json()["items"]
    assert [(it["version"], it["act"], it["by_name"], it["changed"]) for it in items] == [
        (2, "publish", "王芳", ["fee", "wait"]),
        (1, "publish", "", []),
    ]
    assert items[0]["at"] == "2026-11-24T04:00:00Z"
    assert (await desk.ask("GET", f"/{id}/revisions/1")).json() == body

    undone = await desk.ask("PUT", f"/{id}/revisions/1/restored", 2)

    assert undone.json() == {"version": 3}
    assert (await desk.read(id))["published"] == body
    assert (await desk.ask("GET", f"/{id}/revisions")).json()["items"][0]["act"] == "restore"


async def test_what_was_there_before_history_began_can_be_undone_to(desk: Desk) -> None:
    from server.storage.database import raw, write

    id = await a_service(wait="三天")
    async with write():
        await raw("DELETE FROM revision WHERE about = {}", id)  # as a demonstration fills it
    body = (await desk.read(id))["published"]

    await desk.publish(id, body | {"wait": "一天"}, 1)

    items = (await desk.ask("GET", f"/{id}/revisions")).json()["items"]
    assert [(it["version"], it["act"]) for it in items] == [(2, "publish"), (1, "begin")]
    await desk.ask("PUT", f"/{id}/revisions/1/restored")
    assert (await desk.read(id))["published"]["wait"] == "三天"


async def test_long_histories_come_in_pages(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")
    body = (await desk.read(id))["published"]
    for number in range(1, 56):
        assert (await desk.publish(id, body | {"fee": number}, number)).status_code == 200

    first = (await desk.ask("GET", f"/{id}/revisions")).json()
    second = (await desk.ask("GET", f"/{id}/revisions", params={"cursor": first["next_cursor"]})).json()

    assert [it["version"] for it in first["items"] + second["items"]] == list(range(56, 0, -1))
    assert second["next_cursor"] is None
    assert first["items"][-1]["changed"] == ["fee"]
    assert (await desk.ask("GET", f"/{id}/revisions", params={"cursor": "x"})).status_code == 422


async def test_what_is_deleted_is_gone_for_residents_and_can_come_back(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")
    body = (await desk.read(id))["published"]
    before = await all_versions()

    assert (await desk.ask("DELETE", f"/{id}", 1)).status_code == 204

    assert await fragments_bumped(before) == {COMMUNITY}
    assert (await desk.api.get(f"/api/services/{id}")).status_code == 410
    assert (await desk.api.get("/api/services", params={"division": COMMUNITY})).json()["items"] == []
    card = (await desk.api.get(f"/api/divisions/{COMMUNITY}")).json()
    assert card["services"] == 0
    assert await desk.names() == []
    assert await desk.names(show="deleted") == [body["name"]]
    thing = await desk.read(id)
    assert (thing["deleted_at"], thing["published"], thing["public_url"]) == (
        "2026-11-24T04:00:00Z",
        body,
        None,
    )
    assert (await desk.ask("DELETE", f"/{id}", 1)).status_code == 204  # the first answer was lost

    assert (await desk.ask("PUT", f"/{id}/revisions/1/restored", 2)).json() == {"version": 3}

    assert (await desk.api.get(f"/api/services/{id}")).status_code == 200
    assert (await desk.read(id))["published"] == body
    assert (await desk.read(id))["deleted_at"] is None


async def test_who_deletes_what_somebody_just_changed_is_told(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")
    body = (await desk.read(id))["published"]
    await desk.publish(id, body | {"fee": 100}, 1)

    assert (await desk.ask("DELETE", f"/{id}", 1)).status_code == 412
    assert (await desk.read(id))["deleted_at"] is None


async def test_one_button_says_that_all_of_it_is_true(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")

    answer = await desk.ask("PUT", f"/{id}/verified", json={"on": "2026-11-24"})
    later = await desk.ask("PUT", f"/{id}/verified", json={"on": "2026-11-25"})

    assert answer.json() == {"version": 2}
    assert (await desk.read(id))["published"]["verified_on"] == "2026-11-24"
    assert (await desk.ask("GET", f"/{id}/revisions")).json()["items"][0]["act"] == "verify"
    assert later.status_code == 422
    assert later.json()["errors"][0]["field"] == "on"


async def test_a_draft_may_lack_anything_and_is_shown_to_the_desk_only(desk: Desk) -> None:
    id = uuid4()

    kept = await desk.ask("PUT", f"/{id}/draft", json={"name": "新的服务"})

    assert kept.status_code == 200
    thing = await desk.read(id)
    assert (thing["version"], thing["published"], thing["owner"]) == (0, None, COMMUNITY)
    assert thing["draft"]["body"]["name"] == "新的服务"
    assert (thing["draft"]["by_name"], thing["draft"]["is_mine"]) == ("王芳", True)
    assert await desk.names(show="draft") == ["新的服务"]
    assert await desk.names() == []
    assert (await desk.api.get(f"/api/services/{id}")).status_code == 404
    refused = await desk.publish(id, thing["draft"]["body"], 0)
    assert {error["field"] for error in refused.json()["errors"]} == {"category", "organization", "areas"}


async def test_anothers_draft_is_taken_over_only_by_who_looked_at_it(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")
    body = (await desk.read(id))["published"]
    other = Desk(desk.api, await a_staff("clerk", COMMUNITY, "李娜"))
    await other.ask("PUT", f"/{id}/draft", 1, json=body | {"wait": "李娜的"})

    refused = await desk.ask("PUT", f"/{id}/draft", 1, json=body | {"wait": "我的"})

    assert refused.status_code == 412
    problem = refused.json()
    assert (problem["by_name"], problem["version"], problem["draft_version"]) == ("李娜", 1, 1)
    assert problem["changed"] == [{"field": "wait", "mine": "我的", "theirs": "李娜的", "was": ""}]
    assert (await desk.ask("DELETE", f"/{id}/draft")).status_code == 412
    assert (await desk.read(id))["draft"]["body"]["wait"] == "李娜的"

    taken = await desk.ask("PUT", f"/{id}/draft", 1, json=body | {"wait": "我的"}, params={"over": 1})

    assert (taken.status_code, taken.json()["version"]) == (200, 2)
    assert (await other.ask("PUT", f"/{id}/draft", 1, json=body)).status_code == 412
    assert (await desk.ask("DELETE", f"/{id}/draft")).status_code == 204
    assert (await desk.read(id))["draft"] is None


async def test_a_draft_remembers_from_which_version_it_began(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")
    body = (await desk.read(id))["published"]
    await desk.ask("PUT", f"/{id}/draft", 1, json=body | {"wait": "草稿"})
    other = Desk(desk.api, await a_staff("clerk", COMMUNITY, "李娜"))
    await other.publish(id, body | {"fee": 300}, 1)
    await desk.ask("PUT", f"/{id}/draft", json=body | {"wait": "草稿二"})

    draft = (await desk.read(id))["draft"]

    assert (draft["base_version"], draft["version"]) == (1, 2)
    conflict = await desk.publish(id, draft["body"], draft["base_version"])
    assert conflict.status_code == 412
    assert {each["field"] for each in conflict.json()["changed"]} == {"fee", "wait"}


async def test_who_publishes_has_no_draft_any_more_and_anothers_stays(desk: Desk) -> None:
    id = await a_service(phone="0571-88990000")
    body = (await desk.read(id))["published"]
    await desk.ask("PUT", f"/{id}/draft", json=body | {"wait": "草稿"})
    other = Desk(desk.api, await a_staff("clerk", COMMUNITY, "李娜"))

    await other.publish(id, body | {"fee": 300}, 1)
    assert (await other.read(id))["draft"]["by_name"] == "王芳"
    await desk.publish(id, body | {"wait": "草稿"}, 2)

    assert (await desk.read(id))["draft"] is None


async def test_a_change_of_the_organization_renews_what_shows_its_services(desk: Desk) -> None:
    organization = await an_organization(phone="96345")
    await a_service(organization=organization, areas=[COMMUNITY])
    offices = Desk(desk.api, desk.headers, "organizations")
    before = await all_versions()

    answer = await offices.publish(organization, an_office(name="改了名"), 1)

    assert answer.json() == {"version": 2}
    assert await fragments_bumped(before) == {COMMUNITY}
    listed = (await desk.api.get("/api/services", params={"division": COMMUNITY})).json()["items"]
    assert [it["organization"] for it in listed] == ["改了名"]


async def test_a_change_of_a_location_renews_what_shows_the_services_there(desk: Desk) -> None:
    place = await a_location()
    await a_service(locations=[place], areas=[COMMUNITY])
    places = Desk(desk.api, desk.headers, "locations")
    before = await all_versions()

    answer = await places.publish(place, a_place(address="文三路 1 号"), 1)

    assert answer.json() == {"version": 2}
    assert await fragments_bumped(before) == {COMMUNITY}
    listed = (await desk.api.get("/api/services", params={"division": COMMUNITY})).json()["items"]
    assert [it["address"] for it in listed] == ["文三路 1 号"]


@pytest.mark.parametrize("noun", ["organizations", "locations"])
async def test_what_services_need_is_not_deleted_and_says_which_do(desk: Desk, noun: str) -> None:
    organization, place = await an_organization(), await a_location()
    service = await a_service(organization=organization, locations=[place], name="还在用的服务")
    needed = organization if noun == "organizations" else place
    things = Desk(desk.api, desk.headers, noun)

    refused = await things.ask("DELETE", f"/{needed}", 1)

    assert refused.status_code == 409
    assert "还在用的服务" in refused.json()["detail"]
    assert (await desk.ask("DELETE", f"/{service}", 1)).status_code == 204
    assert (await things.ask("DELETE", f"/{needed}", 1)).status_code == 204
    assert await things.names(show="deleted")
    # Now the service cannot come back before what it needs does.
    back = await desk.ask("PUT", f"/{service}/revisions/1/restored")
    assert back.status_code == 422
    assert {error["field"] for error in back.json()["errors"]} == {
        noun.removesuffix("s") if noun == "organizations" else noun
    }
    assert (await things.ask("PUT", f"/{needed}/revisions/1/restored")).status_code == 200


@pytest.mark.parametrize("noun", ["organizations", "locations"])
async def test_organizations_and_locations_have_drafts_and_history_too(desk: Desk, noun: str) -> None:
    things, id = Desk(desk.api, desk.headers, noun), uuid4()
    body: dict[str, Any] = an_office() if noun == "organizations" else a_place()
    await things.ask("PUT", f"/{id}/draft", json=body)
    assert await things.names(show="draft") == [body["name"]]

    assert (await things.publish(id, body, 0)).json() == {"version": 1}
    assert (await things.publish(id, body | {"name": "改名"}, 1)).json() == {"version": 2}

    conflict = await things.publish(id, body | {"name": "第三个名"}, 1)
    assert conflict.status_code == 412
    assert conflict.json()["changed"] == [
        {"field": "name", "mine": "第三个名", "theirs": "改名", "was": body["name"]}
    ]
    assert await things.names(show="draft") == []
    items = (await things.ask("GET", f"/{id}/revisions")).json()["items"]
    assert [it["changed"] for it in items] == [["name"], []]
    assert (await things.ask("PUT", f"/{id}/revisions/1/restored", 2)).json() == {"version": 3}
    assert (await things.read(id))["published"]["name"] == body["name"]
    assert (await things.read(id))["public_url"] is None


async def test_a_certificate_outlives_a_change_of_its_organization(desk: Desk) -> None:
    firm = await an_organization(certificate="SQ202500017", kind="firm")
    await a_service(organization=firm)

    await Desk(desk.api, desk.headers, "organizations").publish(firm, an_office(kind="firm"), 1)

    listed = (await desk.api.get("/api/services", params={"division": COMMUNITY})).json()["items"]
    assert [it["certified"] for it in listed] == [True]


async def test_an_unknown_version_and_an_unknown_id_are_not_there(desk: Desk) -> None:
    id: UUID = await a_service()

    for path in (f"/{uuid4()}", f"/{id}/revisions/7", f"/{id}/revisions/0", f"/{uuid4()}/revisions"):
        assert (await desk.ask("GET", path)).status_code == 404, path
    assert (await desk.publish(uuid4(), a_body(await an_organization()), 4)).status_code == 404


@pytest.mark.parametrize("is_new", [False, True])
async def test_of_two_who_publish_at_the_same_moment_one_is_told(desk: Desk, is_new: bool) -> None:
    id = uuid4() if is_new else await a_service()
    body = a_body(await an_organization()) if is_new else (await desk.read(id))["published"]
    other = Desk(desk.api, await a_staff("clerk", COMMUNITY, "李娜"))
    version = 0 if is_new else 1

    answers = await gather(
        desk.publish(id, body | {"wait": "一天"}, version),
        other.publish(id, body | {"wait": "两天"}, version),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    won = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert (await desk.read(id))["published"]["wait"] == ["一天", "两天"][won]
    lost = answers[1 - won].json()
    assert lost["by_name"] == ["王芳", "李娜"][won]


async def test_an_organization_is_not_deleted_under_a_service_that_is_just_published(desk: Desk) -> None:
    organization, offices = await an_organization(), Desk(desk.api, desk.headers, "organizations")
    id = uuid4()

    published, deleted = await gather(
        desk.publish(id, a_body(organization), 0), offices.ask("DELETE", f"/{organization}", 1)
    )

    assert (published.status_code, deleted.status_code) in {(200, 409), (422, 204)}
