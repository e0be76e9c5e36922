"""Somebody scans the certificate in a doorway: is it good today?"""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
from httpx import AsyncClient

from tests.builders import NOON, STREET, a_network, a_staff, stop_clock
from tests.certificates import NUMBER, Issuer
from tests.directory_builders import a_service, an_organization


async def world(api: AsyncClient) -> tuple[Issuer, UUID]:
    """A manager, and a firm with a certificate."""
    await a_network()
    stop_clock()
    firm = await an_organization(name="翠苑<家政>", kind="firm")
    manager = Issuer(api, await a_staff("manager", STREET))
    await manager.issue(firm)
    return manager, firm


async def page(api: AsyncClient, number: str = NUMBER, language: str = "zh-CN") -> str:
    """Its page."""
    answer = await api.get(f"/c/{quote(number, safe='')}", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_it_says_whether_it_is_good_to_whom_for_what_and_until_when(api: AsyncClient) -> None:
    await world(api)
    said = await page(api)
    for words in ("有效", "翠苑&lt;家政&gt;", "家政服务", "甲", "2026 年 1 月 1 日", "2026 年 12 月 31 日"):
        assert words in said
    assert "Valid" in await page(api, language="en")


@pytest.mark.parametrize(
    ("days", "words"), [(-328, "还没生效"), (-327, "有效"), (37, "有效"), (38, "已经过期")]
)
async def test_both_days_are_within_it_by_the_clock_of_the_city(
    api: AsyncClient, days: int, words: str
) -> None:
    await world(api)
    stop_clock(NOON + timedelta(days=days))
    assert f"<b>{words}</b>" in await page(api)


async def test_a_suspended_and_a_revoked_one_say_why_at_once(api: AsyncClient) -> None:
    manager, _ = await world(api)
    await page(api)  # whatever somebody was told before
    await manager.move("suspended", 1, "投诉核查中")
    said = await page(api)
    assert "暂停中" in said
    assert "投诉核查中" in said
    await manager.move("revoked", 2, "<伪造>")
    said = await page(api)
    assert "已经吊销" in said
    assert "&lt;伪造&gt;" in said


async def test_a_chinese_number_works_by_percent_and_so_does_its_code(api: AsyncClient) -> None:
    manager, firm = await world(api)
    number = "杭证〔2026〕8号"
    await manager.issue(firm, number)
    said = await page(api, number)
    assert number in said
    assert f'src="/c/{quote(number)}/qr.svg"' in said
    code = await api.get(f"/c/{quote(number)}/qr.svg")
    assert code.headers["content-type"].startswith("image/svg+xml")
    assert (await api.get(f"/c/{NUMBER}/qr.svg")).text != code.text


async def test_an_unknown_number_is_404_and_says_where_to_ask(api: AsyncClient) -> None:
    await world(api)
    for number in ("SQ999", "a", "%00", quote("x" * 500), quote("<script>")):
        answer = await api.get(f"/c/{number}")
        assert answer.status_code == 404, number
        assert "没有这个编号的证书" in answer.text
        assert "<script>" not in answer.text


async def test_a_number_that_came_without_its_days_says_so(api: AsyncClient) -> None:
    await world(api)
    await an_organization(name="外来机构", certificate="X-2024-1")
    said = await page(api, "X-2024-1")
    assert "外来机构" in said
    assert "没有写明有效日期" in said


async def test_the_page_of_a_service_leads_there_while_it_is_good(api: AsyncClient) -> None:
    manager, firm = await world(api)
    service = await a_service(organization=firm)
    there = await api.get(f"/s/{service}")
    assert f'href="/c/{NUMBER}"' in there.text
    await manager.move("suspended", 1, "核查")
    assert "/c/" not in (await api.get(f"/s/{service}")).text
