"""What residents say: the desk's words reach phones and the server; what was searched in vain is counted."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from server.domain import unanswered
from server.domain.unanswered import countable, drop_old
from server.storage.database import raw
from tests.builders import CITY, COMMUNITY, NOON, a_network, a_resident, a_staff

WORD = {"term": "repair", "word": "屋顶漏了"}


async def a_manager() -> dict[str, str]:
    return await a_staff("manager", CITY)


async def add(api: AsyncClient, who: dict[str, str], **but: Any) -> Response:
    return await api.put(f"/api/desk/words/{uuid4()}", json=WORD | but, headers=who)


async def the_city_fragment(api: AsyncClient) -> tuple[str, dict[str, Any]]:
    """Its version, and what it holds."""
    versions = (await api.get(f"/api/catalogue/{COMMUNITY}")).json()
    version = versions["fragments"][0]["version"]
    fragment: dict[str, Any] = (await api.get(f"/api/catalogue/{CITY}/{version}")).json()
    return version, fragment


async def counted(api: AsyncClient, *words: str, times: int = 1, id: object = None) -> Response:
    body = {"words": [{"text": text, "count": times} for text in words]}
    return await api.put(f"/api/searches/{id or uuid4()}", json=body)


async def queries(api: AsyncClient) -> dict[str, int]:
    items = (await api.get("/api/desk/queries", headers=await a_manager())).json()["items"]
    return {item["words"]: item["count"] for item in items}


async def test_a_word_of_the_desk_is_in_the_next_fragment_of_the_city(api: AsyncClient) -> None:
    await a_network()
    before, _ = await the_city_fragment(api)

    response = await add(api, await a_manager())

    assert response.status_code == 204
    after, fragment = await the_city_fragment(api)
    assert after != before
    assert fragment["words"]["repair"].split("\n")[-1] == "屋顶漏了"


async def test_an_english_word_is_in_the_english_part(api: AsyncClient) -> None:
    await a_network()

    await add(api, await a_manager(), word="roofer", language="en")

    version, fragment = await the_city_fragment(api)
    english = (await api.get(f"/api/catalogue/{CITY}/{version}/en")).json()
    assert english["words"]["repair"].split("\n")[-1] == "roofer"
    assert "roofer" not in fragment["words"]["repair"].split("\n")


async def test_a_word_that_was_taken_away_leads_nowhere(api: AsyncClient) -> None:
    await a_network()
    manager, id = await a_manager(), uuid4()
    await api.put(f"/api/desk/words/{id}", json=WORD, headers=manager)

    gone = await api.delete(f"/api/desk/words/{id}", headers=manager)

    assert gone.status_code == 204
    assert "屋顶漏了" not in (await the_city_fragment(api))[1]["words"]["repair"].split("\n")
    assert (await api.delete(f"/api/desk/words/{id}", headers=manager)).status_code == 404


async def test_the_desk_reads_what_the_files_give_and_who_added_what(api: AsyncClient) -> None:
    await a_network()
    await add(api, await a_manager())

    page = (await api.get("/api/desk/words", headers=await a_staff("clerk", COMMUNITY))).json()

    repair = next(item for item in page["items"] if item["term"] == "repair")
    assert page["may_edit"] is False
    assert "水管漏水" in repair["given"]["zh-CN"]
    assert "plumber" in repair["given"]["en"]
    assert [each["word"] for each in repair["added"]] == ["屋顶漏了"]
    assert repair["added"][0]["by_name"]


async def test_only_the_manager_of_the_city_changes_words(api: AsyncClient) -> None:
    await a_network()

    assert (await add(api, await a_staff("clerk", CITY))).status_code == 403
    assert (await add(api, await a_staff("manager", COMMUNITY))).status_code == 403
    assert (await add(api, await a_resident())).status_code == 403
    assert (await add(api, {})).status_code == 401
    assert (await api.get("/api/desk/words")).status_code == 401
    assert (await api.get("/api/desk/queries", headers=await a_resident())).status_code == 403


@pytest.mark.parametrize(
    ("but", "field"),
    [
        ({"term": "no-such-term"}, "term"),
        ({"word": "！？"}, "word"),
        ({"word": ""}, "word"),
        ({"word": "法" * 21}, "word"),
        ({"word": "水管漏水"}, "word"),  # of the files
        ({"word": "ＷＣ堵", "language": "fr"}, "language"),
    ],
)
async def test_a_word_that_cannot_be_is_refused_by_its_field(
    api: AsyncClient, but: dict[str, str], field: str
) -> None:
    await a_network()

    response = await add(api, await a_manager(), **but)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_a_word_leads_to_one_category_only(api: AsyncClient) -> None:
    await a_network()
    manager = await a_manager()
    await add(api, manager)

    again = await add(api, manager, term="property")

    assert again.status_code == 422
    assert again.json()["errors"][0]["message"] == "这个说法已经有了。"


async def test_what_phones_searched_in_vain_is_counted_for_the_whole_city(api: AsyncClient) -> None:
    await a_network()

    await counted(api, "修假牙", "猫砂", times=2)
    await counted(api, "修假牙")

    assert await queries(api) == {"修假牙": 3, "猫砂": 2}


async def test_a_batch_that_is_sent_again_counts_once(api: AsyncClient) -> None:
    await a_network()
    id = uuid4()

    first, again = await counted(api, "修假牙", id=id), await counted(api, "修假牙", id=id)

    assert (first.status_code, again.status_code) == (201, 200)
    assert await queries(api) == {"修假牙": 1}


async def test_nothing_of_a_person_is_kept_with_what_was_searched(api: AsyncClient) -> None:
    await a_network()
    resident = await a_resident()

    body = {"words": [{"text": "修假牙"}]}
    await api.put(f"/api/searches/{uuid4()}", json=body, headers=resident)

    (row,) = await raw("SELECT * FROM query_without_result")
    assert set(row) == {"id", "words", "day", "times"}
    (batch,) = await raw("SELECT * FROM query_batch")
    assert set(batch) == {"id", "day"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("修 假牙！", "修 假牙"),
        ("ＡＢＣ修理", "abc 修理"),
        ("法" * 60, "法" * 40),
        ("牙", ""),
        ("12345", ""),
        ("3 5", ""),
        ("13805710001", ""),
        ("打138-0571-0001找我", ""),
        ("330106198001011234", ""),
        ("me@example.com", ""),
        ("！？", ""),
        ("2 单元 302 室灯坏", "2 单元 302 室灯坏"),
    ],
)
def test_what_could_be_somebodys_own_is_not_counted(text: str, words: str) -> None:
    assert countable(text) == words


async def test_what_has_a_word_by_now_is_no_longer_listed(api: AsyncClient) -> None:
    await a_network()
    await counted(api, "屋顶漏了怎么办", "修假牙")

    await add(api, await a_manager())

    assert await queries(api) == {"修假牙": 1}


async def test_a_bad_batch_is_refused(api: AsyncClient) -> None:
    for body in ({"words": []}, {"words": [{"text": "修假牙", "count": 21}]}, {"words": "修"}, {}):
        assert (await api.put(f"/api/searches/{uuid4()}", json=body)).status_code == 422
    assert (await api.put("/api/searches/mine", json={"words": [{"text": "修假牙"}]})).status_code == 404


async def test_counts_go_after_half_a_year(api: AsyncClient) -> None:
    await a_network()
    await counted(api, "修假牙")

    assert await drop_old(NOON + timedelta(days=1)) == 0
    assert await drop_old(NOON + unanswered.KEPT + timedelta(days=1)) == 2  # the words, and the batch

    assert await queries(api) == {}


async def test_nonsense_does_not_fill_the_disk(api: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_network()
    monkeypatch.setattr(unanswered, "MOST_A_DAY", 2)

    await counted(api, "甲乙", "丙丁")
    await counted(api, "戊己")

    assert set(await queries(api)) == {"甲乙", "丙丁"}


async def test_what_the_server_itself_does_not_find_is_counted_too(api: AsyncClient) -> None:
    await a_network()

    await api.get("/api/services", params={"q": "修假牙"})
    await api.get("/api/services", params={"q": "修假牙", "free": True})  # a filter may be the reason
    await api.get("/api/services")

    assert await queries(api) == {"修假牙": 1}
