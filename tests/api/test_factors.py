"""Staff sign in with a second thing, and show it again before what is dangerous."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from httpx import AsyncClient, Response

from server.domain.factors import is_due, step_of
from server.domain.people import Role
from server.storage.database import raw
from tests.builders import CITY, COMMUNITY, PASSWORD, STREET, WEAK, Here, a_grant, a_network, a_person

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


async def a_manager(division: str = CITY, role: Role = Role.MANAGER) -> str:
    """A new account; its name."""
    name = f"s{uuid4().hex[:12]}"
    person = await a_person(name="陈静", username=name, password_hash=WEAK.hash(PASSWORD))
    await a_grant(person, role, division)
    return name


async def enter(api: AsyncClient, name: str, otp: str = "", password: str = PASSWORD) -> Response:
    """By name, password and code, as a program."""
    body = {"username": name, "password": password, "otp": otp, "as_token": True}
    return await api.post("/api/session", json=body)


async def set_up(api: AsyncClient, name: str) -> tuple[bytes, dict[str, Any]]:
    """An authenticator: its secret, and the first session with it."""
    import base64

    offered = await api.post("/api/session/factor", json={"username": name, "password": PASSWORD})
    assert offered.status_code == 200, offered.text
    secret = base64.b32decode(offered.json()["secret"])
    first = await enter(api, name, code_at(secret))
    assert first.status_code == 200, first.text
    return secret, first.json()


def code_at(secret: bytes, at: datetime | None = None) -> str:
    """What an authenticator shows."""
    return TOTP(secret, 6, SHA1(), 30).generate(int((at or Here.app.state.clock()).timestamp())).decode()


def kind_of(answer: Response) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.fixture(autouse=True)
async def at_noon(api: AsyncClient) -> None:
    """A clock that stands, and a network."""
    Here.app.state.clock = lambda: NOW
    await a_network()


async def test_a_city_manager_sets_up_an_authenticator_before_the_first_session(api: AsyncClient) -> None:
    name = await a_manager()

    without = await enter(api, name)
    secret, first = await set_up(api, name)
    again = await enter(api, name)

    assert kind_of(without) == (401, "factor-to-set-up")
    assert first["access_token"]
    assert len(first["recovery_codes"]) == 10
    assert kind_of(again) == (401, "factor-needed")
    (kept,) = await raw("SELECT secret FROM second_factor")
    assert secret.hex() not in kept["secret"]


async def test_each_code_opens_once_and_a_wrong_one_nothing(api: AsyncClient) -> None:
    name = await a_manager()
    secret, _ = await set_up(api, name)

    used = await enter(api, name, code_at(secret))
    Here.app.state.clock = lambda: NOW + timedelta(seconds=30)
    wrong = await enter(api, name, "000000")
    following = await enter(api, name, code_at(secret))

    assert kind_of(used) == (422, "wrong-otp")
    assert kind_of(wrong) == (422, "wrong-otp")
    assert following.status_code == 200


async def test_a_recovery_code_opens_once_however_it_is_typed(api: AsyncClient) -> None:
    name = await a_manager()
    _, first = await set_up(api, name)
    code = first["recovery_codes"][3]

    typed = await enter(api, name, code.upper().replace("-", " "))
    again = await enter(api, name, code)

    assert typed.status_code == 200
    assert typed.json()["recovery_codes"] == []
    assert kind_of(again) == (422, "wrong-otp")


async def test_the_password_alone_does_not_exchange_an_authenticator_in_use(api: AsyncClient) -> None:
    name = await a_manager()
    await set_up(api, name)

    answer = await api.post("/api/session/factor", json={"username": name, "password": PASSWORD})
    stranger = await api.post("/api/session/factor", json={"username": name, "password": "wrong"})

    assert kind_of(answer) == (409, "factor-there")
    assert kind_of(stranger) == (422, "wrong-password")


async def test_guessing_codes_is_counted_as_guessing_passwords_is(api: AsyncClient) -> None:
    name = await a_manager()
    await set_up(api, name)

    answers = [await enter(api, name, f"{guess:06d}") for guess in range(6)]

    assert answers[-1].status_code == 429


async def test_a_clerk_has_two_weeks_to_set_it_up() -> None:
    made = NOW

    assert not is_due([COMMUNITY], made, made + timedelta(days=13))
    assert is_due([STREET], made, made + timedelta(days=14))
    assert is_due([CITY, COMMUNITY], made, made)
    assert not is_due([None], made, made)


async def test_what_is_dangerous_asks_for_the_code_again_after_ten_minutes(api: AsyncClient) -> None:
    name = await a_manager()
    secret, first = await set_up(api, name)
    head = {"Authorization": f"Bearer {first['access_token']}"}
    wish = {"username": "chenjing", "name": "陈静", "role": "clerk", "division": COMMUNITY}

    async def invite() -> Response:
        return await api.put(f"/api/desk/people/{uuid4()}", json=wish, headers=head)

    at_once = await invite()
    Here.app.state.clock = lambda: NOW + timedelta(minutes=9, seconds=30)
    renewed = await api.post("/api/session/refresh", json={"refresh_token": first["refresh_token"]})
    head["Authorization"] = f"Bearer {renewed.json()['access_token']}"
    Here.app.state.clock = lambda: NOW + timedelta(minutes=11)
    later = await invite()
    same = [
        await api.put(f"/api/desk/waves/{uuid4()}/state", json={"state": "published"}, headers=head),
        await api.get(f"/api/desk/waves/{uuid4()}/export?division={COMMUNITY}", headers=head),
    ]
    wrong = await api.put("/api/session/verified", json={"otp": "123456"}, headers=head)
    shown = await api.put("/api/session/verified", json={"otp": code_at(secret)}, headers=head)
    wish["username"] = "lina"
    then = await invite()

    assert at_once.status_code == 201, at_once.text
    assert kind_of(later) == (403, "step-up-needed")
    assert [kind_of(each) for each in same] == [(403, "step-up-needed")] * 2
    assert kind_of(wrong) == (422, "wrong-otp")
    assert (shown.status_code, then.status_code) == (204, 201)


async def test_a_manager_resets_it_for_a_new_phone_and_every_session_ends(api: AsyncClient) -> None:
    manager, clerk = await a_manager(), await a_manager(COMMUNITY, Role.CLERK)
    _, session = await set_up(api, manager)
    _, old = await set_up(api, clerk)
    head = {"Authorization": f"Bearer {session['access_token']}"}
    (row,) = await raw("SELECT id FROM person WHERE username = {}", clerk)

    done = await api.put(f"/api/desk/people/{row['id']}/factor/reset", json={}, headers=head)
    me = await api.get("/api/me", headers={"Authorization": f"Bearer {old['access_token']}"})
    theirs = await api.put(
        f"/api/desk/people/{row['id']}/factor/reset",
        json={},
        headers={"Authorization": f"Bearer {old['access_token']}"},
    )
    fresh = await enter(api, clerk)

    assert done.status_code == 204, done.text
    assert (me.status_code, theirs.status_code) == (401, 401)
    assert fresh.status_code == 200


async def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    secret = b"12345678901234567890"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = datetime.fromtimestamp(seconds, UTC)

        assert step_of(code, secret, at) == seconds // 30
        assert step_of(code, secret, at + timedelta(seconds=30)) == seconds // 30
        assert step_of(code, secret, at + timedelta(seconds=90)) is None
