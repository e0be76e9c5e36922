"""The same answer as XML and as JSON: XML first, and JSON by the Spark rule (a list drops its items' tag).

A tree is made of dicts, lists and plain values. Empty fields are left out, for XML knows no null. Codes and
ids are strings, also where they look like numbers.
"""

import re
from datetime import datetime
from typing import Any, Final, Literal
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import msgspec

Format = Literal["xml", "json"]
Tree = dict[str, Any]
MEDIA_TYPES: Final[dict[Format, str]] = {
    "xml": "text/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
ITEMS: Final = {  # the tag of the items of each list
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# XML 1.0 has no way to write these, escaped or not.
UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(name: str, content: Tree | list[Tree], format: Format) -> bytes:
    """The document whose root is called so."""
    if format == "json":
        return msgspec.json.encode(_plain(content))
    return (DECLARATION + _element(name, content)).encode()


def _plain(content: Any) -> Any:
    """Without the fields that are empty."""
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items() if not _is_empty(value)}
    return [_plain(each) for each in content] if isinstance(content, list) else content


def _element(name: str, content: Any) -> str:
    if isinstance(content, dict):
        inside = "".join(_element(key, value) for key, value in content.items() if not _is_empty(value))
    elif isinstance(content, list):
        inside = "".join(_element(ITEMS[name], each) for each in content)
    else:
        text = str(content).lower() if isinstance(content, bool) else str(content)
        inside = escape(UNWRITABLE.sub("", text), {"\r": "&#13;"})
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def when(moment: datetime | None, at: ZoneInfo) -> str | None:
    """A time as the standard has it: with its zone, without fractions. `at` is the city's zone."""
    return None if moment is None else moment.astimezone(at).replace(microsecond=0).isoformat()
