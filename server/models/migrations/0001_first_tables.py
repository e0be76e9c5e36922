"""The first tables: network, people, directory, requests, jobs, the survey's frame, and its answers apart.

Constraints live here: references, what is unique, what a number may be. `{serial}` is a counted key. The
survey's own tables (schema `survey`: a file of its own on SQLite) know no time and refer to nothing, so that
who answered what cannot be put together again; without rowid, no order of arrival is kept either.
"""

from server.storage.database import ddl, engine_type

NETWORK = """
CREATE TABLE division (
    code VARCHAR(12) PRIMARY KEY NOT NULL CHECK (length(code) = 12),
    level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 4),
    name VARCHAR(60) NOT NULL,
    short_name VARCHAR(60) NOT NULL,
    name_en VARCHAR(120) NOT NULL,
    pinyin VARCHAR(200) NOT NULL,
    initials VARCHAR(60) NOT NULL,
    valid_from DATE,
    valid_to DATE,
    successor VARCHAR(12)
);
CREATE INDEX division_level ON division (level, code);

CREATE TABLE centre (
    division VARCHAR(12) PRIMARY KEY NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    name VARCHAR(80) NOT NULL,
    address VARCHAR(200) NOT NULL,
    phone VARCHAR(20) NOT NULL,
    hours TEXT NOT NULL DEFAULT '[]',
    grade SMALLINT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);

CREATE TABLE calendar_day (
    date DATE PRIMARY KEY NOT NULL,
    kind VARCHAR(1) NOT NULL CHECK (kind IN ('H', 'W')),
    name VARCHAR(40) NOT NULL,
    source VARCHAR(200) NOT NULL,
    notice_date DATE
);
"""

PEOPLE = """
CREATE TABLE person (
    id UUID PRIMARY KEY NOT NULL,
    phone VARCHAR(20),
    username VARCHAR(40),
    password_hash VARCHAR(200),
    name VARCHAR(80) NOT NULL DEFAULT '',
    language VARCHAR(10) NOT NULL DEFAULT 'zh-CN',
    consent TEXT NOT NULL DEFAULT '{}',
    created_at TIMESTAMPTZ NOT NULL,
    signed_in_at TIMESTAMPTZ,
    disabled_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX person_phone ON person (phone);
CREATE UNIQUE INDEX person_username ON person (username);

CREATE TABLE role_grant (
    id UUID PRIMARY KEY NOT NULL,
    person UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role VARCHAR(16) NOT NULL,
    division VARCHAR(12),
    organization UUID,
    valid_from TIMESTAMPTZ NOT NULL,
    valid_to TIMESTAMPTZ
);
CREATE INDEX role_grant_person ON role_grant (person);
CREATE INDEX role_grant_division ON role_grant (division);

CREATE TABLE session (
    id UUID PRIMARY KEY NOT NULL,
    person UUID NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    refresh_hash VARCHAR(64) NOT NULL,
    previous_hash VARCHAR(64),
    rotated_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    idle_minutes INT NOT NULL DEFAULT 30,
    ends_at TIMESTAMPTZ NOT NULL,
    own_phone BOOLEAN NOT NULL DEFAULT TRUE,
    ended_at TIMESTAMPTZ,
    end_reason VARCHAR(20)
);
CREATE UNIQUE INDEX session_refresh_hash ON session (refresh_hash);
CREATE INDEX session_previous_hash ON session (previous_hash);
CREATE INDEX session_person ON session (person);
CREATE INDEX session_ends_at ON session (ends_at);

CREATE TABLE sign_in_code (
    id VARCHAR(64) PRIMARY KEY NOT NULL,
    phone VARCHAR(20) NOT NULL,
    code_mac VARCHAR(64) NOT NULL,
    tries SMALLINT NOT NULL DEFAULT 0,
    sent BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX sign_in_code_phone ON sign_in_code (phone, created_at);
CREATE INDEX sign_in_code_created ON sign_in_code (created_at);

CREATE TABLE access_log (
    id UUID PRIMARY KEY NOT NULL,
    person UUID NOT NULL,
    person_name VARCHAR(80) NOT NULL,
    division VARCHAR(12) REFERENCES division (code) ON DELETE RESTRICT,
    request UUID,
    what VARCHAR(40) NOT NULL,
    reason VARCHAR(200) NOT NULL DEFAULT '',
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX access_log_request ON access_log (request, at);
CREATE INDEX access_log_person ON access_log (person, at);

CREATE TABLE erasure (
    person_hash VARCHAR(64) PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
"""

