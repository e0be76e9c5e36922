"""A drawing surface in units of its own width and height, and a camera: grain, EXIF, position."""

from io import BytesIO
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

ORIENTATION: Final = 0x0112
GPS: Final = 0x8825
# How the sensor lay: what must be done to the upright picture, so that a reader of EXIF turns it back.
LAID: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


class Canvas:
    """Coordinates run from 0 to 1, down and to the right, whatever the size."""

    def __init__(self, size: tuple[int, int], chance: Random) -> None:
        self.size = size
        self.chance = chance
        self.image = Image.new("RGB", size)
        self.pen = ImageDraw.Draw(self.image)

    def fade(
        self, top: Colour, bottom: Colour, box: tuple[float, float, float, float] = (0, 0, 1, 1)
    ) -> None:
        """A field whose colour goes from one to another, downwards."""
        left, upper, right, lower = self._box(box)
        rows = np.linspace(np.array(top), np.array(bottom), max(lower - upper, 1))
        field = np.repeat(rows[:, None, :], max(right - left, 1), axis=1).astype("uint8")
        self.image.paste(Image.fromarray(field), (left, upper))

    def rect(
        self, box: tuple[float, float, float, float], colour: Colour, edge: Colour | None = None
    ) -> None:
        """A rectangle."""
        self.pen.rectangle(self._box(box), fill=colour, outline=edge, width=self.thick(0.003))

    def round(
        self, box: tuple[float, float, float, float], colour: Colour, edge: Colour | None = None
    ) -> None:
        """An ellipse in a box."""
        self.pen.ellipse(self._box(box), fill=colour, outline=edge, width=self.thick(0.006))

    def shape(self, points: list[Point], colour: Colour) -> None:
        """A polygon."""
        self.pen.polygon([self._at(point) for point in points], fill=colour)

    def line(self, points: list[Point], colour: Colour, width: float = 0.006) -> None:
        """A line of a width in units of the picture's width."""
        self.pen.line(
            [self._at(point) for point in points], fill=colour, width=self.thick(width), joint="curve"
        )

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float) -> None:
        """Light that falls off around a point."""
        width, height = self.size
        y, x = np.ogrid[0:height, 0:width]
        away = np.hypot(x - centre[0] * width, y - centre[1] * height) / (radius * width)
        light = (strength * np.exp(-(away**2)))[..., None] * np.array(colour)
        self._take(np.asarray(self.image).astype("float32") + light)

    def darken(self, to: float) -> None:
        """Less light: what a phone sees at night."""
        self._take(np.asarray(self.image).astype("float32") * to)

    def blur(self, radius: float) -> None:
        """Out of focus, in units of the width."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius * self.size[0]))
        self.pen = ImageDraw.Draw(self.image)

    def grain(self, amount: float) -> None:
        """The noise of a small sensor; `amount` in steps of brightness."""
        draw = np.random.default_rng(self.chance.randrange(2**32)).standard_normal
        noise = draw(self.size[::-1], dtype=np.float32)[..., None] * amount
        self._take(np.asarray(self.image).astype("float32") + noise)

    def thick(self, width: float) -> int:
        """A width in pixels, at least one."""
        return max(1, round(width * self.size[0]))

    def _take(self, pixels: NDArray[np.floating[Any]]) -> None:
        self.image = Image.fromarray(np.clip(pixels, 0, 255).astype("uint8"))
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, point: Point) -> Point:
        return point[0] * self.size[0], point[1] * self.size[1]

    def _box(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        (left, top), (right, bottom) = self._at(box[:2]), self._at(box[2:])
        return round(left), round(top), round(right), round(bottom)


def jpeg(image: Image.Image, orientation: int = 1, position: Point | None = None) -> bytes:
    """As a phone writes it: turned by an EXIF orientation (1 to 8), with the position it was taken at."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Linli", "demo"  # make and model
    exif[ORIENTATION] = orientation
    if position:
        exif[GPS] = {1: "N", 2: _degrees(position[0]), 3: "E", 4: _degrees(position[1])}
    if orientation in LAID:
        image = image.transpose(LAID[orientation])
    written = BytesIO()
    image.save(written, "JPEG", quality=90, exif=exif)
    return written.getvalue()


def _degrees(angle: float) -> tuple[float, float, float]:
    minutes = angle % 1 * 60
    return float(int(angle)), float(int(minutes)), round(minutes % 1 * 60, 2)
