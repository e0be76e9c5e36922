"""Who may do what: every endpoint, every role, in one's own part of the network and in another's.

The table below is the whole of it. A new route stands in no line of it, and the first test fails.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

import msgspec
from httpx import AsyncClient, Response
from litestar.routes import HTTPRoute
from msgspec import Struct

from server.app import Linli
from server.domain.writing import WriteService
from tests.asking import CONTACT, Asked, an_ask, ask
from tests.builders import (
    COMMUNITY,
    ELSEWHERE,
    PASSWORD,
    Here,
    a_grant,
    a_network,
    a_person,
    a_resident,
    a_staff,
    stop_clock,
)
from tests.directory_builders import a_location, a_service, an_organization
from tests.survey_builders import a_sheet, a_wave

STAFF: Final = ("clerk", "manager", "call_taker", "interviewer", "statistician", "provider", "auditor")
WHO: Final = ("nobody", "resident", *(f"{role} {where}" for role in STAFF for where in ("here", "elsewhere")))
READERS: Final = frozenset({"clerk", "manager", "call_taker", "auditor"})
WORKERS: Final = frozenset({"clerk", "manager", "call_taker"})
EDITORS: Final = frozenset({"clerk", "manager"})
MANAGERS: Final = frozenset({"manager"})
ALL: Final = frozenset(STAFF)
IN: Final = "in"  # let through: whatever the answer, it is not 401, 403 or the 404 of a foreign thing


class Door(Struct, frozen=True):
    """Who gets through. `elsewhere`: what the same roles get for another part of the network.

    `other_role`: what staff without the role get, but for `but`, by role or by who.
    """

    roles: frozenset[str]
    elsewhere: int | str = 404
    other_role: int | str = 403
    nobody: int | str = 401
    resident: int | str = 403
    but: tuple[tuple[str, int | str], ...] = ()

    def expected(self, who: str) -> int | str:
        """What somebody gets."""
        if who in {"nobody", "resident"}:
            return self.nobody if who == "nobody" else self.resident
        role, where = who.split()
        if role not in self.roles:
            return dict(self.but).get(who) or dict(self.but).get(role, self.other_role)
        return IN if where == "here" else self.elsewhere


EVERYBODY: Final = Door(ALL, IN, IN, IN, IN)
SIGNED_IN: Final = Door(ALL, IN, IN, 401, IN)
LISTS: Final = Door(READERS, IN)  # what they show is scoped: a test of its own looks
READS: Final = Door(READERS)
PUBLISHED: Final = Door(READERS, IN)  # also foreign ones: services refer to them
EDITS: Final = Door(EDITORS)
EDITORS_LIST: Final = Door(EDITORS, IN)  # scoped as well, or nothing that is kept
ISSUES: Final = Door(MANAGERS, but=(("clerk", 404),))
CASES: Final = Door(READERS, but=(("provider", 404),))  # a firm sees what it holds
WORKS: Final = Door(WORKERS, but=(("provider", 404), ("auditor elsewhere", 404)))


def doors(door: Door, names: str) -> dict[str, Door]:
    """The same door for several operations."""
    return dict.fromkeys(names.split(), door)


DOORS: Final[dict[str, Door]] = {
    **doors(
        EVERYBODY, "getCatalogue getCity listDivisions getDivision listServices getService reportMistake"
    ),
    **doors(EVERYBODY, "countSearches getSatisfaction listWaves getWave answerSurvey signIn"),
    **doors(EVERYBODY, "askForCode getRates whoseIsIt"),
    **doors(EVERYBODY, "listAlikeRequests"),
    **doors(Door(MANAGERS, IN), "listTasks"),
    **doors(SIGNED_IN, "getMe listMySessions exportMe listMyRequests endMyOtherSessions"),
    **doors(LISTS, "listDeskServices listDeskOrganizations listDeskLocations listMistakes listClosures"),
    **doors(LISTS, "listCertificates listProposals listFigure"),
    **doors(READS, "readFigures exportFigures"),
    **doors(EVERYBODY, "getOpenData getOpenDataSheet getCodebook"),
    **doors(Door(READERS | {"statistician"}, 404), "readNumber exportNumber"),
    **doors(Door(frozenset({"manager", "statistician", "auditor"}), 404), "readForecast"),
    **doors(READS, "readDeskService listServiceRevisions readServiceRevision listOrganizationRevisions"),
    **doors(READS, "readOrganizationRevision listLocationRevisions readLocationRevision exportSheet"),
    **doors(PUBLISHED, "readDeskOrganization readDeskLocation"),
    **doors(
        EDITS, "publishService deleteService keepServiceDraft restoreService verifyService handleMistake"
    ),
    **doors(EDITS, "publishOrganization deleteOrganization keepOrganizationDraft restoreOrganization"),
    **doors(EDITS, "publishLocation deleteLocation keepLocationDraft restoreLocation closeMany countClosed"),
    **doors(EDITS, "openAgain sendSheet readSheet listSheetFaults listSheetChanges applySheet"),
    **doors(EDITS, "listProviderLinks makeProviderLink"),
    **doors(EDITORS_LIST, "checkService checkOrganization checkLocation listSheets"),
    **doors(ISSUES, "issueCertificate"),
    **doors(Door(MANAGERS, IN), "listKeys listWebhooks"),
    **doors(Door(MANAGERS), "issueKey setWebhook"),
    "findPeople": Door(MANAGERS, IN),  # scoped: test_people looks
    **doors(Door(MANAGERS), "readPerson invitePerson invitePersonAgain giveRole endRole endPerson"),
    **doors(WORKS, "revealContact"),
    **doors(Door(WORKERS, IN), "findCaller listIncompleteCalls"),
    "takeCall": Door(WORKERS, 422),  # a place beyond one's part of the network is a slip, and says so
    "changeMe": Door(frozenset(), resident=IN),  # staff are named by their manager
    "sendRequest": Door(ALL, IN, resident=IN),  # nobody: without a key
    "listQueue": Door(READERS | {"provider"}, IN),
    "readCase": CASES,
    "readRelated": CASES,
    "readColleagues": Door(WORKERS),
    **doors(Door(READERS | {"provider"}, IN), "listDispatches listFirms"),
    "followQueue": Door(READERS | {"provider"}, IN),
    "readPractice": Door(WORKERS, IN),
}
ASIDE: Final = {  # held to account elsewhere: what opens them is no role
    "getFragment getTranslation": "public; their addresses are versions (test_catalogue)",
    "renewSession": "the refresh cookie (test_sessions)",
    "offerFactor verifySession resetFactor": "a password and the second factor (test_factors)",
    "lookUpRequest": "number and code (test_requests)",
    "readRequest takeStep keepPhoto readPhoto": "its key, its resident, its desk (test_requests)",
    "followRequest stopFollowing rateResult": "the follower's key or account (test_followers)",
    "exportRequest deleteRequest": "its key or its resident (test_promises)",
    "closeTask": "of one (test_tasks)",
    "listComments": "of a closed survey, from a district (test_comments)",
    "goOnPractising": "only in a demonstration (test_practice)",
    "listVisits lookAtCode": "doors that were handed over (test_visits)",
    "takeDeskStep": "the table of the lifecycle (test_desk, test_lifecycle)",
    "attachRequest": "the request's key (test_attaching)",
    "deleteMe signOut": "end the session of whoever calls (test_me, test_sessions)",
    "listRules saveRule removeRule listEstates saveEstate deleteEstate": "a scope of its own (test_who_acts)",
    "readRoster listVacant saveShift deleteShift": "managers of the centre (test_who_acts)",
    "readResponseRates listUnits keepTry replaceUnit listHandOuts": "units in hands (test_invitations)",
    "handOut printLetters printReminders": "units in hands (test_invitations)",
    "listWords listQueries saveWord deleteWord": "the whole city's (test_words)",
    "readQuestionnaire saveQuestionnaire checkQuestionnaire": "statisticians' (test_questionnaires)",
    "discardServiceDraft discardOrganizationDraft discardLocationDraft": "gone is gone (test_editing)",
    "moveCertificate": "of an issued one (test_certificates)",
    "endKey endWebhook listDeadLetters retryDeadLetter retryDeadLetters": "of one (test_keys, test_webhooks)",
    "listDeskWaves readDeskWave saveWave moveWave reviseWave listFrame": "the city's (test_desk_waves)",
    "discardWave bringFrame forgetAddresses planWave drawSample": "the city's (test_desk_waves)",
    "readResults reviewResult exportWave": "statisticians' and auditors' (test_number)",
    "enterEarlierResult removeEarlierResult": "statisticians' (test_number)",
    "readInvitation takeUpInvitation": "whoever holds the link (test_people)",
    "readForFirm readPhotoForFirm makeOffer refuseDispatch": "a firm's link (test_dispatch)",
    "reportResult readAddressForFirm": "a firm's link (test_dispatch)",
    "sendFirm takeBackFromFirm": "the table of the lifecycle (test_dispatch, test_lifecycle)",
    "endProviderLink acceptProposal declineProposal readForProvider propose": "a link (test_proposals)",
}


class World:
    """One of each thing in the community, made anew for each call that may change it."""

    def __init__(self, api: AsyncClient) -> None:
        self.api = api
        self.names: dict[str, str] = {}
        self.bodies: dict[str, Any] = {}
        self.asked: Asked

    async def build(self, clerk: dict[str, str]) -> None:
        """The things, and a body for each call that wants one."""
        organization, location = await an_organization(), await a_location()
        service = await a_service(organization=organization, locations=[location])
        lonely, alone = await an_organization(name="没有服务的"), await a_location(name="没有服务的")
        self.asked = await ask(self.api, contact=CONTACT)
        mistake, sheet, closure = (str(uuid4()) for _ in range(3))
        said = {"kind": "phone", "words": "打不通"}
        await self.api.put(f"/api/services/{service}/mistakes/{mistake}", json=said)
        await self.api.put(f"/api/desk/sheets/{sheet}", params=HERE, content=SHEET, headers={**clerk, **CSV})
        await self.api.put(
            f"/api/desk/closures/{closure}", json={**CLOSED, "category": "sports"}, headers=clerk
        )
        somebody = await a_person(username=f"s{uuid4().hex[:12]}", name="陈静")
        grant = await a_grant(somebody, "clerk", COMMUNITY)
        await a_grant(somebody, "call_taker", COMMUNITY)
        self.names = {
            "code": COMMUNITY,
            "person_id": str(somebody),
            "grant_id": str(grant),
            "version": "1",
            "service_id": str(service),
            "organization_id": str(lonely),
            "locations": str(alone),
            "organizations": str(lonely),
            "services": str(service),
            "request_id": str(self.asked.id),
            "mistake_id": mistake,
            "sheet_id": sheet,
            "closure_id": closure,
            "number": f"SQ{uuid4().hex[:12]}",
        }
        body = WriteService(organization=organization, category="legal-aid", name="新的", areas=[COMMUNITY])
        written = msgspec.to_builtins(body)
        named = {"name": "新的", "kind": "public", "owner": COMMUNITY}
        placed = {"name": "新的", "address": "学院路 1 号", "division": COMMUNITY}
        paper = {"organization": str(organization), "kind": "家政"}
        self.bodies = {
            **dict.fromkeys(("publishService", "keepServiceDraft", "checkService"), written),
            **dict.fromkeys(("publishOrganization", "keepOrganizationDraft", "checkOrganization"), named),
            **dict.fromkeys(("publishLocation", "keepLocationDraft", "checkLocation"), placed),
            "issueCertificate": paper | {"issued_on": "2026-01-01", "expires_on": "2027-01-01"},
        }

    async def call(self, method: str, path: str, operation: str, headers: Mapping[str, str]) -> Response:
        """One call by somebody; ids that the sender makes are new ones."""
        names = {name: self.names.get(name, str(uuid4())) for name in FIELDS.findall(path)}
        if "thing_id" in names:  # of the three nouns, which the path names
            names["thing_id"] = self.names[path.split("/")[3]]
        if operation in NEW:
            names[NEW[operation]] = str(uuid4())
        how: dict[str, Any] = {"params": PARAMS.get(operation, {})}
        how["headers"] = {**EXTRA.get(operation, {}), **headers}
        if operation == "sendSheet":
            how["content"] = SHEET
        elif method in {"PUT", "POST", "PATCH"}:
            how["json"] = self.bodies.get(operation, BODIES.get(operation, {}))
        return await self.api.request(method, path.format(**names), **how)


HERE: Final = {"division": COMMUNITY}
CSV: Final = {"Content-Type": "text/csv"}
SHEET: Final = "服务名称,服务类别,机构\n裁缝铺,家政,便民店\n".encode()
CLOSED: Final = {**HERE, "begins_on": "2026-11-24", "ends_on": "2026-11-25", "note": "停电"}
FIELDS: Final = re.compile(r"{(\w+)}")
MATCH: Final = {"If-Match": '"1"'}
NEW: Final = {
    "takeCall": "request_id",
    "invitePerson": "person_id",
    "giveRole": "grant_id",
    "sendRequest": "request_id",
    "sendSheet": "sheet_id",
    "closeMany": "closure_id",
    "reportMistake": "mistake_id",
}
PARAMS: Final = dict.fromkeys(
    ("countClosed", "exportSheet", "sendSheet", "getSatisfaction", "listServices"), HERE
) | dict.fromkeys(
    ("readFigures", "exportFigures", "getRates", "readNumber", "exportNumber", "readForecast"), HERE
)
PARAMS.update({"listAlikeRequests": {"place": COMMUNITY, "category": "lighting"}})
PARAMS.update({"followQueue": {"seconds": "0"}, "readColleagues": {"holder": COMMUNITY}})
EXTRA: Final[dict[str, dict[str, str]]] = {
    "sendSheet": CSV,
    **dict.fromkeys(("publishService", "deleteService", "publishOrganization", "deleteOrganization"), MATCH),
    **dict.fromkeys(
        ("publishLocation", "deleteLocation", "keepServiceDraft", "keepOrganizationDraft"), MATCH
    ),
    **dict.fromkeys(("keepLocationDraft",), MATCH),
}
BODIES: Final[dict[str, dict[str, Any]]] = {
    "closeMany": CLOSED,
    "handleMistake": {"state": "done", "version": 1},
    "issueKey": {"name": "FixMyStreet", **HERE},
    "setWebhook": {"name": "城管", "url": "https://example.org/in", "events": ["submitted"], **HERE},
    "verifyService": {"on": "2026-11-20"},
    "reportMistake": {"kind": "hours", "words": ""},
    "countSearches": {"words": [{"text": "找不到的词", "count": 1}]},
    "sendRequest": an_ask(),
    "takeCall": an_ask(),
    "invitePerson": {"username": "chenjing", "name": "陈静", "role": "clerk", **HERE},
    "giveRole": {"role": "auditor", **HERE},
    "findCaller": {"phone": "13805710001"},
    "signIn": {"username": "nobody", "password": PASSWORD},
    "whoseIsIt": {"place": COMMUNITY, "category": "lifts"},
    "askForCode": {"phone": "13800000001"},
    "changeMe": {"name": "新名字"},
    "answerSurvey": a_sheet(),
}
WRONG_PASSWORD: Final = 422


async def everybody() -> dict[str, dict[str, str]]:
    """Headers by who."""
    headers: dict[str, dict[str, str]] = {"nobody": {}, "resident": await a_resident()}
    for role in STAFF:
        headers[f"{role} here"] = await a_staff(role, COMMUNITY)
        headers[f"{role} elsewhere"] = await a_staff(role, ELSEWHERE)
    return headers


def operations(app: Linli) -> Iterable[tuple[str, str, str]]:
    """Method, path and name of every call of the API."""
    for route in app.handlers.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/"):
            for method, (handler, _) in route.route_handler_map.items():
                if method != "OPTIONS":
                    yield str(method), route.path_format, str(handler.operation_id)


async def test_every_call_stands_in_the_table_or_says_where_it_is_held_to_account(api: AsyncClient) -> None:
    known = DOORS.keys() | {name for names in ASIDE for name in names.split()}
    assert {name for _, _, name in operations(Here.app)} == known


async def test_each_role_gets_through_its_doors_and_no_others(api: AsyncClient) -> None:
    await a_network()
    Here.app.handlers.state.parts.limits.on = False
    people, world, wave = await everybody(), World(api), str(await a_wave())
    order = sorted(people, key=lambda who: who.endswith(" here"))  # who is let through may change things
    wrong = []
    for method, path, name in operations(Here.app):
        if name not in DOORS:
            continue
        await world.build(people["clerk here"])
        world.names["wave_id"] = wave
        through = []
        for who in order:
            status, wanted = (
                (await world.call(method, path, name, people[who])).status_code,
                DOORS[name].expected(who),
            )
            if wanted == IN:
                through.append(status)
                if status in {401, 403} or (status == 404 and len(through) == 1):
                    wrong.append((name, who, status, wanted))
            elif status != wanted:
                wrong.append((name, who, status, wanted))
        if not any(status < 300 for status in through) and name != "signIn":
            wrong.append((name, "nobody got through", through, "2xx"))
    assert not wrong, "\n".join(map(str, wrong))


async def test_lists_of_the_desk_show_nothing_of_another_part(api: AsyncClient) -> None:
    await a_network()
    stop_clock()
    world = World(api)
    Here.app.handlers.state.parts.limits.on = False
    await world.build(await a_staff("clerk", COMMUNITY))
    stranger = await a_staff("manager", ELSEWHERE)
    for method, path, name in operations(Here.app):
        if name in DOORS and name.startswith("list") and "/desk/" in path and "{" not in path:
            listed = await world.call(method, path, name, stranger)
            assert listed.json().get("items") == [], (name, listed.text)
