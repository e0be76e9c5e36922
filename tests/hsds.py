"""What an HSDS record must be: our own closed tables always, and the specification's schemas where they are.

The specification's files are not part of the project: HSDS_SCHEMAS names a folder with them, the
`schema/compiled` and `examples` of github.com/openreferral/specification at 3.1.
"""

import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import msgspec

FOLDER: Final = os.environ.get("HSDS_SCHEMAS")
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d\+08:00")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}|\d{3,6}")
DAYS: Final = {"assured_date", "valid_from", "valid_to", "dtstart", "until"}


def check(record: Any, kind: type[msgspec.Struct], schema: str = "") -> None:
    """Fails for a property beyond the tables, a wrong form, a null, and what validators let through."""
    assert msgspec.to_builtins(msgspec.convert(record, kind)) == msgspec.to_builtins(record)
    for name, value in leaves(record):
        assert value is not None, name
        assert value != "", name
        check_leaf(name.rpartition(".")[2], value)
    if schema and FOLDER:
        validator(schema).validate(record)


def check_leaf(name: str, value: Any) -> None:
    """The text of the specification where its schemas are silent."""
    if name in {"opens_at", "closes_at"}:
        assert TIME.fullmatch(value), (name, value)
    elif name in DAYS:
        assert DAY.fullmatch(value), (name, value)
    elif name == "last_modified":
        assert MOMENT.fullmatch(value), value
    elif name == "country":
        assert value == "CN"
    elif name == "postal_code":
        assert re.fullmatch(r"\d{6}", value)
    elif name == "number":
        assert NUMBER.fullmatch(value), value
    elif name == "timezone":
        assert value == 8


def leaves(value: Any, path: str = "") -> Any:
    """Every value that holds no others, with its path."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}")
    elif isinstance(value, list):
        assert value, path
        for each in value:
            yield from leaves(each, path)
    else:
        yield path, value


@lru_cache
def validator(name: str) -> Any:
    """The specification's schema of this name, every object closed."""
    schema = json.loads((Path(str(FOLDER)) / "schema" / "compiled" / f"{name}.json").read_text("utf-8"))
    return jsonschema_rs.validator_for(closed(schema), validate_formats=True)


def closed(schema: Any) -> Any:
    """With no properties but those that it names."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(each) for name, each in schema.items()}
    if isinstance(made.get("properties"), dict):
        made["additionalProperties"] = False
    return made


def example(name: str) -> Any:
    """One of the specification's examples."""
    return json.loads((Path(str(FOLDER)) / "examples" / f"{name}.json").read_text("utf-8"))
