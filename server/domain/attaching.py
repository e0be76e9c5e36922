"""A request that was made without an account, taken into one: whoever holds its key may, once."""

from uuid import UUID

from server.domain.accounts import person_of
from server.domain.errors import NotFound
from server.domain.people import Actor
from server.storage.database import raw

ATTACH = (
    "UPDATE service_request SET resident = {} "
    "WHERE id = {} AND key_hash = {} AND (resident IS NULL OR resident = {}) RETURNING id"
)


async def attach_request(id: UUID, by: Actor) -> None:
    """From now on the account opens it too. Safe to repeat. Raises NotSignedIn; NotFound without its key."""
    person = person_of(by)
    if by.is_staff or not by.key_hash or not await raw(ATTACH, person, id, by.key_hash, person):
        raise NotFound
