"""Reading a package: rows of tables put together again to services, each row checked where it stands."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import msgspec

from server.domain.hsds.files import BadFile, Piece
from server.domain.hsds.tables import BY_FIELD, TABLE_BY_NAME, TABLES, Table

Body = dict[str, Any]
Open = Callable[[str], io.TextIOWrapper]
csv.field_size_limit(1 << 20)


class BadRows(Exception):
    """Rows of the package that cannot be: where each stands, and why."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        super().__init__(f"{len(rows)} bad rows")
        self.rows = rows


class Package:
    """All rows of a package, by their ids and by what they hang on."""

    def __init__(self, path: Path) -> None:
        self.rows: dict[str, dict[str, Body]] = {table.name: {} for table in TABLES}
        self.places: dict[str, str] = {}  # of services and organizations
        self.below: dict[tuple[str, str], list[Body]] = defaultdict(list)
        self.left: Counter[str] = Counter()
        self.bad: list[tuple[str, str]] = []
        with opened(path) as (names, open_file):
            files = files_of(names, open_file, self.left)
            for table in TABLES:
                if table.name in files:
                    self._read(table, files[table.name], open_file)
        if not self.rows["services"] and not self.rows["organizations"] and not self.bad:
            raise BadFile(
                "there is neither services.csv nor organizations.csv in it, or nothing stands there"
            )
        self._check()
        if self.bad:
            raise BadRows(self.bad)

    def _read(self, table: Table, path: str, open_file: Open) -> None:
        try:
            with open_file(path) as file:
                reader = csv.DictReader(file)
                for row in reader:
                    self._take(table, f"{table.name}.csv:{reader.line_num}", row)
        except UnicodeDecodeError as error:
            raise BadFile(f"{path} is not UTF-8: {error.reason} at byte {error.start}") from None
        except csv.Error as error:
            raise BadFile(f"{path}: {error}") from None

    def _take(self, table: Table, place: str, row: dict[Any, Any]) -> None:
        if None in row or None in row.values():
            self.bad.append((place, "there are not as many values as columns"))
            return
        said = {name: value for name, value in row.items() if value != ""}
        try:
            read: Body = msgspec.to_builtins(msgspec.convert(said, table.kind, strict=False))
        except msgspec.ValidationError as error:
            self.bad.append((place, str(error).replace("$.", "")))
            return
        body = {name: whole_number(value) for name, value in read.items()}
        self.left.update(f"{table.name}.{name}" for name in said if name not in table.columns)
        if body["id"] in self.rows[table.name]:
            self.bad.append((place, f"the id {body['id']} stands twice"))
            return
        self.rows[table.name][body["id"]] = body
        if table.name in {"services", "organizations"}:
            self.places[body["id"]] = place
        owner = next((name for name in table.owners if name in body), None)
        if owner is not None:
            self.below[table.field, body[owner]].append(body)
        elif table.owners:
            self.left[f"{table.name} of nothing"] += 1

    def _check(self) -> None:
        """What a service cannot do without, and rows that hang on nothing."""
        known = {id for rows in self.rows.values() for id in rows}
        for id, body in self.rows["services"].items():
            if body.get("organization_id") not in self.rows["organizations"]:
                self.bad.append((self.places[id], "its organization_id is none of organizations.csv"))
        for body in self.rows["service_at_location"].values():
            if body.get("location_id") not in self.rows["locations"]:
                place = f"service_at_location.csv, {body['id']}"
                self.bad.append((place, "its location_id is none of locations.csv"))
        for (field, owner), rows in self.below.items():
            if owner not in known:
                self.left[f"{BY_FIELD[field].name} of nothing"] += len(rows)

    def pieces(self) -> Iterator[Piece]:
        """The services, each with all that hangs on it; then organizations that provide none."""
        providing = set()
        for id, body in self.rows["services"].items():
            whose = body["organization_id"]
            providing.add(whose)
            whole = self._whole("services", body)
            whole["organization"] = self._whole("organizations", self.rows["organizations"][whose])
            if program := self.rows["programs"].get(body.get("program_id", "")):
                whole["program"] = program
            yield Piece(self.places[id], whole)
        for id, body in self.rows["organizations"].items():
            if id not in providing:
                yield Piece(self.places[id], self._whole("organizations", body))

    def _whole(self, name: str, body: Body) -> Body:
        """The row with what hangs on it, as far down as records of its kind hold others."""
        made = dict(body)
        for field in TABLE_BY_NAME[name].below:
            if rows := self.below.get((field, body["id"])):
                made[field] = [self._whole(BY_FIELD[field].name, row) for row in rows]
        if name == "service_at_location":
            made["location"] = self._whole("locations", self.rows["locations"][body["location_id"]])
        if term := self.rows["taxonomy_terms"].get(body.get("taxonomy_term_id", "")):
            made["taxonomy_term"] = term
        return made


class opened:  # noqa: N801  (reads as a function)
    """The files of a zip, or of a folder: their names, and what opens one as text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.zip: ZipFile | None = None

    def __enter__(self) -> tuple[list[str], Open]:
        if self.path.is_dir():
            names = [each.name for each in sorted(self.path.iterdir()) if each.is_file()]
            return names, lambda name: (self.path / name).open(encoding="utf-8-sig", newline="")
        try:
            self.zip = zipped = ZipFile(self.path)
        except BadZipFile:
            raise BadFile("this is no zip file") from None
        return zipped.namelist(), lambda name: io.TextIOWrapper(
            zipped.open(name), encoding="utf-8-sig", newline=""
        )

    def __exit__(self, *_: object) -> None:
        if self.zip:
            self.zip.close()


def whole_number(value: Any) -> Any:
    """12 of 12.0; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def files_of(names: list[str], open_file: Open, left: Counter[str]) -> dict[str, str]:
    """The file of each table: as datapackage.json says, or else by its name."""
    by_base = {Path(name).name: name for name in names if not name.endswith("/")}
    found = {base[:-4]: name for base, name in by_base.items() if base.endswith(".csv")}
    if "datapackage.json" in by_base:
        with open_file(by_base["datapackage.json"]) as file:
            try:
                resources = json.load(file)["resources"]
                named = {str(each["name"]): Path(str(each["path"])).name for each in resources}
            except (ValueError, KeyError, TypeError):
                left["datapackage.json, which cannot be read"] += 1
                named = {}
        found |= {name: by_base[base] for name, base in named.items() if base in by_base}
    left.update({f"{name}.csv": 1 for name in found if name not in TABLE_BY_NAME})
    return {name: path for name, path in found.items() if name in TABLE_BY_NAME}
