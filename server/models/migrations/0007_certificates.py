"""Certificates with their days and states; links for providers, and what they propose.

What organizations had before was the number of a certificate and no more: it stays.
"""

from server.storage.database import ddl

CERTIFICATE = """
CREATE TABLE certificate (
    number VARCHAR(40) PRIMARY KEY NOT NULL,
    organization UUID NOT NULL REFERENCES organization (id) ON DELETE RESTRICT,
    kind VARCHAR(40) NOT NULL,
    grade VARCHAR(8) NOT NULL DEFAULT '',
    issued_on DATE NOT NULL,
    expires_on DATE NOT NULL CHECK (expires_on >= issued_on),
    state VARCHAR(12) NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'revoked')),
    reason VARCHAR(200) NOT NULL DEFAULT '',
    version INT NOT NULL DEFAULT 1,
    changed_by UUID,
    changed_by_name VARCHAR(80) NOT NULL DEFAULT '',
    changed_at TIMESTAMPTZ NOT NULL,
    reminded_at TIMESTAMPTZ
)
"""

LINK = """
CREATE TABLE provider_link (
    id UUID PRIMARY KEY NOT NULL,
    organization UUID NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    key_hash VARCHAR(64) NOT NULL UNIQUE,
    made_by UUID,
    made_by_name VARCHAR(80) NOT NULL DEFAULT '',
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_by_name VARCHAR(80) NOT NULL DEFAULT '',
    ended_at TIMESTAMPTZ
)
"""

PROPOSAL = """
CREATE TABLE proposal (
    id UUID PRIMARY KEY NOT NULL,
    link UUID NOT NULL REFERENCES provider_link (id) ON DELETE CASCADE,
    organization UUID NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    noun VARCHAR(12) NOT NULL CHECK (noun IN ('service', 'organization')),
    about UUID NOT NULL,
    base_version INT NOT NULL,
    body TEXT NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    state VARCHAR(10) NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'accepted', 'declined', 'replaced')),
    answer VARCHAR(400) NOT NULL DEFAULT '',
    handled_by UUID,
    handled_by_name VARCHAR(80) NOT NULL DEFAULT '',
    handled_at TIMESTAMPTZ
)
"""


async def forwards() -> None:
    """Certificates by organization, and by what ends next; proposals as a desk and a provider list them."""
    await ddl(
        CERTIFICATE,
        LINK,
        PROPOSAL,
        "CREATE INDEX certificate_organization ON certificate (organization)",
        "CREATE INDEX certificate_expires ON certificate (expires_on, number)",
        "CREATE INDEX provider_link_organization ON provider_link (organization, made_at)",
        "CREATE INDEX proposal_state ON proposal (state, at, id)",
        "CREATE INDEX proposal_organization ON proposal (organization, at, id)",
        "CREATE INDEX organization_certificate ON organization (certificate)",
    )
