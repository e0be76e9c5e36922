"""Signing in, going on, signing out: what a resident, a member of staff and somebody else's hand get."""

import asyncio
import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from httpx import AsyncClient, Response

from server.domain.passwords import is_old
from server.domain.tokens import SigningKey
from server.models.people import Challenge, Person, Session
from tests.builders import (
    COMMUNITY,
    NOON,
    PASSWORD,
    Here,
    a_grant,
    a_network,
    a_person,
    a_resident,
    a_staff,
    later,
    person_of,
    stop_clock,
)

MEI = "13800138000"
BROWSER = {"Sec-Fetch-Site": "same-origin"}


def messages(home: Path) -> list[dict[str, Any]]:
    """What was sent, oldest first."""
    file = home / "outbox" / "sms.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


async def ask(api: AsyncClient, phone: str = MEI) -> Response:
    return await api.post("/api/session/codes", json={"phone": phone}, headers=BROWSER)


async def sign_in(api: AsyncClient, home: Path, phone: str = MEI, **but: Any) -> Response:
    """By the code that came."""
    challenge = (await ask(api, phone)).json()["challenge"]
    body = {"challenge": challenge, "code": messages(home)[-1]["code"]} | but
    return await api.post("/api/session", json=body, headers=BROWSER)


async def test_a_resident_signs_in_by_the_code_that_comes_to_their_phone(
    api: AsyncClient, home: Path
) -> None:
    asked = await ask(api, "138 0013 8000")
    sent = messages(home)[0]
    answer = await api.post(
        "/api/session", json={"challenge": asked.json()["challenge"], "code": sent["code"]}, headers=BROWSER
    )

    assert asked.status_code == 202
    assert asked.json() | {"challenge": ""} == {"challenge": "", "expires_in": 300, "resend_after": 60}
    assert sent["to"] == "+8613800138000"
    assert sent["text"] == f"【邻里】{sent['code']}，5分钟内有效。工作人员不会向您索要。"
    assert len(sent["code"]) == 6
    assert answer.status_code == 200
    assert answer.json()["person"] | {"id": "", "created_at": ""} == {
        "id": "",
        "kind": "resident",
        "name": "",
        "phone": "138****8000",
        "language": "zh-CN",
        "created_at": "",
        "rights": [],
    }
    assert (await api.get("/api/me")).json()["phone"] == "138****8000"


async def test_the_same_number_is_the_same_person_however_it_is_typed(api: AsyncClient, home: Path) -> None:
    stop_clock(NOON)
    first = await sign_in(api, home, "+86 138 0013 8000")
    stop_clock(later(NOON, minutes=2))
    second = await sign_in(api, home, "１３８００１３８０００")

    assert first.json()["person"]["id"] == second.json()["person"]["id"]
    assert await Person.count() == 1


async def test_cookies_are_for_the_server_alone_and_the_second_only_for_renewing(
    api: AsyncClient, home: Path
) -> None:
    answer = await sign_in(api, home)

    access, refresh = answer.headers.get_list("set-cookie")[:2]
    assert access.startswith("linli=")
    assert "HttpOnly" in access
    assert "SameSite=lax" in access
    assert "Path=/;" in access
    assert "Max-Age=15552000" in access
    assert refresh.startswith("linli_refresh=")
    assert "Path=/api/session" in refresh


async def test_on_a_phone_that_is_not_theirs_the_session_ends_with_the_browser(
    api: AsyncClient, home: Path
) -> None:
    answer = await sign_in(api, home, own_phone=False)

    assert all("Max-Age" not in cookie for cookie in answer.headers.get_list("set-cookie"))
    session = await Session.objects().first()
    assert session is not None
    assert session.idle_minutes == 30
    assert session.ends_at - session.created_at == timedelta(hours=4)


