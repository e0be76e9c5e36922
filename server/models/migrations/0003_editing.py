"""Who keeps what in the directory, what was published before, and what is not published yet.

What is there already is kept by the narrowest division that contains all areas of the service; an
organization by that of its services, or by the city. The first and the last code of a set tell what all of
them have in common. What was deleted stays as a row with `deleted_at`, so that nothing refers to nothing.
"""

from server.storage.database import ddl, engine_type

SERIAL = {"sqlite": "INTEGER PRIMARY KEY NOT NULL", "postgres": "SERIAL PRIMARY KEY"}

# A division's code is as long as what its subtree has in common, filled with zeros.
NARROWEST = """CASE
    WHEN MIN({0}) = MAX({0}) THEN MIN({0})
    WHEN substr(MIN({0}), 1, 9) = substr(MAX({0}), 1, 9) THEN substr(MIN({0}), 1, 9) || '000'
    WHEN substr(MIN({0}), 1, 6) = substr(MAX({0}), 1, 6) THEN substr(MIN({0}), 1, 6) || '000000'
    ELSE substr(MIN({0}), 1, 4) || '00000000' END"""
CITY = "(SELECT MIN(code) FROM division WHERE level = 1)"

COLUMNS = """
ALTER TABLE organization ADD COLUMN owner VARCHAR(12) NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN version INT NOT NULL DEFAULT 1;
ALTER TABLE organization ADD COLUMN deleted_at TIMESTAMPTZ;
ALTER TABLE service ADD COLUMN owner VARCHAR(12) NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN version INT NOT NULL DEFAULT 1;
ALTER TABLE service ADD COLUMN deleted_at TIMESTAMPTZ;
ALTER TABLE location ADD COLUMN version INT NOT NULL DEFAULT 1;
ALTER TABLE location ADD COLUMN changed_at TIMESTAMPTZ;
ALTER TABLE location ADD COLUMN deleted_at TIMESTAMPTZ
"""

OWNERS = f"""
UPDATE service SET owner = COALESCE(
    (SELECT {NARROWEST.format("a.division")} FROM service_area a WHERE a.service = service.id), {CITY}, '');
UPDATE organization SET owner = COALESCE(
    (SELECT {NARROWEST.format("s.owner")} FROM service s WHERE s.organization = organization.id), {CITY}, '')
"""  # noqa: S608 - our own words

TABLES = """
CREATE TABLE draft (
    id UUID PRIMARY KEY NOT NULL,
    noun VARCHAR(16) NOT NULL CHECK (noun IN ('service', 'organization', 'location')),
    owner VARCHAR(12) NOT NULL,
    name VARCHAR(120) NOT NULL,
    body TEXT NOT NULL,
    base_version INT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    person UUID,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX draft_owner ON draft (noun, owner);

CREATE TABLE revision (
    id {serial},
    noun VARCHAR(16) NOT NULL CHECK (noun IN ('service', 'organization', 'location')),
    about UUID NOT NULL,
    version INT NOT NULL,
    act VARCHAR(16) NOT NULL,
    body TEXT NOT NULL,
    person UUID,
    person_name VARCHAR(80) NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL,
    note VARCHAR(200) NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX revision_about ON revision (about, version);
"""

# By owner: what a desk keeps. By name: pages of a list. By phone: what may be there twice.
INDEXES = """
CREATE INDEX service_owner ON service (owner);
CREATE INDEX service_name ON service (name_pinyin, id);
CREATE INDEX service_phone ON service (phone);
CREATE INDEX organization_owner ON organization (owner);
CREATE INDEX organization_name ON organization (name, id);
CREATE INDEX organization_phone ON organization (phone);
CREATE INDEX location_name ON location (name, id)
"""


async def forwards() -> None:
    """Columns first, then whose they are, then what is new."""
    for part in (COLUMNS, OWNERS, TABLES.replace("{serial}", SERIAL[engine_type()]), INDEXES):
        await ddl(*(statement for statement in part.split(";\n") if statement.strip()))
