"""How often is too often: a table of rules, and a generic cell rate (GCRA) that keeps them, in this process.

Each key needs one number, the time at which its allowance is full again, so the memory is bounded: when it is
full, what has been forgiven goes first. A person is counted by account, an anonymous phone by its address:
whole villages share one, so addresses have much room. Over a limit is 429 with Retry-After, never silence.
"""

import re
import time
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final, Literal

from msgspec import Struct

from server.http.problems import Problem

MOST_KEYS: Final = 100_000
A_BREATH: Final = 1e-6  # seconds, lost in adding fractions
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


By = Literal["person", "address", "stranger", "guesser", "number"]


class Rule(Struct, frozen=True):
    """So many a period; `burst` of them may come at once.

    charged: `always`; `new` (the answer was 201: repeating what was sent costs nothing); `refused` (a guess
    that was wrong); `bytes` (what was uploaded, when it was new).
    """

    name: str
    methods: str  # by blanks
    path: re.Pattern[str]
    by: By
    count: int
    period: float
    burst: int
    charged: Literal["always", "new", "refused", "bytes"] = "always"


READS: Final = r"/(?:api|hsds|open311)/.*"
SHEET: Final = r"/api/waves/[^/]+/responses/[^/]+"
TRY: Final = r"/api/desk/waves/[^/]+/units/[^/]+/tries/[^/]+"
WRITES: Final = rf"(?!{SHEET}|{TRY})/api/.*"  # an interviewer's phone sends what it kept for days in one go
REQUEST: Final = r"/api/requests/[^/]+"
FIRM: Final = r"/api/dispatch"
PROVIDER: Final = r"/api/provider"
PROPOSAL: Final = PROVIDER + r"/proposals/[^/]+"
RULES: Final[list[Rule]] = [
    Rule("reads", "GET", re.compile(READS), "person", 300, MINUTE, 60),
    Rule("reads-here", "GET", re.compile(READS), "address", 3000, MINUTE, 600),
    Rule("writes", "PUT POST PATCH DELETE", re.compile(WRITES), "person", 120, MINUTE, 60),
    Rule(
        "writes-here",
        "PUT POST PATCH DELETE",
        re.compile(r"/(?:api|open311)/.*"),
        "address",
        1200,
        MINUTE,
        300,
    ),
    Rule("requests", "PUT", re.compile(REQUEST), "person", 10, HOUR, 10, "new"),
    Rule("requests-a-day", "PUT", re.compile(REQUEST), "person", 30, DAY, 30, "new"),
    Rule("requests-here", "PUT", re.compile(REQUEST), "address", 300, HOUR, 100, "new"),
    Rule("messages", "PUT", re.compile(REQUEST + r"/steps/[^/]+"), "person", 30, HOUR, 30, "new"),
    Rule("messages-here", "PUT", re.compile(REQUEST + r"/steps/[^/]+"), "address", 300, HOUR, 100, "new"),
    Rule(
        "photos",
        "PUT",
        re.compile(REQUEST + r"/photos/[^/]+"),
        "person",
        200_000_000,
        DAY,
        200_000_000,
        "bytes",
    ),
    Rule(
        "photos-here",
        "PUT",
        re.compile(REQUEST + r"/photos/[^/]+"),
        "address",
        2 * 10**9,
        DAY,
        2 * 10**9,
        "bytes",
    ),
    Rule("lookups", "GET POST", re.compile(REQUEST + r"(?:/.*)?"), "guesser", 20, HOUR, 20, "refused"),
    Rule("lookups-of", "GET POST", re.compile(REQUEST + r"(?:/.*)?"), "number", 10, HOUR, 10, "refused"),
    Rule("followers", "PUT", re.compile(REQUEST + r"/followers/.*"), "person", 30, HOUR, 30, "new"),
    Rule("followers-here", "PUT", re.compile(REQUEST + r"/followers/.*"), "address", 300, HOUR, 100, "new"),
    Rule("codes", "POST", re.compile(r"/api/session/codes"), "address", 300, HOUR, 60),
    Rule("sign-ins", "POST", re.compile(r"/api/session"), "address", 30, HOUR, 30, "refused"),
    Rule("answers", "PUT", re.compile(SHEET), "stranger", 300, HOUR, 100, "new"),
    Rule(
        "answers-of", "PUT", re.compile(SHEET), "person", 1200, HOUR, 400, "new"
    ),  # days of doorsteps at once
    Rule("invitations", "PUT", re.compile(SHEET), "stranger", 60, HOUR, 10, "refused"),
    Rule("invitations-of", "PUT", re.compile(SHEET), "person", 120, HOUR, 40, "refused"),
    Rule(
        "mistakes", "PUT", re.compile(r"/api/services/[^/]+/mistakes/[^/]+"), "address", 60, HOUR, 20, "new"
    ),
    Rule("proposals", "PUT", re.compile(PROPOSAL), "person", 30, HOUR, 30, "new"),
    Rule("proposals-here", "PUT", re.compile(PROPOSAL), "address", 120, HOUR, 60, "new"),
    Rule("provider-keys", "GET PUT", re.compile(PROVIDER + r"(?:/.*)?"), "address", 120, HOUR, 60, "refused"),
    Rule("firm-keys", "GET PUT POST", re.compile(FIRM + r"(?:/.*)?"), "address", 120, HOUR, 60, "refused"),
    Rule("staff-keys", "GET PUT", re.compile(r"/api/invitation"), "address", 60, HOUR, 20, "refused"),
    Rule("searches", "PUT", re.compile(r"/api/searches/[^/]+"), "address", 300, HOUR, 60, "new"),
    Rule("exports", "GET", re.compile(r"/api/me/export"), "person", 10, HOUR, 10),
    Rule("reveals", "POST", re.compile(r"/api/desk/requests/[^/]+/contact"), "person", 120, HOUR, 60),
    Rule("callers", "POST", re.compile(r"/api/desk/callers"), "person", 120, HOUR, 30),
    Rule("calls", "PUT", re.compile(r"/api/desk/intake/[^/]+"), "person", 120, HOUR, 60, "new"),
]

