"""A survey that is not to be: a draft goes with its frame, its sample and its codes, for good."""

from typing import Final
from uuid import UUID

from server.domain.errors import ConfirmNeeded, NotFound, StepNotAllowed
from server.domain.surveys.waves import WaveState
from server.models.surveys import Wave
from server.storage.database import raw, write
from server.storage.survey import empty_log

PARTS: Final = (
    "DELETE FROM survey.unit WHERE id IN "
    "(SELECT id FROM survey.unit WHERE wave = {} LIMIT 2000) RETURNING id",
    "DELETE FROM survey.invitation WHERE code_mac IN "
    "(SELECT code_mac FROM survey.invitation WHERE wave = {} LIMIT 2000) RETURNING code_mac",
    "DELETE FROM survey.try WHERE wave = {}",
    "DELETE FROM survey.printing WHERE wave = {}",
    "DELETE FROM survey.hand_out WHERE wave = {}",
)


async def discard_wave(id: UUID, *, confirmed: bool) -> None:
    """Delete a draft. Safe to repeat when it was cut short.

    Raises NotFound, StepNotAllowed once it was opened, ConfirmNeeded when letters were printed for it.
    """
    wave = await Wave.objects().get(Wave.id == id)
    if wave is None:
        raise NotFound(wave=id)
    if not confirmed and await raw("SELECT 1 FROM survey.invitation WHERE wave = {} LIMIT 1", str(id)):
        raise ConfirmNeeded({"letters": "wave-letters-void"})
    async with write():  # without a sample nobody, and no clock, opens it meanwhile
        undrawn = await raw(
            "UPDATE wave SET version = version + 1, seed = '' WHERE id = {} AND state = {} RETURNING id",
            id,
            WaveState.DRAFT,
        )
        if not undrawn:
            raise StepNotAllowed({"state": f"wave-is-{wave.state}"}, state=wave.state)
        await raw("DELETE FROM stratum WHERE wave = {}", id)
    for part in PARTS:
        while await raw(part, str(id)):
            pass
    await Wave.delete().where((Wave.id == id) & (Wave.state == WaveState.DRAFT))
    await empty_log()
