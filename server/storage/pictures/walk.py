"""A look at the bytes before a decoder may: which kind, and not built to keep a decoder busy.

Decoders trust the outline of a file: 14 MB of JPEG fill bytes take Pillow 4.7 s, 3.5 million empty segments
5 s, a million empty PNG chunks 2 s, and 222 kB with 400 progressive scans 7 s of libjpeg. A camera writes a
dozen segments and at most ten scans.
"""

from typing import Final, Literal

Kind = Literal["jpeg", "png", "webp", "heic"]
KINDS: Final[dict[str, Kind]] = {  # by Content-Type
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heic",
}

MOST_SEGMENTS: Final = 200
MOST_SCANS: Final = 40
MOST_CHUNKS: Final = 5_000
START_OF_SCAN: Final = 0xDA
BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length: TEM, RST0 to RST7
PNG: Final = b"\x89PNG\r\n\x1a\n"
HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

Why = Literal["unknown", "broken", "flood", "huge", "slow"]


class PictureRefused(Exception):
    """This will not be stored; `why` says which rule it broke."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Shrunk:
    """Two JPEG files made of an upload, upright, in sRGB, bare; width and height are of the larger."""

    __slots__ = ("height", "large", "small", "width")

    def __init__(self, width: int, height: int, large: bytes, small: bytes) -> None:
        self.width, self.height, self.large, self.small = width, height, large, small


def kind_of(data: bytes) -> Kind | None:
    """What the first bytes say that it is; None: no picture that we take."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(PNG):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return "heic"
    return None


def walk(kind: Kind, data: bytes) -> None:
    """Raises PictureRefused for an outline that no camera writes."""
    if kind == "jpeg":
        walk_jpeg(data)
    elif kind == "png":
        walk_png(data)


def walk_jpeg(data: bytes) -> None:
    """Segment by segment to the first scan: no fill bytes, not too many; then the scans are counted."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        head = data[at : at + 4]
        if len(head) < 4 or head[0] != 0xFF:
            raise PictureRefused("broken")
        if head[1] == 0xFF:
            raise PictureRefused("flood")
        if head[1] == START_OF_SCAN:
            break
        at += 2 if head[1] in BARE else 2 + max(int.from_bytes(head[2:]), 2)
    else:
        raise PictureRefused("flood")
    if data.count(b"\xff\xda") > MOST_SCANS:
        raise PictureRefused("flood")


def walk_png(data: bytes) -> None:
    """Chunk by chunk to the end: not too many."""
    at = len(PNG)
    for _ in range(MOST_CHUNKS):
        head = data[at : at + 8]
        if len(head) < 8:
            raise PictureRefused("broken")
        if head[4:] == b"IEND":
            return
        at += 12 + int.from_bytes(head[:4])
    raise PictureRefused("flood")
