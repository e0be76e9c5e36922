"""What Pillow does with an upload: decode small, turn upright, sRGB, no metadata, two sizes of JPEG.

Only the worker imports this. Bombs are refused by their header, before a pixel is decoded; `draft` lets
libjpeg decode at a half, a quarter or an eighth, if it is given a box of the picture's own shape.
"""

import struct
import warnings
from io import BytesIO
from typing import Final

import pillow_heif
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from server.storage.pictures.walk import Kind, PictureRefused, Shrunk, kind_of, walk

LARGE: Final = 1600  # pixels of the longer side
SMALL: Final = 400
QUALITY: Final = 80
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 16_384
LARGEST_PROFILE: Final = 1_000_000  # bytes
ORIENTATION: Final = 0x0112  # EXIF 2.3, table 4
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Never "MPO": Pillow has no such opener under that name and would fail on every PNG; JPEG opens it by itself.
FORMATS: Final[dict[Kind, str]] = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
PLUGINS: Final = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)  # imported, so that nothing else is tried

pillow_heif.options.DECODE_THREADS = 1  # the worker is one of many things on its machine
pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
SRGB: Final = ImageCms.createProfile("sRGB")
BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error)


def shrink(data: bytes) -> Shrunk:
    """The two sizes of a picture. Raises PictureRefused."""
    kind = kind_of(data)
    if kind is None:
        raise PictureRefused("unknown")
    walk(kind, data)
    try:
        return _shrink(kind, data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise PictureRefused("huge") from None
    except BROKEN:
        raise PictureRefused("broken") from None


def _shrink(kind: Kind, data: bytes) -> Shrunk:
    with Image.open(BytesIO(data), formats=(FORMATS[kind],)) as opened:
        if max(opened.size) > LONGEST_SIDE or opened.width * opened.height > MOST_PIXELS:
            raise PictureRefused("huge")
        opened.draft("RGB", box_of(opened.size, LARGE))
        turn, profile = orientation_of(opened), opened.info.get("icc_profile")
        picture = in_plain_mode(opened)
        # `draft` leaves less than twice the size: LANCZOS would take a third longer, and nobody see it.
        picture.thumbnail((LARGE, LARGE), Image.Resampling.BICUBIC, reducing_gap=None)
        picture = in_srgb(on_white(picture), profile)
    if turn in UPRIGHT:
        picture = picture.transpose(UPRIGHT[turn])
    fresh = Image.new("RGB", picture.size)  # has no metadata that a save could carry on
    fresh.paste(picture)
    large = as_jpeg(fresh)
    size = fresh.size
    fresh.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Shrunk(*size, large, as_jpeg(fresh))


def box_of(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The box with this longer side in the picture's own shape: `draft` wants both sides at least as long."""
    scale = min(1.0, side / max(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def orientation_of(picture: Image.Image) -> int:
    """How the camera was held; 1 if it does not say, or says nonsense."""
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except (*BROKEN, AttributeError):
        return 1


def in_plain_mode(picture: Image.Image) -> Image.Image:
    """One that can be scaled smoothly: palettes, bitmaps and 16 bits are turned into bytes a channel."""
    if picture.mode.startswith("I"):
        return picture.point(lambda level: level * (1 / 256)).convert("L")
    if "transparency" in picture.info or picture.mode in {"PA", "La", "RGBa"}:
        return picture.convert("RGBA")
    if picture.mode in {"P", "1", "F", "LAB", "HSV", "YCbCr"}:
        return picture.convert("RGB")
    return picture


def on_white(picture: Image.Image) -> Image.Image:
    """Without transparency."""
    if picture.mode not in {"RGBA", "LA"}:
        return picture
    sheet = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(sheet, picture.convert("RGBA")).convert("RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as every screen shows them. A profile that cannot be read or does not fit is left out."""
    if profile and len(profile) <= LARGEST_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, *BROKEN):
            pass
        else:
            if turned is not None:
                return turned
    return picture.convert("RGB")


def as_jpeg(picture: Image.Image) -> bytes:
    """The file."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
