"""What belongs to property management goes to its company: the lift of 东坡路 12 号, to the end."""

from httpx import AsyncClient

from server.domain.escalation import climb_overdue
from server.domain.places import Places
from tests.asking import CONTACT, Asked, a_clerk, an_ask, ask
from tests.builders import COMMUNITY, STREET, Here, a_key, a_network, a_staff, later, stop_clock
from tests.property_companies import a_provider, company, estates

LIFT = {
    "category": "lifts",
    "description": "电梯停了，里面没有人，我的电话 13805710001",
    "address": "东坡路 12 号",
}


async def a_lift(api: AsyncClient, **but: object) -> tuple[Asked, dict[str, str], str]:
    """It stands still; the request, the company's person, the company as a holder."""
    await a_network()
    stop_clock()
    await estates()
    anju = await company()
    qian = await a_provider(anju)
    await a_clerk()
    await a_clerk(STREET, name="沈佳")
    return await ask(api, **LIFT | {"contact": CONTACT} | but), qian, f"org-{anju}"


async def test_the_company_gets_it_and_the_resident_reads_whose_it_is_and_why(api: AsyncClient) -> None:
    lift, _, anju = await a_lift(api)

    assert (lift.answer["holder"], lift.answer["holder_name"]) == (anju, "安居物业")
    seen = await lift.seen()
    assert seen["holder_name"] == "安居物业"
    assert seen["why"]["is_property"]
    assert (seen["why"]["estate"], seen["why"]["holder_name"]) == ("东坡花园", "安居物业")
    assert "物业" in seen["why"]["words"]
    assert "社区" in seen["why"]["words"]


async def test_the_companys_person_sees_words_and_due_time_but_nobody(api: AsyncClient) -> None:
    lift, qian, _ = await a_lift(api)

    queue = (await api.get("/api/desk/requests", headers=qian)).json()
    case = await lift.case(qian)
    reveal = await api.post(f"{lift.desk}/contact", json={"reason": ""}, headers=qian)

    assert [item["id"] for item in queue["items"]] == [str(lift.id)]
    assert case["address"] == "东坡路 12 号"
    assert case["due_at"]
    assert (case["contact"], case["reads"]) == (None, [])
    assert case["through_desk"]
    assert reveal.status_code in {403, 404}
    everything = str(queue) + str(case)
    assert not any(secret in everything for secret in ("13805710001", "+86138", "张三", "翠苑一区 3 幢"))


async def test_the_company_does_not_read_what_offices_write_for_each_other(api: AsyncClient) -> None:
    lift, qian, _ = await a_lift(api)
    clerk = await a_clerk()
    await lift.does(clerk, "message", note="这位老人独居", internal=True)

    assert "独居" in str(await lift.case(clerk))
    assert "独居" not in str(await lift.case(qian))


async def test_not_our_lift_goes_back_to_the_community_and_not_to_the_resident(api: AsyncClient) -> None:
    lift, qian, _ = await a_lift(api)

    silent = await lift.does(qian, "return")
    back = await lift.does(qian, "return", note="这部电梯不归我们管")

    assert silent.status_code == 422
    assert back.status_code == 201, back.text
    seen = await lift.seen()
    assert (seen["holder"], seen["state"]) == (COMMUNITY, "submitted")
    assert "return" not in [step["act"] for step in seen["steps"]]
    assert "不归我们管" not in str(seen)
    assert (await api.get(lift.desk, headers=qian)).status_code == 404


async def test_what_it_sends_back_twice_goes_up_and_not_round(api: AsyncClient) -> None:
    lift, qian, anju = await a_lift(api)
    clerk = await a_clerk()
    await lift.does(qian, "return", note="不归我们管")
    sent = await lift.does(clerk, "transfer", to=anju, note="合同第三条写明由贵司维护", internal=True)
    assert sent.status_code == 201, sent.text

    await lift.does(qian, "return", note="还是不归我们管")

    assert (await lift.seen())["holder"] == STREET


async def test_nobody_acts_and_it_climbs_to_the_community_and_to_the_street_each_told(
    api: AsyncClient,
) -> None:
    lift, _, anju = await a_lift(api)
    places = Places(Here.app.state.house.city.zone)

    await climb_overdue(places, later(hours=2))
    await climb_overdue(places, later(hours=4))

    case = await lift.case(await a_clerk(STREET))
    climbed = [step for step in case["steps"] if step["act"] == "escalate"]
    assert [(step["facts"]["from"], step["facts"]["to"]) for step in climbed] == [
        (anju, COMMUNITY),
        (COMMUNITY, STREET),
    ]
    assert climbed[0]["facts"]["told"] == ["王芳"]
    assert "沈佳" in climbed[1]["facts"]["told"]
    assert all(step["facts"].get("told", []) == [] for step in (await lift.seen())["steps"])


async def test_another_estates_address_is_not_there_for_the_company(api: AsyncClient) -> None:
    _, qian, _ = await a_lift(api)
    other = await ask(api, **LIFT | {"address": "文三路 9 号"})

    assert other.answer["holder"] == COMMUNITY
    assert (await api.get(other.desk, headers=qian)).status_code == 404


async def test_why_it_went_there_names_rule_category_division_and_version(api: AsyncClient) -> None:
    lift, _, anju = await a_lift(api)

    why = (await lift.case(await a_clerk()))["why"]

    assert (why["rule"], why["version"], why["category"]) == ("property-facilities", 0, "lifts")
    assert (why["division"], why["division_name"], why["estate"]) == (anju, "安居物业", "东坡花园")


async def test_a_company_that_nobody_can_look_for_gets_nothing(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await estates()
    clerk = await a_clerk()

    lift = await ask(api, **LIFT)

    assert lift.answer["holder"] == COMMUNITY
    why = (await lift.case(clerk))["why"]
    assert (why["passed"], why["estate"]) == (["安居物业"], "东坡花园")


async def test_what_is_urgent_never_waits_for_a_company(api: AsyncClient) -> None:
    lift, _, _ = await a_lift(api, urgent=True)

    assert lift.answer["holder"] == COMMUNITY


async def test_before_sending_one_is_told_whose_it_is_or_asked_which_estate(api: AsyncClient) -> None:
    await a_lift(api)
    about = {"place": COMMUNITY, "category": "lifts"}

    told = (await api.post("/api/responsible", json=about | {"address": "东坡路 12 号"})).json()
    asked = (await api.post("/api/responsible", json=about)).json()
    other = (await api.post("/api/responsible", json=about | {"category": "legal-aid"})).json()

    assert (told["holder_name"], told["estate"], told["estates"]) == ("安居物业", "东坡花园", [])
    assert asked["is_property"]
    assert [one["name"] for one in asked["estates"]] == ["东坡花园"]
    assert (other["is_property"], other["estates"]) == (False, [])


async def test_the_promise_before_sending_is_the_due_time_after(api: AsyncClient) -> None:
    await a_lift(api)
    said = {"place": COMMUNITY, "category": "lifts", "address": "东坡路 12 号"}

    promise = (await api.post("/api/responsible", json=said)).json()
    sent = await ask(api, **an_ask(**said))

    assert (promise["due_at"], promise["holder"]) == (sent.answer["due_at"], sent.answer["holder"])


async def test_a_strangers_key_opens_nothing_of_it(api: AsyncClient) -> None:
    lift, _, _ = await a_lift(api)
    stranger = await a_staff("clerk", "330102001051")

    assert (await api.get(lift.url, headers=a_key())).status_code == 404
    assert (await api.get(lift.desk, headers=stranger)).status_code == 404
