"""What a resident does to find a service: letters and taps, counted."""

from collections.abc import Iterable, Sequence
from typing import Final

from playwright.sync_api import Locator, Page, expect

YUEWANGLU: Final = "330102003055"  # 岳王路社区, with services of its own
QINGNIANLU: Final = "330102003052"
NO_WORKER: Final = "delete Navigator.prototype.serviceWorker"  # WeChat on iOS


class Fingers:
    """Somebody's fingers on a phone: how often they touch it, and how many letters they type."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.letters = 0

    def tap(self, target: Locator) -> None:
        """One touch on what is in sight, or to be scrolled to."""
        target.click()
        self.taps += 1

    def type(self, letters: str) -> None:
        """Into the search field, which is touched first."""
        self.tap(self.page.get_by_label("搜服务"))
        self.page.keyboard.type(letters, delay=30)
        self.letters += len(letters)
        expect(self.page).to_have_title(f"搜“{letters}”的结果 · 邻里")


def search(page: Page, words: str) -> None:
    """Type into the search field and wait until the list is about it."""
    page.get_by_label("搜服务").fill(words)
    expect(page).to_have_title(f"搜“{words}”的结果 · 邻里")
    expect(page.locator("main .skel")).to_have_count(0)


def names(page: Page) -> list[str]:
    """The services on the screen, in their order."""
    titles = page.locator("main ul:not(.kinds) .row__title")
    titles.first.wait_for()
    return titles.all_inner_texts()


def row(page: Page, name: str) -> Locator:
    """A service's row in the list."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=name).first


def ids(page: Page) -> list[str]:
    """The services of the list, to its end."""
    while (more := page.get_by_role("button", name="再看")).count():
        more.click()
    links: Sequence[str] = page.locator("main ul.rows a").evaluate_all("all => all.map((a) => a.pathname)")
    return [link.removeprefix("/s/") for link in links if link.startswith("/s/")]


def settled_in(page: Page, url: str, codes: Iterable[str]) -> None:
    """A phone that follows these communities, the first one shown, each with the place of its office."""
    page.goto(url)
    page.evaluate(
        """async (codes) => {
          const places = [];
          for (const code of codes) {
            const answer = await fetch(`/api/divisions/${code}`);
            const { name, name_en, level, path, centre } = await answer.json();
            places.push({ code, name, name_en, level, path, centre });
          }
          localStorage.setItem("linli.places", JSON.stringify(places));
        }""",
        list(codes),
    )
    page.goto(url)
