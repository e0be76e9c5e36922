"""How many services stand at one moment: each set of opening hours is worked out once a minute."""

from typing import Final

from server.domain.calendar import Calendar, find_calendar
from server.domain.cards import Facts, rules_of
from server.domain.hours import OpenState, open_state
from server.domain.memo import Memo

SHUT: Final = OpenState("closed")


class States:
    """At one minute of the city's clock."""

    def __init__(self, calendar: Calendar, minute: int) -> None:
        self.calendar, self.minute = calendar, minute
        self._known: dict[bytes, OpenState | None] = {}

    def of(self, facts: Facts) -> OpenState | None:
        """As `opening.state_of`: what is closed for the time being is closed; none if nothing is known."""
        if not facts.is_active:
            return SHUT
        hours = bytes(facts.hours)
        if hours not in self._known:
            self._known[hours] = open_state(rules_of(hours), self.calendar, self.minute)
        return self._known[hours]


_calendars: Final[Memo[Calendar]] = Memo(1)
_states: Final[Memo[States]] = Memo(4)  # nearly everybody asks about now


async def states_at(minute: int, stamp: int) -> States:
    """Of this minute, with what is known of it already; `stamp` is the version of the calendar."""
    kept = _states.recall(str(minute), stamp)
    if kept is None:
        calendar = _calendars.recall("", stamp) or _calendars.keep("", stamp, await find_calendar())
        kept = _states.keep(str(minute), stamp, States(calendar, minute))
    return kept
