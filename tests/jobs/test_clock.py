"""What time brings: overdue requests climb, silence closes, news is told by day, old codes are forgotten."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest
from httpx import AsyncClient

from server.domain.escalation import climb_overdue, close_silent
from server.domain.jobs import queue
from server.domain.news import by_day
from server.domain.places import Places
from server.jobs.clock import Ticking, Tools, sweep_all
from server.models.jobs import Job
from server.models.people import Challenge, Person
from server.models.requests import Step
from server.storage.database import write
from server.storage.sms import Message, NotSent
from tests.asking import CONTACT, a_clerk, ask
from tests.builders import (
    CITY,
    DISTRICT,
    NOON,
    STREET,
    Here,
    a_network,
    a_staff,
    later,
    person_of,
    stop_clock,
)


class Heard:
    """A gateway that remembers; `down`: one that does not answer."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.down = False

    async def send(self, message: Message) -> None:
        """Kept, or refused."""
        if self.down:
            raise NotSent("status 503")
        self.messages.append(message)


@pytest.fixture
def heard() -> Heard:
    """What was sent."""
    return Heard()


def tools(heard: Heard) -> Tools:
    """Those of one process."""
    city = Here.app.state.house.city
    house = Here.app.state.house
    return Tools(Places(city.zone), heard, city, house.media, house.settings.home, keys=house.keys)


async def test_a_request_that_nobody_answers_climbs_to_the_city_and_no_higher(
    api: AsyncClient, heard: Heard
) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    holders = []

    for day in range(1, 6):
        did = await sweep_all(tools(heard), later(days=day))
        holders.append(((await asked.seen())["holder"], did["climb"]))

    assert holders == [(STREET, 1), (DISTRICT, 1), (CITY, 1), (CITY, 0), (CITY, 0)]
    steps = (await asked.seen())["steps"]
    assert [step["by"] for step in steps[1:]] == ["clock"] * 3
    assert steps[1]["facts"]["to"] == STREET
    assert steps[1]["facts"]["from_name"] == "翠苑一区"


