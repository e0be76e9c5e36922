"""The page of the app with something in it: read by whoever runs no scripts, shown until they run.

The app draws itself into `#app` and takes away `#told` with its first screen. Pages of their own, without
the app, are whole documents of `a_page`.
"""

from html import escape
from typing import Any, Final

from msgspec import Struct

from server.http.pages import Pages, as_script

# Where the app was not built, and what its page must have for us to write into it.
BARE: Final = (
    '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title></title></head>'
    '<body><div id="app"></div></body></html>'
)
ROOT: Final = '<div id="app"></div>'


class Told(Struct, frozen=True):
    """What a page says. `body` is HTML; everything else is text."""

    language: str
    title: str
    description: str
    body: str
    url: str = ""  # absolute: the one address of this content; "": search engines leave it out
    picture: str = ""  # absolute; for a preview in a chat
    data: dict[str, Any] | None = None  # JSON-LD


class Shell:
    """The app's page, to be written into."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def page(self, told: Told) -> str:
        """The app's page that says it."""
        page = self._pages.index["identity"].body.decode() if self._pages.index else BARE
        page = _between(page, "<html", ">", f' lang="{told.language}"')
        page = _between(page, "<title>", "</title>", escape(told.title))
        page = _between(page, "<noscript>", "</noscript>", "")
        page = page.replace("<noscript></noscript>", "", 1)
        page = _without(page, '<meta name="description"', ">")
        page = page.replace("</head>", f"{head_of(told)}</head>", 1)
        return page.replace(ROOT, f'{ROOT}<div id="told" class="told">{told.body}</div>', 1)


def a_page(told: Told, style: str) -> str:
    """A document of its own."""
    return (
        f'<!doctype html>\n<html lang="{told.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(told.title)}</title>"
        f'<link rel="icon" href="/icons/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="{style}">'
        f"{head_of(told)}</head><body>{told.body}</body></html>"
    )


def head_of(told: Told) -> str:
    """Description, preview, JSON-LD."""
    parts = [_meta("name", "description", told.description)]
    if not told.url:
        return "".join([*parts, _meta("name", "robots", "noindex")])
    facts = {
        "og:type": "website",
        "og:site_name": "邻里",
        "og:locale": told.language.replace("-", "_"),
        "og:title": told.title,
        "og:description": told.description,
        "og:url": told.url,
    }
    if told.picture:
        facts |= {"og:image": told.picture, "og:image:width": "800", "og:image:height": "420"}
    parts += [_meta("property", name, text) for name, text in facts.items()]
    parts += [_meta("name", "twitter:card", "summary_large_image")] if told.picture else []
    parts.append(f'<link rel="canonical" href="{escape(told.url)}">')
    parts.append('<link rel="stylesheet" href="/told.css">')
    if told.data:
        parts.append(f'<script type="application/ld+json">{as_script(told.data).decode()}</script>')
    return "".join(parts)


def _meta(by: str, name: str, text: str) -> str:
    return f'<meta {by}="{name}" content="{escape(text)}">'


def _between(page: str, begin: str, end: str, text: str) -> str:
    """With another text between the first `begin` and the `end` after it; as it is without them."""
    before, found, rest = page.partition(begin)
    _, closes, after = rest.partition(end)
    return f"{before}{begin}{text}{end}{after}" if found and closes else page


def _without(page: str, begin: str, end: str) -> str:
    before, found, rest = page.partition(begin)
    _, closes, after = rest.partition(end)
    return before + after if found and closes else page
