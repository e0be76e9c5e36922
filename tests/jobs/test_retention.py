"""What residents are told about how long things are kept is so: requests, photos, looks, accounts."""

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient

from server.domain.casewords import index_changed
from server.domain.erasures import erasure_hash
from server.jobs.clock import Tools, sweep_all, tonight
from server.models.jobs import Job
from server.models.people import AccessLog
from server.models.requests import Contact, Photo, ServiceRequest, Step
from server.storage.media import FileMedia
from tests.asking import CONTACT, Asked, a_clerk, ask
from tests.builders import CITY, NOON, Here, a_network, a_resident, later, person_of, stop_clock
from tests.jobs.test_clock import Heard
from tests.jobs.test_clock import tools as tools_of
from tests.pictures import a_photo

YEAR = timedelta(days=365)


@pytest.fixture
def tools(api: AsyncClient) -> Tools:
    """Those of the process under test."""
    return tools_of(Heard())


@pytest.fixture
def media(api: AsyncClient) -> FileMedia:
    """Where photos lie."""
    found: FileMedia = Here.app.state.house.media
    return found


async def a_closed_request(api: AsyncClient, headers: dict[str, str]) -> Asked:
    """With contact, photo, words of both sides and a rating, over at noon."""
    spot = {"latitude": 30.2801, "longitude": 120.1302}
    asked = await ask(api, headers, contact=CONTACT, photos=1, address="3 单元", location=spot)
    picture = asked.headers | {"Content-Type": "image/jpeg"}
    sent = await api.put(f"{asked.url}/photos/{uuid4()}", content=a_photo(), headers=picture)
    assert sent.status_code == 201
    await asked.says("message", note="我是张三，住 3 幢")
    assert (await asked.resolved(await a_clerk())).status_code == 201
    assert (await asked.says("confirm", rating=5)).status_code == 201
    return asked


async def row_of(id: UUID) -> dict[str, Any]:
    """As it is stored."""
    (row,) = await ServiceRequest.select().where(ServiceRequest.id == id)
    found: dict[str, Any] = row
    return found


async def test_a_year_after_its_end_a_request_is_figures_and_speaks_of_nobody(
    api: AsyncClient, tools: Tools, media: FileMedia
) -> None:
    await a_network()
    stop_clock()
    resident = await a_resident(name="张三")
    asked = await a_closed_request(api, resident)
    await index_changed()
    await sweep_all(tools, NOON)  # the figures know it from here on
    before = await row_of(asked.id)

    early = await sweep_all(tools, NOON + YEAR - timedelta(minutes=1))
    untouched = await row_of(asked.id)
    did = await sweep_all(tools, NOON + YEAR)
    again = await sweep_all(tools, NOON + YEAR)

    assert (early["retention"], did["retention"], again["retention"]) == (0, 1, 0)
    assert untouched == before
    after = await row_of(asked.id)
    gone = ("resident", "key_hash", "body_hash", "description", "address", "latitude", "longitude")
    assert not any(after[name] for name in gone)
    assert {name: after[name] for name in after if name not in gone} == {
        name: before[name] for name in before if name not in gone
    }
    assert after["rating"] == 5
    assert await Contact.count() == await Photo.count() == 0
    steps = await Step.select().where(Step.request == asked.id)
    assert [step["act"] for step in steps] == ["submit", "message", "resolve", "confirm"]
    assert not any(step["note"] for step in steps)
    assert (await api.get(asked.url, headers=resident)).status_code == 404


async def test_its_photos_go_when_no_backup_can_miss_them_any_more(
    api: AsyncClient, tools: Tools, media: FileMedia
) -> None:
    await a_network()
    stop_clock()
    await a_closed_request(api, await a_resident())
    for file in media.root.glob("??/*"):
        os.utime(file, (0, 0))  # they are old; what counts is when their row went

    await sweep_all(tools, NOON + YEAR)
    kept = await media.names()
    await sweep_all(tools, NOON + YEAR + timedelta(days=6))
    still = await media.names()
    await sweep_all(tools, NOON + YEAR + timedelta(days=8))

    assert len(kept) == len(still) == 2
    assert await media.names() == []
    assert await Job.count() == 0


async def test_an_open_request_is_kept_however_old(api: AsyncClient, tools: Tools) -> None:
    await a_network()
    stop_clock()
    asked = await ask(api, contact=CONTACT)

    await sweep_all(tools, later(days=800))

    assert (await row_of(asked.id))["description"] == "3 单元楼道灯不亮"
    assert await Contact.count() == 1


async def test_who_looked_is_listed_for_half_a_year(api: AsyncClient, tools: Tools) -> None:
    await a_network()
    for days in (10, 182, 184, 900):
        look = {"person": uuid4(), "person_name": "王芳", "division": CITY, "what": "contact"}
        await AccessLog.insert(AccessLog(id=uuid4(), at=NOON - timedelta(days=days), **look))

    did = await sweep_all(tools, NOON)

    assert did["retention"] == 2
    assert await AccessLog.count() == 2


async def test_more_than_one_batch_goes_in_one_night(
    api: AsyncClient, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("server.domain.retention", "server.jobs.retention"):
        monkeypatch.setattr(f"{module}.BATCH", 2)
    for _ in range(5):
        look = {"person": uuid4(), "person_name": "王芳", "what": "contact"}
        await AccessLog.insert(AccessLog(id=uuid4(), at=NOON - YEAR, **look))

    assert (await sweep_all(tools, NOON))["retention"] == 5


async def test_files_of_uploads_that_were_cut_off_go_after_a_week(
    api: AsyncClient, tools: Tools, media: FileMedia
) -> None:
    await a_network()
    asked = await ask(api, photos=1)
    picture = asked.headers | {"Content-Type": "image/jpeg"}
    await api.put(f"{asked.url}/photos/{uuid4()}", content=a_photo(), headers=picture)
    await media.put("ab" * 16 + "-1600", b"cut off")
    await media.put("cd" * 16 + "-1600", b"cut off just now")
    for file in media.root.glob("??/*"):
        if not file.name.startswith("cd"):
            os.utime(file, (0, 0))

    assert (await sweep_all(tools, datetime.now(NOON.tzinfo)))["retention"] == 1

    assert len(await media.names()) == 3
    assert "ab" * 16 + "-1600" not in await media.names()


async def test_whoever_deletes_the_account_stands_as_a_hash_in_a_file_beside_the_database(
    api: AsyncClient, tools: Tools
) -> None:
    people = []
    for _ in range(2):
        headers = await a_resident()
        people.append(erasure_hash(person_of(headers)))
        await api.delete("/api/me", headers=headers)
        await sweep_all(tools, later(datetime.now(NOON.tzinfo), seconds=1))
    file = tools.home / "erasures.log"

    assert [line.split()[0] for line in file.read_text().splitlines()] == people
    assert file.stat().st_mode & 0o777 == 0o600


def test_it_begins_by_night() -> None:
    def next_to(moment: str) -> str:
        return tonight(datetime.fromisoformat(moment), ZoneInfo("Asia/Shanghai")).isoformat()

    assert next_to("2026-11-24T12:00:00+08:00") == "2026-11-25T02:30:00+08:00"
    assert next_to("2026-11-25T02:29:00+08:00") == "2026-11-25T02:30:00+08:00"
    assert next_to("2026-11-25T02:30:00+08:00") == "2026-11-26T02:30:00+08:00"
