"""J04: a mother asks at night and on Saturday; the server's clock stands where the test puts it."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import Site, settled
from tests.browser.residents import QINGNIANLU, rows
from tests.browser.signing import sign_in_staff

SHANGHAI: Final = timezone(timedelta(hours=8))
TUESDAY: Final = datetime(2026, 11, 24, 23, 40, tzinfo=SHANGHAI)
SATURDAY: Final = datetime(2026, 11, 28, 0, 10, tzinfo=SHANGHAI)
DESK: Final = {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}
LINLI: Final = """
import sys
from datetime import datetime
from pathlib import Path

import server.app
from server.cli import linli

clock = Path(sys.argv.pop(1))
server.app.now_utc = lambda: datetime.fromisoformat(clock.read_text())
linli()
"""


def stop_clock(site: Site, at: datetime) -> None:
    """On the server it is now that moment, and stays so."""
    file = Path(site.home, "clock.new")
    file.write_text(at.astimezone(UTC).isoformat())
    file.replace(Path(site.home, "clock"))


@pytest.fixture
def night_site(demo_home: Path, tmp_path: Path) -> Iterator[Site]:
    """A site on Tuesday, 23:40; nothing is sent or moved by its clock."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    site = Site(home, LINLI_CLOCK="off")
    stop_clock(site, TUESDAY)
    site.start([sys.executable, "-c", LINLI, str(home / "clock")])
    yield site
    site.stop()


def spoken(due: datetime, now: datetime) -> str:
    """As a resident reads it within the next days: "明天 10:30", "周一 10:30"."""
    near = ("今天", "明天")[(due.date() - now.date()).days] if due - now < timedelta(days=1) else ""
    day = near or "周" + "一二三四五六日"[due.weekday()]
    return f"{day} {due.hour}:{due.minute:02d}"


def test_j04_what_is_promised_at_night_is_due_on_the_desk_to_the_minute(
    night_site: Site, open_phone: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    site = night_site
    for now in (TUESDAY, SATURDAY):
        stop_clock(site, now)
        phone = open_phone(color_scheme="dark")
        phone.clock.install(time=now)
        settled(phone, f"{site.url}/help", place=QINGNIANLU)
        phone.get_by_role("link", name="我要求助").click()
        phone.get_by_role("button", name="直接写").click()
        field = phone.get_by_role("textbox", name="出了什么事？")
        field.fill("孩子发烧，刚才抽搐了")
        panel = phone.locator(".dangerpanel")
        expect(panel).to_contain_text("先叫救护车")
        expect(panel.locator("a[href='tel:120']")).to_be_visible()
        field.fill("孩子发烧，想请人上门看看")
        expect(panel).to_have_count(0)
        phone.get_by_role("button", name="下一步：在哪里").click()
        phone.get_by_text("发短信", exact=True).click()
        phone.get_by_label("您的号码").fill("138 0000 0404")
        promise = phone.get_by_text(re.compile("^现在发出，"))
        expect(promise).to_contain_text("前有回音")
        axe(phone)
        promised = promise.inner_text()
        phone.get_by_role("button", name="提交求助").click()
        phone.wait_for_url("**/help/sent/*")
        expect(phone.get_by_role("heading", name="收到了")).to_be_visible()
        id = phone.url.rsplit("/", 1)[1]

        case = Clerk(site).ask("GET", f"/api/desk/requests/{id}")
        due = datetime.fromisoformat(case["due_at"]).astimezone(SHANGHAI)
        assert due.date() > now.date(), "in the night nobody is there"
        assert 8 <= due.hour < 18
        assert promised == f"现在发出，青年路社区{spoken(due, now)} 前有回音。"
        expect(phone.locator(".sent")).to_contain_text(f"{spoken(due, now)} 前有回音")
        desk = open_phone(**DESK)
        desk.clock.install(time=now)
        sign_in_staff(desk, site, "zhoumin", to=f"/desk/r/{id}")
        expect(desk.locator(".desk__main .due").first).to_contain_text(f"{due.hour}:{due.minute:02d}")

        morning = (now + timedelta(hours=7)).replace(hour=7, minute=0)
        waits = "SELECT due FROM job WHERE what = 'tell-resident' AND ident = ?"
        (text,) = rows(site, waits, f"tell-resident:{id}")
        assert text["due"][:16].replace("T", " ") == f"{morning.astimezone(UTC):%Y-%m-%d %H:%M}"
