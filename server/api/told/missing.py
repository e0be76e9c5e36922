"""The page of a service that is over, and of one that never was."""

from html import escape
from typing import Any

from server.api.told.edition import Edition
from server.api.told.service import banner, dial
from server.api.told.words import Words
from server.domain.errors import ServiceOver
from server.http.shell import Told


def over_told(over: ServiceOver, edition: Edition) -> Told:
    """It was given once: what is nearest to it now."""
    words, name, alike = edition.words, str(over.facts["name"]), over.facts["alike"]
    items = "".join(_item(each, words) for each in alike) if isinstance(alike, list) else ""
    rest = f'<section class="card"><h2>{words.alike}</h2><ul>{items}</ul></section>' if items else ""
    body = f"<h1>{escape(name)}</h1><p><b>{words.over}</b>{words.stop}{words.over_hint}</p>{rest}"
    return _told(f"{name} · {words.over}", words.over_hint, body, edition)


def nothing_told(edition: Edition) -> Told:
    """Nothing was ever shown under this address."""
    words = edition.words
    return _told(
        words.nothing, words.nothing_hint, f"<h1>{words.nothing}</h1><p>{words.nothing_hint}</p>", edition
    )


def _told(title: str, line: str, body: str, edition: Edition) -> Told:
    words, hotline = edition.words, edition.city.hotline
    ways = (
        f'<p class="cluster"><a class="btn" href="/">{words.home}</a> '
        f'<a class="btn" href="{dial(hotline)}">{words.hotline.format(number=hotline)}</a></p>'
    )
    page = f'{banner(edition)}<main class="page">{body}{ways}</main>'
    return Told(edition.language, f"{title} · {words.app}", line, page)


def _item(alike: dict[str, Any], words: Words) -> str:
    away, phone = alike["distance_m"], alike["phone"]
    facts = [
        alike["address"],
        "" if away is None else words.away.format(metres=away),
        words.phone.format(number=phone) if phone else "",
    ]
    said = escape(words.comma.join(fact for fact in facts if fact))
    link = f'<a href="/s/{alike["id"]}">{escape(alike["name"])}</a>'
    return f'<li>{link}<br><span class="small muted">{said}</span></li>'
