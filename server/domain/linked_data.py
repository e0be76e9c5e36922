"""A service in the words of schema.org, for search engines: the same hours and phone as everywhere else.

What the state does is a GovernmentService, a firm a LocalBusiness, the rest a Service. schema.org gives a
Service no telephone, address or geo of its own: they belong to its channel and the place of that. Sources:
https://schema.org/GovernmentService, /LocalBusiness, /ServiceChannel, /OpeningHoursSpecification (V29).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from server.domain import categories
from server.domain.calendar import UNKNOWN, Calendar, date_of
from server.domain.details import ServiceShown
from server.domain.directory import Spot
from server.domain.hours import DAY, Rule, Span, days_of, window_of, windows_on
from server.domain.week import MONDAY

AHEAD: Final = 28  # days whose exceptions are told
Thing = dict[str, Any]
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COMPANIES: Final = {"firm", "property"}
PROVIDERS: Final = {"public": "GovernmentOrganization", "firm": "LocalBusiness", "property": "LocalBusiness"}


def linked_data(service: ServiceShown, url: str, picture: str, calendar: Calendar, today: int) -> Thing:
    """The JSON-LD of its page. `today`: civil day number; `url`, `picture`: absolute."""
    hours = opening_hours(service.hours, calendar, today) if service.status == "active" else []
    about = _business if service.organization.kind in COMPANIES else _service
    return {
        "@context": "https://schema.org",
        **about(service, hours),
        "@id": url,
        "url": url,
        "image": picture,
        "name": service.name,
    }


def _service(service: ServiceShown, hours: list[Thing]) -> Thing:
    is_public = service.organization.kind == "public"
    provider = {"@type": PROVIDERS.get(service.organization.kind, "NGO"), "name": service.organization.name}
    channel = {
        "@type": "ServiceChannel",
        "name": service.name,
        "servicePhone": _if(service.phone, {"@type": "ContactPoint", "telephone": service.phone}),
        "serviceLocation": [_place(spot, service, hours) for spot in service.locations],
        "availableLanguage": service.languages,
    }
    return _filled(
        {
            "@type": "GovernmentService" if is_public else "Service",
            **_offered(service),
            "provider": provider,
            "serviceOperator": provider if is_public else None,
            "hoursAvailable": hours,
            "availableChannel": _filled(channel),
        }
    )


def _business(service: ServiceShown, hours: list[Thing]) -> Thing:
    spot = next(iter(service.locations), None)
    number = service.organization.certificate
    certificate = {"@type": "Certification", "name": "社区服务证书", "certificationIdentification": number}
    return _filled(
        {
            "@type": "LocalBusiness",
            "description": service.description,
            "alternateName": service.aka,
            "telephone": service.phone,
            **(_whereabouts(spot, service) if spot else {}),
            "openingHoursSpecification": hours,
            "areaServed": _areas(service),
            "knowsLanguage": service.languages,
            "parentOrganization": {"@type": "Organization", "name": service.organization.name},
            "hasCertification": _if(number, certificate),
            "makesOffer": _offer(service)
            | {"itemOffered": _filled({"@type": "Service", "name": service.name, **_offered(service)})},
        }
    )


def _offered(service: ServiceShown) -> Thing:
    """What a Service says of itself."""
    is_company = service.organization.kind in COMPANIES
    return {
        "serviceType": categories.name(service.category, service.language),
        "description": service.description,
        "alternateName": None if is_company else service.aka,
        "areaServed": _areas(service),
        "audience": _if(service.eligibility, {"@type": "Audience", "audienceType": service.eligibility}),
        "offers": None if is_company else _offer(service),
    }


def _offer(service: ServiceShown) -> Thing:
    if service.fee is None:
        return _filled({"@type": "Offer", "description": service.fee_note})
    price = f"{service.fee / 100:.2f}" if service.fee % 100 else str(service.fee // 100)
    offer = {"@type": "Offer", "price": price, "priceCurrency": "CNY", "description": service.fee_note}
    return _filled(offer)


def _areas(service: ServiceShown) -> list[Thing]:
    return [{"@type": "AdministrativeArea", "name": area.name} for area in service.areas]


def _place(spot: Spot, service: ServiceShown, hours: list[Thing]) -> Thing:
    place = {"@type": "Place", "name": spot.name, "telephone": service.phone, **_whereabouts(spot, service)}
    return _filled(place | {"openingHoursSpecification": hours})


def _whereabouts(spot: Spot, service: ServiceShown) -> Thing:
    city = next((step.name for step in service.path if step.level == "city"), service.division_name)
    address = {
        "@type": "PostalAddress",
        "streetAddress": spot.address,
        "addressLocality": city,
        "addressCountry": "CN",
    }
    geo = {"@type": "GeoCoordinates", "latitude": spot.latitude, "longitude": spot.longitude}
    access = {"@type": "LocationFeatureSpecification", "name": service.accessibility, "value": True}
    return {
        "address": _if(spot.address, address),
        "geo": _if(spot.latitude is not None and spot.longitude is not None, geo),
        "amenityFeature": _if(service.accessibility, access),
    }


def opening_hours(rules: Sequence[Rule], calendar: Calendar, today: int) -> list[Thing]:
    """The ordinary week as rules; then each of the next 28 days on which something else stands."""
    simple = [rule for rule in rules if _is_simple(rule)]
    specifications = [_weekly(rule) for rule in simple]
    for number in range(today, today + AHEAD):
        usual = sorted(windows_on(simple, UNKNOWN, number))
        windows = sorted(windows_on(rules, calendar, number))
        if windows != usual:
            specifications += [_on(number, window) for window in windows or [(0, 0)]]  # 00:00 to 00:00: shut
    return specifications


def _is_simple(rule: Rule) -> bool:
    """Every week on named days, for all that is known: what schema.org can say."""
    usual = Rule(opens_at=rule.opens_at, closes_at=rule.closes_at, byday=rule.byday)
    plain = Rule(
        **{
            name: getattr(rule, name)
            for name in rule.__struct_fields__
            if name not in {"holidays", "note", "valid_from", "valid_to"}
        }
    )
    return bool(rule.byday) and plain == usual


def _weekly(rule: Rule) -> Thing:
    days = [DAYS[weekday] for _, weekday in days_of(rule.byday)]
    window = _hours(window_of(rule), days)
    return _filled(window | {"validFrom": _iso(rule.valid_from), "validThrough": _iso(rule.valid_to)})


def _on(number: int, window: Span) -> Thing:
    day = date_of(number).isoformat()
    return _hours(window, [DAYS[(number + MONDAY) % 7]]) | {"validFrom": day, "validThrough": day}


def _hours(window: Span, days: Iterable[str]) -> Thing:
    begin, end = window
    closes = DAY - 1 if end == DAY else end % DAY  # the day's end is written 23:59
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day}" for day in days],
        "opens": _clock(begin),
        "closes": _clock(closes),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _if(condition: object, thing: Thing) -> Thing | None:
    return thing if condition else None


def _filled(thing: Thing) -> Thing:
    """Without what nobody wrote down."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
