"""Managers say who is responsible for what in their part of the network.

A rule is never changed: each change is one more version of it, so that a request's rule can be read as it
stood when it was sent. Taking one away is a version too; what the release brought under its name is in force
again. A manager sends nothing higher than they stand: to the offices of their own level and below, or to an
organization. The release's rules, which hold everywhere, are changed by managers of the whole city.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from server.domain.access import READERS
from server.domain.categories import is_for_requests
from server.domain.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound, NotSignedIn
from server.domain.people import Actor, Role
from server.domain.places import Map, Places, rule_of
from server.domain.presence import blanks
from server.domain.routing import LEVELS, SHIPPED, Level, Rule, shipped
from server.domain.scope import contains, level_of
from server.domain.texts import clean
from server.domain.topics import bumping
from server.storage.database import Sql, raw, together, write
from server.storage.errors import Duplicate

MANAGER: Final = frozenset({Role.MANAGER})
TOPIC: Final = "routing"

Words = Annotated[str, Meta(min_length=1, max_length=500)]


class WriteRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as a manager writes it; `version` is the one that this change began from, 0 of a new rule."""

    version: Annotated[int, Meta(ge=0)]
    scope: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    categories: Annotated[list[str], Meta(max_length=60)]
    level: Level
    zh: Words
    en: Words
    estate: bool = False
    organization: UUID | None = None
    position: Annotated[int, Meta(ge=0, le=9999)] = 0


class RuleShown(Struct, frozen=True):
    """A rule in force."""

    id: str
    version: int
    scope: str  # "": everywhere
    scope_name: str
    categories: list[str]
    level: Level
    estate: bool
    organization: UUID | None
    organization_name: str
    zh: str
    en: str
    position: int
    is_shipped: bool  # the release has a rule of this name
    by_name: str
    at: datetime | None
    may_edit: bool


class RulePage(Struct, frozen=True):
    """In the order in which they are asked."""

    items: list[RuleShown]
    scopes: list[str]  # where the reader may write rules


class RuleSaved(Struct, frozen=True):
    """The version that stands now."""

    id: str
    version: int


LATEST: Final = (
    "SELECT r.rule, r.version, r.scope, r.categories, r.level, r.organization, o.name AS organization_name, "
    "r.estate, r.zh, r.en, r.position, r.gone, r.person_name, r.at "
    "FROM routing_rule r LEFT JOIN organization o ON o.id = r.organization WHERE "
)
IN_FORCE: Final = "r.version = (SELECT max(n.version) FROM routing_rule n WHERE n.rule = r.rule)"
ONE: Final = "r.rule = {} ORDER BY r.version DESC LIMIT 1"
AS_THEY_WERE: Final = "r.rule IN (KEYS)"
INSERT: Final = (
    "INSERT INTO routing_rule (rule, version, scope, categories, level, organization, estate, zh, en, "
    "position, gone, person, person_name, at) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
)


async def rules_as_they_were(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Rule]:
    """The rules by which requests were sent on; the release's last for one that nobody knows any more."""
    pairs = set(wanted)
    changed = sorted(id for id, version in pairs if version)
    rows = await raw(LATEST + AS_THEY_WERE.replace("KEYS", blanks(changed)), *changed) if changed else []
    kept = {(row["rule"], row["version"]): rule_of(row) for row in rows}
    return {pair: kept.get(pair) or shipped(pair[0]) or SHIPPED[-1] for pair in pairs}


async def rule_as_it_was(id: str, version: int) -> Rule:
    """The same for one."""
    return (await rules_as_they_were([(id, version)]))[id, version]


def must_read_rules(actor: Actor) -> None:
    """Staff may read the rules. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(READERS):
        raise NotAllowed


async def list_rules(actor: Actor, known: Map, language: str) -> RulePage:
    """All rules in force that concern somebody's part of the network. Raises NotSignedIn, NotAllowed."""
    must_read_rules(actor)
    rows = {row["rule"]: row for row in await raw(LATEST + IN_FORCE)}
    codes = actor.divisions(READERS)
    items = [
        _shown(rule, rows.get(rule.id), actor, known, language)
        for rule in known_rules(rows)
        if not rule.scope or any(contains(rule.scope, code) or contains(code, rule.scope) for code in codes)
    ]
    return RulePage(items, actor.divisions(MANAGER))


def known_rules(rows: dict[str, dict[str, Any]]) -> list[Rule]:
    """The rules in force, in their order, straight from the rows."""
    own = [rule_of(row) for row in rows.values() if not row["gone"]]
    own.sort(key=lambda rule: (-level_of(rule.scope), rule.position, rule.id))
    changed = {rule.id for rule in own}
    return [*own, *(rule for rule in SHIPPED if rule.id not in changed)]


