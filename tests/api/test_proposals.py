"""A provider proposes by a link what should stand in its own entry; the desk looks, and decides."""

from typing import Any
from uuid import UUID, uuid4

from httpx import AsyncClient, Response

from server.storage.database import raw
from tests.builders import (
    COMMUNITY,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    STREET,
    a_key,
    a_network,
    a_resident,
    a_staff,
    later,
    stop_clock,
)
from tests.desk_directory import Desk, a_body
from tests.directory_builders import a_service, an_organization


class Shop:
    """A firm with a service, its desk, and the link."""

    def __init__(self, api: AsyncClient, firm: UUID, service: UUID, clerk: dict[str, str], key: str) -> None:
        self.api, self.firm, self.service, self.clerk, self.key = api, firm, service, clerk, key

    async def propose(self, about: UUID, base: int = 1, id: UUID | None = None, **body: Any) -> Response:
        """As the form sends it."""
        return await self.api.put(
            f"/api/provider/proposals/{id or uuid4()}",
            json={"about": str(about), "base_version": base, "body": body},
            headers={"Linli-Key": self.key},
        )

    async def sees(self) -> Any:
        """What the link opens."""
        answer = await self.api.get("/api/provider", headers={"Linli-Key": self.key})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def became(self) -> list[tuple[str, str]]:
        """Of the proposals: state and words."""
        return [(each["state"], each["answer"]) for each in (await self.sees())["proposals"]]

    async def listed(self, state: str = "open", headers: dict[str, str] | None = None) -> Any:
        """On the desk."""
        answer = await self.api.get(
            "/api/desk/proposals", params={"state": state}, headers=headers or self.clerk
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def decide(self, id: str, how: str, version: int | None = None, **body: Any) -> Response:
        """Accept or decline."""
        tag = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.api.put(f"/api/desk/proposals/{id}/{how}", json=body, headers=self.clerk | tag)


async def a_link(
    api: AsyncClient, organization: UUID, headers: dict[str, str], id: UUID | None = None
) -> Any:
    """The answer to making one."""
    path = f"/api/desk/organizations/{organization}/links/{id or uuid4()}"
    return await api.put(path, headers=headers)


async def a_shop(api: AsyncClient) -> Shop:
    """In a small network."""
    await a_network()
    stop_clock()
    firm = await an_organization(name="翠苑家政", kind="firm")
    service = await a_service(organization=firm, name="翠苑保洁")
    clerk = await a_staff("clerk", COMMUNITY)
    made = await a_link(api, firm, clerk)
    assert made.status_code == 201, made.text
    return Shop(api, firm, service, clerk, made.json()["key"])


async def test_a_link_opens_the_organization_and_its_services_and_nobody_elses(api: AsyncClient) -> None:
    shop = await a_shop(api)
    await a_service(name="别家的")
    seen = await shop.sees()
    assert seen["name"] == "翠苑家政"
    assert [(each["noun"], each["name"]) for each in seen["entries"]] == [
        ("organization", "翠苑家政"),
        ("service", "翠苑保洁"),
    ]
    assert seen["expires_at"] == "2026-12-24T04:00:00Z"
    for headers in ({}, a_key(), {"Linli-Key": "short"}):
        assert (await api.get("/api/provider", headers=headers)).status_code in {404, 422}


async def test_the_key_is_shown_once_and_only_its_hash_is_kept(api: AsyncClient) -> None:
    shop = await a_shop(api)
    id = uuid4()
    made = (await a_link(api, shop.firm, shop.clerk, id)).json()
    assert made["url"].endswith(f"/provider#{made['key']}")
    assert len(made["key"]) == 43
    again = await a_link(api, shop.firm, shop.clerk, id)
    assert (again.status_code, again.json()) == (200, made)  # the answer was lost on its way
    assert (await a_link(api, shop.firm, await a_staff("manager", STREET), id)).status_code == 409
    stop_clock(later(NOON, minutes=61))
    clerk = await a_staff("clerk", COMMUNITY)
    assert (await a_link(api, shop.firm, clerk, id)).status_code == 409
    listed = await api.get(f"/api/desk/organizations/{shop.firm}/links", headers=clerk)
    assert made["key"] not in listed.text
    rows = await raw("SELECT * FROM provider_link")
    assert len(rows) == 2
    assert made["key"] not in str(rows)


async def test_a_link_ends_after_thirty_days_or_when_the_desk_ends_it(api: AsyncClient) -> None:
    shop = await a_shop(api)
    other = (await a_link(api, shop.firm, shop.clerk)).json()
    path = f"/api/desk/organizations/{shop.firm}/links/{other['id']}/ended"
    for _ in range(2):
        ended = await api.put(path, headers=shop.clerk)
        assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert (await api.get("/api/provider", headers={"Linli-Key": other["key"]})).status_code == 404
    await shop.sees()
    stop_clock(later(NOON, days=30))
    assert (await api.get("/api/provider", headers={"Linli-Key": shop.key})).status_code == 404
    assert (await shop.propose(shop.service, phone="0571-85000000")).status_code == 404


async def test_only_who_may_edit_the_organization_makes_links(api: AsyncClient) -> None:
    shop = await a_shop(api)
    for headers, status in (
        ({}, 401),
        (await a_resident(), 403),
        (await a_staff("call_taker", COMMUNITY), 403),
        (await a_staff("manager", OTHER_DISTRICT), 404),
    ):
        assert (await a_link(api, shop.firm, headers)).status_code == status
        path = f"/api/desk/organizations/{shop.firm}/links"
        assert (await api.get(path, headers=headers)).status_code == status


async def test_an_accepted_proposal_is_published_with_the_approver_and_the_providers_name(
    api: AsyncClient,
) -> None:
    shop = await a_shop(api)
    hours = [{"opens_at": "09:00", "closes_at": "18:00", "byday": "MO,TU,WE"}]
    sent = await shop.propose(shop.service, phone="0571 8500 0000", hours=hours)
    assert sent.status_code == 201, sent.text
    assert (await api.get(f"/api/services/{shop.service}")).json()["phone"] == "0571-88990000"
    (item,) = (await shop.listed())["items"]
    assert [(each["field"], each["now"]) for each in item["changed"]][:1] == [("phone", "0571-88990000")]
    assert item["changed"][0]["proposed"] == "0571-85000000"
    done = await shop.decide(item["id"], "accepted", item["version"])
    assert (done.status_code, done.json()["version"]) == (200, 2)
    shown = (await api.get(f"/api/services/{shop.service}")).json()
    assert shown["phone"] == "0571-85000000"
    assert shown["hours"][0]["byday"] == "MO,TU,WE"
    history = await Desk(api, shop.clerk).ask("GET", f"/{shop.service}/revisions")
    last = history.json()["items"][0]
    assert (last["act"], last["by_name"], last["note"]) == ("proposal", "王芳", "翠苑家政")
    assert await shop.became() == [("accepted", "")]
    again = await shop.decide(item["id"], "accepted", item["version"])
    assert again.status_code == 200
    assert (await shop.listed())["open"] == 0


async def test_it_stands_on_what_is_published_when_it_is_accepted(api: AsyncClient) -> None:
    shop = await a_shop(api)
    desk = Desk(api, shop.clerk)
    await shop.propose(shop.service, documents="身份证")
    await desk.publish(shop.service, a_body(shop.firm, name="翠苑保洁", description="擦窗"), 1)
    (item,) = (await shop.listed())["items"]
    assert item["version"] == 2
    late = await shop.decide(item["id"], "accepted", 1)
    assert late.status_code == 412
    assert (late.json()["version"], late.json()["theirs"]["description"]) == (2, "擦窗")
    assert (await shop.decide(item["id"], "accepted")).status_code == 428
    assert (await shop.decide(item["id"], "accepted", 2)).status_code == 200
    published = (await desk.read(shop.service))["published"]
    assert (published["documents"], published["description"]) == ("身份证", "擦窗")


async def test_a_field_that_changed_meanwhile_shows_all_three(api: AsyncClient) -> None:
    shop = await a_shop(api)
    await shop.propose(shop.service, phone="0571-85000000")
    body = a_body(shop.firm, name="翠苑保洁", phone="0571-86000000")
    await Desk(api, shop.clerk).publish(shop.service, body, 1)
    (item,) = (await shop.listed())["items"]
    (change,) = item["changed"]
    assert (change["was"], change["now"], change["proposed"]) == (
        "0571-88990000",
        "0571-86000000",
        "0571-85000000",
    )


async def test_accepting_leaves_the_approvers_own_draft_alone(api: AsyncClient) -> None:
    shop = await a_shop(api)
    desk = Desk(api, shop.clerk)
    await desk.ask("PUT", f"/{shop.service}/draft", json=a_body(shop.firm, name="半截"))
    await shop.propose(shop.service, phone="0571-85000000")
    (item,) = (await shop.listed())["items"]
    assert (await shop.decide(item["id"], "accepted", 1)).status_code == 200
    assert (await desk.read(shop.service))["draft"]["body"]["name"] == "半截"


async def test_declining_needs_words_and_the_provider_reads_them(api: AsyncClient) -> None:
    shop = await a_shop(api)
    await shop.propose(shop.firm, description="二十年老店")
    (item,) = (await shop.listed())["items"]
    assert (item["noun"], item["name"]) == ("organization", "翠苑家政")
    assert (await shop.decide(item["id"], "declined")).status_code == 422
    assert (await shop.decide(item["id"], "declined", answer="请附营业执照")).status_code == 200
    assert await shop.became() == [("declined", "请附营业执照")]
    other = await a_staff("manager", STREET, name="李强")
    faster = await api.put(
        f"/api/desk/proposals/{item['id']}/accepted", json={}, headers=other | {"If-Match": '"1"'}
    )
    assert (faster.status_code, faster.json()["by_name"]) == (409, "王芳")


async def test_an_organizations_own_phone_is_proposed_and_published_the_same_way(api: AsyncClient) -> None:
    shop = await a_shop(api)
    assert (await shop.propose(shop.firm, phone="13812345678")).status_code == 201
    (item,) = (await shop.listed())["items"]
    assert (await shop.decide(item["id"], "accepted", item["version"])).status_code == 200
    assert (await Desk(api, shop.clerk, "organizations").read(shop.firm))["published"][
        "phone"
    ] == "13812345678"


async def test_a_later_proposal_takes_the_place_of_one_that_nobody_looked_at(api: AsyncClient) -> None:
    shop = await a_shop(api)
    await shop.propose(shop.service, phone="0571-85000000")
    stop_clock(later(NOON, minutes=1))
    await shop.propose(shop.service, phone="0571-85000001")
    page = await shop.listed()
    assert (page["open"], page["items"][0]["changed"][0]["proposed"]) == (1, "0571-85000001")
    assert [state for state, _ in await shop.became()] == ["open", "replaced"]


async def test_the_same_bytes_again_are_the_same_proposal(api: AsyncClient) -> None:
    shop = await a_shop(api)
    id = uuid4()
    first = await shop.propose(shop.service, id=id, phone="0571-85000000")
    again = await shop.propose(shop.service, id=id, phone="0571-85000000")
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert (await shop.propose(shop.service, id=id, phone="0571-85000001")).status_code == 409


async def test_what_is_wrong_or_not_theirs_is_refused(api: AsyncClient) -> None:
    shop = await a_shop(api)
    foreign = await a_service(name="别家的")
    bad_hours = [{"opens_at": "25:00", "closes_at": "18:00", "byday": "MO"}]
    for about, body, status, field in (
        (foreign, {"phone": "0571-85000000"}, 404, ""),
        (uuid4(), {"phone": "0571-85000000"}, 404, ""),
        (shop.service, {"phone": "110110110110"}, 422, "phone"),
        (shop.service, {"hours": bad_hours}, 422, "hours.0.opens_at"),
        (shop.service, {"name": "改名"}, 422, "body.name"),
        (shop.service, {"areas": [ELSEWHERE]}, 422, "body.areas"),
        (shop.firm, {"documents": "身份证"}, 422, "body.documents"),
        (shop.service, {"phone": "0571-88990000"}, 422, "body"),
        (shop.service, {}, 422, "body"),
    ):
        answer = await shop.propose(about, **body)
        assert answer.status_code == status, answer.text
        if field:
            assert field in [each["field"] for each in answer.json()["errors"]], answer.text
    assert (await shop.propose(shop.service, 7, phone="0571-85000000")).status_code == 422
    assert (await shop.listed())["open"] == 0


async def test_a_desk_sees_what_its_subtree_keeps_and_no_more(api: AsyncClient) -> None:
    shop = await a_shop(api)
    await shop.propose(shop.service, phone="0571-85000000")
    foreign = await a_staff("manager", OTHER_DISTRICT)
    assert (await shop.listed(headers=foreign))["items"] == []
    (item,) = (await shop.listed())["items"]
    answer = await api.put(
        f"/api/desk/proposals/{item['id']}/accepted", json={}, headers=foreign | {"If-Match": '"1"'}
    )
    assert answer.status_code == 404
    reader = await a_staff("call_taker", COMMUNITY)
    assert [each["may_edit"] for each in (await shop.listed(headers=reader))["items"]] == [False]
    assert (await api.get("/api/desk/proposals", headers=await a_resident())).status_code == 403


async def test_what_is_deleted_meanwhile_is_not_brought_back(api: AsyncClient) -> None:
    shop = await a_shop(api)
    await shop.propose(shop.service, phone="0571-85000000")
    await Desk(api, shop.clerk).ask("DELETE", f"/{shop.service}", 1)
    (item,) = (await shop.listed())["items"]
    assert item["is_gone"]
    assert (await shop.decide(item["id"], "accepted", item["version"])).status_code == 404
    assert (await shop.decide(item["id"], "declined", answer="已经停办")).status_code == 200
    assert [each["noun"] for each in (await shop.sees())["entries"]] == ["organization"]
