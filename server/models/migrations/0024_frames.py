"""A wave is planned and drawn on the desk; the units of its frame and sample stand beside the invitations.

`survey.unit` holds addresses (encrypted) and who was sampled. It shares `code_mac` with an invitation, so
that a reminder finds who has not answered; nothing in it leads to an answer.
"""

from server.storage.database import ddl, engine_type

UNORDERED = {"sqlite": "WITHOUT ROWID", "postgres": ""}
INDEX = {"sqlite": "survey.{} ON unit", "postgres": "{} ON survey.unit"}

UNIT = """
CREATE TABLE survey.unit (
    id TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL,
    division TEXT NOT NULL,
    audience TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    address TEXT NOT NULL DEFAULT '',
    building TEXT NOT NULL DEFAULT '',
    sampled SMALLINT NOT NULL DEFAULT 0 CHECK (sampled IN (0, 1, 2)),
    code_mac TEXT,
    interviewer TEXT,
    disposition TEXT NOT NULL DEFAULT '',
    replaces TEXT
) {unordered}
"""


async def forwards() -> None:
    """A drawn wave stays drawn: its strata say so. A number is one unit in its stratum, a code one unit."""
    kind = engine_type()
    await ddl(
        "ALTER TABLE wave ADD COLUMN seed TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE wave ADD COLUMN plan TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE wave ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE wave ADD COLUMN revises UUID REFERENCES wave (id) ON DELETE RESTRICT",
        "ALTER TABLE wave ADD COLUMN note TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE wave ADD COLUMN forgotten_at TIMESTAMPTZ",
        "ALTER TABLE stratum ADD COLUMN listed BOOLEAN NOT NULL DEFAULT FALSE",
        UNIT.replace("{unordered}", UNORDERED[kind]),
        f"CREATE UNIQUE INDEX {INDEX[kind].format('unit_number')} (wave, division, audience, number)",
        f"CREATE UNIQUE INDEX {INDEX[kind].format('unit_code')} (code_mac) WHERE code_mac IS NOT NULL",
        f"CREATE INDEX {INDEX[kind].format('unit_letter')} (wave, division) WHERE code_mac IS NOT NULL",
        f"CREATE INDEX {INDEX[kind].format('unit_interviewer')} (interviewer) WHERE interviewer IS NOT NULL",
    )
