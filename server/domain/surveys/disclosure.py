"""What a reader could work out about a withheld share, and what else must be withheld so that nobody can.

The reader knows every published share (rounded), every population N, that a share lies in 0-1, and that
N · p of a division is the sum of N · p of its parts. On a tree the intervals that follow from this are exact
after one pass up and one pass down.
"""

from typing import Final

import numpy as np
from msgspec import Struct

from server.domain.surveys.samples import Flags, Floats, Ints
from server.domain.surveys.verdict import STEP

ROOM: Final = 0.20  # a withheld share must stay uncertain by 20 points
TRIED: Final = 12  # smallest divisions that are tried before the largest is taken


class Tree(Struct, frozen=True):
    """Divisions by number. A forest too: a root's parent is -1."""

    parent: Ints
    population: Floats
    share: Floats  # any number where it is withheld
    level: Ints  # of a child: one more than its parent's


class Bounds(Struct, frozen=True):
    """What is known of each share, and what follows for it from its parts alone."""

    low: Floats
    high: Floats
    below: Floats  # width of the interval that the parts leave; 1 without parts


def attack(tree: Tree, withheld: Flags) -> Bounds:
    """The narrowest interval of every share that a reader can derive."""
    count, population = len(tree.parent), tree.population
    shown = np.round(tree.share / STEP) * STEP
    low = np.where(withheld, 0.0, population * np.maximum(shown - STEP / 2, 0))
    high = np.where(withheld, population, population * np.minimum(shown + STEP / 2, 1))
    sum_low, sum_high = np.zeros(count), np.zeros(count)
    levels = [np.flatnonzero(tree.level == level) for level in np.unique(tree.level)]
    for children in reversed([nodes[tree.parent[nodes] >= 0] for nodes in levels]):
        above = tree.parent[children]
        parents = np.unique(above)
        sum_low += np.bincount(above, low[children], count)
        sum_high += np.bincount(above, high[children], count)
        low[parents] = np.maximum(low[parents], sum_low[parents])
        high[parents] = np.minimum(high[parents], sum_high[parents])
    for children in [nodes[tree.parent[nodes] >= 0] for nodes in levels]:
        above = tree.parent[children]
        others_high, others_low = sum_high[above] - high[children], sum_low[above] - low[children]
        narrowed_low = np.maximum(low[children], low[above] - others_high)
        narrowed_high = np.minimum(high[children], high[above] - others_low)
        low[children], high[children] = narrowed_low, narrowed_high
    size = np.maximum(population, 1)
    below = np.where(_has_parts(tree), (sum_high - sum_low) / size, 1.0)
    return Bounds(low / size, high / size, below)


def protect(tree: Tree, primary: Flags) -> Flags:
    """`primary`, and what must be withheld with it so that every withheld share keeps its room.

    Each step withholds one more: a part, if the share follows from its parts; else a sibling, the smallest
    that suffices; else the parent. In the end, whatever turned out not to be needed is given back.
    """
    withheld, added = primary.copy(), list[int]()
    while (node := _narrowest(tree, withheld)) is not None:
        chosen = _to_withhold(tree, withheld, node)
        withheld[chosen] = True
        added.append(chosen)
    for node in added:
        withheld[node] = False
        if _narrowest(tree, withheld) is not None:
            withheld[node] = True
    return withheld


def room_left(tree: Tree, withheld: Flags) -> float:
    """The narrowest interval of any withheld share: the audit that goes with a release. 1 if none is."""
    bounds = attack(tree, withheld)
    return float((bounds.high - bounds.low)[withheld].min(initial=1.0))


def _narrowest(tree: Tree, withheld: Flags) -> int | None:
    """The withheld division that is known best, if it is known too well."""
    if not withheld.any():
        return None
    bounds = attack(tree, withheld)
    width = np.where(withheld & (tree.population > 0), bounds.high - bounds.low, np.inf)
    node = int(np.argmin(width))
    return node if width[node] < ROOM - 1e-9 else None


def _to_withhold(tree: Tree, withheld: Flags, node: int) -> int:
    candidates = _candidates(tree, withheld, node)
    by_size = candidates[np.argsort(tree.population[candidates], kind="stable")]
    for candidate in by_size[:TRIED]:
        tried = withheld.copy()
        tried[candidate] = True
        after = attack(tree, tried)
        if after.high[node] - after.low[node] >= ROOM:
            return int(candidate)
    return int(by_size[-1])


def _candidates(tree: Tree, withheld: Flags, node: int) -> Ints:
    """Published divisions that the node's interval follows from, nearest first: parts, siblings, parent …"""
    if attack(tree, withheld).below[node] < ROOM:
        parts = np.flatnonzero(tree.parent == node)
        while withheld[parts].all():
            parts = np.flatnonzero(np.isin(tree.parent, parts))
        return parts[~withheld[parts]]
    while (parent := int(tree.parent[node])) >= 0:
        siblings = np.flatnonzero((tree.parent == parent) & ~withheld)
        if len(siblings):
            return siblings
        if not withheld[parent]:
            return np.array([parent])
        node = parent
    raise AssertionError("nothing published bounds it: its interval is 0 to 1")


def _has_parts(tree: Tree) -> Flags:
    parents = tree.parent[tree.parent >= 0]
    return np.bincount(parents, minlength=len(tree.parent)) > 0
