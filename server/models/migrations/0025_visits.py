"""What was done to reach the sampled units: tries by the day, printings by their number, and who may print.

A try has a day and a part of it, never an hour: no moment stands here that could be laid beside an answer.
"""

from server.storage.database import ddl, engine_type

UNORDERED = {"sqlite": "WITHOUT ROWID", "postgres": ""}
INDEX = {"sqlite": "survey.{} ON {}", "postgres": "{} ON survey.{}"}

TABLES = """
CREATE TABLE survey.try (
    id TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL,
    unit TEXT NOT NULL,
    day TEXT NOT NULL,
    daypart TEXT NOT NULL,
    result TEXT NOT NULL,
    person TEXT NOT NULL,
    person_name TEXT NOT NULL DEFAULT ''
) {unordered};

CREATE TABLE survey.printing (
    id TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL,
    division TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    letters INTEGER NOT NULL,
    replaced INTEGER NOT NULL DEFAULT 0,
    person TEXT NOT NULL,
    person_name TEXT NOT NULL DEFAULT ''
) {unordered};

CREATE TABLE survey.hand_out (
    id TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL,
    division TEXT NOT NULL,
    day TEXT NOT NULL,
    person TEXT NOT NULL
) {unordered}
"""


async def forwards() -> None:
    """A division is handed out for printing once, a unit replaced once; a sample is found quickly."""
    kind = engine_type()
    await ddl(
        *TABLES.replace("{unordered}", UNORDERED[kind]).split(";"),
        f"CREATE INDEX {INDEX[kind].format('try_unit', 'try')} (unit)",
        f"CREATE INDEX {INDEX[kind].format('printing_wave', 'printing')} (wave)",
        f"CREATE INDEX {INDEX[kind].format('unit_sampled', 'unit')} (wave, division, audience, number, "
        "sampled, code_mac, disposition) WHERE sampled > 0",  # all that the response rates ask for
        f"CREATE UNIQUE INDEX {INDEX[kind].format('unit_replaces', 'unit')} (replaces) "
        "WHERE replaces IS NOT NULL",
        f"CREATE UNIQUE INDEX {INDEX[kind].format('hand_out_division', 'hand_out')} (wave, division)",
    )
