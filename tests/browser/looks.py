"""One screen as every reader may have it: two languages, light and dark, three sizes of text."""

import os
from collections.abc import Callable, Iterable
from itertools import product
from typing import Final

from playwright.sync_api import Page, expect

SIDEWAYS: Final = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
IN_FULL: Final = int(os.environ.get("LINLI_TEST_ROUNDS", "2")) > 2
OF_COLOUR: Final = ("color-contrast", "link-in-text-block")


def in_every_look(page: Page, axe: Callable[..., None], addresses: Iterable[str], ready: str = "h1") -> None:
    """Open each address in both languages; in every look it scrolls only downwards and keeps nobody out."""
    for lang, address in product(("zh-CN", "en"), addresses):
        page.evaluate("(lang) => localStorage.setItem('linli.lang', lang)", lang)
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator(ready).first).to_be_attached()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        every_look_of(page, axe, turned=lang == "en")


def every_look_of(page: Page, axe: Callable[..., None], turned: bool = False) -> None:
    """The page as it stands, light and dark, in three sizes; dark has the same elements in other colours.

    axe takes a second. In few rounds it is asked in pairs: light with standard text and dark with large,
    `turned` the other way round, so that two languages together see each theme with each size.
    """
    page.emulate_media(reduced_motion="reduce")  # else a colour is looked at on its way to the next
    for theme, text in product(("light", "dark"), ("std", "large", "xlarge")):
        page.evaluate(
            "([theme, text]) => Object.assign(document.documentElement.dataset, { theme, text })",
            [theme, text],
        )
        assert page.evaluate(SIDEWAYS) == 0, f"{page.url} scrolls sideways: {text}"
        is_paired = (theme == "light") == (text == ("large" if turned else "std"))
        if text != "xlarge" and (is_paired or IN_FULL):
            axe(page, OF_COLOUR if theme == "dark" else ())
