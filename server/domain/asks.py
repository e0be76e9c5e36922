"""What a resident may ask for, and how it is stored: cleaned words, one form of a number, a rough spot."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.domain import phones
from server.domain.categories import is_for_firms, is_for_requests
from server.domain.danger import dangers_in
from server.domain.errors import Invalid
from server.domain.places import Map
from server.domain.spots import rounded
from server.domain.texts import at_most, clean, line, required

MOST_PHOTOS: Final = 6
MOST_WORDS: Final = 4000  # characters of a description or a note
LOWEST: Final = 3  # level of a place: a community, or the street where no community fits

Name = Annotated[str, Meta(max_length=80)]
Phone = Annotated[str, Meta(max_length=30)]
Address = Annotated[str, Meta(max_length=200)]


class Reach(Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach the one who asks, and how they want to be reached."""

    name: Name = ""
    phone: Phone = ""
    address: Address = ""
    wish: Literal["call", "message", "none"] = "call"
    anonymous: bool = False  # a firm that comes to the house is not told who they are


class OnBehalf(Struct, frozen=True, forbid_unknown_fields=True):
    """For whom somebody asks, with that person's consent."""

    name: Name
    phone: Phone = ""
    relation: Annotated[str, Meta(max_length=40)] = ""
    consent: bool = False


class Spot(Struct, frozen=True, forbid_unknown_fields=True):
    """Where it is. WGS-84, degrees."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class Window(Struct, frozen=True, forbid_unknown_fields=True):
    """When somebody would like it done: a part of one day, or of any of these days."""

    part: Literal["morning", "afternoon", "evening"]
    on: date | None = None  # as the phone reckoned "today" and "tomorrow"; None: any of these days


class SendRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a resident asks for."""

    place: Annotated[str, Meta(pattern=r"^[0-9]{12}$")]
    category: Annotated[str, Meta(max_length=40)]
    description: Annotated[str, Meta(min_length=1, max_length=MOST_WORDS)]
    photos: Annotated[int, Meta(ge=0, le=MOST_PHOTOS)] = 0  # announced here, uploaded apart
    contact: Reach | None = None
    on_behalf: OnBehalf | None = None
    location: Spot | None = None
    address: Address = ""
    urgent: bool = False
    calm: bool = False  # the words of danger were pointed out, and whoever wrote them said: there is none
    written_at: Annotated[datetime, Meta(tz=True)] | None = None  # by the phone's clock
    window: Window | None = None  # for what somebody comes to the house for


def cleaned(
    ask: SendRequest, known: Map, countries: list[int], now: datetime, lowest: int = LOWEST
) -> SendRequest:
    """The same, as it is stored; `countries` are the calling codes of home. Raises Invalid."""
    if not known.is_open(ask.place, now.astimezone(known.zone).date()) or known.level(ask.place) < lowest:
        raise Invalid({"place": "no-such-place"})
    if not is_for_requests(ask.category):
        raise Invalid({"category": "not-for-requests"})
    if ask.on_behalf and not ask.on_behalf.consent:
        raise Invalid({"on_behalf.consent": "consent-needed"})
    description = required("description", at_most("description", clean(ask.description), MOST_WORDS))
    return replace(
        ask,
        description=description,
        urgent=ask.urgent or (not ask.calm and bool(dangers_in(description))),
        address=line(ask.address),
        contact=ask.contact and reach(ask.contact, countries),
        on_behalf=ask.on_behalf and other(ask.on_behalf, countries),
        location=ask.location and Spot(*rounded(ask.location.latitude, ask.location.longitude)),
        window=ask.window if is_for_firms(ask.category) else None,  # of another kind it was before, perhaps
        written_at=min(ask.written_at, now) if ask.written_at else None,  # a phone's clock may be ahead
    )


def reach(contact: Reach, countries: list[int]) -> Reach:
    """With the number in its one form. Raises Invalid."""
    phone = one_form(contact.phone, countries, "contact.phone")
    return replace(contact, name=line(contact.name), address=line(contact.address), phone=phone)


def other(person: OnBehalf, countries: list[int]) -> OnBehalf:
    """With the number in its one form. Raises Invalid."""
    phone = one_form(person.phone, countries, "on_behalf.phone")
    return replace(person, name=line(person.name), relation=line(person.relation), phone=phone)


def one_form(phone: str, countries: list[int], field: str) -> str:
    """E.164; "" if none was given. Raises Invalid."""
    return phones.for_contact(phone, countries, field) if phone.strip() else ""
