"""Which rates everybody may read: none of few people, and none that follows from those beside it.

A reader knows every published "k of n" of a division, and that those of its parts add up to it. So where a
part is withheld, others are with it, the smallest first, until what remains unknown together speaks of enough
people and of at least two parts; and, where it is about opinions, not all of one opinion. Where a division is
withheld for its neighbours' sake, one of its parts must be too, down to the communities. A part of which
nothing is to be said (0 of 0) hides nothing.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

LEAST: Final = 10  # answers, or requests, of which a rate may speak


class Share(Struct, frozen=True):
    """`k` of `n`."""

    k: int
    n: int


def withheld(shares: Mapping[str, Share], parent_of: Mapping[str, str], *, opinions: bool) -> set[str]:
    """The names that are not published. A parent is the sum of its parts; the root has none."""
    parts: dict[str, list[str]] = {name: [] for name in shares}
    for name, above in parent_of.items():
        parts[above].append(name)
    hidden = {name for name, share in shares.items() if 0 < share.n < LEAST}
    level = [name for name in shares if name not in parent_of]
    while level:
        for name in level:
            _protect(name, [part for part in parts[name] if shares[part].n], shares, hidden, opinions)
        level = [part for name in level for part in parts[name]]
    return hidden


def _protect(
    name: str, parts: list[str], shares: Mapping[str, Share], hidden: set[str], opinions: bool
) -> None:
    """Withhold parts until nothing follows for those that are."""
    if not parts or (name in hidden and shares[name].n < LEAST):
        return
    for part in sorted(parts, key=lambda part: (shares[part].n, part)):
        unknown = [shares[each] for each in parts if each in hidden]
        if not unknown and name not in hidden:
            return
        if _is_safe(unknown, 1 if name in hidden else 2, opinions):
            return
        hidden.add(part)


def _is_safe(unknown: list[Share], least: int, opinions: bool) -> bool:
    """Together they are as good as a rate that may be published, and none of them stands alone."""
    k, n = sum(share.k for share in unknown), sum(share.n for share in unknown)
    return len(unknown) >= least and n >= LEAST and (not opinions or 0 < k < n)
