"""Other software's access, given and taken on the desk: keys to send requests, addresses that are told."""

from datetime import datetime
from uuid import UUID

from litestar import Response, Router, get, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from server.domain import api_keys, deliveries, webhooks
from server.domain.api_keys import IssueKey, KeyIssued, KeyList
from server.domain.deliveries import DeadLetters
from server.domain.keys import Keys
from server.domain.once import Stamp
from server.domain.people import Actor
from server.domain.webhooks import HookList, HookSet, SetHook
from server.http.once import answer_once
from server.http.step_up import fresh
from server.storage.egress import Egress


@get("/keys", operation_id="listKeys")
async def list_keys(actor: NamedDependency[Actor]) -> KeyList:
    """The keys of one's scope, the newest first."""
    return await api_keys.list_keys(actor)


@put(
    "/keys/{key_id:uuid}",
    operation_id="issueKey",
    status_code=201,
    responses={200: ResponseSpec(KeyIssued, description="These bytes were here; soon without the key")},
    guards=[fresh],
)
async def issue_key(
    key_id: FromPath[UUID],
    data: JSONBody[IssueKey],
    stamp: NamedDependency[Stamp],
    keys: NamedDependency[Keys],
) -> Response[KeyIssued]:
    """Issue a key; it is shown now and never again."""
    return answer_once(await api_keys.issue_key(key_id, data, stamp, keys))


@put("/keys/{key_id:uuid}/ended", operation_id="endKey", status_code=204)
async def end_key(
    key_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
) -> None:
    """From now on it opens nothing."""
    await api_keys.end_key(key_id, actor, now)


@get("/webhooks", operation_id="listWebhooks")
async def list_hooks(actor: NamedDependency[Actor]) -> HookList:
    """The systems of one's scope that are told, and how that goes."""
    return await webhooks.list_hooks(actor)


@put(
    "/webhooks/{hook_id:uuid}",
    operation_id="setWebhook",
    status_code=201,
    responses={200: ResponseSpec(HookSet, description="These bytes were here; soon without the secret")},
    guards=[fresh],
)
async def set_hook(
    hook_id: FromPath[UUID],
    data: JSONBody[SetHook],
    stamp: NamedDependency[Stamp],
    keys: NamedDependency[Keys],
    egress: NamedDependency[Egress],
) -> Response[HookSet]:
    """Tell a system of what happens to requests; its secret is shown now and never again."""
    return answer_once(await webhooks.set_hook(hook_id, data, stamp, keys, egress))


@put("/webhooks/{hook_id:uuid}/ended", operation_id="endWebhook", status_code=204)
async def end_hook(
    hook_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
) -> None:
    """Nothing more is told; what waits is dropped."""
    await webhooks.end_hook(hook_id, actor, now)


@get("/webhooks/{hook_id:uuid}/dead", operation_id="listDeadLetters")
async def list_dead(
    hook_id: FromPath[UUID], actor: NamedDependency[Actor], cursor: FromQuery[str] = ""
) -> DeadLetters:
    """What was given up after ten tries."""
    return await deliveries.list_dead(hook_id, actor, cursor)


@put("/webhooks/{hook_id:uuid}/dead/retried", operation_id="retryDeadLetters", status_code=204)
async def retry_dead(
    hook_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
) -> None:
    """Try all of them again, now."""
    await deliveries.retry_dead(hook_id, None, actor, now)


@put("/webhooks/{hook_id:uuid}/dead/{step_id:uuid}/retried", operation_id="retryDeadLetter", status_code=204)
async def retry_one(
    hook_id: FromPath[UUID],
    step_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> None:
    """Try one of them again, now."""
    await deliveries.retry_dead(hook_id, step_id, actor, now)


router = Router(
    "/desk",
    route_handlers=[
        list_keys,
        issue_key,
        end_key,
        list_hooks,
        set_hook,
        end_hook,
        list_dead,
        retry_dead,
        retry_one,
    ],
)
