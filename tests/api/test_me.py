"""What we hold about somebody: shown, corrected, handed over, deleted; never to anybody else."""

import json
from uuid import uuid4

import pytest
from httpx import AsyncClient

from server.domain import sessions
from server.domain.erasures import erasure_hash
from server.models.people import AccessLog, Erasure, Person, Session
from server.models.requests import Contact, Photo, ServiceRequest, Step
from tests.builders import COMMUNITY, NOON, a_network, a_person, a_resident, a_staff, person_of, signed_in

SECRETS = ["refresh_hash", "previous_hash", "password_hash", "body_hash", "key_hash", "code_mac", "media"]


async def test_nobody_is_signed_in_without_a_session(api: AsyncClient) -> None:
    for method, path in [("GET", "/api/me"), ("GET", "/api/me/export"), ("DELETE", "/api/me")]:
        assert (await api.request(method, path)).status_code == 401
    assert (await api.patch("/api/me", json={"name": "梅"})).status_code == 401


async def test_a_resident_changes_name_and_language(api: AsyncClient) -> None:
    headers = await a_resident(phone="+8613800138000")

    changed = await api.patch("/api/me", json={"name": "  陈\u202e梅 ", "language": "en"}, headers=headers)
    kept = await api.get("/api/me", headers=headers)

    assert changed.json() == kept.json()
    assert (kept.json()["name"], kept.json()["language"]) == ("陈梅", "en")


@pytest.mark.parametrize(
    "body",
    [{"language": "fr"}, {"name": "x" * 81}, {"role": "manager"}, {"phone": "+8613900000000"}, {"id": "x"}],
)
async def test_nothing_else_can_be_changed(api: AsyncClient, body: dict[str, str]) -> None:
    headers = await a_resident()

    answer = await api.patch("/api/me", json=body, headers=headers)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == next(iter(body))


async def test_staff_keep_the_name_that_stands_under_their_steps(api: AsyncClient) -> None:
    await a_network()
    headers = await a_staff()

    assert (await api.patch("/api/me", json={"name": "别人"}, headers=headers)).status_code == 403
    assert (await api.patch("/api/me", json={"language": "en"}, headers=headers)).status_code == 200
    assert (await api.delete("/api/me", headers=headers)).status_code == 403


async def test_the_export_holds_all_that_is_ours_and_who_read_it(api: AsyncClient) -> None:
    await a_network()
    headers = await a_resident(name="陈梅", phone="+8613800138000")
    request = await a_request_of(headers)
    await a_request_of(await a_resident(name="别人"), description="别人的事")
    await AccessLog.insert(
        AccessLog(id=uuid4(), person=uuid4(), person_name="王芳", request=request, what="contact", at=NOON)
    )

    answer = await api.get("/api/me/export", headers=headers)

    held = answer.json()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert held["person"]["phone"] == "+8613800138000"
    assert [row["description"] for row in held["requests"]] == ["水管漏水"]
    assert held["contacts"][0]["address"] == "文三路 1 号"
    assert [step["note"] for step in held["steps"]] == ["水管漏水", ""]
    assert held["photos"][0]["address"].startswith(f"/api/requests/{request}/photos/")
    assert [read["person_name"] for read in held["read_by"]] == ["王芳"]
    assert len(held["sessions"]) == 1
    assert "别人的事" not in answer.text
    assert "只给同事看" not in answer.text
    assert not [name for name in SECRETS if f'"{name}"' in answer.text]


async def test_who_deletes_the_account_leaves_no_trace_of_whose_the_requests_were(api: AsyncClient) -> None:
    await a_network()
    headers = await a_resident(name="陈梅", phone="+8613800138000")
    person = person_of(headers)
    request = await a_request_of(headers)

    gone = await api.delete("/api/me", headers=headers)

    assert gone.status_code == 204
    assert (await api.get("/api/me", headers=headers)).status_code == 401
    assert await Person.count() == await Session.count() == await Contact.count() == await Photo.count() == 0
    kept = await ServiceRequest.objects().get(ServiceRequest.id == request)
    assert kept is not None
    assert (kept.resident, kept.key_hash, kept.description, kept.state) == (None, None, "", "withdrawn")
    left = json.dumps([await table.select() for table in (ServiceRequest, Step, Erasure)], default=str)
    assert str(person) not in left
    assert "漏水" not in left
    assert [row["person_hash"] for row in await Erasure.select()] == [erasure_hash(person)]


async def test_a_deleted_number_may_come_again_as_somebody_new(api: AsyncClient) -> None:
    first = await a_resident(phone="+8613800138000")
    await api.delete("/api/me", headers=first)

    second = await a_resident(phone="+8613800138000")

    assert (await api.get("/api/me", headers=second)).status_code == 200


async def a_request_of(headers: dict[str, str], description: str = "水管漏水") -> object:
    """A request with contact, photo, a step of the resident and a word among staff."""
    resident, id = person_of(headers), uuid4()
    await ServiceRequest.insert(
        ServiceRequest(
            id=id,
            number=str(id.int)[:10],
            body_hash="0" * 64,
            resident=resident,
            key_hash="1" * 64,
            place=COMMUNITY,
            holder=COMMUNITY,
            category="repair",
            description=description,
            state="accepted",
            sent_at=NOON,
        )
    )
    await Contact.insert(Contact(request=id, name="陈梅", phone="+8613800138000", address="文三路 1 号"))
    await Step.insert(
        a_step(id, str(resident), "submit", description),
        a_step(id, str(uuid4()), "accept", "只给同事看", internal=True),
    )
    await Photo.insert(
        Photo(
            id=uuid4(),
            request=id,
            body_hash="2" * 64,
            media=uuid4().hex,
            width=1600,
            height=1200,
            bytes_1600=1,
            bytes_400=1,
            at=NOON,
        )
    )
    return id


def a_step(request: object, by: str, act: str, note: str, **but: object) -> Step:
    """One act in the life of a request."""
    usual = {"id": uuid4(), "body_hash": "0" * 64, "version": 1, "state": "accepted", "at": NOON}
    return Step(**usual | {"request": request, "by": by, "act": act, "note": note} | but)


async def test_a_person_sees_where_they_are_signed_in_and_ends_the_others(api: AsyncClient) -> None:
    person = await a_person(phone="+8613800138009")
    here = await signed_in(person, sessions.OWN_PHONE)
    borrowed = await signed_in(person, sessions.SHARED_PHONE)
    stranger = await a_resident()
    assert (await api.get("/api/me", headers=borrowed)).status_code == 200

    listed = (await api.get("/api/me/sessions", headers=here)).json()["items"]
    ended = await api.delete("/api/me/sessions", headers=here)

    assert [(one["here"], one["own_phone"]) for one in listed] == [(True, True), (False, False)]
    assert ended.status_code == 204
    assert (await api.get("/api/me", headers=borrowed)).status_code == 401
    assert (await api.get("/api/me", headers=stranger)).status_code == 200
    left = (await api.get("/api/me/sessions", headers=here)).json()["items"]
    assert [one["id"] for one in left] == [listed[0]["id"]]
    assert (await api.delete("/api/me/sessions", headers=here)).status_code == 204


async def test_where_somebody_is_signed_in_is_for_nobody_else(api: AsyncClient) -> None:
    assert (await api.get("/api/me/sessions")).status_code == 401
    assert (await api.delete("/api/me/sessions")).status_code == 401
