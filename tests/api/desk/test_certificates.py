"""A manager issues, suspends and revokes; entries show the badge exactly as long as a paper is good."""

from typing import Any
from uuid import UUID

from httpx import AsyncClient

from server.domain.topics import all_versions
from tests.builders import (
    COMMUNITY,
    ELSEWHERE,
    NOON,
    OTHER_DISTRICT,
    STREET,
    a_network,
    a_resident,
    a_staff,
    later,
    stop_clock,
)
from tests.certificates import NUMBER, Issuer
from tests.directory_builders import a_service, an_organization


async def world(api: AsyncClient) -> tuple[Issuer, UUID, UUID]:
    """A manager of the street, a firm and its service."""
    await a_network()
    stop_clock()
    firm = await an_organization(name="翠苑家政", kind="firm")
    return Issuer(api, await a_staff("manager", STREET)), firm, await a_service(organization=firm)


async def shown(api: AsyncClient, service: UUID) -> Any:
    """The number that an entry shows."""
    return (await api.get(f"/api/services/{service}")).json()["organization"]["certificate"]


async def certified(api: AsyncClient) -> int:
    """How many a list of the certified has."""
    answer = await api.get(f"/api/services?division={COMMUNITY}&certified=true")
    return len(answer.json()["items"])


async def test_an_issued_certificate_is_on_the_entry_in_the_filter_and_in_the_catalogue(
    api: AsyncClient,
) -> None:
    manager, firm, service = await world(api)
    before = await all_versions()
    assert (await shown(api, service), await certified(api)) == (None, 0)
    answer = await manager.issue(firm)
    assert answer.status_code == 200, answer.text
    assert answer.json()["standing"] == "valid"
    assert (await shown(api, service), await certified(api)) == (NUMBER, 1)
    after = await all_versions()
    assert after[f"fragment:{COMMUNITY}"] > before.get(f"fragment:{COMMUNITY}", 0)
    assert after.get(f"fragment:{ELSEWHERE}") == before.get(f"fragment:{ELSEWHERE}")


async def test_issuing_twice_is_issuing_once_and_a_number_is_used_once(api: AsyncClient) -> None:
    manager, firm, _ = await world(api)
    first = await manager.issue(firm, kind="家政  服务")
    assert (await manager.issue(firm, kind="家政 服务")).json() == first.json()
    assert (await manager.issue(firm, kind="保洁")).status_code == 409
    other = await an_organization(name="别家")
    assert (await manager.issue(other)).status_code == 409


async def test_only_managers_of_the_division_that_keeps_the_organization_issue_and_others_read(
    api: AsyncClient,
) -> None:
    manager, firm, _ = await world(api)
    clerk = Issuer(api, await a_staff("clerk", COMMUNITY))
    foreign = Issuer(api, await a_staff("manager", OTHER_DISTRICT))
    for nobody in (clerk, foreign):
        assert (await nobody.issue(firm)).status_code == 404
    await manager.issue(firm)
    assert (await clerk.numbers("all"), await foreign.numbers("all")) == ([NUMBER], [])
    assert (await clerk.move("revoked", 1, "假的")).status_code == 404
    assert (await foreign.move("revoked", 1, "假的")).status_code == 404
    assert (await Issuer(api, {}).issue(firm)).status_code == 401
    resident = await api.get("/api/desk/certificates", headers=await a_resident())
    assert resident.status_code == 403


async def test_a_suspended_paper_is_not_shown_until_it_is_resumed_and_a_revoked_one_never_again(
    api: AsyncClient,
) -> None:
    manager, firm, service = await world(api)
    await manager.issue(firm)
    assert (await manager.move("suspended", 1)).json()["errors"][0]["field"] == "reason"
    suspended = (await manager.move("suspended", 1, "投诉核查中")).json()
    assert (suspended["standing"], suspended["reason"]) == ("suspended", "投诉核查中")
    assert await shown(api, service) is None
    resumed = (await manager.move("active", suspended["version"])).json()
    assert (resumed["standing"], await shown(api, service)) == ("valid", NUMBER)
    revoked = (await manager.move("revoked", resumed["version"], "伪造健康证")).json()
    assert (revoked["standing"], await shown(api, service)) == ("revoked", None)
    again = await manager.move("active", revoked["version"])
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "state")


