"""Who keeps the directory: whose desk reads an entry with its drafts and history, and who may change it.

An entry is kept by a division, its owner. A desk reads what its subtree keeps. Clerks and managers change it
if one of their grants holds the owner and all divisions that the entry is offered in: before and after. A
foreign entry and none are the same 404.
"""

from collections.abc import Iterable
from typing import Final

from server.domain.access import READERS, Seen, any_of, in_scope
from server.domain.errors import NotAllowed, NotSignedIn
from server.domain.people import Actor, Role
from server.domain.scope import contains, level_of

EDITORS: Final = frozenset({Role.CLERK, Role.MANAGER})


def must_read_directory(actor: Actor) -> None:
    """The desk's directory is for those who work at one. Raises NotSignedIn or NotAllowed."""
    if actor.person is None:
        raise NotSignedIn
    if not actor.divisions(READERS):
        raise NotAllowed


def must_edit(actor: Actor) -> None:
    """Who may change anything at all. Raises NotSignedIn or NotAllowed."""
    must_read_directory(actor)
    if not actor.divisions(EDITORS):
        raise NotAllowed


def may_read(actor: Actor, owner: str) -> bool:
    """Does their desk see the drafts and the history of what this division keeps?"""
    return any(contains(code, owner) for code in actor.divisions(READERS))


def may_edit(actor: Actor, divisions: Iterable[str]) -> bool:
    """May they change what concerns all of these divisions, the owner among them?"""
    concerned = set(divisions)
    return any(all(contains(code, each) for each in concerned) for code in actor.divisions(EDITORS))


def kept_by(actor: Actor, column: str) -> Seen:
    """What their desks keep, by a column with the owner."""
    return any_of([in_scope(column, code) for code in actor.divisions(READERS)])


def own_desk(actor: Actor) -> str:
    """The division that keeps what somebody begins to write and has given to nobody yet."""
    codes = actor.divisions(EDITORS)
    return max(codes, key=lambda code: (level_of(code), code)) if codes else ""
