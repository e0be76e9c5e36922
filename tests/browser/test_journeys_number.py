"""J22: a statistician closes the wave and publishes it; a resident reads it, or why there is nothing."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import Any, Final
from xml.etree import ElementTree

from playwright.sync_api import Page, expect

from tests.browser.clerks import Clerk
from tests.browser.conftest import Site, settled
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import sign_in_staff

STREET: Final = "330102003000"  # 湖滨街道: every community was asked, two of them only a few
FIGURE: Final = re.compile(r"\d+\.\d%")
HEARD, SATISFIED = 0.45, 0.87  # of those drawn; of those heard


def answers_arrive(site: Site) -> str:
    """More sheets of the newest open wave, as many as households would send; gives its id."""
    with closing(sqlite3.connect(Path(site.home, "linli.db"), timeout=20)) as database:
        (wave,) = database.execute("SELECT id FROM wave WHERE state = 'open' ORDER BY year DESC").fetchone()
        strata = database.execute(
            "SELECT division, audience, sampled FROM stratum WHERE wave = ?", (wave,)
        ).fetchall()
    with closing(sqlite3.connect(Path(site.home, "survey.db"), timeout=20)) as answers, answers:
        for division, audience, sampled in strata:
            key = {"residents": "R2", "migrants": "M2", "units": "O5"}[audience]
            count = int(sampled * HEARD)
            said = ["5"] * round(count * SATISFIED) + ["2"] * (count - round(count * SATISFIED))
            answers.executemany(
                "INSERT INTO response (id, wave, division, audience, class, mode, kind, answers) "
                "VALUES (?, ?, ?, ?, '', 'web', 'invited', ?)",
                [(token_hex(16), wave, division, audience, json.dumps({key: one})) for one in said],
            )
    return str(wave)


def move(page: Page, site: Site, wave: str, words: tuple[str, ...], said: str) -> None:
    """One step in the life of the wave, on its page: the button, and what it asks before."""
    page.goto(f"{site.url}/desk/surveys/{wave}")
    button, *answers = words
    page.get_by_role("button", name=button).click()
    for yes in answers:
        page.get_by_role("dialog").get_by_role("button", name=yes, exact=True).click()
    expect(page.get_by_text(said).first).to_be_visible(timeout=60_000)


def taken(page: Page, button: str) -> str:
    """The text of a file that a button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_text("utf-8-sig")


def percent(share: float) -> str:
    return f"{share * 100:.1f}%"


def test_j22_from_the_close_of_a_wave_to_what_a_resident_reads(
    own_site: Site, page: Page, phone: Page, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    wave = answers_arrive(own_site)
    sign_in_staff(page, own_site, "heping", to=f"/desk/surveys/{wave}/results")
    expect(page.get_by_text("收答卷期间没有任何结果")).to_be_visible()
    assert not FIGURE.search(page.locator("main").inner_text())

    move(page, own_site, wave, ("结束调查", "结束", "看过了，确认"), "调查结束了")
    page.goto(f"{own_site.url}/desk/surveys/{wave}/results")
    expect(page.get_by_text(re.compile("可以公布 .*个数"))).to_be_visible()
    settled(phone, f"{own_site.url}/number", place=QINGNIANLU)
    expect(
        phone.get_by_text(re.compile("2025 年（已公布）"))
    ).to_be_visible()  # nothing of the closed one yet
    move(page, own_site, wave, ("公布结果", "公布"), "结果已公布")

    public = Clerk(own_site).ask("GET", f"/api/satisfaction?division={STREET}&children=1")
    assert public["published_on"]
    withheld = [row for row in public["rows"] if row["verdict"] == "withheld"]
    assert {row["reason"] for row in withheld} >= {"too_few"}
    assert len(withheld) >= 2  # neither of them follows from the others

    page.goto(f"{own_site.url}/desk/number?division={STREET}")
    table = page.locator("table.cat").first
    expect(table).to_be_visible()
    axe(page)
    sheet, picture = taken(page, "CSV"), ElementTree.fromstring(taken(page, "SVG 图"))
    titles = [title.text or "" for title in picture.iter("{http://www.w3.org/2000/svg}title")]
    lines = {line["区划代码"]: line for line in csv.DictReader(io.StringIO(sheet)) if line["部分"] == "下级"}
    for row in public["rows"]:
        shown = table.locator("tr", has_text=row["name"])
        title = next(title for title in titles if title.startswith(row["name"]))
        if row["verdict"] == "withheld":
            expect(shown).to_contain_text("不公布")
            assert not re.search(r"\d+\.\d", shown.inner_text() + title)
            assert not re.search(r"0\.\d{3}", ",".join(lines[row["division"]].values()))
            continue
        for end, column in (("point", "估计"), ("low", "下限"), ("high", "上限")):
            digits = percent(row[end]).rstrip("%")
            expect(shown).to_contain_text(digits)
            assert digits in title
            assert lines[row["division"]][column] == f"{row[end]:.3f}"

    page.goto(f"{own_site.url}/desk/surveys/{wave}/results")
    expect(page.get_by_role("button", name="下载数据（CSV）")).to_be_visible()
    axe(page)
    page.get_by_label("对象").select_option(label="外来暂住")
    page.get_by_role("button", name="看杭州市的").click()
    expect(page.locator(".results__words li").or_(page.get_by_text("没有人写。")).first).to_be_visible()
    axe(page)
    file = tmp_path / "rows.csv"
    file.write_text(taken(page, "下载数据（CSV）"), "utf-8")
    found = json.loads(own_site.run("survey", "estimate", "--csv", str(file), "--json"))
    city = Clerk(own_site).ask("GET", "/api/satisfaction?division=330100000000")["items"][0]
    assert (round(found["estimate"], 3), found["n"]) == (city["point"], city["answers"])
    assert city["low"] <= found["ci_low"] < city["low"] + 0.001
    assert city["high"] - 0.001 < found["ci_high"] <= city["high"]

    page.goto(f"{own_site.url}/desk/figures/forecast")
    expect(page.get_by_role("heading", name="怎么算的")).to_be_visible()
    expect(page.get_by_role("heading", name="居民说用不上的服务")).to_be_visible()
    axe(page)
    reads(phone, own_site, public["rows"], withheld)
    axe(phone)


def reads(phone: Page, site: Site, rows: list[dict[str, Any]], withheld: list[dict[str, Any]]) -> None:
    """A resident reads the own community, two years of it, and of a withheld one the reason alone."""
    phone.goto(f"{site.url}/number?division={QINGNIANLU}")
    mine = next(row for row in rows if row["division"] == QINGNIANLU)
    card = phone.locator("section.card").first
    expect(phone.get_by_text("2026 年（已公布）")).to_be_visible()
    if mine["verdict"] == "withheld":
        expect(card).to_contain_text("不公布")
    else:
        expect(card).to_contain_text(f"很可能在 {percent(mine['low'])} 到 {percent(mine['high'])} 之间")
    expect(phone.get_by_role("heading", name="这几年")).to_be_visible()
    few = next(row for row in withheld if row["reason"] == "too_few")
    phone.goto(f"{site.url}/number?division={few['division']}")
    expect(card).to_contain_text("答的人太少")
    assert not re.search(r"\d", card.inner_text().replace(few["name"], ""))
