"""A home with something of everything in it, and how an operator types."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from click import Command
from click.testing import CliRunner, Result

from server.cli.demo import filling
from server.cli.operator import Operator
from server.models.people import Person
from server.models.requests import Contact, Photo, ServiceRequest, Step
from server.models.surveys import Wave
from server.settings import Settings
from server.storage.database import raw, write
from server.storage.media import FileMedia
from tests.builders import COMMUNITY, a_network
from tests.engines import run
from tests.once import made_once

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SECRET_KEY = "5e" * 32


def a_demonstration(factory: pytest.TempPathFactory) -> Path:
    """A home of one's own as `linli demo` fills it, with SECRET_KEY."""

    def fill_it(home: Path) -> None:
        run(filling(Operator(Settings(home=home, secret_key=SECRET_KEY))))

    home = factory.mktemp("demonstration") / "home"
    return Path(shutil.copytree(made_once(factory, "linli-demo", fill_it), home))


def type_in(command: Command, settings: Settings, *words: object) -> Result:
    """What the command says, and its exit code."""
    obj = SimpleNamespace(settings=settings)
    with ThreadPoolExecutor(1) as elsewhere:  # a command has a loop of its own
        return elsewhere.submit(CliRunner().invoke, command, list(map(str, words)), obj=obj).result()


async def fill(home: Path) -> None:
    """A network, a person, three requests with steps, contacts and photos, an open wave with answers."""
    await a_network()
    await Person.insert(Person(id=uuid4(), phone="+8613800000000", created_at=NOW))
    for n in range(3):
        await a_photographed_request(home, n)
    wave = {"opens_on": NOW.date(), "closes_on": NOW.date(), "accepts_until": NOW, "questionnaire": "{}"}
    await Wave.insert(Wave(id=uuid4(), year=2026, title="2026", state="open", **wave))
    for n in range(5):
        sql = "INSERT INTO survey.response VALUES ({}, 'w', {}, 'residents', '', 'web', 'open', '{{}}')"
        await raw(sql, uuid4().hex, f"{COMMUNITY}{n}")


async def a_photographed_request(home: Path, n: int) -> UUID:
    """Sent and accepted, with contact and photo: the file first, then the row."""
    media, request = uuid4().hex, uuid4()
    store = FileMedia(home / "media")
    await store.put(f"{media}-1600", b"large" * n + request.bytes)
    await store.put(f"{media}-400", b"small" * n + request.bytes)
    about: dict[str, Any] = {"request": request, "body_hash": "0" * 64, "at": NOW}
    async with write():
        await ServiceRequest.insert(
            ServiceRequest(
                id=request,
                number=f"2611{n:05d}",
                body_hash="0" * 64,
                place=COMMUNITY,
                holder=COMMUNITY,
                category="repair",
                description="水管漏水 {} 'quoted'",
                state="accepted",
                version=2,
                sent_at=NOW,
            )
        )
        await Contact.insert(Contact(request=request, name="梅", phone="+8613800000000"))
        await Step.insert(
            Step(id=uuid4(), act="send", by="resident", version=1, state="submitted", **about),
            Step(id=uuid4(), act="accept", by="clerk", version=2, state="accepted", **about),
        )
        await Photo.insert(
            Photo(id=uuid4(), media=media, width=1600, height=1200, bytes_1600=1, bytes_400=1, **about)
        )
    return request
