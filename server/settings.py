"""Settings, from `LINLI_*`: read and checked once, then handed down; nothing else reads the environment."""

from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct, ValidationError, convert

Url = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9+]*://\S+$")]
Database = Annotated[str, Meta(pattern=r"^postgres(ql)?://\S+$")]
Site = Annotated[str, Meta(pattern=r"^https?://[^/\s]+/?$")]  # no path: the app lives at the root
Place = Annotated[str, Meta(pattern=r"^(file:///\S+|s3://[a-z0-9.-]{3,63}(/[^\s?]*)?(\?\S*)?)$")]
CITIES = Path(__file__).parent / "data"

EXAMPLES = {
    "home": "/var/lib/linli",
    "database_url": "postgresql://linli@127.0.0.1/linli",
    "media_url": "file:///srv/linli-media",
    "city": "hangzhou",
    "secret_key": "64 hexadecimal digits, as `openssl rand -hex 32` makes them",
    "public_url": "https://linli.example.org",
    "sms": "file",
    "sms_url": "https://gateway.example.org/send",
    "demo": "1",
    "forwarded_allow_ips": "127.0.0.1",
    "metrics_token": "a long random word",
    "sms_a_day": "2000",
    "clock": "on",
    "limits": "on",
    "second_factor": "required",
    "practice_url": "https://practice.linli.example",
}
WHY = {  # where the pattern alone would not be understood
    "database_url": "does not begin with postgresql://",
    "media_url": "is neither file:///… nor s3://…",
    "city": "is neither a name nor a full path",
    "secret_key": "is not 64 or more hexadecimal digits",
    "public_url": "is not http(s)://host, without a path",
    "sms": "is neither file nor http",
    "sms_url": "is not an address",
    "demo": "is neither 1 nor 0",
    "sms_a_day": "is not a number above 0",
    "clock": "is neither on nor off",
    "limits": "is neither on nor off",
    "second_factor": "is neither required nor offered",
    "practice_url": "is not http(s)://host, without a path",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongSetting(Exception):
    """One line: which, why, and an example."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """How this city runs Linli."""

    home: Path = Path("var")  # database, media, keys
    database_url: Database | None = None  # postgresql://user@host/linli; none: SQLite in home
    media_url: Place | None = None  # file:/// or s3://; none: home/media
    city: Annotated[str, Meta(pattern=r"^([a-z0-9-]{1,40}|/.+)$")] = "hangzhou"  # in server/data, or a path
    secret_key: Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{64,}$")] | None = None  # none: made in home
    public_url: Site = "http://127.0.0.1:8000"  # what a QR code points to; its host is the one answered
    sms: Literal["file", "http"] = "file"  # file: home/outbox/sms.jsonl, for trying things out
    sms_url: Url | None = None  # the gateway, when sms is http
    demo: bool = False  # demonstration content: every page says so
    forwarded_allow_ips: str = "127.0.0.1"  # proxies whose X-Forwarded-For is believed
    metrics_token: str | None = None  # none: /metrics answers on loopback only
    sms_a_day: Annotated[int, Meta(ge=1)] = 2000  # text messages; then only known devices get one
    clock: Literal["on", "off"] = "on"  # off: `linli sweep` does it, called from outside
    limits: Literal["on", "off"] = "on"  # off: for benchmarks, and only on loopback
    second_factor: Literal["required", "offered"] = "required"  # of staff; a demonstration only offers it
    practice_url: Site | None = (
        None  # a demonstration for staff to practise in; none: the desk says how to make one
    )


def read_settings(env: Mapping[str, str]) -> Settings:
    """Settings from the environment. Raises WrongSetting."""
    given = {
        key.removeprefix("LINLI_").lower(): text
        for key, text in env.items()
        if key.startswith("LINLI_") and key not in NOT_SETTINGS
    }
    for name, text in given.items():
        if name not in Settings.__struct_fields__:
            raise WrongSetting(f"LINLI_{name.upper()} is not a setting; docs/settings.md lists them all")
        _check(name, text)
    settings = convert(given, Settings, strict=False, dec_hook=lambda kind, text: kind(text))
    _agree(settings)
    return settings


NOT_SETTINGS = {  # of scripts around it
    "LINLI_TEST_ROUNDS",
    "LINLI_BENCH_MINUTES",
    "LINLI_BENCH_STORED",
    "LINLI_VERSION",
    "LINLI_URL",
    "LINLI_HOME_KEEP",
}


def _check(name: str, text: str) -> None:
    """One setting alone, so that the message names it."""
    try:
        convert({name: text}, Settings, strict=False, dec_hook=lambda kind, text: kind(text))
    except ValidationError:
        raise _wrong(name, WHY[name]) from None


def _wrong(name: str, why: str) -> WrongSetting:
    """Not what was given: it may be a key."""
    return WrongSetting(f"LINLI_{name.upper()} {why}. Example: LINLI_{name.upper()}={EXAMPLES[name]}")


def _agree(settings: Settings) -> None:
    """What two settings, or a setting and a folder, must say together."""
    if not (CITIES / settings.city / "city.toml").is_file():
        raise WrongSetting(f"LINLI_CITY: there is no city {settings.city!r}. Example: LINLI_CITY=hangzhou")
    for proxy in filter(None, map(str.strip, settings.forwarded_allow_ips.split(","))):
        if not is_network(proxy):
            raise _wrong("forwarded_allow_ips", f"names {proxy!r}, which is no address")
    if settings.sms == "http" and not settings.sms_url:
        raise WrongSetting(
            f"LINLI_SMS_URL is missing, as LINLI_SMS is http. Example: LINLI_SMS_URL={EXAMPLES['sms_url']}"
        )
    is_local = urlsplit(settings.public_url).hostname in LOOPBACK
    if settings.sms == "file" and not is_local and not settings.demo:
        raise WrongSetting(
            "LINLI_SMS=file writes codes into a file: only on 127.0.0.1 or with LINLI_DEMO=1. "
            "Example: LINLI_SMS=http"
        )
    if settings.limits == "off" and not is_local:
        raise WrongSetting("LINLI_LIMITS=off is for measuring on 127.0.0.1. Example: LINLI_LIMITS=on")


def is_network(text: str) -> bool:
    """An address or a range of them; * is every one."""
    try:
        ip_network(text)
    except ValueError:
        return text == "*"
    return True
