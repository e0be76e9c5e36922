"""The six guided cases: what a made-up resident says, and by which traces each step is known to be done.

A goal is a look at one trace: a step of the request's own timeline, or an entry of the access log. Nothing
is stored about practising: a case is as far as its request is.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from server.domain.lifecycle import Act
from server.domain.scope import contains

Which = Literal["it", "other"]  # the request of the case, or the one that stands beside it
LOOKED: Final = "looked"  # an entry of the access log: what was looked at is its note
CALLER: Final = "0571-00009601"  # given to nobody, and no mobile: it rings nowhere and gets no text
NEIGHBOUR: Final = "0571-00009602"  # the same, of all the others: so the caller's earlier requests stay few
HOME: Final = "502"  # of the address that the caller tells: whoever read it back has it right


class Trace(Struct, frozen=True):
    """Something that happened."""

    which: Which
    act: str
    at: datetime
    note: str = ""
    internal: bool = False
    to: str = ""  # the holder or the request that a step names


class Scene(Struct, frozen=True):
    """Where it happens: what a goal must know beside the trace."""

    place: str
    other: UUID | None = None


Goal = Callable[[Trace, Scene], bool]


class Said(Struct, frozen=True):
    """What a made-up resident sends."""

    category: str
    words: str
    address: str = ""


class Case(Struct, frozen=True):
    """One case. `other` is sent first; `by_phone`: the request of the case is the clerk's own to write."""

    said: Said
    goals: dict[str, Goal]
    other: Said | None = None
    answer: str = ""  # what the resident says when asked back
    by_phone: bool = False


def did(*acts: Act, which: Which = "it", words: bool = False) -> Goal:
    """One of these steps; `words`: with something that the resident reads."""

    def is_done(trace: Trace, scene: Scene) -> bool:
        readable = bool(trace.note) and not trace.internal
        return trace.which == which and trace.act in acts and (readable or not words)

    return is_done


def noted(trace: Trace, scene: Scene) -> bool:
    """Words for colleagues only."""
    return trace.which == "it" and trace.act == Act.MESSAGE and trace.internal and bool(trace.note)


def sent_up(trace: Trace, scene: Scene) -> bool:
    """To an office above the community, with words."""
    is_above = trace.to.isdigit() and trace.to != scene.place and contains(trace.to, scene.place)
    return trace.act in {Act.TRANSFER, Act.ESCALATE} and is_above and bool(trace.note)


def merged(trace: Trace, scene: Scene) -> bool:
    """The second into the first."""
    return trace.which == "it" and trace.act == Act.MERGE and trace.to == str(scene.other)


def looked(what: str, which: Which) -> Goal:
    """At the number of who asks, or for who has a number."""
    return lambda trace, scene: trace.which == which and trace.act == LOOKED and trace.note == what


CASES: Final[dict[str, Case]] = {
    "answer": Case(
        Said("lighting", "〔练习〕3 单元 2 楼的楼道灯不亮了，晚上老人上下楼看不清。", "3 单元楼道"),
        {
            "accept": did(Act.ACCEPT, Act.ASSIGN),
            "start": did(Act.START),
            "resolve": did(Act.RESOLVE, words=True),
        },
    ),
    "ask": Case(
        Said("environment", "〔练习〕楼下垃圾桶又满了，几天没人来收。"),
        {
            "accept": did(Act.ACCEPT, Act.ASSIGN),
            "ask": did(Act.ASK, words=True),
            "wait": did(Act.ANSWER),
            "resolve": did(Act.RESOLVE, words=True),
        },
        answer="是 5 幢西边那一组，周六就满了。",
    ),
    "forward": Case(
        Said("environment", "〔练习〕菜场门口的马路，下雨天积水没过脚面，反映过两次了。", "菜场门口"),
        {
            "note": noted,
            "forward": sent_up,
            "tell": did(Act.MESSAGE, words=True),
        },
    ),
    "merge": Case(
        Said("lighting", "〔练习〕2 幢门口的路灯坏了，请来修。", "2 幢门口"),
        {
            "accept": did(Act.ACCEPT, Act.ASSIGN, which="other"),
            "merge": merged,
            "resolve": did(Act.RESOLVE, which="other", words=True),
        },
        other=Said("lighting", "〔练习〕2 幢楼下路灯不亮，已经三天了。", "2 幢楼下"),
    ),
    "danger": Case(
        Said("water-power", "〔练习〕楼道里闻到一股煤气味，越来越重，不知道是哪一家。", "1 幢 2 单元"),
        {
            "call": looked("contact", "it"),
            "accept": did(Act.ACCEPT, Act.ASSIGN),
            "tell": did(Act.MESSAGE, words=True),
            "resolve": did(Act.RESOLVE, Act.TRANSFER, Act.ESCALATE, words=True),
        },
    ),
    "phone": Case(
        Said("noise", "〔练习〕楼上装修，中午也不停。", "3 幢 1 单元 502"),
        {
            "find": looked("search", "other"),
            "write": did(Act.SUBMIT),
            "read": lambda trace, scene: trace.act == Act.SUBMIT and HOME in trace.note,
        },
        by_phone=True,
    ),
}
