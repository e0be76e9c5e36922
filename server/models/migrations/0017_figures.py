"""What is counted of requests: a row of facts a request, cells that add them up, and the rates as published.

`counted` is the version of a request that the cells know; the partial index lists those they do not know
yet, so that what was asked before is counted by the clock, some hundred at a time.
"""

from server.storage.database import ddl

MEASURE = """
CREATE TABLE request_measure (
    request UUID PRIMARY KEY NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    place VARCHAR(12) NOT NULL,
    category VARCHAR(40) NOT NULL,
    month INTEGER NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    answer_due TIMESTAMPTZ,
    answered_at TIMESTAMPTZ,
    answer_s INTEGER,
    answer_late BOOLEAN NOT NULL DEFAULT FALSE,
    answer_by VARCHAR(9) NOT NULL,
    done_at TIMESTAMPTZ,
    done_s INTEGER,
    done_late BOOLEAN NOT NULL DEFAULT FALSE,
    done_by VARCHAR(9) NOT NULL,
    asked BOOLEAN NOT NULL DEFAULT FALSE,
    solved BOOLEAN,
    rating SMALLINT,
    reopened SMALLINT NOT NULL DEFAULT 0
)
"""
CELL = """
CREATE TABLE figure_cell (
    id VARCHAR(64) PRIMARY KEY NOT NULL,
    division VARCHAR(12) NOT NULL,
    month INTEGER NOT NULL,
    category VARCHAR(40) NOT NULL,
    received BIGINT NOT NULL DEFAULT 0,
    answered BIGINT NOT NULL DEFAULT 0,
    answer_s BIGINT NOT NULL DEFAULT 0,
    answer_owed BIGINT NOT NULL DEFAULT 0,
    answer_late BIGINT NOT NULL DEFAULT 0,
    answer_owed_community BIGINT NOT NULL DEFAULT 0,
    answer_late_community BIGINT NOT NULL DEFAULT 0,
    answer_owed_firm BIGINT NOT NULL DEFAULT 0,
    answer_late_firm BIGINT NOT NULL DEFAULT 0,
    done BIGINT NOT NULL DEFAULT 0,
    done_s BIGINT NOT NULL DEFAULT 0,
    done_late BIGINT NOT NULL DEFAULT 0,
    done_community BIGINT NOT NULL DEFAULT 0,
    done_late_community BIGINT NOT NULL DEFAULT 0,
    done_firm BIGINT NOT NULL DEFAULT 0,
    done_late_firm BIGINT NOT NULL DEFAULT 0,
    asked BIGINT NOT NULL DEFAULT 0,
    heard BIGINT NOT NULL DEFAULT 0,
    solved BIGINT NOT NULL DEFAULT 0,
    rated BIGINT NOT NULL DEFAULT 0,
    satisfied BIGINT NOT NULL DEFAULT 0,
    reopened BIGINT NOT NULL DEFAULT 0
)
"""
RATE = """
CREATE TABLE released_rate (
    id VARCHAR(20) PRIMARY KEY NOT NULL,
    division VARCHAR(12) NOT NULL,
    month INTEGER NOT NULL,
    released_at TIMESTAMPTZ NOT NULL,
    answer_owed INTEGER,
    answered_in_time INTEGER,
    heard INTEGER,
    solved INTEGER,
    rated INTEGER,
    satisfied INTEGER
)
"""


async def forwards() -> None:
    """By division and month; the facts also by place and time, for the list behind each number."""
    await ddl(
        "ALTER TABLE service_request ADD COLUMN counted SMALLINT NOT NULL DEFAULT 0",
        "CREATE INDEX service_request_uncounted ON service_request (sent_at) WHERE counted <> version",
        MEASURE,
        "CREATE INDEX request_measure_place ON request_measure (place, sent_at, request)",
        "CREATE INDEX request_measure_sent ON request_measure (sent_at, request)",
        CELL,
        "CREATE INDEX figure_cell_division ON figure_cell (division, month)",
        RATE,
        "CREATE INDEX released_rate_month ON released_rate (month, division)",
    )
