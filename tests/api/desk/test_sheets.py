"""The directory as a spreadsheet: looked through first, then carried out whole, and never twice."""

import csv
import io
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response
from python_calamine import CalamineWorkbook

from server.domain.hours import Rule
from server.domain.sheets.columns import COLUMNS
from server.jobs.clock import Tools, run_jobs
from tests.builders import COMMUNITY, DISTRICT, ELSEWHERE, STREET, Here, a_network, a_resident, a_staff
from tests.directory_builders import OFFICE, a_location, a_service, an_organization

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = {
    "服务名称": "翠苑裁缝铺",
    "服务类别": "家政",
    "机构": "翠苑便民店",
    "机构类型": "企业",
    "开放时间": "周一至周五 8:30-11:30 14:00-17:30；周六 9:00-12:00（节假日休息）",
    "费用（元）": "12.5",
    "电话": "0571-87654321",
    "地点": "便民店",
    "地址": "学院路 14 号",
    "纬度": "30.281",
    "经度": "120.121",
    "上门": "否",
}


def a_csv(*rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    """A sheet with these rows."""
    file = io.StringIO(newline="")
    lines = csv.DictWriter(file, [column.zh for column in COLUMNS], restval="")
    lines.writeheader()
    lines.writerows(rows)
    return file.getvalue().encode(encoding)


async def a_clerk(division: str = COMMUNITY) -> dict[str, str]:
    """Somebody who keeps the directory there."""
    return await a_staff("clerk", division)


async def send(
    api: AsyncClient,
    clerk: dict[str, str],
    body: bytes,
    *,
    id: Any = None,
    to: str = COMMUNITY,
    kind: str = "text/csv",
) -> Response:
    """Send a sheet for a community."""
    return await api.put(
        f"/api/desk/sheets/{id or uuid4()}",
        params={"division": to, "name": "服务.csv"},
        content=body,
        headers={**clerk, "Content-Type": kind},
    )


async def carried_out(api: AsyncClient, clerk: dict[str, str], body: bytes, **how: Any) -> dict[str, Any]:
    """Send a good sheet and carry it out."""
    sent = await send(api, clerk, body, **how)
    assert sent.status_code == 201, sent.text
    assert sent.json()["bad"] == 0, await faults(api, clerk, sent.json()["id"])
    done = await api.put(f"/api/desk/sheets/{sent.json()['id']}/applied", headers=clerk)
    assert done.json()["state"] == "applied", done.text
    counts: dict[str, Any] = done.json()
    return counts


async def faults(api: AsyncClient, clerk: dict[str, str], id: str) -> list[tuple[str, str]]:
    """Cell and sentence of each fault."""
    listed = await api.get(f"/api/desk/sheets/{id}/faults", headers=clerk)
    return [(fault["cell"], fault["message"]) for fault in listed.json()["items"]]


async def exported(
    api: AsyncClient, clerk: dict[str, str], to: str = COMMUNITY, format: str = "csv"
) -> bytes:
    """The sheet of a division."""
    answer = await api.get("/api/desk/sheet", params={"division": to, "format": format}, headers=clerk)
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_a_sheet_says_first_what_it_would_do_and_then_does_it(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk()
    sent = await send(api, clerk, a_csv(ROW))
    assert sent.status_code == 201
    assert {key: sent.json()[key] for key in ("state", "rows", "added", "changed", "unchanged", "bad")} == {
        "state": "checked",
        "rows": 1,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "bad": 0,
    }
    assert (await api.get("/api/services", params={"division": COMMUNITY})).json()["items"] == []
    await api.put(f"/api/desk/sheets/{sent.json()['id']}/applied", headers=clerk)
    (item,) = (await api.get("/api/services", params={"division": COMMUNITY})).json()["items"]
    assert (item["name"], item["organization"], item["fee"]) == ("翠苑裁缝铺", "翠苑便民店", 1250)
    whole = (await api.get(f"/api/services/{item['id']}")).json()
    hours = {rule["opens_at"]: rule.get("holidays", "work") for rule in whole["hours"]}
    assert hours == {"08:30": "work", "14:00": "work", "09:00": "closed"}


async def test_the_same_sheet_again_changes_nothing(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk()
    await carried_out(api, clerk, a_csv(ROW))
    again = await send(api, clerk, a_csv(ROW))
    assert (again.json()["added"], again.json()["changed"], again.json()["unchanged"]) == (0, 0, 1)


async def test_what_was_exported_and_sent_back_is_no_change(api: AsyncClient) -> None:
    await a_network()
    clerk, organization = await a_clerk(), await an_organization()
    rules = [
        *OFFICE,
        Rule("09:00", "11:00", "1FR,-1MO", "MONTHLY", holidays="plain"),
        Rule("09:00", "11:00", "MO", interval=2, dtstart=date(2026, 1, 5)),
    ]
    place = await a_location()
    await a_service(
        organization=organization, hours=rules, locations=[place, await a_location(name="二号楼")]
    )
    await a_service(
        organization=organization, name="=SUM(1)", aka=["甲", "乙"], fee=None, audience=["elderly"]
    )
    for format, kind in (("csv", "text/csv"), ("xlsx", XLSX)):
        sheet = await exported(api, clerk, format=format)
        sent = await send(api, clerk, sheet, kind=kind)
        assert sent.json()["bad"] == 0, await faults(api, clerk, sent.json()["id"])
        assert (sent.json()["added"], sent.json()["changed"], sent.json()["unchanged"]) == (0, 0, 2), format


async def test_a_changed_cell_is_named_and_changes_that_field_alone(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk()
    id = await a_service(documents="身份证", pinyin="cui yuan fa lv yuan zhu zhan")
    sheet = (await exported(api, clerk)).decode("utf-8-sig").replace("身份证", "身份证，户口本")
    sent = await send(api, clerk, sheet.encode())
    changes = (await api.get(f"/api/desk/sheets/{sent.json()['id']}/changes", headers=clerk)).json()["items"]
    assert [(each["service"], each["act"], each["fields"]) for each in changes] == [
        (str(id), "changed", ["documents"])
    ]
    await api.put(f"/api/desk/sheets/{sent.json()['id']}/applied", headers=clerk)
    assert (await api.get(f"/api/services/{id}")).json()["documents"] == "身份证，户口本"


async def test_every_bad_cell_is_named_with_its_reason_and_nothing_is_imported(api: AsyncClient) -> None:
    await a_network()
    clerk = await a_clerk()
    bad = {
        **ROW,
        "服务名称": "",
        "服务类别": "算命",
        "开放时间": "有空就开",
        "费用（元）": "看着给",
        "纬度": "北",
        "服务范围": "天上社区",
        "核实日期": "昨天",
    }
    worse = {
        **ROW,
        "服务名称": "别的铺子",
        "电话": "1380571",
        "地点": "海边店",
        "纬度": "120.1",
        "经度": "30.2",
    }
    sent = await send(api, clerk, a_csv(ROW, bad, {**ROW, "编号": str(uuid4()), "服务名称": "别的"}, worse))
    assert (sent.json()["rows"], sent.json()["bad"]) == (4, 3)
    said = dict(await faults(api, clerk, sent.json()["id"]))
    heading = [column.zh for column in COLUMNS]
    cells = {heading["ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(cell[0])] + cell[1:] for cell in said}
    assert {
        "服务名称3",
        "服务类别3",
        "开放时间3",
        "费用（元）3",
        "纬度3",
        "服务范围3",
        "核实日期3",
        "编号4",
        "电话5",
        "纬度5",
    } <= cells
    assert all(message and "-" not in message[:4] for message in said.values())
    refused = await api.put(f"/api/desk/sheets/{sent.json()['id']}/applied", headers=clerk)
    assert refused.status_code == 409
    assert (await api.get("/api/services", params={"division": COMMUNITY})).json()["items"] == []


@pytest.mark.parametrize(
    "body", [b"", b"PK\x03\x04 no zip", b"\xff\xfe\x00\x01\x80", "甲,乙\n1,2\n".encode()]
)
async def test_a_file_that_is_no_such_sheet_is_refused_with_a_word_why(api: AsyncClient, body: bytes) -> None:
    await a_network()
    clerk = await a_clerk()
    sent = await send(api, clerk, body)
    assert sent.status_code == 201, sent.text
    assert sent.json()["state"] == "refused"
    assert sent.json()["fault"]["message"]


async def test_a_sheet_saved_by_an_office_program_in_gb18030_is_read(api: AsyncClient) -> None:
    await a_network()
    counts = await carried_out(api, await a_clerk(), a_csv(ROW, encoding="gb18030"))
    assert counts["added"] == 1


async def test_the_template_can_be_filled_in(api: AsyncClient) -> None:
    await a_network()
    answer = await api.get(
        "/api/desk/sheet", params={"division": COMMUNITY, "empty": True}, headers=await a_clerk()
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    first, *rest = book.get_sheet_by_index(0).to_python()
    assert [str(cell).rstrip("*") for cell in first] == [column.zh for column in COLUMNS]
    assert rest == []


async def test_a_sheet_is_for_those_who_keep_that_directory(api: AsyncClient) -> None:
    await a_network()
    assert (await send(api, {}, a_csv(ROW))).status_code == 401
    assert (await send(api, await a_resident(), a_csv(ROW))).status_code == 403
    assert (await send(api, await a_staff("call_taker", COMMUNITY), a_csv(ROW))).status_code == 403
    assert (await send(api, await a_clerk(ELSEWHERE), a_csv(ROW))).status_code == 404
    clerk = await a_clerk()
    id = (await send(api, clerk, a_csv(ROW))).json()["id"]
    stranger = await a_clerk(ELSEWHERE)
    for path in ("", "/faults", "/changes"):
        assert (await api.get(f"/api/desk/sheets/{id}{path}", headers=stranger)).status_code == 404
    assert (await api.put(f"/api/desk/sheets/{id}/applied", headers=stranger)).status_code == 404
    assert (await api.get("/api/desk/sheets", headers=stranger)).json()["items"] == []
    assert (
        await api.get("/api/desk/sheet", params={"division": COMMUNITY}, headers=stranger)
    ).status_code == 404


async def test_the_same_bytes_again_get_the_same_answer_and_others_none(api: AsyncClient) -> None:
    await a_network()
    clerk, id = await a_clerk(), uuid4()
    assert (await send(api, clerk, a_csv(ROW), id=id)).status_code == 201
    assert (await send(api, clerk, a_csv(ROW), id=id)).status_code == 200
    assert (await send(api, clerk, a_csv({**ROW, "服务名称": "别的"}), id=id)).status_code == 409


async def test_a_streets_sheet_names_the_communities_that_it_serves(api: AsyncClient) -> None:
    await a_network()
    await carried_out(api, await a_clerk(STREET), a_csv({**ROW, "服务范围": "翠苑一区"}), to=STREET)
    (item,) = (await api.get("/api/services", params={"division": COMMUNITY})).json()["items"]
    assert item["division"] == COMMUNITY
    whole = await api.get("/api/services", params={"division": DISTRICT})
    assert [each["name"] for each in whole.json()["items"]] == ["翠苑裁缝铺"]


async def test_a_large_sheet_is_looked_through_and_carried_out_beside_everybody_else(
    api: AsyncClient,
) -> None:
    await a_network()
    clerk = await a_clerk()
    rows = [
        {**ROW, "服务名称": f"翠苑便民点{number}", "地点": "", "地址": "", "纬度": "", "经度": ""}
        for number in range(1500)
    ]
    sent = await send(api, clerk, a_csv(*rows))
    assert (sent.json()["state"], sent.json()["rows"]) == ("checking", 0)
    path = f"/api/desk/sheets/{sent.json()['id']}"
    assert (await api.put(f"{path}/applied", headers=clerk)).status_code == 409
    await work()
    looked = (await api.get(path, headers=clerk)).json()
    assert (looked["state"], looked["rows"], looked["added"]) == ("checked", 1500, 1500)
    assert (await api.put(f"{path}/applied", headers=clerk)).json()["state"] == "applying"
    await work()
    assert (await api.get(path, headers=clerk)).json()["state"] == "applied"
    again = await send(api, clerk, a_csv(*rows))
    await work()
    assert (await api.get(f"/api/desk/sheets/{again.json()['id']}", headers=clerk)).json()[
        "unchanged"
    ] == 1500


async def work() -> None:
    """What the clock of the server does."""
    house = Here.app.state.house
    tools = Tools(house.places, house.sms, house.city, house.media, house.settings.home)
    await run_jobs(tools, Here.app.state.clock())
