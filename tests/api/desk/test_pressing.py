"""Who stands above presses for a request; it stays where it is, and everybody reads that somebody did."""

from datetime import timedelta

from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from server.domain.lifecycle import PRESSING, RULES, Act, State
from server.domain.people import Actor, Right, Role
from server.domain.pressing import Pressed, may_press, stands_above
from tests.asking import a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    ELSEWHERE,
    NOON,
    OTHER_STREET,
    STREET,
    a_network,
    a_staff,
    later,
    stop_clock,
)

CODES = st.sampled_from([CITY, DISTRICT, STREET, COMMUNITY, OTHER_STREET, ELSEWHERE])


async def test_a_street_reminds_its_community_and_everybody_reads_it(api: AsyncClient) -> None:
    await a_network()
    asked, street = await ask(api), await a_clerk(STREET)
    await asked.does(await a_clerk(), "accept")

    pressed = await asked.does(street, "remind", note="今天要有个说法")

    assert (pressed.status_code, pressed.json()["state"]) == (201, "accepted")
    case, seen = await asked.case(street), await asked.seen()
    assert [step["act"] for step in case["steps"]] == ["submit", "accept", "remind"]
    assert [step["act"] for step in seen["steps"]] == ["submit", "accept", "remind"]
    assert case["holder"] == COMMUNITY
    listed = (await api.get("/api/desk/requests?view=open", headers=street)).json()["items"]
    assert [item["pressed"] for item in listed] == ["remind"]


async def test_what_happened_since_takes_the_mark_off_the_list(api: AsyncClient) -> None:
    await a_network()
    asked, clerk, street = await ask(api), await a_clerk(), await a_clerk(STREET)
    await asked.does(street, "remind")

    await asked.does(clerk, "accept")

    listed = (await api.get("/api/desk/requests?view=open", headers=clerk)).json()["items"]
    assert [item["pressed"] for item in listed] == [None]


async def test_supervision_is_for_managers_above_and_for_what_is_late(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    manager, clerk, own = (
        await a_staff("manager", STREET),
        await a_clerk(STREET),
        await a_staff("manager", COMMUNITY),
    )
    assert "supervise" not in (await asked.case(manager))["acts"]
    assert (await asked.does(manager, "supervise")).status_code == 409

    stop_clock(later(hours=2, minutes=1))
    manager, clerk, own = (
        await a_staff("manager", STREET),
        await a_clerk(STREET),
        await a_staff("manager", COMMUNITY),
    )

    assert "supervise" in (await asked.case(manager))["acts"]
    assert [(await asked.does(who, "supervise")).status_code for who in (clerk, own, manager)] == [
        409,
        409,
        201,
    ]


async def test_an_undo_goes_back_past_a_reminder(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    asked, clerk, street = await ask(api), await a_clerk(), await a_clerk(STREET)
    await asked.does(clerk, "accept")
    await asked.does(street, "remind")

    undone = await asked.does(clerk, "undo")

    assert (undone.status_code, undone.json()["state"]) == (201, "submitted")


@given(st.tuples(CODES, CODES, CODES), st.sampled_from(Role), st.booleans(), st.sampled_from(State))
def test_only_who_stands_above_or_at_the_place_ever_presses(
    codes: tuple[str, str, str], role: Role, urgent: bool, state: State
) -> None:
    division, holder, place = codes
    actor = Actor(rights=(Right(role, division),))
    pressed = Pressed(state, holder, place, NOON + timedelta(hours=1), urgent, 0)

    acts = may_press(actor, pressed, NOON)

    assert set(acts) <= PRESSING
    assert all((state, act) in RULES for act in acts)
    if Act.SUPERVISE in acts:
        assert role is Role.MANAGER
        assert stands_above(division, pressed)
        assert urgent
    if division == holder:
        assert acts == []
