"""In whose name a program acts on the request that it sent: as its resident, with a key that nobody holds.

The key's hash follows from the request's id and the city's secret. It is no hash of any key that could be
presented, so only the server itself can act so, for the program that sent the request.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from server.domain.keys import Keys
from server.domain.people import Actor

FETCH: Final = "fetch-picture"  # the job of one picture
GIVE_UP_AFTER: Final = timedelta(hours=3)  # of trying to fetch it; the queue tries for four


def sender_of(request: UUID, keys: Keys) -> Actor:
    """Who acts on this request for the program."""
    return Actor(key_hash=keys.mac("open311", "sender", str(request)).hex())


def id_of(keys: Keys, *about: object) -> UUID:
    """An id that follows from what it is about, and that nobody else can make."""
    return UUID(bytes=keys.mac("open311", *map(str, about))[:16], version=4)
