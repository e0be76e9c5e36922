"""Late, unanswered, or where nobody works: what climbs, who watches, who is told, and all of it once."""

import asyncio
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from httpx import AsyncClient

from server.domain.calendar import read_holidays, save_holidays
from server.domain.escalation import climb_overdue, climb_vacant, supervise_late
from server.domain.places import Places
from server.domain.recalendar import reckon_again
from server.jobs.clock import Tools, sweep_all
from server.models.people import Grant, Person
from server.models.requests import Step
from server.models.roster import Supervision
from server.settings import Settings
from server.storage.sms import Message
from tests.asking import CONTACT, Asked, a_clerk, ask
from tests.builders import (
    CITY,
    COMMUNITY,
    DISTRICT,
    STREET,
    Here,
    a_network,
    a_staff,
    later,
    person_of,
    stop_clock,
)


class Heard:
    """A gateway that remembers."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, message: Message) -> None:
        """Kept."""
        self.messages.append(message)


def tools(heard: Heard) -> Tools:
    house = Here.app.state.house
    return Tools(Places(house.city.zone), heard, house.city, house.media, house.settings.home)


def places() -> Places:
    return Places(Here.app.state.house.city.zone)


async def steps_of(asked: Asked, act: str) -> list[dict[str, Any]]:
    rows = await Step.select().where((Step.request == asked.id) & (Step.act == act)).order_by(Step.version)
    return [row | {"facts": msgspec.json.decode(row["facts"])} for row in rows]


async def test_late_work_stays_with_its_clerk_and_is_watched_one_level_higher_each_time(
    api: AsyncClient,
) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api)  # a lamp: five workdays once it is taken on, so due on Tuesday 1 December, 17:30
    await asked.does(clerk, "accept")
    when = [datetime.fromisoformat(f"2026-12-{day}T09:29:00Z") for day in ("01", "08", "15", "22")]

    watched = []
    for moment in when:
        await supervise_late(places(), moment)
        before = [step["facts"]["to"] for step in await steps_of(asked, "supervise")]
        await supervise_late(places(), later(moment, minutes=2))
        watched.append((len(before), [step["facts"]["to"] for step in await steps_of(asked, "supervise")]))

    assert watched == [
        (0, [STREET]),
        (1, [STREET, DISTRICT]),
        (2, [STREET, DISTRICT, CITY]),
        (3, [STREET, DISTRICT, CITY]),
    ]
    seen = await asked.seen()
    assert (seen["holder"], seen["state"]) == (COMMUNITY, "accepted")
    assert (await asked.case(clerk))["clerk_name"] == "王芳"


async def test_another_due_time_is_watched_anew(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api)
    await asked.does(clerk, "accept")
    await supervise_late(places(), later(days=8))
    stop_clock(later(days=8))
    await asked.does(await a_clerk(), "resolve", note="换了", outcome="solved")
    await asked.says("reopen", note="还不亮")

    assert await supervise_late(places(), later(days=8, hours=1)) == 0
    assert await supervise_late(places(), later(days=20)) == 1
    (row,) = await Supervision.select()
    assert row["division"] == STREET


async def test_who_is_told_stands_in_the_step_and_hears_it_by_day(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_staff("manager", STREET, name="沈佳", phone="+8613900000007")
    await a_clerk()
    heard = Heard()
    asked = await ask(api)  # due at two in the afternoon
    night = datetime.fromisoformat("2026-11-24T15:00:00Z")  # 23:00 there

    await sweep_all(tools(heard), night)
    assert heard.messages == []
    await sweep_all(tools(heard), datetime.fromisoformat("2026-11-24T23:00:01Z"))

    assert [message.to for message in heard.messages] == ["+8613900000007"]
    assert "楼道" not in heard.messages[0].text
    (step,) = await steps_of(asked, "escalate")
    assert step["facts"]["told"] == ["沈佳"]


async def test_where_nobody_works_it_lies_with_the_level_above_at_once(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk(STREET)

    asked = await ask(api)

    assert asked.answer["holder"] == STREET
    assert (await asked.case(clerk))["why"]["passed"] == ["翠苑一区"]


async def test_what_lay_at_a_centre_that_became_vacant_climbs_at_once(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    here = await a_clerk()
    await a_clerk(DISTRICT)
    asked = await ask(api)
    await Grant.update({Grant.valid_to: later(minutes=1)}).where(Grant.person == person_of(here))

    await climb_vacant(places(), later(minutes=2))
    await climb_vacant(places(), later(minutes=3))  # nobody works at the street either

    assert (await asked.seen())["holder"] == DISTRICT
    assert [step["facts"]["why"] for step in await steps_of(asked, "escalate")] == ["vacant", "vacant"]
    assert await climb_vacant(places(), later(minutes=4)) == 0


async def test_a_locked_account_leaves_its_centre_vacant(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    here = await a_clerk()
    await a_clerk(STREET)
    await Person.update({Person.disabled_at: later()}).where(Person.id == person_of(here))

    assert (await ask(api)).answer["holder"] == STREET


async def test_sweeps_at_once_supervise_and_pass_over_each_request_once(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    late = [await ask(api) for _ in range(4)]
    for asked in late:
        await asked.does(clerk, "accept")
    when = later(days=8)

    done = await asyncio.gather(*(supervise_late(places(), when) for _ in range(3)))

    assert sum(done) == len(late)
    assert await Step.count().where(Step.act == "supervise") == len(late)


CHILD: Final = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from server.domain.escalation import climb_overdue, climb_vacant, supervise_late
from server.domain.places import Places
from server.models import TABLES
from server.storage.database import close_database, open_database, start_database

async def main(home, url, when):
    open_database(Path(home), url or None, TABLES)
    await start_database()
    places = Places(ZoneInfo("Asia/Shanghai"))
    now = datetime.fromisoformat(when)
    print(sum([await rule(places, now) for rule in (climb_vacant, climb_overdue, supervise_late)]))
    await close_database()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_two_processes_that_sweep_at_the_same_time_take_each_step_once(
    api: AsyncClient, settings: Settings
) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    unanswered = [await ask(api) for _ in range(6)]
    late = [await ask(api) for _ in range(6)]
    for asked in late:
        await asked.does(clerk, "accept")
    arguments = [str(settings.home), settings.database_url or "", later(days=8).isoformat()]
    root = Path(__file__).parent.parent.parent

    def sweeping() -> asyncio.Future[str]:
        command = [sys.executable, "-c", CHILD, *arguments]
        run = asyncio.to_thread(
            subprocess.run, command, capture_output=True, text=True, check=True, cwd=root, timeout=60
        )
        return asyncio.ensure_future(said(run))

    async def said(run: Any) -> str:
        return str((await run).stdout)

    outputs = await asyncio.gather(sweeping(), sweeping())

    assert sum(map(int, outputs)) == len(unanswered) + len(late)
    assert await Step.count().where(Step.act == "escalate") == len(unanswered)
    assert await Step.count().where(Step.act == "supervise") == len(late)


async def test_a_year_that_is_announced_moves_what_was_provisional_and_says_so(api: AsyncClient) -> None:
    await a_network()
    await save_holidays([year for year in read_holidays() if year.year <= 2026])
    now = datetime.fromisoformat("2026-12-31T02:00:00Z")
    stop_clock(now)
    clerk = await a_clerk()
    asked = await ask(api)
    accepted = await asked.does(clerk, "accept")  # five workdays: into January, which nobody announced
    assert accepted.status_code == 201
    before = await asked.seen()
    assert before["due_provisional"]

    await save_holidays(announced_2027())
    heard = Heard()
    did = await sweep_all(tools(heard), now)
    again = await reckon_again(places(), now)

    seen = await asked.seen()
    assert did["jobs"] >= 1
    assert again == 0
    assert not seen["due_provisional"]
    assert seen["due_at"] > before["due_at"]  # 4 to 6 January are off
    (step,) = await steps_of(asked, "reckon")
    assert (step["facts"]["was_due_at"], step["facts"]["due_at"]) == (before["due_at"], seen["due_at"])


def announced_2027() -> list[Any]:
    """An invented notice, with a long new year."""
    years = read_holidays()
    model = next(year for year in years if year.year == 2026)
    (first, *_) = model.holiday
    new_year = msgspec.structs.replace(
        first, first=datetime(2027, 1, 1).date(), last=datetime(2027, 1, 6).date(), work=[]
    )
    return [msgspec.structs.replace(model, year=2027, announced=True, holiday=[new_year])]


async def test_another_category_has_another_due_time_and_the_step_says_both(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api, category="lighting")
    await asked.does(clerk, "accept")
    before = await asked.seen()

    wrong = await asked.does(clerk, "recategorize", to="no-such-thing")
    same = await asked.does(clerk, "recategorize", to="lighting")
    done = await asked.does(clerk, "recategorize", to="property")

    assert (wrong.status_code, same.status_code, done.status_code) == (422, 422, 201)
    seen = await asked.seen()
    assert seen["category"] == "property"
    assert seen["due_at"] == "2026-12-09T09:30:00Z"  # eleven workdays from when it was taken on
    (step,) = await steps_of(asked, "recategorize")
    facts = step["facts"]
    assert (facts["was"], facts["to"]) == ("lighting", "property")
    assert (facts["was_due_at"], facts["due_at"]) == (before["due_at"], seen["due_at"])
    assert (await asked.case(clerk))["why"]["category"] == "lighting"  # as which it came here


async def test_a_pause_is_not_lost_when_the_category_changes(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api, category="papers")  # three workdays
    await asked.does(clerk, "accept")
    await asked.does(clerk, "ask", note="哪一栋？")
    stop_clock(later(days=2))
    await asked.says("answer", note="三栋")

    await asked.does(await a_clerk(), "recategorize", to="lighting")

    assert (await asked.seen())["due_at"] == "2026-12-03T09:30:00Z"  # five workdays, and two of waiting


async def test_not_reached_takes_three_tries_at_different_hours(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api, contact=CONTACT)
    await asked.does(clerk, "accept")
    ending = {"note": "一直没人接", "outcome": "no_contact"}

    refused = []
    for hours in (0, 0.5, 3, 24, 26):  # the second within the hour; the fourth at the hour of the first
        stop_clock(later(hours=hours))
        clerk = await a_clerk()
        refused.append((await asked.does(clerk, "resolve", **ending)).status_code)
        assert (await asked.does(clerk, "tried")).status_code == 201
    done = await asked.does(clerk, "resolve", **ending)

    assert refused == [422] * 5
    assert done.status_code == 201, done.text
    assert len(await steps_of(asked, "tried")) == 5


async def test_the_refusal_says_how_many_tries_count(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api, contact=CONTACT)
    await asked.does(clerk, "tried")

    refused = await asked.does(clerk, "resolve", note="没人接", outcome="no_contact")

    (error,) = refused.json()["errors"]
    assert error["field"] == "outcome"
    assert "1 次" in error["message"]


async def test_who_asks_for_messages_is_not_called_but_written_to(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    asked = await ask(api, contact=CONTACT | {"wish": "message"})
    await asked.does(clerk, "accept")

    called = await asked.does(clerk, "tried")
    for hours in (0, 2, 4):
        stop_clock(later(hours=hours))
        clerk = await a_clerk()
        await asked.does(clerk, "message", note="您在吗？")
    done = await asked.does(clerk, "resolve", note="没有回音", outcome="no_contact")

    assert called.status_code == 422
    assert "发消息" in called.text
    assert done.status_code == 201


async def test_an_unanswered_request_has_its_own_time_at_each_level(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    await a_clerk()
    asked = await ask(api)

    await climb_overdue(places(), later(hours=2))

    assert (await asked.seen())["due_at"] == "2026-11-24T08:00:00Z"