async def test_a_wrong_code_is_counted_before_it_is_compared_and_five_are_enough(
    api: AsyncClient, home: Path
) -> None:
    challenge = (await ask(api)).json()["challenge"]
    code = messages(home)[0]["code"]
    wrong = "000000" if code != "000000" else "111111"

    tries = [
        await api.post("/api/session", json={"challenge": challenge, "code": wrong}, headers=BROWSER)
        for _ in range(5)
    ]
    right = await api.post("/api/session", json={"challenge": challenge, "code": code}, headers=BROWSER)

    assert {answer.status_code for answer in tries} == {422}
    assert tries[0].json()["errors"][0]["field"] == "code"
    assert right.status_code == 422


async def test_fifty_guesses_at_once_are_five(api: AsyncClient, home: Path) -> None:
    challenge = (await ask(api)).json()["challenge"]
    code = messages(home)[0]["code"]
    Here.app.state.parts.limits.on = False
    guesses = [f"{number:06d}" for number in range(50) if f"{number:06d}" != code]

    answers = await asyncio.gather(
        *(
            api.post("/api/session", json={"challenge": challenge, "code": guess}, headers=BROWSER)
            for guess in guesses
        )
    )

    assert {answer.status_code for answer in answers} == {422}
    row = await Challenge.objects().get(Challenge.id == challenge)
    assert row is not None
    assert row.tries == 5


async def test_a_code_opens_once(api: AsyncClient, home: Path) -> None:
    body = {"challenge": (await ask(api)).json()["challenge"], "code": messages(home)[0]["code"]}

    answers = await asyncio.gather(*(api.post("/api/session", json=body, headers=BROWSER) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]


async def test_a_code_is_good_for_five_minutes(api: AsyncClient, home: Path) -> None:
    stop_clock(NOON)
    body = {"challenge": (await ask(api)).json()["challenge"], "code": messages(home)[0]["code"]}

    stop_clock(later(NOON, minutes=5, seconds=1))
    answer = await api.post("/api/session", json=body, headers=BROWSER)

    assert answer.status_code == 422


async def test_anothers_challenge_does_not_take_my_code(api: AsyncClient, home: Path) -> None:
    mine = (await ask(api, "13800138001")).json()["challenge"]
    await ask(api, "13800138002")

    answer = await api.post(
        "/api/session", json={"challenge": mine, "code": messages(home)[1]["code"]}, headers=BROWSER
    )

    assert answer.status_code == 422


async def test_known_unknown_and_limited_numbers_get_the_same_answer(api: AsyncClient, home: Path) -> None:
    await a_person(phone="+8613800138000")

    known, unknown, again = await ask(api), await ask(api, "13800138009"), await ask(api)

    assert {known.status_code, unknown.status_code, again.status_code} == {202}
    shapes = [(sorted(answer.json()), len(answer.content)) for answer in (known, unknown, again)]
    assert shapes[0] == shapes[1] == shapes[2]
    assert [message["to"] for message in messages(home)] == ["+8613800138000", "+8613800138009"]


async def test_a_number_gets_one_a_minute_five_an_hour_ten_a_day(api: AsyncClient, home: Path) -> None:
    minutes = [0, 0.5, 1.1, 2.2, 3.3, 4.4, 5.5, 30, 61, 62, 63, 64, 65, 66, 130]
    for minute in minutes:
        stop_clock(later(NOON, minutes=minute))
        await ask(api)

    assert len(messages(home)) == 10
    sent = [row["sent"] for row in await Challenge.select().order_by(Challenge.created_at)]
    assert sent == [True, False, True, True, True, True, False, False] + [True] * 4 + [True, False, False]


async def test_who_signed_in_on_this_device_before_is_not_locked_out_by_a_stranger(
    api: AsyncClient, home: Path
) -> None:
    stop_clock(NOON)
    await sign_in(api, home)
    device = {name: value for name, value in api.cookies.items() if name == "linli_device"}
    api.cookies.clear()
    for minute in range(2, 20):
        stop_clock(later(NOON, minutes=minute))
        await ask(api)
    before = len(messages(home))

    await ask(api)
    stranger = len(messages(home))
    api.cookies.update(device)
    await ask(api)

    assert stranger == before
    assert len(messages(home)) == before + 1


async def test_no_more_messages_than_the_city_pays_for(api: AsyncClient, home: Path) -> None:
    Here.app.state.house.entrance.sms_a_day = 3

    for number in range(5):
        await ask(api, f"1380013800{number}")

    assert len(messages(home)) == 3


async def test_a_block_of_numbers_that_never_uses_its_codes_rests(api: AsyncClient, home: Path) -> None:
    stop_clock(NOON)
    for number in range(35):
        await ask(api, f"138001380{number:02d}")
    pumped = len(messages(home))
    await ask(api, "13911138000")

    assert pumped == 30
    assert len(messages(home)) == 31


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("0571-88051234", "座机收不到短信，请填手机号码。"),
        ("+1 650 253 0000", "暂时只能给 +86 的手机发短信。"),
        ("400 820 8820", "这不像是电话号码。"),
        ("12", "这不像是电话号码。"),
        ("13800138000转5", "这不像是电话号码。"),
    ],
)
async def test_a_number_that_gets_no_message_is_told_so(api: AsyncClient, phone: str, said: str) -> None:
    answer = await ask(api, phone)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "phone", "message": said}]


