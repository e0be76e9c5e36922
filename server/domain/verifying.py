"""Somebody made sure that a service is as it is written: one button, and a version of its own."""

from datetime import date
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from server.domain.errors import Invalid, NotFound
from server.domain.keeping import must_edit
from server.domain.nouns import THE_SERVICES, Editor
from server.domain.publishing import hold, read_mine
from server.storage.database import write

VERIFY: Final = "verify"


async def verify_service(id: UUID, on: date, editor: Editor) -> int:
    """It is true as of this day, in the city: its version. Raises NotFound, Invalid, NotAllowed."""
    must_edit(editor.actor)
    if on > editor.ground.today:
        raise Invalid({"on": "not-yet"})
    async with write():
        await hold(THE_SERVICES, id)
        kept = await read_mine(THE_SERVICES, id, editor)
        if kept is None or kept.deleted_at is not None:
            raise NotFound(service=id)
        return await THE_SERVICES.save(id, replace(kept.body, verified_on=on), editor, VERIFY)
