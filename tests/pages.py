"""A page of HTML as its readers take it: what it says, what its head tells, what its JSON-LD means."""

import json
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Read(HTMLParser):
    """Tags by name with their attributes, and the text that is not script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.open: list[str] = []
        self.feed(page)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes another"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append((self.tags[-1][1], data))
        elif data.strip():
            self.texts.append(data.strip())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The tags of this name that carry these attributes."""
        wanted = attributes.items()
        return [found for name, found in self.tags if name == tag and wanted <= found.items()]

    def meta(self, name: str) -> str:
        """A property of the head; "" without one."""
        found = self.all("meta", name=name) + self.all("meta", property=name)
        return found[0]["content"] if found else ""

    @property
    def text(self) -> str:
        """All that is to be read, a piece a line."""
        return "\n".join(self.texts)

    @property
    def data(self) -> dict[str, Any]:
        """Its one JSON-LD."""
        (data,) = [text for head, text in self.scripts if head.get("type") == "application/ld+json"]
        read: dict[str, Any] = json.loads(data)
        return read
