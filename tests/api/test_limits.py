"""How often is too often: what everybody may do, whom a limit hits, and that repeating costs nothing."""

from typing import Any

import pytest
from httpx import AsyncClient

from server.http.limits import MOST_KEYS, RULES, Caller, Counted, Limits, network_of
from server.http.problems import Problem
from tests.builders import Here, a_resident

ADDRESS = "203.0.113.7"


@pytest.fixture
def engine() -> str:
    """Which database it is does not matter here."""
    return "sqlite"


class Clock:
    """Seconds that pass when the test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(clock=clock)


def call(limits: Limits, method: str, path: str, person: str = "mei", length: int = 0, **but: Any) -> Counted:
    """One call, allowed or Problem."""
    counted = Counted(limits, method, path, Caller(person, but.pop("address", ADDRESS), **but), length)
    counted.check()
    return counted


def allowed(limits: Limits, method: str, path: str, status: int, most: int = 2000, **but: Any) -> int:
    """How many calls are taken before the first 429."""
    for times in range(most):
        try:
            call(limits, method, path, **but).settle(status)
        except Problem:
            return times
    return most


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        ("GET", "/api/requests", 200, 60),
        ("PUT", "/api/requests/1", 201, 10),
        ("PUT", "/api/requests/1", 200, 60),  # the outbox says it again: only the general rule counts
        ("PUT", "/api/requests/1/steps/2", 201, 30),
        ("GET", "/api/me/export", 200, 10),
        ("POST", "/api/desk/requests/1/contact", 201, 60),
    ],
)
def test_a_person_has_so_many_at_once(
    limits: Limits, method: str, path: str, status: int, expected: int
) -> None:
    assert allowed(limits, method, path, status) == expected


def test_a_day_has_thirty_requests_however_they_are_spread(limits: Limits, clock: Clock) -> None:
    sent = 0
    for _ in range(24):
        sent += allowed(limits, "PUT", "/api/requests/1", 201)
        clock.now += 3600

    assert 30 <= sent <= 60  # thirty at once, and thirty more as the day goes by


def test_an_address_has_room_for_a_village(limits: Limits) -> None:
    everybody = sum(allowed(limits, "PUT", "/api/requests/1", 201, person=f"p{n}") for n in range(20))

    assert everybody == 100


def test_waiting_as_long_as_told_is_enough(limits: Limits, clock: Clock) -> None:
    allowed(limits, "GET", "/api/requests", 200)
    with pytest.raises(Problem, match="too-many") as refused:
        call(limits, "GET", "/api/requests")

    assert refused.value.status == 429
    clock.now += int(refused.value.headers["Retry-After"])
    call(limits, "GET", "/api/requests")


def test_one_person_does_not_use_up_anothers(limits: Limits) -> None:
    allowed(limits, "PUT", "/api/requests/1", 201, person="mei")

    assert allowed(limits, "PUT", "/api/requests/1", 201, person="lan") == 10


def test_photos_are_counted_in_bytes(limits: Limits) -> None:
    photo = {"length": 15_000_000}

    assert allowed(limits, "PUT", "/api/requests/1/photos/2", 201, **photo) == 13


def test_guessing_a_look_up_code_ends_after_ten_for_a_number_and_twenty_for_an_address(
    limits: Limits,
) -> None:
    path = "/api/requests/1"
    one = allowed(limits, "GET", path, 404, person="", number="2611000015", guesser=ADDRESS)
    many = allowed(limits, "POST", "/api/requests/lookup", 404, person="", guesser=ADDRESS)

    assert (one, many) == (10, 10)
    assert allowed(limits, "GET", path, 404, person="mei", most=30) == 30  # reading is no guess


def test_neighbours_in_one_ipv6_network_are_one() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:203.0.113.7") == network_of("203.0.113.7")


def test_memory_is_bounded_and_who_is_over_stays_over(limits: Limits) -> None:
    rule = RULES[0]
    limits.charge(rule, "over", 1000)
    for number in range(MOST_KEYS + 10):
        limits.charge(rule, str(number))

    assert len(limits._full_again) <= MOST_KEYS


async def test_over_a_limit_the_answer_says_when_to_come_back(api: AsyncClient) -> None:
    headers = await a_resident()
    answers = [await api.get("/api/me/export", headers=headers) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].json()["detail"] == "请稍等一会儿再试。"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 361


async def test_the_catalogue_is_never_refused(api: AsyncClient) -> None:
    await api.get("/api/city")
    for _ in range(700):
        assert (await api.get("/api/city")).status_code == 200


async def test_for_measuring_they_can_be_off(api: AsyncClient) -> None:
    Here.app.state.parts.limits.on = False
    headers = await a_resident()

    for _ in range(80):
        assert (await api.get("/api/me", headers=headers)).status_code == 200
