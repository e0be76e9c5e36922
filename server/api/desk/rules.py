"""Who is responsible for what: the rules, as managers read, change and try them."""

from datetime import datetime
from typing import Annotated

from litestar import Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from server.domain import rules
from server.domain.people import Actor
from server.domain.requests import Reception
from server.domain.rules import RulePage, RuleSaved, WriteRule

Id = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,40}$")]


@get("/rules", operation_id="listRules")
async def list_rules(
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
    language: NamedDependency[str],
) -> RulePage:
    """The rules in force in one's part of the network, in the order in which they are asked."""
    return await rules.list_rules(actor, await reception.places.at(now), language)


@put("/rules/{rule_id:str}", operation_id="saveRule", status_code=200)
async def save_rule(
    rule_id: FromPath[Id],
    data: JSONBody[WriteRule],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
) -> RuleSaved:
    """One more version of a rule. 409: somebody changed it since `version`."""
    return await rules.save_rule(rule_id, data, actor, reception.places, now)


@delete("/rules/{rule_id:str}", operation_id="removeRule", status_code=200)
async def remove_rule(
    rule_id: FromPath[Id],
    version: FromQuery[int],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reception: NamedDependency[Reception],
) -> RuleSaved:
    """A rule is in force no more; what the release brought under its name is in force again."""
    return await rules.remove_rule(rule_id, version, actor, reception.places, now)


router = Router("/desk", route_handlers=[list_rules, save_rule, remove_rule])
