"""Photos of a request: what comes in is made upright, bare and small; what is no photo leaves nothing."""

import asyncio
import time
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from httpx import AsyncClient, Response
from PIL import Image

from server.models.requests import Photo
from tests import pictures
from tests.asking import Asked, a_clerk, ask
from tests.builders import ELSEWHERE, Here, a_key, a_network, a_resident
from tests.pictures import CANARY, UPRIGHT, a_photo, a_scene, as_file, corners


async def upload(asked: Asked, data: bytes, kind: str = "image/jpeg", id: object = None) -> Response:
    """PUT, as the app does."""
    url = f"{asked.url}/photos/{id or uuid4()}"
    return await asked.api.put(url, content=data, headers=asked.headers | {"Content-Type": kind})


async def fetched(asked: Asked, answer: Response, size: int = 1600) -> bytes:
    """The bytes that we serve."""
    response = await asked.api.get(f"{asked.url}/photos/{answer.json()['id']}/{size}", headers=asked.headers)
    assert response.status_code == 200
    return response.content


async def test_a_photo_is_upright_however_the_phone_was_held(api: AsyncClient) -> None:
    await a_network()

    for orientation in range(1, 9):
        asked = await ask(api, photos=1)
        answer = await upload(asked, a_photo(orientation))

        assert answer.status_code == 201, orientation
        assert (answer.json()["width"], answer.json()["height"]) == (320, 200), orientation
        assert corners(await fetched(asked, answer)) == UPRIGHT, orientation
        assert corners(await fetched(asked, answer, 400)) == UPRIGHT, orientation


async def test_position_and_every_other_word_in_the_file_are_gone(api: AsyncClient, home: Path) -> None:
    await a_network()
    asked = await ask(api, photos=1)
    data = a_photo() + CANARY.encode()
    assert data.count(CANARY.encode()) == 3

    answer = await upload(asked, data)

    served = Image.open(BytesIO(await fetched(asked, answer)))
    assert len(served.getexif()) == 0
    assert set(served.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for file in (home / "media").rglob("*-*"):
        assert CANARY.encode() not in file.read_bytes()


async def test_a_heic_is_upright_and_bare_too(api: AsyncClient) -> None:
    await a_network()

    for orientation in (1, 3, 6, 8):
        asked = await ask(api, photos=1)
        data = pictures.a_heic(orientation)
        assert CANARY.encode() in data
        answer = await upload(asked, data, "image/heic")

        assert answer.status_code == 201, answer.text
        served = await fetched(asked, answer)
        assert corners(served) == UPRIGHT, orientation
        assert len(Image.open(BytesIO(served)).getexif()) == 0
    broken = await upload(await ask(api, photos=1), pictures.a_heic()[:600], "image/heic")
    assert broken.status_code == 422


async def test_a_large_photo_is_kept_in_two_sizes(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)

    answer = await upload(asked, a_photo(6, (4000, 3000)))

    assert answer.json() | {"id": ""} == {"id": "", "width": 1600, "height": 1200}
    small = Image.open(BytesIO(await fetched(asked, answer, 400)))
    assert small.size == (400, 300)


async def test_other_kinds_become_jpeg(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=6)
    grey = Image.new("I;16", (320, 200), 60_000)
    files = {
        "a PNG": (as_file(a_scene().convert("RGBA"), "PNG"), "image/png", UPRIGHT),
        "a PNG with a palette": (as_file(a_scene().convert("P"), "PNG"), "image/png", UPRIGHT),
        "a PNG of 16 bits": (as_file(grey, "PNG"), "image/png", ["white"] * 4),
        "a WebP": (as_file(a_scene(), "WEBP"), "image/webp", UPRIGHT),
        "an iPhone's HEIC": (as_file(a_scene(), "HEIF"), "image/heic", UPRIGHT),
        "a JPEG for printing": (as_file(a_scene().convert("CMYK")), "image/jpeg", UPRIGHT),
    }

    for name, (data, kind, expected) in files.items():
        answer = await upload(asked, data, kind)
        assert answer.status_code == 201, name
        served = await fetched(asked, answer)
        assert Image.open(BytesIO(served)).format == "JPEG"
        assert corners(served) == expected, name


async def test_what_is_transparent_becomes_white(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)

    answer = await upload(asked, as_file(Image.new("RGBA", (60, 60), (255, 0, 0, 0)), "PNG"), "image/png")

    assert corners(await fetched(asked, answer)) == ["white"] * 4


async def test_colours_of_another_profile_are_brought_home(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)

    answer = await upload(asked, pictures.a_photo_in_other_colours())

    served = await fetched(asked, answer)
    assert "icc_profile" not in Image.open(BytesIO(served)).info
    assert corners(served) == ["green"] * 4


async def test_a_photo_sent_twice_is_stored_once_and_answered_alike(api: AsyncClient) -> None:
    await a_network()
    asked, id, data = await ask(api, photos=1), uuid4(), a_photo()

    answers = await asyncio.gather(*(upload(asked, data, id=id) for _ in range(5)))
    later = await upload(asked, data, id=id)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert {answer.content for answer in [*answers, later]} == {later.content}
    assert await Photo.count() == 1
    assert len(await Here.app.state.house.media.names()) == 2


async def test_other_bytes_or_another_request_under_the_same_id_are_refused(api: AsyncClient) -> None:
    await a_network()
    asked, other, id = await ask(api, photos=1), await ask(api, photos=1), uuid4()
    first = await upload(asked, a_photo(), id=id)

    bytes_differ = await upload(asked, a_photo(2), id=id)
    elsewhere = await upload(other, a_photo(), id=id)

    assert (bytes_differ.status_code, elsewhere.status_code) == (409, 409)
    assert corners(await fetched(asked, first)) == UPRIGHT
    assert await Photo.count() == 1


BAD = {
    "HTML named jpg": (b"<html><script>alert(1)</script></html>", 415),
    "nothing": (b"", 415),
    "a GIF": (b"GIF89a" + b"\x00" * 40, 415),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
    "a PNG that is called JPEG": (as_file(a_scene(), "PNG"), 415),
    "half a photo": (pictures.a_noisy_photo()[:200_000], 422),
    "only a beginning": (b"\xff\xd8\xff\xe0", 422),
    "100 megapixels": (pictures.a_pixel_bomb(), 422),
    "a thousand scans": (pictures.a_scan_bomb(), 422),
    "a million markers": (pictures.a_marker_flood(), 422),
    "a million fill bytes": (pictures.a_fill_flood(), 422),
    "a million chunks": (pictures.a_chunk_flood(), 422),
}


async def test_what_is_no_photo_is_refused_and_leaves_nothing(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)

    for name, (data, status) in BAD.items():
        is_png = data[:4] == b"\x89PNG" and "called" not in name
        began = time.perf_counter()
        answer = await upload(asked, data, "image/png" if is_png else "image/jpeg")

        assert answer.status_code == status, name
        assert time.perf_counter() - began < 8, name  # by the walk, not by the ten seconds of the worker
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
        assert await Photo.count() == 0, name
        assert await Here.app.state.house.media.names() == [], name
    assert (await upload(asked, a_photo())).status_code == 201  # and the next one is well


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)

    answer = await upload(asked, b"\xff\xd8\xff" + b"x" * 15_000_000)

    assert answer.status_code == 413


