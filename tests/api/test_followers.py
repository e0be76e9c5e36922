"""Me too: neighbours find what was reported already, follow it, and are asked for a rating of their own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response

from server.models.following import Follower
from server.models.tasks import ManagerTask
from tests.asking import CONTACT, Asked, a_clerk, ask
from tests.builders import COMMUNITY, ELSEWHERE, NOON, a_key, a_network, a_resident, later, stop_clock

HERE = {"latitude": 30.29, "longitude": 120.13}
PRIVATE = ("张三", "138", "3 幢", "3 单元", "楼道灯不亮")


async def alike(api: AsyncClient, **but: Any) -> list[dict[str, Any]]:
    """What somebody is offered who is about to report a dark stairwell."""
    response = await api.get(
        "/api/requests/similar", params={"place": COMMUNITY, "category": "lighting"} | but
    )
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


class Neighbour:
    """Somebody who follows a request."""

    def __init__(self, asked: Asked, headers: dict[str, str] | None = None) -> None:
        self.asked, self.headers, self.id = asked, headers or a_key(), uuid4()
        self.url = f"{asked.url}/followers/{self.id}"

    async def follows(self) -> Response:
        """Me too."""
        return await self.asked.api.put(self.url, json={}, headers=self.headers)

    async def rates(self, rating_id: Any = None, **said: Any) -> Response:
        """What they say of the result."""
        url = f"{self.url}/ratings/{rating_id or uuid4()}"
        return await self.asked.api.put(url, json=said, headers=self.headers)

    async def seen(self) -> dict[str, Any]:
        """As they read it."""
        return await self.asked.seen(self.headers)


async def a_lamp(api: AsyncClient, **but: Any) -> Asked:
    """A reported lamp, by somebody with name, number and address."""
    return await ask(api, contact=CONTACT, address="翠苑一区 3 幢 3 单元", **but)


async def test_a_neighbour_is_offered_it_without_a_word_about_who_asked(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await a_lamp(api)

    (found,) = await alike(api)

    assert found | {"sent_at": ""} == {
        "id": str(asked.id),
        "category": "lighting",
        "place_name": "翠苑一区",
        "street_name": "翠苑",
        "state": "submitted",
        "sent_at": "",
        "households": 1,
        "distance_m": None,
    }


async def test_it_is_offered_within_250_m_also_from_the_next_community(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    near = await ask(api, location=HERE)
    await ask(api, location={"latitude": 30.30, "longitude": 120.13})

    items = await alike(api, place=ELSEWHERE, lat=30.291, lon=120.13)

    assert [(item["id"], item["distance_m"]) for item in items] == [(str(near.id), 100)]


async def test_private_kinds_what_is_over_and_what_is_old_are_never_offered(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    await ask(api, category="home-care")
    over = await ask(api)
    await over.resolved(clerk)
    old = await ask(api)
    stop_clock(later(days=31))

    assert await alike(api) == [] == await alike(api, category="home-care")
    assert (await Neighbour(old).follows()).status_code == 404
    assert (await Neighbour(over).follows()).status_code == 404


async def test_following_twice_is_once_and_nobody_elses_key_takes_the_id(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await a_lamp(api)
    first = Neighbour(asked)

    answers = [await first.follows(), await first.follows()]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert (await api.put(first.url, json={}, headers=a_key())).status_code == 409
    assert (await api.put(first.url, json={})).status_code == 401
    assert (await asked.seen())["households"] == 2
    assert (await alike(api))[0]["households"] == 2


async def test_a_follower_reads_the_answers_and_nothing_of_who_asked(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await a_lamp(api), await a_clerk()
    me = Neighbour(asked)
    await me.follows()
    await asked.does(clerk, "accept")
    await asked.does(clerk, "ask", note="张三，您家在 3 幢吗？")
    await asked.says("answer", note="对，138 0571 0001")
    await asked.does(clerk, "resolve", note="灯换好了，有事打 13805710001", outcome="solved")

    read = await me.seen()

    assert read["following"] == {"id": str(me.id), "rates": True}
    assert [step["act"] for step in read["steps"]] == ["submit", "accept", "resolve"]
    assert [step["by"] for step in read["steps"]] == ["neighbour", "staff", "staff"]
    assert read["steps"][2]["note"] == "灯换好了，有事打 138****0001"
    text = str(read).replace(read["steps"][2]["note"], "")
    assert not [word for word in PRIVATE if word in text]
    assert (read["acts"], read["contact"], read["photos"], read["number"]) == ([], None, [], "")
    assert (
        await api.put(f"{asked.url}/steps/{uuid4()}", json={"act": "withdraw"}, headers=me.headers)
    ).status_code == 404


async def test_each_household_rates_each_result_once(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk = await a_lamp(api), await a_clerk()
    me, other = Neighbour(asked), Neighbour(asked)
    for each in (me, other):
        await each.follows()
    assert (await me.rates(rating=5)).status_code == 409
    await asked.resolved(clerk)
    id = uuid4()

    answers = [await me.rates(id, rating=4), await me.rates(id, rating=4), await me.rates(rating=1)]
    await asked.says("confirm", rating=5)
    late = await other.rates(solved=False, rating=2, reasons=["not_fixed"], note="三楼还是黑的")

    assert [answer.status_code for answer in answers] == [201, 200, 409]
    assert late.status_code == 201
    assert (await me.seen())["following"]["rates"] is False
    (task,) = await ManagerTask.select()
    assert (task["kind"], task["holder"]) == ("not_solved", "330106005000")


async def test_a_rating_is_not_taken_a_week_later(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await a_lamp(api)
    me = Neighbour(asked)
    await me.follows()
    await asked.resolved(await a_clerk())
    stop_clock(NOON + timedelta(days=8))

    assert (await me.rates(rating=5)).status_code == 409
    assert (await me.seen())["following"]["rates"] is False


async def test_who_stops_following_sees_nothing_and_leaves_no_trace(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await a_lamp(api)
    me = Neighbour(asked)
    await me.follows()

    gone = [await api.delete(me.url, headers=me.headers) for _ in range(2)]

    assert [answer.status_code for answer in gone] == [204, 204]
    assert (await api.get(asked.url, headers=me.headers)).status_code == 404
    assert (await asked.seen())["households"] == 1
    (row,) = await Follower.select()
    assert (row["key_hash"], row["person"]) == (None, None)
    assert (await api.delete(f"{asked.url}/followers/{uuid4()}", headers=me.headers)).status_code == 404


async def test_an_account_sees_on_every_phone_what_it_follows_and_counts_once(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, me = await a_lamp(api), await a_resident()
    await Neighbour(asked, me).follows()
    await Neighbour(asked, me | a_key()).follows()

    mine = (await api.get("/api/requests", headers=me)).json()["items"]

    assert [(item["id"], item["households"]) for item in mine] == [(str(asked.id), 2)]
    assert "张三" not in str(mine)


async def test_whose_request_is_merged_follows_the_one_that_goes_on(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    first, second = await a_lamp(api), await a_lamp(api)
    third = Neighbour(second)
    await third.follows()
    await second.does(clerk, "merge", to=str(first.id))

    own = await second.seen()
    on = await first.seen(second.headers)

    assert (own["state"], own["merged_into"]) == ("merged", str(first.id))
    assert on["following"] is not None
    assert on["households"] == 3
    assert not [word for word in ("张三", "138****", "3 幢") if word in str(on)]
    assert (await first.seen(third.headers))["following"] is not None


async def test_a_merger_taken_back_is_no_following(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    first, second = await a_lamp(api), await a_lamp(api)
    await second.does(clerk, "merge", to=str(first.id))
    await second.does(clerk, "undo")

    assert (await second.seen())["merged_into"] is None
    assert (await api.get(first.url, headers=second.headers)).status_code == 404
    assert (await first.seen())["households"] == 1
