"""The page of a service: whole without scripts, told well to a chat and a search engine."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response

from server.domain.calendar import read_holidays, save_holidays
from server.domain.categories import TERMS, is_for_services
from server.domain.hours import Rule
from server.models.directory import Service
from tests.builders import COMMUNITY, STREET, Here, a_network, stop_clock
from tests.directory_builders import WRITTEN, a_location, a_service, an_organization
from tests.pages import Read
from tests.schema_org import troubles

SHARED = [Rule("08:30", "11:30", "MO,TU,WE,TH,FR"), Rule("13:30", "17:00", "MO,TU,WE,TH")]
SITE = "http://127.0.0.1:8000"


async def page(api: AsyncClient, service: UUID | str, **heads: str) -> tuple[Response, Read]:
    """As somebody without scripts gets it."""
    answer = await api.get(f"/s/{service}", headers=heads)
    return answer, Read(answer.text)


async def a_full_service(**but: Any) -> UUID:
    """With everything that can be known of one."""
    usual: dict[str, Any] = {
        "description": "代写诉状、法律咨询",
        "eligibility": "没有本地户口也能来",
        "documents": "身份证、合同",
        "application": "先打电话约时间",
        "fee_note": "诉讼费另算",
        "wait": "当天",
        "accessibility": "门口有坡道",
        "verified_on": date(2026, 11, 2),
        "locations": [await a_location()],
        "hours": SHARED,
        "phone": "0571-8888 0001",
    }
    return await a_service(**usual | but)


async def test_everything_that_decides_stands_on_the_page(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    answer, read = await page(api, await a_full_service())

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for words in [
        "翠苑法律援助站",
        "代写诉状、法律咨询",
        "没有本地户口也能来",
        "身份证、合同",
        "先打电话约时间",
        "学院路 12 号",
        "免费，诉讼费另算",
        "当天",
        "门口有坡道",
        "普通话",
        "今天（周二）",
        "8:30–11:30、13:30–17:00",
        "2026 年 11 月 2 日由翠苑一区核对过",
    ]:
        assert words in read.text, words
    assert read.all("a", href="tel:057188880001")
    assert "0571-8888 0001" in read.text


async def test_a_chat_shows_title_one_line_and_a_picture(api: AsyncClient) -> None:
    await a_network()
    id = await a_full_service()
    _, read = await page(api, id)
    assert read.meta("og:title") == "翠苑法律援助站 · 翠苑一区 · 邻里"
    week = "周一至周四 8:30–11:30、13:30–17:00，周五 8:30–11:30"
    line = f"{week}，学院路 12 号，免费，电话 0571-8888 0001。代写诉状、法律咨询"
    assert read.meta("og:description") == read.meta("description") == line
    assert read.meta("og:url") == f"{SITE}/s/{id}"
    assert read.all("link", rel="canonical", href=f"{SITE}/s/{id}")
    assert read.meta("og:image") == f"{SITE}/previews/legal-aid.png"


def test_every_category_has_its_picture() -> None:
    folder = Path(__file__).parents[2] / "pwa/public/previews"
    missing = [code for code in TERMS if is_for_services(code) and not (folder / f"{code}.png").is_file()]
    assert not missing


async def test_the_page_speaks_the_readers_language_as_far_as_it_is_written(api: AsyncClient) -> None:
    await a_network()
    english = {"en": {"name": "Legal aid of Cuiyuan", "description": "Advice and papers for the court"}}
    answer, read = await page(api, await a_full_service(texts=english), **{"accept-language": "en"})
    assert read.all("html", lang="en")
    assert "Legal aid of Cuiyuan" in read.text
    assert "Free" in read.text
    assert "8:30–11:30, 13:30–17:00" in read.text
    assert "Accept-Language" in answer.headers["vary"]
    _, chinese = await page(api, await a_full_service())
    assert chinese.all("html", lang="zh-CN")


async def test_no_word_of_a_clerk_becomes_markup(api: AsyncClient) -> None:
    await a_network()
    evil = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    _, read = await page(api, await a_full_service(name=evil, description=evil, documents=evil))
    assert not [head for _, head in read.tags if "onerror" in head]
    assert [head.get("type", "module") for head, _ in read.scripts if "alert" in str(head)] == []
    assert all(head.get("type") in {"application/json", "application/ld+json"} for head, _ in read.scripts)
    assert read.data["name"] == evil


async def test_the_policy_lets_only_our_own_scripts_run(api: AsyncClient) -> None:
    await a_network()
    answer, _ = await page(api, await a_full_service())
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "style-src 'self';" in policy
    assert " style=" not in answer.text


# JSON-LD


async def test_a_public_service_is_a_government_service_by_the_rules_of_schema_org(api: AsyncClient) -> None:
    await a_network()
    _, read = await page(api, await a_full_service())
    data = read.data
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "GovernmentService"
    assert troubles(data) == []
    channel = data["availableChannel"]
    assert channel["servicePhone"]["telephone"] == "0571-8888 0001"
    assert channel["serviceLocation"][0]["address"]["streetAddress"] == "学院路 12 号"
    assert channel["serviceLocation"][0]["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 30.28,
        "longitude": 120.12,
    }
    assert data["offers"]["price"] == "0"


async def test_a_firm_is_a_local_business_by_the_rules_of_schema_org(api: AsyncClient) -> None:
    await a_network()
    firm = await an_organization(kind="firm", name="安心家政", certificate="杭社服证 2026-001")
    _, read = await page(api, await a_full_service(organization=firm, category="housekeeping", fee=4550))
    data = read.data
    assert data["@type"] == "LocalBusiness"
    assert troubles(data) == []
    assert data["telephone"] == "0571-8888 0001"
    assert data["address"]["streetAddress"] == "学院路 12 号"
    assert data["makesOffer"]["price"] == "45.50"
    assert data["hasCertification"]["certificationIdentification"] == "杭社服证 2026-001"


@pytest.mark.parametrize("kind", ["public", "firm", "non-profit", "property"])
async def test_a_service_of_which_little_is_known_keeps_the_rules_too(api: AsyncClient, kind: str) -> None:
    await a_network()
    organization = await an_organization(kind=kind)
    where = [await a_location(latitude=None, longitude=None)]
    bare = await a_service(organization=organization, hours=[], phone="", fee=None, locations=where)
    _, read = await page(api, bare)
    assert troubles(read.data) == []
    assert not [value for value in read.data.values() if value in (None, "", [])]


async def test_an_error_against_the_rules_would_be_found() -> None:
    wrong = {
        "@type": "GovernmentService",
        "name": "x",
        "telephone": "1",
        "provider": {"@type": "Place"},
        "hoursAvailable": {"@type": "OpeningHoursSpecification", "dayOfWeek": "Monday", "opens": "8:30"},
    }
    assert len(troubles(wrong)) == 5


async def test_hours_are_the_same_on_the_page_in_the_api_and_in_json_ld(api: AsyncClient) -> None:
    await a_network()
    await save_holidays(read_holidays())
    stop_clock(datetime(2026, 9, 30, 4, tzinfo=UTC))  # the day before the National Day
    id = await a_full_service()
    _, read = await page(api, id)
    shown = (await api.get(f"/api/services/{id}")).json()
    said = {
        (day.rsplit("/", 1)[1], each["opens"], each["closes"])
        for each in read.data["hoursAvailable"]
        if "validFrom" not in each
        for day in each["dayOfWeek"]
    }
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    names = dict(zip(["MO", "TU", "WE", "TH", "FR"], days, strict=True))
    told = {
        (names[day], rule["opens_at"], rule["closes_at"])
        for rule in shown["hours"]
        for day in rule["byday"].split(",")
    }
    assert said == told
    assert shown["phone"] == read.data["availableChannel"]["servicePhone"]["telephone"]
    shut = {
        each["validFrom"]
        for each in read.data["hoursAvailable"]
        if "validFrom" in each and each["opens"] == each["closes"]
    }
    assert {"2026-10-01", "2026-10-02", "2026-10-05"} <= shut
    made_up = {each["validFrom"] for each in read.data["hoursAvailable"] if "validFrom" in each} - shut
    assert made_up == {"2026-10-10"}
    assert "国庆节放假" in read.text or "国庆" in read.text


async def test_nights_months_and_days_without_end_are_said_as_schema_org_says_them(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    every_day = "MO,TU,WE,TH,FR,SA,SU"
    night = await a_full_service(hours=[Rule("22:00", "06:00", every_day, holidays="plain")])
    always = await a_full_service(hours=[Rule("00:00", "24:00", every_day, holidays="plain")])
    monthly = await a_full_service(hours=[Rule("09:00", "11:00", "1SA", freq="MONTHLY", holidays="plain")])
    hours = [(await page(api, id))[1].data["hoursAvailable"] for id in (night, always, monthly)]
    assert [(each["opens"], each["closes"]) for each in hours[0]] == [("22:00", "06:00")]
    assert [(each["opens"], each["closes"]) for each in hours[1]] == [("00:00", "23:59")]
    assert [(each["validFrom"], each["opens"]) for each in hours[2]] == [("2026-12-05", "09:00")]


# What is over, what never was


async def test_a_closed_service_says_so_and_names_the_nearest_alike(api: AsyncClient) -> None:
    await a_network()
    here, near, far = [await a_location(latitude=30.28 + north) for north in (0, 0.001, 0.02)]
    await a_service(name="远的", locations=[far])
    nearest = await a_service(name="近的", locations=[near])
    await a_service(name="别的事", category="notary", locations=[here])
    closed = await a_full_service(status="defunct", locations=[here])

    answer, read = await page(api, closed)

    assert answer.status_code == 410
    assert read.meta("robots") == "noindex"
    assert "已经停办" in read.text
    assert read.text.index("近的") < read.text.index("远的")
    assert "别的事" not in read.text
    assert read.all("a", href=f"/s/{nearest}")
    asked = await api.get(f"/api/services/{closed}")
    assert asked.status_code == 410
    assert [each["name"] for each in asked.json()["alike"]] == ["近的", "远的"]


async def test_without_a_place_on_the_map_the_nearest_in_the_network_are_named(api: AsyncClient) -> None:
    await a_network()
    await a_service(name="街道的", areas=[STREET])
    await a_service(name="社区的")
    closed = await a_service(status="inactive")
    alike = (await api.get(f"/api/services/{closed}")).json()["alike"]
    assert [each["name"] for each in alike] == ["社区的", "街道的"]


async def test_what_was_deleted_is_over_too(api: AsyncClient) -> None:
    await a_network()
    id = await a_full_service()
    await Service.update({Service.deleted_at: WRITTEN}).where(Service.id == id)
    answer, _ = await page(api, id)
    assert answer.status_code == 410


@pytest.mark.parametrize("id", ["12fbec3b-c9c2-4690-aaf1-41e13c5161c1", "nonsense", "%00", "1' OR 1=1"])
async def test_what_was_never_shown_is_not_found(api: AsyncClient, id: str) -> None:
    answer, read = await page(api, id)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "没有这个服务" in read.text
    assert read.meta("robots") == "noindex"
    assert not read.meta("og:title")


async def test_a_service_that_pauses_says_so_and_tells_no_hours(api: AsyncClient) -> None:
    await a_network()
    _, read = await page(api, await a_full_service(status="temporarily closed"))
    assert "暂停服务" in read.text
    assert "hoursAvailable" not in read.data


async def test_without_a_certificate_there_is_no_badge_anywhere(api: AsyncClient) -> None:
    await a_network()
    firm = await an_organization(kind="firm", name="安心家政", certificate=None)
    answer, _ = await page(api, await a_full_service(organization=firm, category="housekeeping"))
    assert "证书" not in answer.text
    assert "Certification" not in answer.text
    badged = await an_organization(kind="firm", name="放心家政", certificate="2026-001")
    answer, _ = await page(api, await a_full_service(organization=badged, category="housekeeping"))
    assert "持社区服务证书，编号 2026-001" in answer.text


# Kept, and made anew


async def test_a_page_is_kept_until_something_changes(api: AsyncClient) -> None:
    await a_network()
    id = await a_full_service()
    await a_second_later(api)
    first = await api.get(f"/s/{id}")
    hits = Here.app.state.parts.cache.hits
    again = await api.get(f"/s/{id}", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert Here.app.state.parts.cache.hits == hits + 1
    assert "script-src" in again.headers["content-security-policy"]

    await a_full_service(id=id, phone="0571-8888 0002")

    changed = await api.get(f"/s/{id}", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "0571-8888 0002" in changed.text


async def test_at_midnight_the_page_says_another_day(api: AsyncClient) -> None:
    await a_network()
    stop_clock(datetime(2026, 11, 24, 15, 59, tzinfo=UTC))
    await Here.app.state.house.chores.look_around()
    id = await a_full_service()
    await a_second_later(api)
    assert "今天（周二）" in (await api.get(f"/s/{id}")).text
    stop_clock(datetime(2026, 11, 24, 16, 1, tzinfo=UTC))
    await Here.app.state.house.chores.look_around()
    assert "今天（周三）" in (await api.get(f"/s/{id}")).text


async def a_second_later(api: AsyncClient) -> None:
    """What was changed is settled: it may be kept again."""
    cache = Here.app.state.parts.cache
    await Here.app.state.house.chores.look_around()
    cache._bumped.clear()


async def test_head_is_the_same_without_the_page(api: AsyncClient) -> None:
    await a_network()
    answer = await api.head(f"/s/{await a_full_service()}")
    assert answer.status_code == 200
    assert answer.content == b""


# The map, the code, the sheet


async def test_the_map_names_every_public_service_with_its_last_change(
    api: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.domain.sitemap.PAGE", 2)
    await a_network()
    shown = {await a_service() for _ in range(5)}
    await a_service(status="defunct")

    index = (await api.get("/sitemap.xml")).text
    leaves = [part.partition("</loc>")[0] for part in index.split("<loc>")[1:]]
    assert len(leaves) == 3
    found = []
    for leaf in leaves:
        answer = await api.get(leaf.removeprefix(SITE))
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        assert answer.text.count("<url>") <= 2
        assert "<lastmod>2026-11-01T00:00:00+00:00</lastmod>" in answer.text
        found += [part.partition("</loc>")[0] for part in answer.text.split("<loc>")[1:]]
    assert sorted(found) == sorted(f"{SITE}/s/{id}" for id in shown)


async def test_an_empty_directory_has_an_empty_map(api: AsyncClient) -> None:
    assert "<loc>" not in (await api.get("/sitemap.xml")).text
    assert (await api.get("/sitemap/nonsense.xml")).status_code == 404


async def test_search_engines_are_told_where_the_map_is(api: AsyncClient) -> None:
    text = (await api.get("/robots.txt")).text
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert "Disallow: /api/" in text
    assert "Disallow: /s" not in text.replace("/survey", "")


async def test_the_code_on_paper_is_a_drawing(api: AsyncClient) -> None:
    answer = await api.get(f"/s/{uuid4()}/qr.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")
    assert 'xmlns="http://www.w3.org/2000/svg"' in answer.text


async def test_a_community_has_a_poster_that_opens_the_app_there(api: AsyncClient) -> None:
    await a_network()
    answer = await api.get(f"/poster/{COMMUNITY}")
    read = Read(answer.text)
    assert answer.status_code == 200
    assert read.text.index("西湖 翠苑") < read.text.index("\n翠苑一区\n")
    assert f"127.0.0.1:8000/?c={COMMUNITY}" in read.text
    assert "96345" in read.text
    assert read.all("svg")


@pytest.mark.parametrize("code", [STREET, "330199999999", "nonsense"])
async def test_only_a_community_has_a_poster(api: AsyncClient, code: str) -> None:
    await a_network()
    assert (await api.get(f"/poster/{code}")).status_code == 404


@pytest.mark.parametrize("tab", ["services", "help", "survey", "me"])
async def test_each_tab_has_a_sheet_with_three_pictures_the_hotline_and_the_way_there(
    api: AsyncClient, tab: str
) -> None:
    answer = await api.get(f"/guide/{tab}")

    assert answer.status_code == 200
    pictures = [f"/guides/{tab}-{number}.webp" for number in (1, 2, 3)]
    for words in [*pictures, "不会用？打 <b>96345</b>", "Any trouble? Call 96345", 'class="qr"']:
        assert words in answer.text
    kept = Path(__file__).parents[2] / "pwa/public"
    assert all((kept / picture[1:]).is_file() for picture in pictures)


async def test_there_is_no_sheet_of_another_name(api: AsyncClient) -> None:
    assert (await api.get("/guide/desk")).status_code == 404
