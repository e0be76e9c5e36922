"""Files of HSDS records: JSON, in a list, on a page, alone or one a line; read a piece at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from msgspec import Struct

PIECE: Final = 1 << 20  # characters read at once
LONGEST: Final = 64 << 20  # of one record; what is longer is no record
BLANK: Final = " \t\r\n"


class BadFile(Exception):
    """This is no such file: what is wrong, in a sentence."""


class Piece(Struct, frozen=True):
    """A record of a file, and where it stands."""

    place: str
    body: dict[str, Any]


def read_json(path: Path) -> Iterator[Piece]:
    """Each record of the file. Raises BadFile."""
    with path.open(encoding="utf-8-sig") as file:
        try:
            if path.suffix in {".ndjson", ".jsonl"}:
                yield from _lines(file)
            else:
                yield from _items(file)
        except UnicodeDecodeError as error:
            raise BadFile(f"not UTF-8: {error.reason} at byte {error.start}") from None
        except RecursionError:
            raise BadFile("nested too deeply") from None


def _lines(file: TextIO) -> Iterator[Piece]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            yield _piece(f"line {number}", json.loads(line))
        except json.JSONDecodeError as error:
            raise BadFile(f"line {number}: {error.msg} at character {error.pos + 1}") from None


def _items(file: TextIO) -> Iterator[Piece]:
    """The records of a list, as they come; or the one record, or page, that the file is."""
    buffer = Buffer(file)
    if buffer.first() != "[":
        whole = buffer.value()
        if buffer.first():
            raise BadFile("there is something after the end of the JSON; one record a line is .ndjson")
        yield _piece("the file", whole)
        return
    buffer.skip()
    number = 0
    while buffer.first() != "]":
        if number and not buffer.skip_if(","):
            raise BadFile(f"after item {number} there is no comma")
        number += 1
        yield _piece(f"item {number}", buffer.value())


def _piece(place: str, value: Any) -> Piece:
    if not isinstance(value, dict):
        raise BadFile(f"{place}: this is no record, but {type(value).__name__}")
    return Piece(place, value)


class Buffer:
    """The text of a file, as much as is needed of it."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.text, self.at, self.line = file, "", 0, 1
        self.decoder = json.JSONDecoder()

    def first(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in BLANK:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def skip(self) -> None:
        """One character on."""
        self.at += 1

    def skip_if(self, character: str) -> bool:
        """One on, if it is this."""
        found = self.first() == character
        self.at += found
        return found

    def value(self) -> Any:
        """The next value. Raises BadFile."""
        self.first()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) - self.at > LONGEST or not self._more():
                    line = self.line + self.text.count("\n", 0, error.pos)
                    raise BadFile(f"line {line}: {error.msg}") from None
                continue
            self.at = end
            return value

    def _more(self) -> bool:
        read = self.file.read(max(PIECE, len(self.text) - self.at))
        self.line += self.text.count("\n", 0, self.at)
        self.text, self.at = self.text[self.at :] + read, 0
        return bool(read)


def services_in(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The services that a record is, or holds: a page, an organization, a service at a location.

    An organization that names no service comes as it is. Nothing comes of what holds no service.
    """
    if isinstance(body.get("contents"), list):
        for each in body["contents"]:
            if isinstance(each, dict):
                yield from services_in(each)
    elif isinstance(service := body.get("service"), dict):
        yield service | {"service_at_locations": [_without(body, "service")]}
    elif isinstance(body.get("services"), list):
        for each in body["services"]:
            yield each | {"organization": _without(body, "services")}
    elif "status" in body or is_organization(body):
        yield body


def is_organization(body: dict[str, Any]) -> bool:
    """Alone, as a list of organizations has them."""
    return (
        "status" not in body
        and not {"location_type", "taxonomy", "taxonomy_detail"} & body.keys()
        and ({"id", "name", "description"} <= body.keys() and not {"code", "version"} & body.keys())
    )


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}