def _shown(rule: Rule, row: dict[str, Any] | None, actor: Actor, known: Map, language: str) -> RuleShown:
    return RuleShown(
        id=rule.id,
        version=row["version"] if row else 0,
        scope=rule.scope,
        scope_name=known.name(rule.scope, language),
        categories=rule.categories,
        level=rule.level,
        estate=rule.estate,
        organization=rule.organization,
        organization_name=rule.organization_name,
        zh=rule.zh,
        en=rule.en,
        position=rule.position,
        is_shipped=shipped(rule.id) is not None,
        by_name=row["person_name"] if row else "",
        at=row["at"] if row else None,
        may_edit=may_write(actor, rule.scope),
    )


def may_write(actor: Actor, scope: str) -> bool:
    """A manager of the scope, or of a division above it; of the city, where it holds everywhere."""
    return any(contains(code, scope) if scope else level_of(code) == 1 for code in actor.divisions(MANAGER))


async def save_rule(id: str, wish: WriteRule, actor: Actor, places: Places, now: datetime) -> RuleSaved:
    """One more version. Raises NotSignedIn, NotAllowed, NotFound, Invalid, ChangedMeanwhile."""
    before = await _before(id, wish.scope, actor)
    await _check(id, wish, actor, await places.at(now, wish.scope))
    if before and wish.version == before["version"] - 1 and _is_same(before, wish):
        return RuleSaved(id, before["version"])  # sent twice
    return await _write(id, wish, before, actor=actor, places=places, now=now, gone=False)


async def remove_rule(id: str, version: int, actor: Actor, places: Places, now: datetime) -> RuleSaved:
    """It is in force no more. Raises as `save_rule`."""
    before = await _before(id, "", actor)
    if before is None:
        raise NotFound
    if before["gone"]:
        return RuleSaved(id, before["version"])
    rule = rule_of(before)
    wish = WriteRule(
        version,
        rule.scope,
        rule.categories,
        rule.level,
        rule.zh,
        rule.en,
        rule.estate,
        rule.organization,
        rule.position,
    )
    return await _write(id, wish, before, actor=actor, places=places, now=now, gone=True)


async def _before(id: str, scope: str, actor: Actor) -> dict[str, Any] | None:
    """The last version; both its scope and the new one must be the manager's."""
    must_read_rules(actor)
    if not actor.divisions(MANAGER):
        raise NotAllowed
    rows = await raw(LATEST + ONE, id)
    held = rows[0]["scope"] if rows else ""
    if any(code and not may_write(actor, code) for code in (held, scope)):
        raise NotFound
    if not rows and not scope:
        raise NotFound
    return rows[0] if rows else None


async def _check(id: str, wish: WriteRule, actor: Actor, known: Map) -> None:
    faults = {}
    if wish.scope not in known.divisions:
        faults["scope"] = "no-such-place"
    elif shipped(id) and level_of(wish.scope) != 1:
        faults["scope"] = "whole-city"
    if any(not is_for_requests(category) for category in wish.categories):
        faults["categories"] = "not-for-requests"
    highest = min(level_of(code) for code in actor.divisions(MANAGER) if contains(code, wish.scope))
    if LEVELS[wish.level] < highest:
        faults["level"] = "above-your-level"
    if wish.organization:
        (found,) = await together(
            Sql("SELECT id FROM organization WHERE id = {} AND deleted_at IS NULL", wish.organization)
        )
        if not found:
            faults["organization"] = "no-such-holder"
    if not clean(wish.zh) or not clean(wish.en):
        faults["zh" if not clean(wish.zh) else "en"] = "required"
    if faults:
        raise Invalid(faults)


async def _write(
    id: str,
    wish: WriteRule,
    before: dict[str, Any] | None,
    *,
    actor: Actor,
    places: Places,
    now: datetime,
    gone: bool,
) -> RuleSaved:
    there = before["version"] if before else 0
    if wish.version != there:
        raise ChangedMeanwhile
    row = (
        *(id, there + 1, wish.scope, msgspec.json.encode(wish.categories).decode(), wish.level),
        *(wish.organization, wish.estate, clean(wish.zh), clean(wish.en), wish.position, gone),
        *(actor.person, actor.name, now),
    )
    try:
        async with write():
            await together(Sql(INSERT, *row), bumping(TOPIC))
    except Duplicate:
        raise ChangedMeanwhile from None
    places.forget()
    return RuleSaved(id, there + 1)


def _is_same(row: dict[str, Any], wish: WriteRule) -> bool:
    rule = rule_of(row)
    said = (wish.scope, wish.categories, wish.level, clean(wish.zh), clean(wish.en), wish.estate)
    stands = (rule.scope, rule.categories, rule.level, rule.zh, rule.en, rule.estate)
    return (
        not row["gone"]
        and said == stands
        and rule.organization == wish.organization
        and rule.position == wish.position
    )