async def test_when_too_many_wait_the_phone_is_told_when_to_come_back(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=6)
    Here.app.state.house.pictures.waiting = 0  # one is worked on, and nobody may wait

    answers = await asyncio.gather(*(upload(asked, a_photo()) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [201, 503, 503]
    assert {answer.headers.get("retry-after") for answer in answers} == {None, "4"}
    assert await Photo.count() == 1


async def test_a_request_has_six_photos_at_most(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=6)

    answers = await asyncio.gather(*(upload(asked, a_photo()) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [201] * 6 + [409] * 2
    assert await Photo.count() == 6
    assert len(await Here.app.state.house.media.names()) == 12


async def test_the_desk_sees_photos_come_in_and_how_many_are_missing(api: AsyncClient) -> None:
    await a_network()
    asked, clerk = await ask(api, photos=2), await a_clerk()

    answer = await upload(asked, a_photo())

    (line,) = (await api.get("/api/desk/requests", headers=clerk)).json()["items"]
    assert (line["photos_expected"], line["photos_received"]) == (2, 1)
    assert line["first_photo"] == answer.json()["id"]
    url = f"{asked.url}/photos/{answer.json()['id']}/400"
    assert (await api.get(url, headers=clerk)).status_code == 200


async def test_a_photo_comes_with_a_word_in_either_order(api: AsyncClient) -> None:
    await a_network()
    asked, first, second = await ask(api), uuid4(), uuid4()

    await upload(asked, a_photo(), id=first)
    await asked.says("message", note="先有照片", photo=str(first))
    await asked.says("message", note="先有话", photo=str(second))
    await upload(asked, a_photo(2), id=second)

    seen = await asked.seen()
    assert [step["photo"] for step in seen["steps"]] == [None, str(first), str(second)]
    assert {photo["step"] for photo in seen["photos"]} == {step["id"] for step in seen["steps"][1:]}
    assert seen["photos_received"] == 0


async def test_nobody_else_sees_or_adds_a_photo(api: AsyncClient) -> None:
    await a_network()
    asked, other = await ask(api, photos=1), await ask(api, photos=1)
    photo = (await upload(asked, a_photo())).json()["id"]

    for headers in ({}, a_key(), other.headers, await a_resident(), await a_clerk(ELSEWHERE)):
        seen = await api.get(f"{asked.url}/photos/{photo}/400", headers=headers)
        added = await api.put(
            f"{asked.url}/photos/{uuid4()}",
            content=a_photo(),
            headers=headers | {"Content-Type": "image/jpeg"},
        )
        assert (seen.status_code, added.status_code) == (404, 404)
    through_mine = await api.get(f"{other.url}/photos/{photo}/400", headers=other.headers)
    assert through_mine.status_code == 404


async def test_number_and_code_show_the_photos(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)
    photo = (await upload(asked, a_photo())).json()["id"]
    paper = {"Linli-Number": asked.answer["number"], "Linli-Code": asked.answer["lookup_code"]}

    seen = await api.get(f"{asked.url}/photos/{photo}/400", headers=paper)
    added = await api.put(
        f"{asked.url}/photos/{uuid4()}", content=a_photo(), headers=paper | {"Content-Type": "image/jpeg"}
    )

    assert (seen.status_code, added.status_code) == (200, 404)


async def test_photos_are_served_as_pictures_and_nothing_else(api: AsyncClient) -> None:
    await a_network()
    asked = await ask(api, photos=1)
    photo = (await upload(asked, a_photo())).json()["id"]

    response = await api.get(f"{asked.url}/photos/{photo}/400", headers=asked.headers)

    assert response.headers["content-type"] == "image/jpeg"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "private, max-age=600"
    for size in ("800", "0", "1600.jpg", "..%2f400"):
        wrong = await api.get(f"{asked.url}/photos/{photo}/{size}", headers=asked.headers)
        assert wrong.status_code == 404
