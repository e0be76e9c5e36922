"""Taking an answer without a trace: what is kept cannot be led back to a code, a person or a moment.

In one transaction, in the survey's own tables: the invitation is marked in place, the phone's submission id
is left as a receipt, and the answers are stored under a random key. None of the three names another; what
order of arrival the database keeps in its pages is wiped out nightly, and at the close, by `storage.survey`.
"""

from datetime import datetime
from secrets import token_hex
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from server.domain.city import City
from server.domain.errors import CodeUsed, Invalid, SurveyOver
from server.domain.keys import Keys
from server.domain.once import Once
from server.domain.people import Actor
from server.domain.surveys.codes import code_mac, read_code
from server.domain.surveys.questionnaire import Group, read_questionnaire
from server.domain.surveys.sheets import Value, check_answers
from server.domain.surveys.visits import check_bringer
from server.domain.surveys.waves import find_wave, takes_answers
from server.models.network import Division
from server.storage.database import raw, write

Typed = Annotated[str, Meta(max_length=2000)]
COMMUNITY = 4  # the level at which a resident says where they live


class AnswerSurvey(Struct, frozen=True, forbid_unknown_fields=True):
    """A filled-in sheet, with an invitation's code or as an open answer for a community."""

    group: Group
    answers: Annotated[
        dict[Typed, Typed | Annotated[list[Typed], Meta(max_length=50)] | dict[Typed, Typed]],
        Meta(max_length=100),
    ]
    division: str = ""  # of an open answer; an invitation knows its own
    code: Typed | None = None
    mode: Literal["web", "visit", "phone", "paper"] = "web"
    begun_at: Annotated[datetime, Meta(tz=True)] | None = None  # compared with the close, never kept


class SheetReceived(Struct, frozen=True):
    """The submission that is here: by its id the phone knows that this answer is the server's own."""

    id: UUID


class Sheet(Struct, frozen=True):
    """What is kept of an answer, and nothing else."""

    division: str  # of the stratum; of an open answer: the community that was chosen
    audience: str
    weighting_class: str
    mode: str
    kind: Literal["invited", "open"]
    answers: dict[str, Value]


async def answer_survey(
    wave_id: UUID,
    response_id: UUID,
    said: AnswerSurvey,
    *,
    by: Actor,
    keys: Keys,
    city: City,
    now: datetime,
) -> Once[SheetReceived]:
    """Keep a sheet, once for its submission id. `by` and `now` are only asked whether it may come in.

    Raises NotFound, SurveyOver, Invalid, CodeUsed; NotSignedIn, NotAllowed for one that only staff can bring.
    """
    wave = await find_wave(wave_id)
    if not takes_answers(wave, said.begun_at, now, city.zone):
        if await _was_received(wave_id, response_id):
            return Once(SheetReceived(response_id), is_new=False)
        raise SurveyOver
    form = read_questionnaire(wave.questionnaire).form(said.group)
    answers = check_answers(form, said.answers)
    if not answers:
        raise Invalid({"answers": "nothing-answered"})
    mac = None if said.code is None else _mac_of(said.code, wave_id, keys)
    if said.mode != "web":
        await check_bringer(by, said.mode, wave_id, mac)
    if mac is None:
        await _check_community(said.division)
    async with write():
        if not await _leave_receipt(wave_id, response_id):
            return Once(SheetReceived(response_id), is_new=False)
        if mac is None:
            sheet = Sheet(said.division, said.group, "", said.mode, "open", answers)
        else:
            division, weighting_class = await redeem(wave_id, mac, said.group)
            sheet = Sheet(division, said.group, weighting_class, said.mode, "invited", answers)
        await keep_sheet(wave_id, sheet)
    return Once(SheetReceived(response_id), is_new=True)


async def redeem(wave: UUID, mac: str, group: Group) -> tuple[str, str]:
    """Mark an invitation as used, in place, and give its division and class. Within `write()`.

    Raises CodeUsed, or Invalid for a code that this wave has not, or has for another form.
    """
    found = await raw(
        "UPDATE survey.invitation SET used = 1 "
        "WHERE code_mac = {} AND wave = {} AND audience = {} AND used = 0 "
        "AND disposition IS NULL RETURNING division, class",
        mac,
        str(wave),
        group.value,
    )
    if found:
        return found[0]["division"], found[0]["class"]
    there = await raw(
        "SELECT audience, disposition FROM survey.invitation WHERE code_mac = {} AND wave = {}",
        mac,
        str(wave),
    )
    if not there:
        raise Invalid({"code": "code-unknown"})
    if there[0]["disposition"]:
        raise Invalid({"code": "code-replaced"})
    if there[0]["audience"] != group:
        raise Invalid({"group": "code-of-another-group"})
    raise CodeUsed


async def keep_sheet(wave: UUID, sheet: Sheet) -> None:
    """Store answers under a key that nobody else has seen. Within `write()`."""
    await raw(
        "INSERT INTO survey.response (id, wave, division, audience, class, mode, kind, answers) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {})",
        token_hex(16),
        str(wave),
        sheet.division,
        str(sheet.audience),
        sheet.weighting_class,
        sheet.mode,
        sheet.kind,
        msgspec.json.encode(sheet.answers).decode(),
    )


async def _leave_receipt(wave: UUID, response: UUID) -> bool:
    """The submission id, alone; false: it is there already."""
    left = await raw(
        "INSERT INTO survey.receipt (id, wave) VALUES ({}, {}) ON CONFLICT DO NOTHING RETURNING id",
        str(response),
        str(wave),
    )
    return bool(left)


async def _was_received(wave: UUID, response: UUID) -> bool:
    return bool(
        await raw("SELECT id FROM survey.receipt WHERE id = {} AND wave = {}", str(response), str(wave))
    )


def _mac_of(typed: str, wave: UUID, keys: Keys) -> str:
    code = read_code(typed)
    if code is None:
        raise Invalid({"code": "code-mistyped"})
    return code_mac(keys, wave, code)


async def _check_community(code: str) -> None:
    if not await Division.exists().where((Division.code == code) & (Division.level == COMMUNITY)):
        raise Invalid({"division": "no-such-place"})