BY_METHOD: Final = {
    method: tuple(rule for rule in RULES if method in rule.methods.split())
    for method in ("GET", "PUT", "POST", "PATCH", "DELETE")
}
ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@lru_cache(1024)
def rules_of(method: str, path: str) -> tuple[Rule, ...]:
    """Those that a call falls under. To them one id is like another: each shape of a path is tried once."""
    return tuple(rule for rule in BY_METHOD.get(method, ()) if rule.path.fullmatch(path))


class Limits:
    """The allowances of everybody, in one dict of times."""

    def __init__(self, on: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self.clock = clock
        self._full_again: dict[tuple[str, str], float] = {}

    def wait_for(self, rule: Rule, key: str, cost: int = 1) -> float:
        """Seconds until `cost` more is allowed; 0: now. Charges nothing."""
        now = self.clock()
        full_again = max(self._full_again.get((rule.name, key), now), now)
        after = full_again + cost * rule.period / rule.count
        wait = after - now - rule.burst * rule.period / rule.count
        return wait if wait > A_BREATH else 0.0

    def charge(self, rule: Rule, key: str, cost: int = 1) -> None:
        """So much less is left for this key."""
        now = self.clock()
        if len(self._full_again) >= MOST_KEYS:
            self._forget(now)
        full_again = max(self._full_again.get((rule.name, key), now), now)
        self._full_again[rule.name, key] = full_again + cost * rule.period / rule.count

    def _forget(self, now: float) -> None:
        """What is full again goes; if that is not enough, the oldest half."""
        self._full_again = {key: at for key, at in self._full_again.items() if at > now}
        if len(self._full_again) >= MOST_KEYS:
            for key in list(self._full_again)[: MOST_KEYS // 2]:
                del self._full_again[key]


@lru_cache(1000)
def rule_of_key(a_minute: int) -> Rule:
    """What a program may ask with its key: so many a minute, and as many at once."""
    return Rule(
        f"key-{a_minute}", "GET POST", re.compile(r"/open311/.*"), "person", a_minute, MINUTE, a_minute
    )


class Caller(Struct):
    """By what a call is counted; "" where there is none."""

    person: str  # an account's or a request key's
    address: str
    number: str = ""  # of a request, opened by its look-up code
    guesser: str = ""  # the address again, where a look-up code is tried
    stranger: str = ""  # the address again, where nobody is signed in

    def key_for(self, rule: Rule) -> str:
        """The key under which a rule counts this call."""
        key: str = getattr(self, rule.by)
        return key


class Counted:
    """The rules that one call falls under: asked before it, charged after it."""

    def __init__(self, limits: Limits, method: str, path: str, caller: Caller, length: int) -> None:
        self.limits, self.length = limits, length
        keys = ((rule, caller.key_for(rule)) for rule in rules_of(method, ID.sub("-", path)))
        self.rules = [(rule, key) for rule, key in keys if key]

    def check(self) -> None:
        """Charges what is always charged. Raises Problem when an allowance is used up."""
        for rule, key in self.rules:
            wait = self.limits.wait_for(rule, key, self.length if rule.charged == "bytes" else 1)
            if wait > 0:
                raise Problem(429, "too-many", {"Retry-After": str(int(wait) + 1), "Connection": "close"})
        for rule, key in self.rules:
            if rule.charged == "always":
                self.limits.charge(rule, key)

    def settle(self, status: int) -> None:
        """Charges what depends on how it ended."""
        refused = status in {401, 404, 409, 422}
        for rule, key in self.rules:
            if rule.charged == "new" and status == 201:
                self.limits.charge(rule, key)
            elif rule.charged == "bytes" and status == 201:
                self.limits.charge(rule, key, self.length)
            elif rule.charged == "refused" and refused:
                self.limits.charge(rule, key)


@lru_cache(10_000)
def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: a household has 2⁶⁴ of those."""
    if ":" not in address:
        return address
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(IPv6Network((ip, 64), strict=False))
    return address