DIRECTORY = """
CREATE TABLE organization (
    id UUID PRIMARY KEY NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    phone VARCHAR(20) NOT NULL DEFAULT '',
    certificate VARCHAR(40),
    changed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE service (
    id UUID PRIMARY KEY NOT NULL,
    organization UUID NOT NULL REFERENCES organization (id) ON DELETE RESTRICT,
    category VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    name_pinyin VARCHAR(500) NOT NULL DEFAULT '',
    alternate_names TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    eligibility TEXT NOT NULL DEFAULT '',
    audience VARCHAR(80) NOT NULL DEFAULT '',
    documents TEXT NOT NULL DEFAULT '',
    application TEXT NOT NULL DEFAULT '',
    fee INT,
    fee_note VARCHAR(200) NOT NULL DEFAULT '',
    wait VARCHAR(80) NOT NULL DEFAULT '',
    languages VARCHAR(80) NOT NULL DEFAULT 'zh',
    accessibility VARCHAR(200) NOT NULL DEFAULT '',
    home_visit BOOLEAN NOT NULL DEFAULT FALSE,
    phone VARCHAR(20) NOT NULL DEFAULT '',
    texts TEXT NOT NULL DEFAULT '{}',
    status VARCHAR(20) NOT NULL DEFAULT 'active',
    verified_on DATE,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX service_category ON service (category);
CREATE INDEX service_organization ON service (organization);

CREATE TABLE service_area (
    id {serial},
    service UUID NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    division VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX service_area_division ON service_area (division, service);
CREATE INDEX service_area_service ON service_area (service);

CREATE TABLE location (
    id UUID PRIMARY KEY NOT NULL,
    division VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    name VARCHAR(120) NOT NULL,
    address VARCHAR(200) NOT NULL,
    entrance VARCHAR(200) NOT NULL DEFAULT '',
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);
CREATE INDEX location_division ON location (division);

CREATE TABLE service_at_location (
    id UUID PRIMARY KEY NOT NULL,
    service UUID NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    location UUID NOT NULL REFERENCES location (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX service_at_location_service ON service_at_location (service, location);
CREATE INDEX service_at_location_location ON service_at_location (location);

CREATE TABLE schedule (
    id UUID PRIMARY KEY NOT NULL,
    service UUID NOT NULL REFERENCES service (id) ON DELETE CASCADE,
    freq VARCHAR(8) NOT NULL DEFAULT 'WEEKLY',
    interval SMALLINT NOT NULL DEFAULT 1,
    wkst VARCHAR(2) NOT NULL DEFAULT 'MO',
    byday VARCHAR(60) NOT NULL DEFAULT '',
    bymonthday VARCHAR(80) NOT NULL DEFAULT '',
    valid_from DATE,
    valid_to DATE,
    until DATE,
    dtstart DATE,
    opens_at VARCHAR(5) NOT NULL,
    closes_at VARCHAR(5) NOT NULL,
    holidays VARCHAR(8) NOT NULL DEFAULT 'work',
    closed BOOLEAN NOT NULL DEFAULT FALSE,
    note VARCHAR(200) NOT NULL DEFAULT ''
);
CREATE INDEX schedule_service ON schedule (service);
"""

REQUESTS = """
CREATE TABLE service_request (
    id UUID PRIMARY KEY NOT NULL,
    number VARCHAR(12) NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    key_hash VARCHAR(64),
    resident UUID,
    source VARCHAR(12) NOT NULL DEFAULT 'app',
    place VARCHAR(12) NOT NULL REFERENCES division (code) ON DELETE RESTRICT,
    holder VARCHAR(40) NOT NULL,
    clerk UUID,
    category VARCHAR(40) NOT NULL,
    description TEXT NOT NULL,
    address VARCHAR(200) NOT NULL DEFAULT '',
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    photos_expected SMALLINT NOT NULL DEFAULT 0 CHECK (photos_expected >= 0),
    urgent BOOLEAN NOT NULL DEFAULT FALSE,
    state VARCHAR(12) NOT NULL,
    outcome VARCHAR(16),
    version SMALLINT NOT NULL DEFAULT 1,
    written_at TIMESTAMPTZ,
    sent_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    due_provisional BOOLEAN NOT NULL DEFAULT FALSE,
    left_s INT,
    reopened SMALLINT NOT NULL DEFAULT 0,
    rating SMALLINT CHECK (rating BETWEEN 1 AND 5),
    closed_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX service_request_number ON service_request (number);
CREATE INDEX service_request_queue ON service_request (holder, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX service_request_due ON service_request (due_at) WHERE closed_at IS NULL;
CREATE INDEX service_request_clerk ON service_request (clerk, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX service_request_holder ON service_request (holder, sent_at);
CREATE INDEX service_request_place ON service_request (place, sent_at);
CREATE INDEX service_request_resident ON service_request (resident, sent_at);
CREATE INDEX service_request_key ON service_request (key_hash);
CREATE INDEX service_request_sent ON service_request (sent_at, id);

CREATE TABLE request_contact (
    request UUID PRIMARY KEY NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    name VARCHAR(80) NOT NULL DEFAULT '',
    phone VARCHAR(20) NOT NULL DEFAULT '',
    address VARCHAR(200) NOT NULL DEFAULT '',
    wish VARCHAR(8) NOT NULL DEFAULT 'call',
    other_name VARCHAR(80) NOT NULL DEFAULT '',
    other_phone VARCHAR(20) NOT NULL DEFAULT '',
    relation VARCHAR(40) NOT NULL DEFAULT ''
);

CREATE TABLE request_step (
    id UUID PRIMARY KEY NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    request UUID NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    act VARCHAR(16) NOT NULL,
    by VARCHAR(40) NOT NULL,
    by_name VARCHAR(80) NOT NULL DEFAULT '',
    by_division VARCHAR(12),
    note TEXT NOT NULL DEFAULT '',
    internal BOOLEAN NOT NULL DEFAULT FALSE,
    facts TEXT NOT NULL DEFAULT '{}',
    version SMALLINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX request_step_request ON request_step (request, at);

CREATE TABLE request_photo (
    id UUID PRIMARY KEY NOT NULL,
    request UUID NOT NULL REFERENCES service_request (id) ON DELETE CASCADE,
    step UUID,
    body_hash VARCHAR(64) NOT NULL,
    media VARCHAR(64) NOT NULL,
    width SMALLINT NOT NULL,
    height SMALLINT NOT NULL,
    bytes_1600 INT NOT NULL,
    bytes_400 INT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX request_photo_media ON request_photo (media);
CREATE INDEX request_photo_request ON request_photo (request, at);
"""

