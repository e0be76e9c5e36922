"""Writing a package: the same services as rows of tables, each row once, in a zip that is always the same."""

import csv
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from server.domain.hsds.records import Organization, Service
from server.domain.hsds.tables import BY_FIELD, NESTED, TABLE_BY_NAME, TABLES, Table, package_of
from server.domain.hsds.taxonomy import TAXONOMY_BY_ID

EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # as early as a zip can say
SINGULAR: Final = {
    "services": "service_id",
    "service_at_location": "service_at_location_id",
    "locations": "location_id",
    "organizations": "organization_id",
    "phones": "phone_id",
}
Body = dict[str, Any]


class Packer:
    """Rows into files, one a table, then all of them into one zip."""

    def __init__(self, folder: Path, open_files: ExitStack) -> None:
        self.folder, self.open_files = folder, open_files
        self.writers: dict[str, Any] = {}
        self.written: set[str] = set()  # ids of what several records share

    def add(self, records: Iterable[Service | Organization]) -> None:
        """These, with all that hangs on them."""
        for record in records:
            table = "services" if isinstance(record, Service) else "organizations"
            self._row(table, msgspec.to_builtins(record), {})

    def _row(self, name: str, body: Body, links: Body) -> None:
        row = {field: value for field, value in body.items() if field not in NESTED} | links
        for field, linked in (("organization", "organizations"), ("location", "locations")):
            if whole := body.get(field):
                row[SINGULAR[linked]] = whole["id"]
                self._once(linked, whole)
        if term := body.get("taxonomy_term"):
            row["taxonomy_term_id"] = term["id"]
            self._term(term)
        self._write(TABLE_BY_NAME[name], row)
        for field, below in BY_FIELD.items():
            for each in body.get(field) or ():
                self._row(below.name, each, self._link(name, below, body["id"]))

    def _link(self, above: str, below: Table, id: str) -> Body:
        return {below.owners[0] if below.name in {"attributes", "metadata"} else SINGULAR[above]: id}

    def _once(self, name: str, body: Body) -> None:
        if body["id"] not in self.written:
            self.written.add(body["id"])
            self._row(name, body, {})

    def _term(self, term: Body) -> None:
        if term["id"] in self.written:
            return
        self.written.add(term["id"])
        for id, taxonomy in TAXONOMY_BY_ID.items():
            if str(id) == term.get("taxonomy_id") and str(id) not in self.written:
                self.written.add(str(id))
                self._write(TABLE_BY_NAME["taxonomies"], msgspec.to_builtins(taxonomy))
        self._write(TABLE_BY_NAME["taxonomy_terms"], term)

    def _write(self, table: Table, row: Body) -> None:
        if table.name not in self.writers:
            path = self.folder / f"{table.name}.csv"
            file = self.open_files.enter_context(path.open("w", encoding="utf-8", newline=""))
            self.writers[table.name] = csv.writer(file, lineterminator="\n")
            self.writers[table.name].writerow(table.columns)
        self.writers[table.name].writerow([row.get(column, "") for column in table.columns])

    def tables(self) -> list[Table]:
        """Those that have a row."""
        return [table for table in TABLES if table.name in self.writers]


class Package:
    """A package as it is written: fill `packer`, then it is closed into the zip."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Packer:
        self._files = ExitStack()
        self._folder = TemporaryDirectory(dir=self.path.parent)
        self.packer = Packer(Path(self._folder.name), self._files)
        return self.packer

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._files.close()
        if kind is None:
            self._zip()
        self._folder.cleanup()

    def _zip(self) -> None:
        folder, tables = Path(self._folder.name), self.packer.tables()
        package = json.dumps(package_of(tables), ensure_ascii=False, indent=2) + "\n"
        with ZipFile(self.path, "w", ZIP_DEFLATED, compresslevel=6) as zipped:
            zipped.writestr(_entry("datapackage.json"), package)
            for table in tables:
                with (
                    (folder / f"{table.name}.csv").open("rb") as file,
                    zipped.open(_entry(f"{table.name}.csv"), "w") as inside,
                ):
                    while part := file.read(1 << 20):
                        inside.write(part)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
    return entry
