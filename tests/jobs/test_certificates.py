"""A certificate ends by itself at midnight in the city; its holder is told once, a month before."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from httpx import AsyncClient

from server.domain.certified import renew_shown
from server.jobs.clock import Ticking, Tools, run_jobs, sweep_all
from tests.builders import COMMUNITY, NOON, STREET, a_network, a_staff, later, stop_clock
from tests.certificates import NUMBER, Issuer
from tests.directory_builders import a_service, an_organization
from tests.jobs.test_clock import Heard, heard, tools  # noqa: F401 - heard is a fixture

MIDNIGHT = datetime(2026, 11, 30, 16, tzinfo=UTC)  # 1 December begins in Hangzhou


async def world(api: AsyncClient, phone: str = "13812345678", **but: str) -> UUID:
    """A firm whose certificate ends on 30 November; gives its service."""
    await a_network()
    stop_clock()
    firm = await an_organization(name="翠苑家政", kind="firm", phone=phone)
    service = await a_service(organization=firm)
    manager = Issuer(api, await a_staff("manager", STREET))
    answer = await manager.issue(firm, **{"expires_on": "2026-11-30"} | but)
    assert answer.status_code == 200, answer.text
    return service


async def shown(api: AsyncClient, service: UUID) -> str | None:
    """The number on the entry."""
    found: str | None = (await api.get(f"/api/services/{service}")).json()["organization"]["certificate"]
    return found


class Clock:
    """The loop's own, a step at a time."""

    def __init__(self, tools: Tools) -> None:
        self.ticking = Ticking(tools, lambda: NOON)

    async def at(self, now: datetime) -> None:
        """What is due by now."""
        stop_clock(now)
        await self.ticking.tick(now)


async def test_the_badge_goes_at_midnight_in_the_city_and_not_before(api: AsyncClient, heard: Heard) -> None:  # noqa: F811
    service = await world(api)
    clock = Clock(tools(heard))
    await clock.ticking.stop()
    await clock.at(later(MIDNIGHT, hours=-3))
    await clock.at(later(MIDNIGHT, seconds=-1))
    assert await shown(api, service) == NUMBER
    await clock.at(MIDNIGHT)
    assert await shown(api, service) is None
    listed = await api.get(f"/api/services?division={COMMUNITY}&certified=true")
    assert listed.json()["items"] == []


async def test_a_server_that_slept_over_midnight_finds_out_when_it_starts(
    api: AsyncClient,
    heard: Heard,  # noqa: F811
) -> None:
    service = await world(api)
    did = await sweep_all(tools(heard), later(MIDNIGHT, hours=40))
    assert (did["certificates"], await shown(api, service)) == (1, None)
    assert await renew_shown(MIDNIGHT.date() + timedelta(days=2)) == 0


async def test_one_that_begins_later_appears_on_its_day(api: AsyncClient, heard: Heard) -> None:  # noqa: F811
    service = await world(api, issued_on="2026-12-01", expires_on="2027-12-01")
    await sweep_all(tools(heard), later(MIDNIGHT, seconds=-1))
    assert await shown(api, service) is None
    await sweep_all(tools(heard), MIDNIGHT)
    assert await shown(api, service) == NUMBER


async def test_its_holder_is_told_once_a_month_before(api: AsyncClient, heard: Heard) -> None:  # noqa: F811
    await world(api, expires_on="2026-12-24")
    await sweep_all(tools(heard), NOON)
    assert heard.messages == []
    for hours in (24, 30, 48):
        await sweep_all(tools(heard), later(NOON, hours=hours))
    (message,) = heard.messages
    assert message.to == "+8613812345678"
    assert NUMBER in message.text
    assert "12 月 24 日" in message.text


async def test_nobody_is_woken_and_a_message_that_did_not_leave_is_sent_later(
    api: AsyncClient,
    heard: Heard,  # noqa: F811
) -> None:
    await world(api)
    night = later(NOON, hours=11)  # 23:00
    await sweep_all(tools(heard), night)
    assert heard.messages == []
    heard.down = True
    await run_jobs(tools(heard), later(night, hours=8))
    heard.down = False
    await run_jobs(tools(heard), later(night, hours=9))
    assert len(heard.messages) == 1


async def test_who_has_no_mobile_or_no_good_certificate_any_more_is_not_texted(
    api: AsyncClient,
    heard: Heard,  # noqa: F811
) -> None:
    await world(api, phone="0571-88990000")
    mobile = await an_organization(name="有手机的", phone="13900001111")
    manager = Issuer(api, await a_staff("manager", STREET))
    await manager.issue(mobile, "B-2", expires_on="2026-12-01")
    night = later(NOON, hours=11)
    await sweep_all(tools(heard), night)
    stop_clock(NOON)
    await manager.move("revoked", 1, "假的", "B-2")
    await run_jobs(tools(heard), later(night, hours=9))
    assert heard.messages == []