JOBS = """
CREATE TABLE job (
    ident VARCHAR(120) PRIMARY KEY NOT NULL,
    what VARCHAR(40) NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}',
    due TIMESTAMPTZ NOT NULL,
    state VARCHAR(8) NOT NULL DEFAULT 'ready',
    lease TIMESTAMPTZ,
    tries SMALLINT NOT NULL DEFAULT 0,
    trouble VARCHAR(200) NOT NULL DEFAULT ''
);
CREATE INDEX job_due ON job (due) WHERE state = 'ready';
CREATE INDEX job_lease ON job (lease) WHERE state = 'run';

CREATE TABLE topic_version (
    topic VARCHAR(60) PRIMARY KEY NOT NULL,
    version BIGINT NOT NULL DEFAULT 0
);
"""

SURVEYS = """
CREATE TABLE wave (
    id UUID PRIMARY KEY NOT NULL,
    year SMALLINT NOT NULL,
    title VARCHAR(80) NOT NULL,
    state VARCHAR(10) NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    accepts_until TIMESTAMPTZ NOT NULL,
    result_on DATE,
    questionnaire TEXT NOT NULL,
    published_at TIMESTAMPTZ
);
CREATE INDEX wave_year ON wave (year);

CREATE TABLE stratum (
    id {serial},
    wave UUID NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
    division VARCHAR(12) NOT NULL,
    audience VARCHAR(10) NOT NULL,
    population INT NOT NULL CHECK (population >= 0),
    sampled INT NOT NULL CHECK (sampled >= 0)
);
CREATE UNIQUE INDEX stratum_wave ON stratum (wave, division, audience);

CREATE TABLE estimate (
    id {serial},
    wave UUID NOT NULL REFERENCES wave (id) ON DELETE CASCADE,
    division VARCHAR(12) NOT NULL,
    audience VARCHAR(10) NOT NULL,
    statistic VARCHAR(20) NOT NULL DEFAULT 'satisfied',
    answers INT NOT NULL,
    effective DOUBLE PRECISION,
    point DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    cannot_say DOUBLE PRECISION,
    response_rate DOUBLE PRECISION,
    verdict VARCHAR(10) NOT NULL,
    reason VARCHAR(20) NOT NULL DEFAULT '',
    released BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX estimate_wave ON estimate (wave, division, audience, statistic);
CREATE INDEX estimate_division ON estimate (division, wave);

CREATE TABLE survey.invitation (
    code_mac TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL,
    division TEXT NOT NULL,
    audience TEXT NOT NULL,
    class TEXT NOT NULL DEFAULT '',
    used SMALLINT NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
    disposition TEXT
) {unordered};

CREATE TABLE survey.receipt (
    id TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL
) {unordered};

CREATE TABLE survey.response (
    id TEXT PRIMARY KEY NOT NULL,
    wave TEXT NOT NULL,
    division TEXT NOT NULL,
    audience TEXT NOT NULL,
    class TEXT NOT NULL DEFAULT '',
    mode TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('invited', 'open')),
    answers TEXT NOT NULL
) {unordered};
"""

WORDS = {
    "sqlite": {"{serial}": "INTEGER PRIMARY KEY NOT NULL", "{unordered}": "WITHOUT ROWID"},
    "postgres": {"{serial}": "SERIAL PRIMARY KEY", "{unordered}": ""},
}


async def forwards() -> None:
    """Everything is new: there are no rows."""
    sql = NETWORK + PEOPLE + DIRECTORY + REQUESTS + JOBS + SURVEYS
    for word, meaning in WORDS[engine_type()].items():
        sql = sql.replace(word, meaning)
    if engine_type() == "postgres":
        await ddl("CREATE SCHEMA survey")
    await ddl(*(statement for statement in sql.split(";\n") if statement.strip()))