async def test_a_number_that_slept_for_a_year_is_a_new_person(api: AsyncClient, home: Path) -> None:
    stop_clock(NOON)
    first = (await sign_in(api, home)).json()["person"]["id"]

    stop_clock(later(NOON, days=366))
    second = (await sign_in(api, home)).json()["person"]["id"]

    assert first != second


async def test_staff_sign_in_by_name_and_password(api: AsyncClient) -> None:
    await a_network()
    headers = await a_staff("manager", COMMUNITY, username="wangfang")
    body = {"username": " WangFang", "password": PASSWORD}

    answer = await api.post("/api/session", json=body, headers=BROWSER)

    person = answer.json()["person"]
    assert answer.status_code == 200
    assert person["id"] == str(person_of(headers))
    assert person["kind"] == "staff"
    assert person["rights"] == [
        {"role": "manager", "division": COMMUNITY, "division_name": "翠苑一区", "level": "community"}
    ]


async def test_a_hash_with_old_parameters_is_made_anew_at_sign_in(api: AsyncClient) -> None:
    await a_network()
    await a_staff(username="wangfang")
    await api.post("/api/session", json={"username": "wangfang", "password": PASSWORD}, headers=BROWSER)

    row = await Person.objects().get(Person.username == "wangfang")
    assert row is not None
    assert not is_old(row.password_hash)


async def test_an_unknown_name_a_wrong_password_and_one_who_left_are_told_the_same(api: AsyncClient) -> None:
    await a_network()
    await a_staff(username="wangfang")
    await a_staff(username="left", disabled_at=NOON)

    answers = [
        await api.post("/api/session", json={"username": name, "password": word}, headers=BROWSER)
        for name, word in [("nobody", PASSWORD), ("wangfang", "wrong" * 3), ("left", PASSWORD)]
    ]

    said = [answer.json() | {"request_id": ""} for answer in answers]
    assert {answer.status_code for answer in answers} == {422}
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize(
    "body", [{"challenge": "a\0b", "code": "1"}, {"username": "a\0b", "password": "\0"}, {"code": "１"}, {}]
)
async def test_signing_in_with_rubbish_is_a_422(api: AsyncClient, body: dict[str, str]) -> None:
    assert (await api.post("/api/session", json=body, headers=BROWSER)).status_code == 422


