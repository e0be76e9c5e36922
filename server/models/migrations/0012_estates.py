"""Estates with their addresses and property companies, and routing rules that managers change."""

from server.storage.database import ddl, engine_type

SERIAL = {"sqlite": "INTEGER PRIMARY KEY NOT NULL", "postgres": "SERIAL PRIMARY KEY"}

ESTATE = """
CREATE TABLE estate (
    id UUID PRIMARY KEY NOT NULL,
    community VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    name VARCHAR(80) NOT NULL,
    organization UUID REFERENCES organization (id) ON DELETE RESTRICT,
    addresses TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    changed_at TIMESTAMPTZ NOT NULL,
    deleted_at TIMESTAMPTZ
)
"""

RULE = """
CREATE TABLE routing_rule (
    id {serial},
    rule VARCHAR(40) NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    scope VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    categories TEXT NOT NULL,
    level VARCHAR(10) NOT NULL,
    organization UUID REFERENCES organization (id) ON DELETE RESTRICT,
    estate BOOLEAN NOT NULL DEFAULT FALSE,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    gone BOOLEAN NOT NULL DEFAULT FALSE,
    person UUID,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL
)
"""


async def forwards() -> None:
    """An estate's name is one in its community; a version of a rule is written once."""
    await ddl(
        ESTATE,
        RULE.replace("{serial}", SERIAL[engine_type()]),
        "CREATE UNIQUE INDEX estate_name ON estate (community, name) WHERE deleted_at IS NULL",
        "CREATE INDEX estate_organization ON estate (organization)",
        "CREATE UNIQUE INDEX routing_rule_version ON routing_rule (rule, version)",
        "CREATE INDEX role_grant_organization ON role_grant (organization) WHERE organization IS NOT NULL",
    )
