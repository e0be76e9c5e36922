"""One screen as every reader may have it: two languages, light and dark, three sizes of text."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Final

from playwright.sync_api import Page, expect

SIDEWAYS: Final = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
OF_COLOUR: Final = ("color-contrast", "link-in-text-block")


def in_every_look(page: Page, axe: Callable[..., None], addresses: Iterable[str], ready: str = "h1") -> None:
    """Open each address in both languages; in every look it keeps nobody out and scrolls only downwards."""
    for lang, address in product(("zh-CN", "en"), addresses):
        page.evaluate("(lang) => localStorage.setItem('linli.lang', lang)", lang)
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator(ready).first).to_be_attached()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        every_look_of(page, axe)


def every_look_of(page: Page, axe: Callable[..., None]) -> None:
    """The page as it stands, light and dark, in three sizes; dark has the same elements in other colours."""
    page.emulate_media(reduced_motion="reduce")  # else a colour is looked at on its way to the next
    for theme, text in product(("light", "dark"), ("std", "large", "xlarge")):
        page.evaluate(
            "([theme, text]) => Object.assign(document.documentElement.dataset, { theme, text })",
            [theme, text],
        )
        assert page.evaluate(SIDEWAYS) == 0, f"{page.url} scrolls sideways: {text}"
        if text != "xlarge":
            axe(page, OF_COLOUR if theme == "dark" else ())
