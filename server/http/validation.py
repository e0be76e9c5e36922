"""What msgspec says of a wrong value, as a field and the key of a sentence that a person can read."""

import re
from typing import Final

from msgspec import Struct


class FieldError(Struct, frozen=True):
    """One field, by its path, and what is wrong with it."""

    field: str
    key: str
    facts: dict[str, object] = {}


AT: Final = re.compile(r" - at (?:`key` in )?`\$(.*)`$")
BRACKETS: Final = re.compile(r"\[(\d+|\.\.\.)\]")
SAYINGS: Final[list[tuple[re.Pattern[str], str]]] = [
    (re.compile(r"missing required field `(?P<inner>[^`]+)`"), "required"),
    (re.compile(r"contains unknown field `(?P<inner>[^`]+)`"), "unknown-field"),
    (re.compile(r"Expected `str` of length (?:<= (?P<limit>\d+)|< \d+)"), "too-long"),
    (re.compile(r"Expected `(?:str|array|object)` of length >= 1\b"), "required"),
    (re.compile(r"Expected `str` of length >= (?P<limit>\d+)"), "too-short"),
    (re.compile(r"Expected `(?:array|object)` of length <= (?P<limit>\d+)"), "too-many-items"),
    (re.compile(r"Expected `(?:array|object)` of length >= (?P<limit>\d+)"), "too-few-items"),
    (re.compile(r"Expected `(?:int|float)` <=? (?P<limit>[\d.-]+)"), "too-high"),
    (re.compile(r"Expected `(?:int|float)` >=? (?P<limit>[\d.-]+)"), "too-low"),
    (re.compile(r"Invalid (?:enum )?value"), "not-a-choice"),
    (re.compile(r"Invalid UUID"), "bad-id"),
    (re.compile(r"(?i)rfc3339|datetime|timezone"), "bad-time"),
    (re.compile(r"matching regex"), "bad-form"),
    (re.compile(r"Expected `(?P<expected>[^`]+)`, got"), "wrong-kind"),
    (re.compile(r"Missing required \w+ parameter '(?P<inner>[^']+)'"), "required"),
]
# Python's words for what JSON calls otherwise.
KINDS: Final = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def field_errors(message: str) -> tuple[list[FieldError], bool]:
    """The error in a message of msgspec, and whether it lies in the body.

    `Expected `str` of length <= 80 - at `$.data.contact.name`` is the field contact.name, too long.
    """
    at = AT.search(message)
    path = BRACKETS.sub(r".\1", at.group(1)).lstrip(".") if at else ""
    said = message[: at.start()] if at else message
    inner, key, facts = _read(said)
    names = [name for name in [*path.split("."), inner] if name]
    in_body = bool(names) and names[0] == "data"
    return [FieldError(".".join(names[1:] if in_body else names), key, facts)], in_body


def _read(said: str) -> tuple[str, str, dict[str, object]]:
    for pattern, key in SAYINGS:
        if match := pattern.search(said):
            facts = {name: value for name, value in match.groupdict().items() if value is not None}
            inner = facts.pop("inner", "")
            if "expected" in facts:
                facts["expected"] = re.sub(
                    r"\w+", lambda kind: KINDS.get(kind[0], kind[0]), facts["expected"]
                )
            return inner, key, dict(facts)
    return "", "bad-value", {}
