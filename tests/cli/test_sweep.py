"""`linli sweep`: what time brings, from outside the server, at any time that one chooses."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from server.cli import linli
from server.domain.asks import Reach, SendRequest
from server.domain.keys import Keys
from server.domain.numbers import Numbers
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.places import Places
from server.domain.requests import Reception, send_request
from server.models import TABLES
from server.models.requests import ServiceRequest
from server.storage.database import close_database, open_database, start_database
from tests.builders import COMMUNITY, NOON, STREET, a_network
from tests.engines import copy_files
from tests.survey_builders import HANGZHOU


@pytest.fixture
def with_a_request(home: Path, migrated_files: Path) -> Path:
    """A home in which somebody asked at noon and wants messages."""
    copy_files(migrated_files, home)

    async def fill() -> None:
        await a_network()
        reception = Reception(Places(HANGZHOU.zone), Numbers(HANGZHOU.zone), Keys(b"k" * 32), [86])
        contact = Reach(phone="13805710001", wish="message")
        ask = SendRequest(COMMUNITY, "lighting", "灯不亮", contact=contact)
        await send_request(uuid4(), ask, Stamp(Actor(key_hash="k"), NOON, ""), reception)

    in_database(home, fill)
    return home


def in_database(home: Path, do):  # type: ignore[no-untyped-def]
    """The same files, opened, in a loop of its own."""

    async def go():  # type: ignore[no-untyped-def]
        open_database(home, None, TABLES)
        await start_database()
        try:
            return await do()
        finally:
            await close_database()

    return asyncio.run(go())


async def requests() -> list[dict[str, Any]]:
    """Every row."""
    return await ServiceRequest.select()


def sweep(home: Path, *options: str) -> Result:
    """The command, as an operator types it."""
    return CliRunner().invoke(linli, ["sweep", *options], env={"LINLI_HOME": str(home)})


def test_a_sweep_does_what_is_due_and_a_second_finds_nothing(with_a_request: Path) -> None:
    now = (NOON + timedelta(hours=3)).isoformat()

    first, second = (sweep(with_a_request, "--now", now) for _ in range(2))

    assert first.exit_code == second.exit_code == 0, first.output + second.output
    assert "climb 1" in first.output
    assert "jobs 2" in first.output  # its resident hears of it, and the level it climbed to
    assert "climb 0" in second.output
    assert "jobs 0" in second.output
    (row,) = in_database(with_a_request, requests)
    assert row["holder"] == STREET
    (message,) = (with_a_request / "outbox" / "sms.jsonl").read_text("utf-8").splitlines()
    assert json.loads(message)["to"] == "+8613805710001"


def test_without_a_time_it_is_now(with_a_request: Path) -> None:
    result = sweep(with_a_request)

    (row,) = in_database(with_a_request, requests)
    assert result.exit_code == 0
    assert (row["holder"] == STREET) == (datetime.now(UTC) >= NOON + timedelta(hours=2))


@pytest.mark.parametrize("moment", ["soon", "2026-11-24", "2026-11-24T09:00:00"])
def test_a_time_without_a_zone_is_said_to_be_none(home: Path, moment: str) -> None:
    result = sweep(home, "--now", moment)

    assert result.exit_code == 2
    assert "2026-11-24T09:00:00Z" in result.output
