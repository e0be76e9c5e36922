"""Pictures that phones make, and pictures that nobody should send."""

import zlib
from io import BytesIO
from typing import Any, Final

import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener(thumbnails=False)

ORIENTATION: Final = 0x0112
GPS: Final = 0x8825
CANARY: Final = "canary in the metadata"
# How a camera stores an upright scene for each orientation: what undoes what a viewer must do.
STORED: Final = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def a_scene(width: int = 320, height: int = 200) -> Image.Image:
    """Red above left, green above right, blue below left, white below right: any turn shows."""
    scene = Image.new("RGB", (width, height), "white")
    half, middle = width // 2, height // 2
    scene.paste((200, 0, 0), (0, 0, half, middle))
    scene.paste((0, 160, 0), (half, 0, width, middle))
    scene.paste((0, 0, 200), (0, middle, half, height))
    return scene


def corners(data: bytes) -> list[str]:
    """Which colour lies in which quarter of a picture, as words."""
    picture = Image.open(BytesIO(data)).convert("RGB")
    width, height = picture.size
    spots = [(1, 1), (3, 1), (1, 3), (3, 3)]
    return [_word(picture.getpixel((width * x // 4, height * y // 4))) for x, y in spots]


def _word(colour: Any) -> str:
    red, green, blue = colour
    if min(colour) > 200:
        return "white"
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]


UPRIGHT: Final = ["red", "green", "blue", "white"]


def as_file(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def a_photo(orientation: int = 1, size: tuple[int, int] = (320, 200)) -> bytes:
    """A JPEG as a phone makes it: stored turned, with position and maker in its metadata."""
    turn = STORED[orientation]
    scene = a_scene(*size)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = CANARY
    exif.get_ifd(GPS)[2] = (30.0, 16.0, 45.0)
    return as_file(scene.transpose(turn) if turn is not None else scene, exif=exif, comment=CANARY.encode())


def a_heic(orientation: int = 1) -> bytes:
    """The same as an iPhone stores it, turned by EXIF, with position and maker."""
    turn = STORED[orientation]
    scene = a_scene()
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = CANARY
    exif.get_ifd(GPS)[2] = (30.0, 16.0, 45.0)
    return as_file(scene.transpose(turn) if turn is not None else scene, "HEIF", exif=exif.tobytes())


def a_noisy_photo(width: int = 1600, height: int = 1200) -> bytes:
    """A JPEG that compresses as badly as a real one."""
    return as_file(Image.effect_noise((width, height), 60).convert("RGB"), quality=85)


def a_photo_in_other_colours() -> bytes:
    """A reddish field whose profile has red and green the other way round."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
    return as_file(Image.new("RGB", (60, 60), (200, 40, 40)), icc_profile=swapped, quality=95)


def a_pixel_bomb() -> bytes:
    """100 megapixels in 100 kB."""
    return as_file(Image.new("1", (10_000, 10_000)), "PNG")


def a_scan_bomb() -> bytes:
    """One picture in a thousand progressive scans, each read over all of it: seconds of work in 700 kB."""
    data = as_file(Image.new("L", (4000, 4000), 90), progressive=True)
    start = data.rindex(b"\xff\xda")
    last = data[start:-2]
    return data[:-2] + last * 1000 + b"\xff\xd9"


def a_marker_flood() -> bytes:
    """A million empty comments before the picture."""
    data = a_photo()
    return data[:2] + b"\xff\xfe\x00\x02" * 1_000_000 + data[2:]


def a_fill_flood() -> bytes:
    """Five million bytes that mean nothing."""
    data = a_photo()
    return data[:2] + b"\xff" * 5_000_000 + data[2:]


def a_chunk_flood() -> bytes:
    """A PNG with a million empty chunks."""
    data = as_file(a_scene(), "PNG")
    chunk = b"\x00\x00\x00\x00tEXt" + zlib.crc32(b"tEXt").to_bytes(4, "big")
    return data[:33] + chunk * 1_000_000 + data[33:]
