"""One request of the months before while it is written down: where it stands, and what brought it there."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from msgspec.structs import replace

from server.data.demo.material import Kind
from server.domain.clock import WorkingTime
from server.domain.lifecycle import RULES, Act, State
from server.domain.people import Actor
from server.domain.places import Map
from server.domain.terms import terms_of
from server.domain.timeline import RESIDENT, Facts, Position, facts_json, raw_position
from server.models.requests import Step


class Case:
    """One request while it is written: where it stands, and the steps that brought it there."""

    def __init__(self, id: UUID, place: str, kind: Kind, sent: datetime, known: Map) -> None:
        self.id, self.place, self.category, self.known = id, place, kind.category, known
        self.terms, self.sent = terms_of(kind.category, urgent=False), sent
        route = known.route(kind.category, place)
        self.holder = route.holder
        self.due = self.working.due(sent, self.terms.answer).at
        self.at, self.steps = sent, list[Step]()
        self.position = Position(State.SUBMITTED, self.holder, due_at=self.due)
        self.write(Act.SUBMIT, RESIDENT, Facts(rule=route.rule, due_at=self.due, to=self.holder))

    @property
    def working(self) -> WorkingTime:
        """The hours of who has it."""
        return self.known.working(self.holder)

    def write(self, act: Act, by: str | Actor, facts: Facts, note: str = "", office: str = "") -> None:
        """The next step, at the time that it is."""
        version = len(self.steps) + 1
        id = uuid5(self.id, str(version))
        self.steps.append(
            Step(
                id=id,
                body_hash=id.hex * 2,
                request=self.id,
                act=act,
                by=by if isinstance(by, str) else str(by.person),
                by_name="" if isinstance(by, str) else by.name,
                by_division=office or None,
                note=note,
                facts=facts_json(facts),
                version=version,
                state=self.position.state,
                at=self.at,
            )
        )

    def move(
        self, act: Act, by: str | Actor, facts: Facts, note: str = "", office: str = "", **position: Any
    ) -> None:
        """A step that changes where it stands, by the table of the life of requests."""
        before = self.position
        after = RULES[before.state, act].after or before.state
        self.position = replace(before, state=after, **position)
        self.write(act, by, replace(facts, before=raw_position(before)), note, office)
