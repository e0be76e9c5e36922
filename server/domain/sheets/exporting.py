"""The directory of a division's subtree as rows of a sheet."""

import asyncio
from typing import Literal

from server.domain.errors import NotFound
from server.domain.keeping import may_read, must_read_directory
from server.domain.nouns import Editor
from server.domain.sheets.cells import cells_of
from server.domain.sheets.known import find_known
from server.domain.sheets.writing import to_csv, to_xlsx

Format = Literal["xlsx", "csv"]


async def export_sheet(owner: str, format: Format, editor: Editor) -> bytes:
    """What its desk keeps, by category and name; an empty directory is the sheet to fill in.

    Raises NotSignedIn, NotAllowed, NotFound.
    """
    must_read_directory(editor.actor)
    if not may_read(editor.actor, owner):
        raise NotFound(division=owner)
    known = await find_known(owner, editor.reader)
    if owner not in known.divisions:
        raise NotFound(division=owner)

    def write_it() -> bytes:
        services = sorted(known.services.items(), key=lambda it: (it[1].category, it[1].name, it[0]))
        rows = (cells_of(id, service, known) for id, service in services)
        return to_csv(rows) if format == "csv" else to_xlsx(rows)

    return await asyncio.to_thread(write_it)


def template() -> bytes:
    """The sheet without a row."""
    return to_xlsx([])
