"""What the engineer asks, and what the log may know."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from server.domain.jobs import queue
from server.http.log import Library, RequestLog
from server.storage.database import write
from tests.asking import a_clerk, ask
from tests.builders import NOON, Here, a_key, a_network, a_resident, later, stop_clock

CANARIES = ["13800138000", "8613800138000", "水管漏水", "文三路", "陈梅"]


def lines_of(api: AsyncClient) -> list[dict[str, Any]]:
    """What the log has written since the test began to listen."""
    log: RequestLog = Here.app.state.parts.log
    log.flush()
    return [json.loads(line) for line in b"".join(written).splitlines()]


written: list[bytes] = []


@pytest.fixture(autouse=True)
def listening(api: AsyncClient) -> None:
    """Lines go to this module instead of the standard error."""
    written.clear()
    Here.app.state.parts.log.write = written.append


async def test_all_is_well(api: AsyncClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = await api.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert answer.headers["cache-control"] == "no-store"


async def test_a_library_says_its_word_as_a_line_of_the_same_form(
    api: AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"msg": "no answer to %s: %s", "args": (CANARIES[0], CANARIES[2])}
    why = (ValueError, ValueError(CANARIES[0]), None)
    about = {"name": "some.library", "levelno": logging.ERROR, "exc_info": why}

    Library().handle(logging.makeLogRecord(about | words))

    line = json.loads(capsys.readouterr().err)

    assert (line["event"], line["level"], line["logger"]) == ("library", "error", "some.library")
    assert (line["said"], line["kind"]) == ("no answer to …: …", "ValueError")
    assert CANARIES[0] not in str(line)


async def test_a_server_that_is_stopping_asks_for_no_more(api: AsyncClient) -> None:
    Here.app.state.parts.health.draining = True

    ready, healthy = await api.get("/readyz"), await api.get("/healthz")

    assert (ready.status_code, ready.text) == (503, "stopping\n")
    assert healthy.status_code == 200


async def test_a_database_that_is_gone_is_seen(api: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.storage.database import Database

    engine, Database.engine = Database.engine, None
    try:
        ready, healthy = await api.get("/readyz"), await api.get("/healthz")
    finally:
        Database.engine = engine

    assert (ready.status_code, ready.text) == (503, "database\n")
    assert healthy.status_code == 503


async def test_the_metrics_count_calls_by_route_and_never_by_path(api: AsyncClient) -> None:
    headers = await a_resident()
    for _ in range(3):
        await api.get("/api/me", headers=headers)
    await api.get("/api/requests/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b11", headers=a_key())

    text = (await api.get("/metrics")).text

    assert 'linli_http_requests_total{method="GET",route="/api/me",status="200"} 3.0' in text
    assert 'linli_http_seconds_bucket{le="+Inf",route="/api/me"} 3.0' in text
    assert "linli_build_info{version=" in text
    assert re.search(r"linli_db_\w+ ", text)
    assert "3f6c6a0e" not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"X-Forwarded-For": "203.0.113.7"}, 404), ({"Forwarded": "for=203.0.113.7"}, 404)],
)
async def test_metrics_are_for_this_machine(api: AsyncClient, headers: dict[str, str], status: int) -> None:
    assert (await api.get("/metrics", headers=headers)).status_code == status


async def test_or_for_whoever_has_the_token(api: AsyncClient) -> None:
    Here.app.state.parts.health.metrics_token = "a long random word"

    assert (await api.get("/metrics")).status_code == 404
    assert (await api.get("/metrics", headers={"Authorization": "Bearer a long word"})).status_code == 404
    right = await api.get("/metrics", headers={"Authorization": "Bearer a long random word"})
    assert right.status_code == 200


async def test_a_call_leaves_one_line_with_its_route(api: AsyncClient) -> None:
    answer = await api.get("/api/city?x=1", headers={"Linli-Client": "web/1.4.0"})
    await api.get("/api/city", headers={"Linli-Client": 'x","level":"error'})

    line, other = lines_of(api)
    assert line | {"time": "", "ms": 0} == {
        "time": "",
        "level": "info",
        "event": "call",
        "request_id": answer.headers["x-request-id"],
        "method": "GET",
        "route": "/api/city",
        "status": 200,
        "ms": 0,
        "bytes": len(answer.content),
        "client": "web/1.4.0",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert "client" not in other
    assert other["level"] == "info"


async def test_nothing_that_people_write_gets_into_the_log(
    api: AsyncClient, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await a_network()
    await api.post("/api/session/codes", json={"phone": "13800138000"})
    await api.post("/api/session/codes", json={"phone": "陈梅13800138000"})
    headers = await a_resident(name="陈梅", phone="+8613800138001")
    body = {
        "place": "330106005055",
        "category": "repair",
        "description": "水管漏水",
        "contact": {"name": "陈梅", "phone": "13800138000", "address": "文三路 1 号"},
    }
    await api.put("/api/requests/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b11", json=body, headers=headers | a_key())
    await api.get("/api/services?q=水管漏水&near=30.28,120.13", headers=headers)
    await api.get("/api/requests/陈梅")

    lines = lines_of(api)
    noted = json.dumps(lines, ensure_ascii=False) + capfd.readouterr().err
    code = json.loads((home / "outbox" / "sms.jsonl").read_text("utf-8").splitlines()[0])["code"]
    assert len(lines) == 5
    assert [canary for canary in [*CANARIES, code, "3f6c6a0e", "30.28"] if canary in noted] == []


async def test_an_answer_to_the_survey_leaves_a_count_and_no_line(api: AsyncClient) -> None:
    path = "/api/waves/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b11/responses/3f6c6a0e-4f9c-4f5b-9d7e-0c2f9a3c5b12"

    await api.put(path, json={})

    assert lines_of(api) == []
    assert "responses" in (await api.get("/metrics")).text
    assert 'linli_http_seconds_bucket{le="+Inf",route="/api/waves' not in (await api.get("/metrics")).text


async def test_the_metrics_tell_how_much_waits_at_which_level(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    clerk = await a_clerk()
    for _ in range(2):
        await ask(api)
    asked = await ask(api)
    await asked.does(clerk, "accept")
    asking = await asked.does(clerk, "ask", note="哪一层？")  # waits for the resident: nobody is late
    assert asking.status_code == 201, asking.text

    fresh = (await api.get("/metrics")).text
    stop_clock(later(days=3))
    old = (await api.get("/metrics")).text

    assert 'linli_requests_open{level="community"} 3.0' in fresh
    assert 'linli_requests_overdue{level="community"} 0.0' in fresh
    assert 'linli_requests_open{level="city"} 0.0' in fresh
    assert 'linli_requests_overdue{level="community"} 2.0' in old


async def test_the_metrics_tell_of_jobs_disk_and_backup(api: AsyncClient, home: Path) -> None:
    await a_network()
    stop_clock()
    async with write():
        await queue("test", "one", NOON)
    stop_clock(later(minutes=2))

    text = (await api.get("/metrics")).text

    assert 'linli_jobs{state="ready"} 1.0' in text
    assert 'linli_jobs{state="dead"} 0.0' in text
    assert "linli_job_oldest_due_seconds 120.0" in text
    assert re.search(r"linli_free_bytes [1-9]", text)
    assert "linli_backup_last_success_timestamp 0.0" in text

    last = {"at": NOON.isoformat(), "file": "/backup/linli.tar", "holds_open_wave": False}
    (home / "last-backup.json").write_text(json.dumps(last))
    text = (await api.get("/metrics")).text
    said = re.search(r"linli_backup_last_success_timestamp ([0-9]\S*)", text)
    assert said
    assert float(said[1]) == NOON.timestamp()
