"""Who is asking, and in what capacity. Rights come from the grants in the database, never from a token."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Role(StrEnum):
    """In what capacity somebody acts."""

    RESIDENT = "resident"
    CLERK = "clerk"
    MANAGER = "manager"
    CALL_TAKER = "call_taker"
    INTERVIEWER = "interviewer"
    STATISTICIAN = "statistician"
    PROVIDER = "provider"
    AUDITOR = "auditor"
    CLOCK = "clock"


DESK = frozenset({Role.CLERK, Role.MANAGER, Role.CALL_TAKER})  # who works with requests


class Right(Struct, frozen=True):
    """One grant in force: a role, over a division's subtree or for an organization."""

    role: Role
    division: str | None = None
    organization: UUID | None = None


class Actor(Struct, frozen=True):
    """Whoever acts: a signed-in person, somebody with nothing but a request's key, or the clock."""

    person: UUID | None = None  # None: not signed in
    name: str = ""  # of staff, as it stands in a step
    rights: tuple[Right, ...] = ()
    session: UUID | None = None
    key_hash: str = ""  # SHA-256 hex of the request key that came with the call

    @property
    def is_staff(self) -> bool:
        """Has any grant at all."""
        return bool(self.rights)

    def divisions(self, roles: frozenset[Role]) -> list[str]:
        """The divisions over which they hold one of these roles."""
        return [right.division for right in self.rights if right.role in roles and right.division]


NOBODY = Actor()
CLOCK = Actor(name="clock", rights=(Right(Role.CLOCK),))