async def test_of_two_who_move_it_the_second_is_told_and_a_retry_is_no_second_move(api: AsyncClient) -> None:
    manager, firm, _ = await world(api)
    await manager.issue(firm)
    first = await manager.move("suspended", 1, "核查")
    assert (await manager.move("suspended", 1, "核查")).json() == first.json()
    second = await manager.move("revoked", 1, "假的")
    assert (second.status_code, second.json()["by_name"]) == (409, "王芳")


async def test_of_several_the_one_that_lasts_longest_is_shown(api: AsyncClient) -> None:
    manager, firm, service = await world(api)
    await manager.issue(firm)
    await manager.issue(firm, "杭证〔2026〕8号", expires_on="2028-01-01")
    assert await shown(api, service) == "杭证〔2026〕8号"
    await manager.move("suspended", 1, "核查", "杭证〔2026〕8号")
    assert await shown(api, service) == NUMBER


async def test_lists_by_state_what_ends_first_first_with_the_count_of_what_ends_soon(
    api: AsyncClient,
) -> None:
    manager, firm, _ = await world(api)
    await manager.issue(firm, "A-later", expires_on="2027-12-31")
    await manager.issue(firm, "B-ending", expires_on="2026-12-01")
    await manager.issue(firm, "C-over", expires_on="2026-11-23")
    await manager.issue(firm, "D-stopped")
    await manager.issue(firm, "E-not-yet", issued_on="2027-01-01", expires_on="2028-01-01")
    await manager.move("suspended", 1, "核查", "D-stopped")
    assert await manager.numbers("valid") == ["B-ending", "A-later"]
    assert await manager.numbers("ending") == ["B-ending"]
    assert await manager.numbers("over") == ["C-over"]
    assert await manager.numbers("stopped") == ["D-stopped"]
    assert len(await manager.numbers("all")) == 5
    page = (await api.get("/api/desk/certificates", headers=manager.headers)).json()
    assert page["ending"] == 1


async def test_long_lists_come_in_pages_without_a_gap(api: AsyncClient) -> None:
    manager, firm, _ = await world(api)
    for number in range(53):
        await manager.issue(firm, f"N-{number:03}", expires_on=f"2027-01-{number % 5 + 1:02}")
    seen, cursor = [], ""
    while True:
        page = await api.get(
            "/api/desk/certificates", params={"show": "all", "cursor": cursor}, headers=manager.headers
        )
        seen += [item["number"] for item in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        if not cursor:
            break
    assert (len(seen), len(set(seen))) == (53, 53)
    bad = await api.get("/api/desk/certificates?cursor=nonsense", headers=manager.headers)
    assert bad.status_code == 422


async def test_bad_papers_are_refused_by_field(api: AsyncClient) -> None:
    manager, firm, _ = await world(api)
    for number, but, field in (
        ("a b", {}, "number"),
        ("x" * 41, {}, "number"),
        (NUMBER, {"kind": " "}, "kind"),
        (NUMBER, {"expires_on": "2025-12-31"}, "expires_on"),
    ):
        answer = await manager.issue(firm, number, **but)
        assert answer.status_code == 422, (number, answer.text)
        assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_a_number_that_came_with_other_data_stays_until_a_certificate_is_issued_here(
    api: AsyncClient,
) -> None:
    await world(api)
    other = await an_organization(name="外来机构", certificate="X-2024-1")
    service = await a_service(organization=other)
    stop_clock(later(NOON, days=400))
    assert await shown(api, service) == "X-2024-1"
    manager = Issuer(api, await a_staff("manager", STREET))
    await manager.issue(other, expires_on="2030-01-01")
    assert await shown(api, service) == NUMBER
