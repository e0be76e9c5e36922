"""A round of visits in the demonstration city: doors handed to its interviewer, their letters, what came."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID, uuid4

from playwright.sync_api import Page, expect

from server.domain.keys import Keys
from server.domain.surveys.codes import code_mac, make_code
from server.domain.surveys.frames import seal
from server.domain.surveys.questionnaire import Group
from server.storage.key_files import secret_of
from tests.browser.conftest import Site, installed
from tests.browser.residents import QINGNIANLU
from tests.browser.signing import password_of

ELSEWHERE: Final = "330102001051"  # 清波门社区
CARRIES: Final = "wuqi"


class Round:
    """The doors of 青年路社区 that 吴琪 carries, and more letters of the same community without a door."""

    def __init__(self, site: Site, doors: int, letters: int = 0) -> None:
        self.site, self.keys = site, Keys(secret_of(site.home, None))
        with self._linli() as database:
            (self.wave,) = database.execute("SELECT id FROM wave WHERE state = 'open'").fetchone()
            (person,) = database.execute("SELECT id FROM person WHERE username = ?", [CARRIES]).fetchone()
        self.chance = Random(20)
        self.codes = [self.letter() for _ in range(doors + letters)]
        self.units = [str(uuid4()) for _ in range(doors)]
        with self._survey() as database:
            for number, (unit, code) in enumerate(zip(self.units, self.codes, strict=False), start=1):
                database.execute(
                    "INSERT INTO unit (id, wave, division, audience, number, address, sampled, code_mac, "
                    "interviewer) VALUES (?, ?, ?, 'residents', ?, ?, 1, ?, ?)",
                    [
                        unit,
                        self.wave,
                        QINGNIANLU,
                        9000 + number,
                        seal(self.keys, f"青年里 {number} 幢 402 室"),
                        self._mac(code),
                        person,
                    ],
                )

    def letter(self, division: str = QINGNIANLU) -> str:
        """A code that nobody has used."""
        code = make_code(Group.RESIDENTS, self.chance)
        with self._survey() as database:
            database.execute(
                "INSERT INTO invitation (code_mac, wave, division, audience) VALUES (?, ?, ?, 'residents')",
                [self._mac(code), self.wave, division],
            )
        return code

    def sheets(self, mode: str) -> int:
        """How many sheets came in this way."""
        return self._count("SELECT count(*) FROM response WHERE wave = ? AND mode = ?", self.wave, mode)

    def receipts(self) -> int:
        return self._count("SELECT count(*) FROM receipt WHERE wave = ?", self.wave)

    def used(self) -> int:
        """How many of the round's letters were."""
        with self._survey() as database:
            macs = {row[0] for row in database.execute("SELECT code_mac FROM invitation WHERE used = 1")}
        return len(macs & {self._mac(code) for code in self.codes})

    def tries(self) -> list[str]:
        with self._survey() as database:
            made = database.execute("SELECT unit, result FROM try").fetchall()
        return sorted(result for unit, result in made if unit in self.units)

    def close(self) -> None:
        """The survey takes no more answers."""
        with self._linli() as database:
            database.execute("UPDATE wave SET state = 'closed' WHERE id = ?", [self.wave])

    def _count(self, sql: str, *values: str) -> int:
        with self._survey() as database:
            count: int = database.execute(sql, values).fetchone()[0]
            return count

    def _mac(self, code: str) -> str:
        return code_mac(self.keys, UUID(self.wave), code)

    def _survey(self) -> "Shelf":
        return Shelf(self.site.home / "survey.db")

    def _linli(self) -> "Shelf":
        return Shelf(self.site.home / "linli.db")


class Shelf:
    """A database of the running site, beside it; what was changed stands when it is left."""

    def __init__(self, file: Path) -> None:
        self.database = sqlite3.connect(file, timeout=20)

    def __enter__(self) -> sqlite3.Connection:
        return self.database

    def __exit__(self, *_: object) -> None:
        with closing(self.database):
            self.database.commit()


def carried(page: Page, site: Site, url: str) -> Page:
    """At the office: signed in, the list on the phone, and its screens kept for days without a network."""
    installed(page, url)
    page.goto(f"{url}/desk")
    sign_in(page, site)
    expect(page.get_by_role("link", name="青年里 1 幢")).to_be_visible()
    return page


def sign_in(page: Page, site: Site) -> None:
    """At the desk's door, where the page has led her."""
    page.get_by_label("用户名").fill(CARRIES)
    page.get_by_label("密码").fill(password_of(site, CARRIES))
    page.get_by_role("button", name="登录").click()


def at_door(page: Page, nth: int) -> None:
    page.get_by_role("link", name=f"青年里 {nth} 幢").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"青年里 {nth} 幢")


def handed_over(page: Page, code: str) -> None:
    """The code of the letter, and the phone into the household's hands."""
    page.get_by_label("信上的邀请码").fill(code)
    page.get_by_role("button", name="开始，把手机交给住户").click()


def to_the_end(page: Page) -> None:
    """Skips what is left, and hands in."""
    expect(page.locator(".actionbar .btn--primary")).to_be_visible()
    page.evaluate(
        """async () => {
          const title = () => document.querySelector("h1").textContent;
          while (!title().startsWith("答完了")) {
            const before = title();
            document.querySelector(".actionbar .btn--primary").click();
            while (title() === before) await new Promise(requestAnimationFrame);
          }
        }"""
    )