async def test_five_wrong_passwords_and_the_name_waits_but_only_for_that_address(api: AsyncClient) -> None:
    await a_network()
    await a_staff(username="wangfang")
    wrong = {"username": "wangfang", "password": "not the password"}

    answers = [await api.post("/api/session", json=wrong, headers=BROWSER) for _ in range(6)]
    right = await api.post("/api/session", json=wrong | {"password": PASSWORD}, headers=BROWSER)

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert right.status_code == 429
    assert 0 < int(right.headers["retry-after"]) <= 15 * 60


async def test_staff_have_no_way_to_sign_in_for_a_resident(api: AsyncClient, home: Path) -> None:
    await a_network()
    resident = person_of(await a_resident(phone="+8613800138000"))
    staff = await a_staff("manager", "330100000000")

    as_name = await api.post("/api/session", json={"username": str(resident), "password": PASSWORD})
    document = Here.app.handlers.openapi_schema.to_schema()
    await ask(api)

    assert as_name.status_code == 422
    assert not [path for path in document["paths"] if "impersonat" in path or "sign-in-as" in path]
    row = await Challenge.objects().first()
    assert row is not None
    assert messages(home)[0]["code"] not in json.dumps(row.to_dict(), default=str)
    assert (await api.get("/api/me", headers=staff)).json()["kind"] == "staff"


async def test_an_old_token_is_told_from_none_and_renewing_makes_it_good(
    api: AsyncClient, home: Path
) -> None:
    stop_clock(NOON)
    await sign_in(api, home)

    stop_clock(later(NOON, minutes=11))
    old = await api.get("/api/me")
    renewed = await api.post("/api/session/refresh", headers=BROWSER)
    fresh = await api.get("/api/me")

    assert old.status_code == 401
    assert renewed.status_code == 200
    assert renewed.json()["person"]["id"] == fresh.json()["id"]


async def test_a_lost_answer_is_given_again_within_thirty_seconds(api: AsyncClient) -> None:
    refresh = await a_program(api)

    stop_clock(later(NOON, minutes=5))
    first, second = [await renew(api, refresh) for _ in range(2)]
    stop_clock(later(NOON, minutes=5, seconds=29))
    third = await renew(api, refresh)

    assert first.status_code == second.status_code == third.status_code == 200
    tokens = {answer.json()["refresh_token"] for answer in (first, second, third)}
    assert len(tokens) == 1
    assert (await renew(api, tokens.pop())).status_code == 200


async def test_a_used_token_that_comes_later_ends_the_session_for_thief_and_owner(api: AsyncClient) -> None:
    refresh = await a_program(api)
    stop_clock(later(NOON, minutes=5))
    following = (await renew(api, refresh)).json()

    stop_clock(later(NOON, minutes=5, seconds=31))
    thief = await renew(api, refresh)
    owner = await renew(api, following["refresh_token"])
    still = await api.get("/api/me", headers={"Authorization": f"Bearer {following['access_token']}"})

    assert (thief.status_code, owner.status_code) == (401, 401)
    Here.app.state.doorkeeper.forget()
    gone = await api.get("/api/me", headers={"Authorization": f"Bearer {following['access_token']}"})
    assert gone.status_code == 401
    assert still.status_code in {200, 401}  # known for up to five seconds
    row = await Session.objects().first()
    assert row is not None
    assert row.end_reason == "copied"


async def test_a_token_of_two_generations_ago_ends_it_too(api: AsyncClient) -> None:
    refresh = await a_program(api)
    following = (await renew(api, refresh)).json()["refresh_token"]
    await renew(api, following)

    assert (await renew(api, refresh)).status_code == 401
    assert (await renew(api, following)).status_code == 401


