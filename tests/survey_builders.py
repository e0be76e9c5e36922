"""A wave to answer, its strata, its codes, and answers given without the door: for tests of surveys."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from random import Random
from secrets import token_hex
from typing import Any, Final
from uuid import UUID, uuid4

from server.domain.city import read_city
from server.domain.keys import Keys
from server.domain.surveys.codes import Letter, make_invitations
from server.domain.surveys.questionnaire import core_questionnaire, freeze
from server.models.surveys import Stratum, Wave
from server.storage.database import raw
from tests.builders import COMMUNITY

HANGZHOU: Final = read_city("hangzhou")
FROZEN: Final = freeze(core_questionnaire(HANGZHOU))
KEYS: Final = Keys(bytes.fromhex("5e" * 32))  # those of the application under test


async def a_wave(**but: Any) -> UUID:
    """This year's survey, open from the 15th of November to the 15th of December."""
    usual: dict[str, Any] = {"id": uuid4(), "year": 2026, "title": "2026 年居民调查", "state": "open"}
    usual |= {"opens_on": date(2026, 11, 15), "closes_on": date(2026, 12, 15)}
    usual |= {"accepts_until": datetime(2026, 12, 18, 16, tzinfo=UTC), "result_on": date(2027, 2, 1)}
    wave = Wave(**usual | {"questionnaire": FROZEN} | but)
    await Wave.insert(wave)
    id: UUID = wave.id
    return id


async def a_stratum(
    wave: UUID, division: str = COMMUNITY, audience: str = "residents", **but: Any
) -> Stratum:
    """1,000 dwellings, of which 100 were drawn."""
    stratum = Stratum(
        **{"wave": wave, "division": division, "audience": audience, "population": 1000, "sampled": 100} | but
    )
    await Stratum.insert(stratum)
    return stratum


async def letters(wave: UUID, sampled: int = 1, **but: Any) -> list[Letter]:
    """Invitations for a small stratum."""
    stratum = await a_stratum(wave, sampled=sampled, **but)
    return await make_invitations(wave, [stratum], KEYS, Random(11))


def a_sheet(**but: Any) -> dict[str, Any]:
    """A resident's sheet as the phone sends it, as an open answer."""
    usual: dict[str, Any] = {"group": "residents", "division": COMMUNITY, "code": None, "mode": "web"}
    usual |= {"answers": {"R2": "4", "R12": "3"}, "begun_at": "2026-11-24T03:50:00Z"}
    return usual | but


async def kept_sheets() -> list[dict[str, Any]]:
    """What the database holds of answers."""
    rows = await raw("SELECT * FROM survey.response ORDER BY id")
    return [row | {"answers": json.loads(row["answers"])} for row in rows]


async def answered(
    wave: UUID, division: str, said: Iterable[str], audience: str = "residents", kind: str = "invited"
) -> None:
    """Sheets with these answers to the key question; "" for one without."""
    key = {"residents": "R2", "migrants": "M2", "units": "O5"}[audience]
    for answer in said:
        await raw(
            "INSERT INTO survey.response (id, wave, division, audience, class, mode, kind, answers) "
            "VALUES ({}, {}, {}, {}, '', 'web', {}, {})",
            token_hex(16),
            str(wave),
            division,
            audience,
            kind,
            json.dumps({key: answer} if answer else {"R12": "1"}),
        )
