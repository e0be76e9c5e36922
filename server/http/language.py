"""Which of the two languages an answer speaks: Chinese, unless the reader prefers English."""

from functools import lru_cache
from typing import Final

from litestar.connection import ASGIConnection

ZH: Final = "zh-CN"
EN: Final = "en"


@lru_cache(1024)
def negotiate(accept: str) -> str:
    """ "zh-CN" or "en"; whichever stands higher, and Chinese when neither is named."""
    best, language = 0.0, ZH
    for part in accept[:200].lower().split(","):
        tag, _, weight = part.strip().partition(";")
        match = (
            ZH if tag == "zh" or tag.startswith("zh-") else EN if tag == "en" or tag.startswith("en-") else ""
        )
        if match and (q := _weight(weight)) > best:
            best, language = q, match
    return language


def _weight(text: str) -> float:
    """`q=0.7` as a number; 1 without it, 0 for nonsense."""
    name, _, value = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(1.0, float(value)) if name == "q" else 0.0
    except ValueError:
        return 0.0


def language_of(connection: ASGIConnection) -> str:  # type: ignore[type-arg]  # its four generics say nothing here
    """The language of one call."""
    return negotiate(connection.headers.get("accept-language", ""))