async def test_fifty_renewals_at_once_agree(api: AsyncClient) -> None:
    refresh = await a_program(api)

    answers = await asyncio.gather(*(renew(api, refresh) for _ in range(50)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


@pytest.mark.parametrize("wrong", ["", "x", "å", "A" * 76, base64.urlsafe_b64encode(b"x" * 56).decode()])
async def test_a_made_up_refresh_token_is_nothing(api: AsyncClient, wrong: str) -> None:
    assert (await renew(api, wrong)).status_code == 401


async def test_a_session_of_staff_sleeps_for_half_an_hour_at_most(api: AsyncClient) -> None:
    await a_network()
    await a_staff(username="wangfang")
    stop_clock(NOON)
    body = {"username": "wangfang", "password": PASSWORD, "as_token": True}
    refresh = (await api.post("/api/session", json=body)).json()["refresh_token"]

    stop_clock(later(NOON, minutes=29))
    going_on = await renew(api, refresh)
    stop_clock(later(NOON, minutes=60))
    too_late = await renew(api, going_on.json()["refresh_token"])

    assert (going_on.status_code, too_late.status_code) == (200, 401)


async def test_staff_start_anew_after_twelve_hours(api: AsyncClient) -> None:
    await a_network()
    await a_staff(username="wangfang")
    stop_clock(NOON)
    body = {"username": "wangfang", "password": PASSWORD, "as_token": True}
    refresh = (await api.post("/api/session", json=body)).json()["refresh_token"]
    for minute in range(20, 720, 20):
        stop_clock(later(NOON, minutes=minute))
        refresh = (await renew(api, refresh)).json()["refresh_token"]

    stop_clock(later(NOON, hours=12))
    assert (await renew(api, refresh)).status_code == 401


async def test_signing_out_ends_it_at_once_for_every_copy_of_the_token(api: AsyncClient) -> None:
    headers = await a_resident()
    assert (await api.get("/api/me", headers=headers)).status_code == 200

    out = await api.delete("/api/session", headers=headers)

    assert out.status_code == 204
    assert (await api.get("/api/me", headers=headers)).status_code == 401


async def test_signing_out_after_the_token_ran_out_ends_it_too(api: AsyncClient, home: Path) -> None:
    stop_clock(NOON)
    await sign_in(api, home)
    refresh = api.cookies.get("linli_refresh", path="/api/session")

    stop_clock(later(NOON, minutes=30))
    out = await api.delete("/api/session", headers=BROWSER)

    assert out.status_code == 204
    assert not [name for name in api.cookies if name.startswith("linli") and name != "linli_device"]
    assert (await renew(api, refresh or "")).status_code == 401


async def test_a_session_that_ended_elsewhere_takes_its_cookies_along(api: AsyncClient, home: Path) -> None:
    await sign_in(api, home)
    await Session.update({Session.ended_at: NOON}, force=True)
    Here.app.state.doorkeeper.forget()

    refused = await api.get("/api/me")
    after = await api.get("/api/city")

    assert refused.status_code == 401
    assert "linli" not in api.cookies
    assert after.status_code == 200


async def test_a_new_sign_in_has_a_new_session_and_the_old_one_ends(api: AsyncClient, home: Path) -> None:
    stop_clock(NOON)
    await sign_in(api, home)
    stop_clock(later(NOON, minutes=2))
    await sign_in(api, home)

    rows = await Session.select(Session.id, Session.ended_at).order_by(Session.created_at)
    assert [row["ended_at"] is None for row in rows] == [False, True]


async def test_the_eleventh_phone_of_a_resident_ends_the_longest_unused(api: AsyncClient) -> None:
    person = await a_person(phone="+8613800138000")
    from server.domain import sessions
    from tests.builders import signed_in

    stop_clock(NOON)
    first = await signed_in(person, sessions.OWN_PHONE)
    for minute in range(1, 11):
        stop_clock(later(NOON, seconds=minute))
        last = await signed_in(person, sessions.OWN_PHONE)

    assert (await api.get("/api/me", headers=first)).status_code == 401
    assert (await api.get("/api/me", headers=last)).status_code == 200


async def test_a_right_that_is_taken_away_is_gone_within_five_seconds(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NOON)
    headers = await a_staff()
    before = await api.get("/api/me", headers=headers)
    await Person.update({Person.disabled_at: NOON}, force=True)

    stop_clock(later(NOON, seconds=5))
    after = await api.get("/api/me", headers=headers)

    assert (before.status_code, after.status_code) == (200, 401)


async def test_grants_count_only_while_they_are_in_force(api: AsyncClient) -> None:
    await a_network()
    stop_clock(NOON)
    headers = await a_staff("clerk")
    person = person_of(headers)
    await a_grant(person, "manager", COMMUNITY, valid_to=later(NOON, minutes=1))
    await a_grant(person, "auditor", COMMUNITY, valid_from=later(NOON, hours=1))

    now = await api.get("/api/me", headers=headers)
    stop_clock(later(NOON, minutes=2))
    soon = await api.get("/api/me", headers=headers)

    assert sorted(right["role"] for right in now.json()["rights"]) == ["clerk", "manager"]
    assert [right["role"] for right in soon.json()["rights"]] == ["clerk"]


def forged(kind: str, claims: dict[str, Any], key: SigningKey) -> str:
    """Tokens that somebody might try."""
    secret, head = key.secret, {"kid": key.kid}
    right = jwt.encode(claims, secret, "HS256", head)
    other = {
        "wrong aud": {"aud": "other"},
        "wrong typ": {"typ": "refresh"},
        "expired": {"exp": claims["iat"] - 1},
        "exp as text": {"exp": str(claims["exp"])},
        "sub no uuid": {"sub": "mei"},
        "other sub": {"sub": str(uuid4())},
        "other session": {"sid": str(uuid4())},
    }
    made = {
        "none": lambda: jwt.encode(claims, None, "none", head),
        "other secret": lambda: jwt.encode(claims, b"x" * 32, "HS256", head),
        "hs512": lambda: jwt.encode(claims, secret * 2, "HS512", head),
        "unknown kid": lambda: jwt.encode(claims, secret, "HS256", {"kid": "deadbeef"}),
        "no kid": lambda: jwt.encode(claims, secret, "HS256"),
        "number kid": lambda: ".".join([part({"alg": "HS256", "kid": 7}), *right.split(".")[1:]]),
        "changed": lambda: ".".join(
            [right.split(".")[0], part(claims | other["other sub"]), right.split(".")[2]]
        ),
        "rubbish": lambda: "a.b.c",
    }
    if kind in made:
        return made[kind]()
    if kind in other:
        return jwt.encode(claims | other[kind], secret, "HS256", head)
    return jwt.encode({name: claims[name] for name in claims if f"no {name}" != kind}, secret, "HS256", head)


def part(value: dict[str, Any]) -> str:
    """One part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


FORGERIES = """
none, other secret, hs512, unknown kid, no kid, number kid, wrong aud, wrong typ, expired, exp as text,
sub no uuid, other sub, other session, changed, rubbish, no exp, no iat, no aud, no sub, no sid, no typ
"""


async def test_a_forged_token_is_nobodys(api: AsyncClient) -> None:
    headers = await a_resident()
    key = Here.app.state.doorkeeper.ring.newest
    token = headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})

    answers = {
        kind: await api.get("/api/me", headers={"Authorization": f"Bearer {forged(kind, claims, key)}"})
        for kind in FORGERIES.replace("\n", " ").strip().split(", ")
    }

    assert len(answers) == 21
    assert {kind for kind, answer in answers.items() if answer.status_code != 401} == set()
    assert (await api.get("/api/me", headers=headers)).status_code == 200


async def a_program(api: AsyncClient) -> str:
    """A refresh token, as a program has it, made at noon."""
    from server.domain import sessions

    stop_clock(NOON)
    state = Here.app.state
    person = await a_person(phone="+8613800138000")
    passes = await sessions.begin(person, sessions.OWN_PHONE, state.secrets, state.doorkeeper.ring, NOON)
    return passes.refresh


async def renew(api: AsyncClient, refresh: str) -> Response:
    api.cookies.clear()
    return await api.post("/api/session/refresh", json={"refresh_token": refresh})
