"""Staff, sessions and keys from the operator's side, beside a running server."""

import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest
from anyio import run_process
from httpx import AsyncClient

from server.domain import sessions
from server.domain.tokens import BadToken
from server.models.people import Grant, Person, Session
from server.storage.database import raw
from server.storage.key_files import add_session_key, session_keys
from tests.builders import COMMUNITY, NOON, STREET, Here, a_network, a_person, signed_in

Run = Callable[..., Awaitable[tuple[int, str]]]
ADD = ("staff", "add", "WangFang", "--name", "王芳", "--role", "clerk", "--division")


@pytest.fixture
def engine() -> str:
    """The commands are the same on both."""
    return "sqlite"


@pytest.fixture
def run(home: Path) -> Run:
    """`linli …` on this test's home, in a process of its own: its exit code and what it said."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LINLI_")}

    async def running(*words: str, typed: bytes = b"") -> tuple[int, str]:
        command = [sys.executable, "-c", "from server.cli import linli; linli()", *words]
        env = kept | {"LINLI_HOME": str(home), "LINLI_SECRET_KEY": "5e" * 32}
        done = await run_process(command, env=env, input=typed, stdout=PIPE, stderr=STDOUT, check=False)
        return done.returncode, done.stdout.decode()

    return running


async def test_somebody_who_is_added_signs_in_with_the_password_that_is_shown(
    api: AsyncClient, run: Run
) -> None:
    await a_network()

    code, said = await run(*ADD, COMMUNITY)
    password = said.strip().rpartition(" ")[2]
    answer = await api.post("/api/session", json={"username": "wangfang", "password": password})

    assert code == 0, said
    assert answer.status_code == 200
    assert answer.json()["person"]["rights"][0]["division_name"] == "翠苑一区"


async def test_the_same_name_again_gets_another_grant_and_keeps_the_password(
    api: AsyncClient, run: Run
) -> None:
    await a_network()

    _, first = await run(*ADD, COMMUNITY, "--password-stdin", typed=b"the ferry leaves at nine\n")
    _, again = await run("staff", "add", "wangfang", "--name", "x", "--role", "manager", "--division", STREET)
    body = {"username": "wangfang", "password": "the ferry leaves at nine"}
    answer = await api.post("/api/session", json=body)

    assert "password" not in first
    assert again == f"wangfang may now also act as manager of {STREET}; the password is as it was\n"
    assert sorted(right["role"] for right in answer.json()["person"]["rights"]) == ["clerk", "manager"]


async def test_what_cannot_be_is_said_in_one_line(api: AsyncClient, run: Run) -> None:
    await a_network()

    nowhere, there = await run(*ADD, "330199000000")
    short, why = await run(*ADD, COMMUNITY, "--password-stdin", typed=b"short\n")
    common, too = await run(*ADD, COMMUNITY, "--password-stdin", typed=b"password1234\n")

    assert (nowhere, short, common) == (1, 1, 1)
    assert "division: Not one of the choices." in there
    assert "password: Too short; at least 12 characters." in why
    assert "password: This password is too common" in too
    assert await Grant.count() == await Person.count() == 0


async def test_whoever_left_cannot_sign_in(api: AsyncClient, run: Run) -> None:
    await a_network()
    await run(*ADD, COMMUNITY, "--password-stdin", typed=b"the ferry leaves at nine\n")

    gone, _ = await run("staff", "disable", "wangfang")
    nobody, said = await run("staff", "disable", "nobody")
    body = {"username": "wangfang", "password": "the ferry leaves at nine"}

    assert (gone, nobody) == (0, 1)
    assert said == "Error: there is nobody called nobody\n"
    assert (await api.post("/api/session", json=body)).status_code == 422


async def test_an_operator_forgets_the_authenticator_of_whoever_lost_it(api: AsyncClient, run: Run) -> None:
    await a_network()
    await run(*ADD, COMMUNITY, "--password-stdin", typed=b"the ferry leaves at nine\n")
    who = {"username": "wangfang", "password": "the ferry leaves at nine"}
    await api.post("/api/session/factor", json=who)

    done, said = await run("staff", "reset-factor", "wangfang")
    nobody, _ = await run("staff", "reset-factor", "nobody")

    assert (done, nobody) == (0, 1)
    assert said == "wangfang sets up an authenticator at the next sign-in\n"
    assert not await raw("SELECT person FROM second_factor")


async def test_all_sessions_end_with_one_command(api: AsyncClient, run: Run) -> None:
    headers = [
        await signed_in(await a_person(phone=f"+861380013800{n}"), sessions.OWN_PHONE) for n in range(3)
    ]

    _, said = await run("sessions", "end", "--all")

    assert said == "3 sessions ended\n"
    assert {(await api.get("/api/me", headers=each)).status_code for each in headers} == {401}
    assert not await Session.exists().where(Session.ended_at.is_null())


async def test_rotated_keys_sign_from_then_on_and_the_old_one_verifies_for_a_day(
    api: AsyncClient, home: Path, run: Run
) -> None:
    state = Here.app.state
    before = await signed_in(await a_person(phone="+8613800138000"), sessions.OWN_PHONE)
    old = state.doorkeeper.ring.newest

    code, _ = await run("keys", "rotate")
    await state.house.chores.look_around()
    after = await signed_in(await a_person(phone="+8613800138001"), sessions.OWN_PHONE)

    assert code == 0
    assert state.doorkeeper.ring.newest.kid != old.kid
    assert {(await api.get("/api/me", headers=each)).status_code for each in (before, after)} == {200}
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)
    late = old_token(state, tomorrow)
    with pytest.raises(BadToken):
        state.doorkeeper.ring.read(late, tomorrow)


def old_token(state: object, now: datetime) -> str:
    """Signed in time, but by the key that was rotated away."""
    from uuid import uuid4

    from server.domain.tokens import Ring

    doorkeeper = state.doorkeeper  # type: ignore[attr-defined]
    (retired,) = [key for key in doorkeeper.ring.by_kid.values() if key.until is not None]
    return Ring([retired]).sign(uuid4(), uuid4(), now)


def test_what_verifies_nothing_any_more_is_forgotten(tmp_path: Path) -> None:
    for hours in (0, 1, 30):
        add_session_key(tmp_path, NOON + timedelta(hours=hours))

    assert [key.made_at for key in session_keys(tmp_path)] == [NOON + timedelta(hours=h) for h in (30, 1)]
