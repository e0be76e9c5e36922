"""A program sends a request: checked like one that a resident sends, and kept once.

What it sends within ten minutes under one key, the same again, is the same request: an answer that was lost
is asked for by sending once more. An e-mail address, a device and an account are taken and not kept, for we
write to none of them. A picture that is no good does not hold up the words.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from msgspec import Struct

from server.domain import categories
from server.domain.api_keys import Program
from server.domain.asks import MOST_PHOTOS, MOST_WORDS, Reach, SendRequest, Spot, one_form
from server.domain.city import City
from server.domain.errors import (
    BeyondKey,
    Invalid,
    PhotosEnough,
    PictureBroken,
    PictureTooLarge,
    PictureUnknown,
)
from server.domain.jobs import queueing
from server.domain.keys import Keys
from server.domain.lifecycle import Act
from server.domain.moves import TakeStep
from server.domain.once import Stamp
from server.domain.open311.given import File, Given
from server.domain.open311.markup import when
from server.domain.open311.offered import answers_in_words, offered
from server.domain.open311.placing import place_of
from server.domain.open311.sender import FETCH, GIVE_UP_AFTER, id_of, sender_of
from server.domain.photos import Darkroom, keep_photo
from server.domain.requests import Door, Reception, RequestReceived, send_request
from server.domain.scope import contains
from server.domain.steps import take_step
from server.domain.texts import at_most, line
from server.storage.database import Sql, together
from server.storage.pictures import KINDS, kind_of

AGAIN: Final = timedelta(minutes=10)
LONGEST_NAME: Final = 80
LONGEST_ADDRESS: Final = 200
MIME: Final = {kind: mime for mime, kind in KINDS.items()}
REHEARSED: Final = "test"  # the number of what was only checked
SENDING: Final = (
    "INSERT INTO open311_sending (ident, request, at) VALUES ({}, {}, {}) ON CONFLICT (ident) DO UPDATE SET "
    "request = CASE WHEN open311_sending.at <= {} THEN excluded.request ELSE open311_sending.request END, "
    "at = CASE WHEN open311_sending.at <= {} THEN excluded.at ELSE open311_sending.at END RETURNING request"
)
FORGET: Final = "DELETE FROM open311_sending WHERE at <= {}"
BY_KEY: Final = "INSERT INTO open311_request (request, api_key) VALUES ({}, {})"
PICTURE_REFUSED: Final = (PictureUnknown, PictureBroken, PictureTooLarge, PhotosEnough)


class Office(Struct, frozen=True):
    """What receiving takes."""

    reception: Reception
    darkroom: Darkroom
    city: City

    @property
    def keys(self) -> Keys:
        """Of this installation."""
        return self.reception.keys


class Received(Struct, frozen=True):
    """The number of the request, and what the sender should know."""

    number: str
    notice: str


async def receive(
    given: Given, program: Program, office: Office, stamp: Stamp, language: str, *, rehearsal: bool = False
) -> Received:
    """Keep it, or with `rehearsal` only check it.

    Raises NotFound for an unknown category, BeyondKey, Invalid, and Unavailable when pictures have to wait.
    """
    ask, left_out = await asked_by(given, program, office, language)
    if rehearsal:
        return Received(REHEARSED, _said("rehearsed", language))
    id = await _id_for(program, stamp, office.keys)
    urls = fetched_of(given, program)
    stamp = Stamp(sender_of(id, office.keys), stamp.at, stamp.body_hash)
    until = (stamp.at + GIVE_UP_AFTER).isoformat()
    fetches = [
        queueing(
            FETCH, id_of(office.keys, id, url), stamp.at, request=str(id), url=url, until=until, said=True
        )
        for url in urls
    ]
    door = Door("open311", (Sql(BY_KEY, id, program.id), *fetches))
    first = (await send_request(id, ask, stamp, office.reception, language, door=door)).answer
    kept = [await _keep(id, file, stamp, office) for file in files_of(given)]
    if not all(kept):
        left_out.append("picture-refused")
    return Received(first.number, notice_of(first, left_out, office, language))


async def asked_by(
    given: Given, program: Program, office: Office, language: str
) -> tuple[SendRequest, list[str]]:
    """The request as it would be sent from a phone, and what had to be left out of it."""
    if not (code := given.one("service_code")):
        raise Invalid({"service_code": "required"})
    term = offered(code)
    if not program.may_send(term.code):
        raise BeyondKey
    address = at_most("address_string", line(given.one("address_string")), LONGEST_ADDRESS)
    spot = spot_of(given)
    place = await place_of(office.city, spot, given.one("address_id"), address)
    if not contains(program.division, place):
        raise BeyondKey
    contact, left_out = contact_of(given, office.reception.countries)
    pictures = len(files_of(given)) + len(fetched_of(given, program))
    if len(given.files) + len(given.all("media_url")) > pictures:
        left_out.append("pictures-left-out")
    ask = SendRequest(
        place=place,
        category=term.code,
        description=words_of(given, term.code, language),
        photos=pictures,
        contact=contact,
        location=spot,
        address=address,
    )
    return ask, left_out


def words_of(given: Given, code: str, language: str) -> str:
    """The description, then the answers; without either, what it is about."""
    words = at_most("description", given.one("description"), MOST_WORDS)
    answers = answers_in_words(code, given.attributes(), language)
    return at_most("description", "\n".join([words, *answers]).strip(), MOST_WORDS) or categories.name(
        code, language
    )


def spot_of(given: Given) -> Spot | None:
    """Both degrees, or neither. Raises Invalid."""
    latitude, longitude = given.number("lat", -90, 90), given.number("long", -180, 180)
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise Invalid({"long" if longitude is None else "lat": "required"})
    return Spot(latitude, longitude)


def contact_of(given: Given, countries: list[int]) -> tuple[Reach | None, list[str]]:
    """Whom to call. A number that we cannot read is left out: whoever sent it cannot ask for another."""
    name = name_of(given.one("first_name"), given.one("last_name"))[:LONGEST_NAME]
    left_out = []
    try:
        phone = one_form(given.one("phone"), countries, "phone")
    except Invalid:
        phone, left_out = "", ["phone-left-out"]
    return (Reach(name, phone) if name or phone else None), left_out


def name_of(first: str, last: str) -> str:
    """One name again: a Chinese one was only split at a blank, and "-" stands for none."""
    parts = [line(part) for part in (first, last) if part != "-"]
    return ("" if all(not part.isascii() for part in parts) else " ").join(parts).strip()


def files_of(given: Given) -> list[File]:
    """As many as a request may have."""
    return given.files[:MOST_PHOTOS]


def fetched_of(given: Given, program: Program) -> list[str]:
    """The addresses of pictures that will be asked for."""
    left = MOST_PHOTOS - len(files_of(given))
    return list(dict.fromkeys(given.all("media_url")))[:left] if program.fetches else []


async def _id_for(program: Program, stamp: Stamp, keys: Keys) -> UUID:
    """Of the request: a new one, or that of the same which came under this key a few minutes ago."""
    new = id_of(keys, program.id, stamp.body_hash, stamp.at.isoformat())
    ago = stamp.at - AGAIN
    ident = f"{program.id}:{stamp.body_hash}"
    _, rows = await together(Sql(FORGET, ago), Sql(SENDING, ident, new, stamp.at, ago, ago))
    id: UUID = rows[0]["request"]
    return id


async def _keep(id: UUID, file: File, stamp: Stamp, office: Office) -> bool:
    """A picture that came along; False for one that is none: then it is no longer waited for."""
    hashed = sha256(file.data).hexdigest()
    photo = id_of(office.keys, id, hashed)
    kind = kind_of(file.data)
    of_file = Stamp(stamp.by, stamp.at, hashed)
    try:
        await keep_photo(
            id, photo, MIME[kind] if kind else "", file.data, stamp=of_file, room=office.darkroom
        )
    except PICTURE_REFUSED:
        step, places = TakeStep(Act.PHOTO_GIVEN_UP, photo=photo), office.reception.places
        await take_step(
            id, id_of(office.keys, photo, "given-up"), step, of_file, places=places, side="resident"
        )
        return False
    return True


SAID: Final = {
    "received": (
        "已收到，编号 {number}。{holder}会在 {due} 前答复。",
        "Received as {number}. {holder} answers by {due}.",
    ),
    "phone-left-out": ("电话号码看不懂，没有留下。", "The phone number could not be read and was left out."),
    "picture-refused": ("有照片打不开，没有留下。", "A picture could not be read and was left out."),
    "pictures-left-out": (
        "有照片没有收：一件最多六张，照片地址要密钥允许才去取。",
        "Pictures were left out: at most six a request, and addresses are fetched only for keys that may.",
    ),
    "rehearsed": (
        "这是测试端点：内容可以接受，没有保存。",
        "The test endpoint: this would be taken; nothing was kept.",
    ),
}


def notice_of(first: RequestReceived, left_out: list[str], office: Office, language: str) -> str:
    """What the sender should know."""
    facts = {
        "number": first.number,
        "holder": first.holder_name,
        "due": when(first.due_at, office.city.zone) or "",
    }
    said = [_said("received", language).format(**facts), *(_said(key, language) for key in left_out)]
    return (" " if language == "en" else "").join(said)


def _said(key: str, language: str) -> str:
    return SAID[key][language == "en"]
