"""The part of schema.org's vocabulary that we speak, and what it allows: which property stands on which type.

Taken from the vocabulary's own definitions (`domainIncludes`, `rangeIncludes`, `subClassOf`), schema.org V29.
"""

import re
from typing import Any, Final

PARENTS: Final = {
    "GovernmentService": ["Service"],
    "Service": ["Thing"],
    "LocalBusiness": ["Organization", "Place"],
    "GovernmentOrganization": ["Organization"],
    "NGO": ["Organization"],
    "Organization": ["Thing"],
    "Place": ["Thing"],
    "AdministrativeArea": ["Place"],
    "ServiceChannel": ["Thing"],
    "ContactPoint": ["Thing"],
    "PostalAddress": ["ContactPoint"],
    "GeoCoordinates": ["Thing"],
    "OpeningHoursSpecification": ["Thing"],
    "Offer": ["Thing"],
    "Audience": ["Thing"],
    "Certification": ["Thing"],
    "LocationFeatureSpecification": ["Thing"],
    "Thing": [],
}
TEXT: Final = re.compile(r"(?s).+")
URL: Final = re.compile(r"https?://\S+")
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DAY: Final = re.compile(r"https://schema\.org/(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
PRICE: Final = re.compile(r"\d+(\.\d\d)?")
CODE: Final = re.compile(r"[A-Z]{2,3}")
TONGUE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")  # BCP 47

# Of each type its own properties: a pattern of text, or the types that may stand there.
PROPERTIES: Final[dict[str, dict[str, Any]]] = {
    "Thing": {"name": TEXT, "description": TEXT, "url": URL, "image": URL, "alternateName": TEXT},
    "Service": {
        "serviceType": TEXT,
        "areaServed": ["AdministrativeArea", "Place"],
        "audience": ["Audience"],
        "availableChannel": ["ServiceChannel"],
        "hoursAvailable": ["OpeningHoursSpecification"],
        "offers": ["Offer"],
        "provider": ["Organization"],
    },
    "GovernmentService": {"serviceOperator": ["Organization"]},
    "ServiceChannel": {
        "availableLanguage": TONGUE,
        "servicePhone": ["ContactPoint"],
        "serviceLocation": ["Place"],
        "serviceUrl": URL,
    },
    "ContactPoint": {"telephone": TEXT},
    "Organization": {
        "telephone": TEXT,
        "address": ["PostalAddress"],
        "areaServed": ["AdministrativeArea", "Place"],
        "knowsLanguage": TONGUE,
        "parentOrganization": ["Organization"],
        "hasCertification": ["Certification"],
        "makesOffer": ["Offer"],
    },
    "Place": {
        "telephone": TEXT,
        "address": ["PostalAddress"],
        "geo": ["GeoCoordinates"],
        "openingHoursSpecification": ["OpeningHoursSpecification"],
        "amenityFeature": ["LocationFeatureSpecification"],
    },
    "PostalAddress": {"streetAddress": TEXT, "addressLocality": TEXT, "addressCountry": CODE},
    "GeoCoordinates": {"latitude": float, "longitude": float},
    "OpeningHoursSpecification": {
        "dayOfWeek": DAY,
        "opens": TIME,
        "closes": TIME,
        "validFrom": DATE,
        "validThrough": DATE,
    },
    "Offer": {"price": PRICE, "priceCurrency": CODE, "itemOffered": ["Service"]},
    "Audience": {"audienceType": TEXT},
    "Certification": {"certificationIdentification": TEXT},
    "LocationFeatureSpecification": {"value": bool},
}
NEEDED: Final = {  # without which Google shows nothing of it, or it means nothing
    "LocalBusiness": ["name", "address"],
    "GovernmentService": ["name", "provider"],
    "OpeningHoursSpecification": ["dayOfWeek", "opens", "closes"],
    "GeoCoordinates": ["latitude", "longitude"],
}


def troubles(thing: dict[str, Any], at: str = "") -> list[str]:
    """What schema.org does not allow in it; nothing for what is right."""
    kind = thing.get("@type", "")
    if kind not in PARENTS:
        return [f"{at}: no type {kind!r}"]
    allowed = {
        name: expected for each in lineage(kind) for name, expected in PROPERTIES.get(each, {}).items()
    }
    found = [f"{at}{kind}: {name} is missing" for name in NEEDED.get(kind, []) if not thing.get(name)]
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            found.append(f"{at}{kind} has no {name}")
            continue
        for each in value if isinstance(value, list) else [value]:
            found += _misfits(each, allowed[name], f"{at}{kind}.{name} ")
    return found


def lineage(kind: str) -> list[str]:
    """A type and all above it."""
    return [kind, *(above for parent in PARENTS[kind] for above in lineage(parent))]


def _misfits(value: Any, expected: Any, at: str) -> list[str]:
    if isinstance(expected, list):
        if not isinstance(value, dict):
            return [f"{at}is no thing: {value!r}"]
        if not set(expected) & set(lineage(value.get("@type", "Thing"))):
            return [f"{at}may not be a {value.get('@type')}"]
        return troubles(value, at)
    if isinstance(expected, type):
        return [] if isinstance(value, expected) else [f"{at}is no {expected.__name__}: {value!r}"]
    return [] if isinstance(value, str) and expected.fullmatch(value) else [f"{at}is not right: {value!r}"]