async def test_the_next_level_has_a_time_of_its_own(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    assert asked.answer["due_at"] == "2026-11-24T06:00:00Z"

    await sweep_all(tools(heard), later(hours=2))
    await sweep_all(tools(heard), later(hours=3))

    seen = await asked.seen()
    assert (seen["holder"], seen["due_at"]) == (STREET, "2026-11-24T08:00:00Z")


async def test_what_somebody_took_on_stays_with_them_and_is_watched(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    await asked.does(await a_clerk(), "accept")

    did = await sweep_all(tools(heard), later(days=30))

    seen = await asked.seen()
    assert did["climb"] == 1
    assert seen["holder"] == asked.answer["holder"]
    assert seen["steps"][-1]["act"] == "supervise"


async def test_sweeps_at_once_and_twice_take_each_step_once(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    late = [await ask(api) for _ in range(5)]
    done = [await ask(api) for _ in range(3)]
    for asked in done:
        await asked.resolved(clerk)
    when = later(days=8)
    places = [Places(Here.app.state.house.city.zone) for _ in range(3)]

    climbed = await asyncio.gather(*(climb_overdue(place, when) for place in places))
    closed = await asyncio.gather(*(close_silent(place, when) for place in places))

    assert (sum(climbed), sum(closed)) == (len(late), len(done))
    assert await Step.count().where(Step.act == "escalate") == len(late)
    assert await Step.count().where(Step.act == "close") == len(done)


async def test_seven_days_of_silence_close_and_confirm_nothing(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    await asked.resolved(await a_clerk())

    await sweep_all(tools(heard), later(days=6, hours=23))
    before = await asked.seen()
    await sweep_all(tools(heard), later(days=7))
    after = await asked.seen()

    assert before["state"] == "resolved"
    assert before["due_at"] == "2026-12-01T04:00:00Z"
    assert (after["state"], after["rating"], after["outcome"]) == ("closed", None, "solved")
    assert after["steps"][-1]["act"] == "close"
    assert "reopen" in after["acts"]


async def test_a_reopened_request_is_not_closed_by_its_old_silence(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api)
    await asked.resolved(await a_clerk())
    await asked.says("reopen", note="还没好")

    await sweep_all(tools(heard), later(days=8))

    assert (await asked.seen())["state"] == "accepted"


async def test_news_is_told_after_it_can_no_longer_be_undone_in_words_that_hide_the_matter(
    api: AsyncClient, heard: Heard
) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api, contact=CONTACT)
    await asked.resolved(await a_clerk())

    await sweep_all(tools(heard), later(seconds=9))
    assert heard.messages == []
    await sweep_all(tools(heard), later(seconds=10))
    await sweep_all(tools(heard), later(seconds=20))

    (message,) = heard.messages
    number = asked.answer["number"]
    assert message.to == "+8613805710001"
    assert f"{number[:4]}-{number[4:]}" in message.text
    assert not any(word in message.text for word in ("灯", "楼道", "张三", "翠苑", "lighting"))


async def test_who_wants_no_message_gets_none_and_who_is_called_gets_few(
    api: AsyncClient, heard: Heard
) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    for wish in ("none", "call", "message"):
        asked = await ask(api, contact=CONTACT | {"wish": wish})
        await asked.does(clerk, "accept")
        await asked.does(clerk, "message", note="下午来看")
        await asked.does(clerk, "message", note="要带梯子", internal=True)

    await sweep_all(tools(heard), later(minutes=1))

    assert len(heard.messages) == 2  # received, accepted: all to whom messages were promised
    assert len({message.text for message in heard.messages}) == 2


async def test_nobody_gets_more_than_four_messages_about_one_request(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api, contact=CONTACT | {"wish": "message"})
    for n in range(6):
        await asked.does(clerk, "message", note=f"第 {n} 句")
    await asked.does(clerk, "accept")
    for _ in range(3):
        await asked.does(clerk, "ask", note="几楼？")
        await asked.says("answer", note="三楼")

    await sweep_all(tools(heard), later(minutes=1))

    assert len(heard.messages) == 4  # two that only tell, two of the questions
    assert sum("等您回话" in message.text for message in heard.messages) == 2


async def test_nobody_is_woken_but_in_an_emergency(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    night = datetime.fromisoformat("2026-11-24T23:00:00+08:00")
    stop_clock(night)
    clerk = await a_clerk()
    calm = await ask(api, contact=CONTACT)
    urgent = await ask(api, contact=CONTACT, urgent=True)
    for asked in (calm, urgent):
        await asked.resolved(clerk)

    await sweep_all(tools(heard), night + timedelta(minutes=1))
    assert [urgent.answer["number"][4:] in message.text for message in heard.messages] == [True]
    await sweep_all(tools(heard), night + timedelta(hours=8))

    assert len(heard.messages) == 2


def test_the_night_ends_at_seven() -> None:
    zone, at = ZoneInfo("Asia/Shanghai"), datetime.fromisoformat

    assert by_day(at("2026-11-24T21:59:00+08:00"), zone) == at("2026-11-24T21:59:00+08:00")
    assert by_day(at("2026-11-24T22:00:00+08:00"), zone) == at("2026-11-25T07:00:00+08:00")
    assert by_day(at("2026-11-25T06:59:00+08:00"), zone) == at("2026-11-25T07:00:00+08:00")


async def test_an_urgent_request_is_told_to_the_office_that_has_it(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    clerk, elsewhere = await a_clerk(), await a_staff("clerk", STREET)
    await Person.update(phone="+8613900000001").where(Person.id == person_of(clerk))
    await Person.update(phone="+8613900000002").where(Person.id == person_of(elsewhere))
    await ask(api, urgent=True)
    await ask(api)

    await sweep_all(tools(heard), NOON)

    assert [message.to for message in heard.messages] == ["+8613900000001"]


async def test_a_gateway_that_is_down_loses_no_message(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api, contact=CONTACT)
    await asked.resolved(await a_clerk())
    heard.down = True
    await sweep_all(tools(heard), later(minutes=1))
    assert await Job.count() == 1

    heard.down = False
    await sweep_all(tools(heard), later(minutes=2))

    assert len(heard.messages) == 1
    assert await Job.count() == 0


async def test_a_job_of_an_unknown_kind_disturbs_no_other(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    async with write():
        await queue("from-the-future", uuid4(), NOON)
    await ask(api, contact=CONTACT | {"wish": "message"})

    await sweep_all(tools(heard), NOON)

    assert len(heard.messages) == 1
    (left,) = await Job.select()
    assert left["trouble"] == "LookupError: from-the-future"


async def test_sign_in_codes_of_yesterday_are_forgotten(api: AsyncClient, heard: Heard) -> None:
    for hours in (1, 23, 25):
        await Challenge.insert(
            Challenge(
                id=uuid4().hex,
                phone="+8613800000000",
                code_mac="",
                created_at=NOON - timedelta(hours=hours),
                expires_at=NOON,
            )
        )

    did = await sweep_all(tools(heard), NOON)

    assert did["forget"] == 1
    assert await Challenge.count() == 2


async def test_the_clock_ticks_beside_the_server_until_it_is_stopped(api: AsyncClient, heard: Heard) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api, contact=CONTACT | {"wish": "message"})
    ticking = Ticking(tools(heard), lambda: later(hours=3))

    for _ in range(500):  # ten seconds at most
        await asyncio.sleep(0.02)
        if heard.messages and (await asked.seen())["holder"] == STREET:
            break
    await ticking.stop()

    assert len(heard.messages) == 1
    assert (await asked.seen())["holder"] == STREET
    assert msgspec.json.encode(heard.messages)
