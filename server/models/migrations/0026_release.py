"""What belongs to a release: its audit, who looked at what before it, and earlier years by other methods."""

from server.storage.database import ddl

RELEASE = """
CREATE TABLE survey_release (
    wave UUID PRIMARY KEY NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
    goal DOUBLE PRECISION NOT NULL,
    heard INTEGER NOT NULL,
    room DOUBLE PRECISION NOT NULL
)
"""
REVIEW = """
CREATE TABLE survey_review (
    id UUID PRIMARY KEY NOT NULL,
    wave UUID NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
    division VARCHAR(12) NOT NULL,
    audience VARCHAR(10) NOT NULL,
    statistic VARCHAR(20) NOT NULL,
    released BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    person UUID NOT NULL,
    person_name VARCHAR(80) NOT NULL,
    at TIMESTAMPTZ NOT NULL
)
"""
EARLIER = """
CREATE TABLE earlier_result (
    id UUID PRIMARY KEY NOT NULL,
    year SMALLINT NOT NULL,
    division VARCHAR(12) NOT NULL,
    point DOUBLE PRECISION NOT NULL,
    answers INTEGER,
    method VARCHAR(200) NOT NULL,
    person UUID NOT NULL,
    person_name VARCHAR(80) NOT NULL,
    at TIMESTAMPTZ NOT NULL
)
"""


async def forwards() -> None:
    """A withheld number keeps what a reader could work out about it; a review is never overwritten."""
    await ddl(
        RELEASE,
        REVIEW,
        EARLIER,
        "ALTER TABLE estimate ADD COLUMN derived_low DOUBLE PRECISION",
        "ALTER TABLE estimate ADD COLUMN derived_high DOUBLE PRECISION",
        "CREATE INDEX survey_review_wave ON survey_review (wave, at)",
        "CREATE UNIQUE INDEX earlier_result_year ON earlier_result (division, year)",
    )
