"""Whether a service is open, as the API tells it; the words are the reader's."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from server.domain.calendar import Calendar
from server.domain.city import City
from server.domain.directory import Entry
from server.domain.hours import OpenState, civil_minute, open_state

OPEN: Final = {"open", "closes_soon", "usually"}
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class OpenShown(Struct, frozen=True):
    """Whether it is open; the words are the reader's."""

    state: str  # open, closes_soon, usually, break, closed, holiday
    sure: bool  # false: the calendar of that day is not announced
    changes_at: datetime | None  # when it next opens or closes
    opens_again_at: datetime | None  # after a break that begins then
    why: str


def state_of(entry: Entry, calendar: Calendar, minute: int) -> OpenState | None:
    """How it stands at a civil minute; a service that is closed for the time being is closed at every one."""
    if entry.status != "active":
        return OpenState("closed")
    return open_state(entry.hours, calendar, minute)


def counts_as_open(state: OpenState | None) -> bool:
    """Open, as far as is known."""
    return state is not None and state.state in OPEN


def shown_state(state: OpenState | None, city: City) -> OpenShown | None:
    """With its times in UTC."""
    if state is None:
        return None
    offset = civil_minute(EPOCH, city.utc_offset)

    def moment(minute: int | None) -> datetime | None:
        if minute is None:
            return None
        return EPOCH + timedelta(minutes=minute - offset)

    return OpenShown(state.state, state.sure, moment(state.next), moment(state.again), state.why)
