"""The index of words, for searches over more than one catalogue.

What was in the directory before is indexed when Linli next starts (`domain.cards.index_missing`): a migration
does not know how the city's names are read.
"""

from server.storage.database import ddl
from server.storage.tokens import creating


async def forwards() -> None:
    """The table first, then what finds its rows."""
    await ddl(*creating())
