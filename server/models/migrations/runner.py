"""Runs the migrations that this database has not seen, in order, each in a transaction of its own.

Two that start at once are safe: whoever is second waits, and finds the work done.
"""

import importlib
import pkgutil
import re
from datetime import UTC, datetime
from types import ModuleType

from server.models import migrations
from server.storage.database import ddl, engine_type, raw, write

NUMBERED = re.compile(r"\d{4}_\w+")
LOCK = 0x4C696E6C69  # "Linli": the advisory lock of whoever migrates on PostgreSQL


def all_migrations() -> list[str]:
    """Names of all migrations, in order: 0001_first_tables, …"""
    names = (module.name for module in pkgutil.iter_modules(migrations.__path__))
    return sorted(name for name in names if NUMBERED.fullmatch(name))


async def migrations_done() -> list[str]:
    """Names of those that ran here, in order; none on an empty database."""
    if not await _has_table():
        return []
    return [row["name"] for row in await raw("SELECT name FROM migration ORDER BY name")]


async def migrate(until: str | None = None) -> list[str]:
    """Bring the database up to date, or up to one migration; the names of those that ran now."""
    ran = []
    for name in all_migrations():
        if (until is None or name <= until) and await _run_once(name):
            ran.append(name)
    return ran


async def _run_once(name: str) -> bool:
    async with write():
        if engine_type() == "postgres":
            await raw("SELECT pg_advisory_xact_lock({})", LOCK)
        await ddl(
            "CREATE TABLE IF NOT EXISTS migration (name VARCHAR(80) PRIMARY KEY, ran_at TIMESTAMPTZ NOT NULL)"
        )
        if await raw("SELECT name FROM migration WHERE name = {}", name):
            return False
        module: ModuleType = importlib.import_module(f"{migrations.__name__}.{name}")
        await module.forwards()
        await raw("INSERT INTO migration (name, ran_at) VALUES ({}, {})", name, datetime.now(UTC))
    return True


async def _has_table() -> bool:
    if engine_type() == "postgres":
        return bool((await raw("SELECT to_regclass('public.migration') IS NOT NULL AS there"))[0]["there"])
    return bool(await raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migration'"))
