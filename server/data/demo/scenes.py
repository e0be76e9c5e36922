"""What residents photograph, drawn: a dark lamp, an open manhole, a stairwell full of bicycles …"""

from collections.abc import Callable
from typing import Final

from PIL import Image

from server.data.demo.canvas import Canvas, Colour, Point, jpeg
from server.data.demo.seed import stream

LANDSCAPE: Final = (1024, 768)
PORTRAIT: Final = (768, 1024)
TWELVE_MEGAPIXELS: Final = (4000, 3000)


def lamp_night(c: Canvas) -> None:
    """A road at night; one lamp is dark, the next one far away burns."""
    c.fade((10, 14, 34), (30, 30, 44))
    for n in range(7):
        left = n / 7 + c.chance.uniform(-0.02, 0.02)
        c.rect((left, c.chance.uniform(0.18, 0.36), left + 0.15, 0.66), (18, 20, 32))
        for window in range(c.chance.randrange(4)):
            y = 0.4 + window * 0.06
            c.rect((left + 0.03, y, left + 0.06, y + 0.03), (150, 120, 60))
    c.shape([(0, 0.66), (1, 0.66), (1, 1), (0, 1)], (26, 26, 30))
    c.shape([(0.46, 0.66), (0.54, 0.66), (0.85, 1), (0.15, 1)], (34, 34, 38))
    c.line([(0.24, 0.95), (0.24, 0.2), (0.36, 0.16)], (60, 62, 66), 0.012)
    c.round((0.33, 0.145, 0.41, 0.185), (44, 44, 48))
    c.line([(0.66, 0.74), (0.66, 0.42), (0.7, 0.41)], (70, 70, 70), 0.006)
    c.glow((0.7, 0.42), 0.09, (255, 210, 120), 0.9)
    c.grain(9)


def stair_dark(c: Canvas) -> None:
    """A stairwell without light: some grey from the landing's window."""
    _stairs(c)
    c.darken(0.22)
    c.glow((0.74, 0.16), 0.16, (120, 140, 170), 0.8)
    c.grain(11)


def stairs_bikes(c: Canvas) -> None:
    """Electric bicycles in a stairwell, one on a charging cable."""
    _stairs(c)
    for x, colour in ((0.06, (170, 40, 44)), (0.34, (40, 80, 150)), (0.6, (60, 62, 66))):
        _bicycle(c, x, 0.62, colour)
    c.line([(0.92, 0.0), (0.9, 0.4), (0.78, 0.7), (0.66, 0.78)], (20, 20, 20), 0.006)
    c.grain(5)


def manhole(c: Canvas) -> None:
    """A cover beside its hole, in the road."""
    c.fade((118, 118, 116), (88, 88, 90))
    for _ in range(60):
        x, y = c.chance.random(), c.chance.random()
        c.round((x, y, x + 0.012, y + 0.006), (104, 104, 102))
    c.line([(0, 0.18), (1, 0.06)], (226, 222, 200), 0.02)
    c.round((0.3, 0.4, 0.66, 0.74), (20, 20, 22), (150, 146, 140))
    c.round((0.34, 0.45, 0.62, 0.72), (8, 8, 10))
    c.round((0.5, 0.58, 0.88, 0.9), (92, 84, 76), (60, 54, 48))
    for n in range(5):
        c.line([(0.55, 0.64 + n * 0.045), (0.83, 0.66 + n * 0.045)], (70, 62, 56), 0.008)
    c.line([(0.1, 0.95), (0.18, 0.62)], (200, 110, 60), 0.014)
    c.grain(5)


def pipe_leak(c: Canvas) -> None:
    """A pipe that sprays, and the water on the floor."""
    _wall(c, (196, 192, 180))
    c.rect((0.42, 0, 0.5, 0.72), (140, 140, 146))
    c.rect((0.4, 0.34, 0.52, 0.42), (110, 108, 110))
    for n in range(26):
        reach = c.chance.uniform(0.06, 0.34)
        c.line([(0.5, 0.38), (0.5 + reach, 0.38 + reach**2 * 3 + n * 0.004)], (206, 222, 236), 0.003)
    c.round((0.3, 0.78, 0.98, 0.98), (120, 138, 152), (168, 186, 200))
    c.grain(5)


def lift(c: Canvas) -> None:
    """Closed doors with a paper on them, and a panel without a number."""
    _wall(c, (206, 204, 198))
    c.rect((0.22, 0.14, 0.74, 0.94), (150, 154, 158), (96, 98, 102))
    c.line([(0.48, 0.14), (0.48, 0.94)], (84, 86, 90), 0.008)
    c.rect((0.34, 0.36, 0.6, 0.58), (246, 244, 232), (180, 178, 170))
    for n in range(5):
        c.line([(0.37, 0.4 + n * 0.034), (0.57 - n % 2 * 0.06, 0.4 + n * 0.034)], (70, 70, 74), 0.006)
    c.rect((0.82, 0.42, 0.92, 0.66), (70, 72, 76))
    c.round((0.85, 0.55, 0.89, 0.59), (120, 60, 40))
    c.grain(4)


def rubbish(c: Canvas) -> None:
    """Full bins, and bags beside them."""
    _wall(c, (178, 170, 156))
    for x, colour in ((0.1, (60, 120, 70)), (0.36, (70, 76, 84)), (0.62, (50, 90, 140))):
        c.rect((x, 0.36, x + 0.22, 0.8), colour, (30, 30, 30))
        c.shape([(x - 0.02, 0.36), (x + 0.24, 0.3), (x + 0.25, 0.34), (x - 0.01, 0.4)], colour)
    for _ in range(14):
        x, y = c.chance.uniform(0.02, 0.86), c.chance.uniform(0.6, 0.88)
        c.round((x, y, x + 0.14, y + 0.11), c.chance.choice([(34, 34, 38), (220, 218, 210), (160, 60, 50)]))
    c.grain(6)


def ceiling(c: Canvas) -> None:
    """A stain that grows on a ceiling."""
    c.fade((236, 234, 226), (214, 210, 200))
    for n in range(9, 0, -1):
        shade = 236 - (10 - n) * 9
        x, y = 0.52 + c.chance.uniform(-0.02, 0.02), 0.42 + c.chance.uniform(-0.02, 0.02)
        c.round((x - n * 0.035, y - n * 0.03, x + n * 0.035, y + n * 0.03), (shade, shade - 14, shade - 44))
    c.line([(0, 0.84), (1, 0.8)], (180, 176, 168), 0.01)
    c.rect((0.72, 0.0, 0.86, 0.16), (250, 248, 240), (200, 198, 190))
    c.grain(4)


def bathroom(c: Canvas) -> None:
    """A bathroom without a handle to hold."""
    _tiles(c, (222, 230, 232), (196, 206, 210))
    c.round((0.3, 0.5, 0.64, 0.86), (250, 250, 250), (190, 190, 190))
    c.rect((0.34, 0.26, 0.6, 0.54), (244, 244, 246), (190, 190, 190))
    c.rect((0.76, 0.1, 0.8, 0.7), (160, 164, 168))
    c.round((0.72, 0.08, 0.9, 0.16), (170, 174, 178))
    c.grain(4)


def puddle(c: Canvas) -> None:
    """A hole in the road under water."""
    c.fade((96, 98, 100), (70, 72, 74))
    c.shape([(0.2, 0.5), (0.42, 0.38), (0.74, 0.42), (0.88, 0.62), (0.6, 0.8), (0.28, 0.74)], (56, 52, 48))
    c.round((0.27, 0.46, 0.8, 0.74), (112, 124, 138), (150, 164, 178))
    c.round((0.4, 0.5, 0.6, 0.58), (150, 164, 178))
    c.shape([(0.86, 0.3), (0.93, 0.3), (0.97, 0.52), (0.82, 0.52)], (226, 96, 40))
    c.rect((0.85, 0.38, 0.945, 0.43), (240, 240, 236))
    c.grain(6)


def switch(c: Canvas) -> None:
    """A switch off the wall, its wires bare."""
    _wall(c, (226, 220, 206))
    c.rect((0.32, 0.28, 0.66, 0.74), (60, 52, 46))
    for n, colour in enumerate(((170, 40, 36), (40, 80, 160), (220, 200, 60))):
        c.line([(0.4 + n * 0.08, 0.34), (0.36 + n * 0.1, 0.6), (0.46 + n * 0.06, 0.7)], colour, 0.014)
    c.shape([(0.5, 0.5), (0.86, 0.58), (0.8, 0.92), (0.44, 0.82)], (248, 246, 240))
    c.shape([(0.6, 0.62), (0.74, 0.65), (0.71, 0.8), (0.57, 0.77)], (228, 226, 218))
    c.grain(5)


def tree(c: Canvas) -> None:
    """A dead branch over the pavement."""
    c.fade((176, 204, 226), (222, 228, 224))
    c.rect((0, 0.8, 1, 1), (150, 146, 140))
    c.shape([(0.3, 1), (0.36, 0.4), (0.44, 0.4), (0.46, 1)], (92, 70, 52))
    for _ in range(50):
        x, y = c.chance.uniform(-0.05, 0.5), c.chance.uniform(0.0, 0.42)
        c.round((x, y, x + 0.14, y + 0.12), c.chance.choice([(70, 116, 58), (84, 130, 66), (58, 98, 52)]))
    c.line([(0.42, 0.46), (0.66, 0.3), (0.92, 0.36)], (112, 96, 82), 0.022)
    for x in (0.62, 0.72, 0.82):
        c.line([(x, 0.32), (x + 0.06, 0.46)], (112, 96, 82), 0.008)
    c.grain(5)


def sofa(c: Canvas) -> None:
    """A sofa and mattresses in the green."""
    c.fade((150, 180, 190), (120, 150, 110))
    c.rect((0, 0.6, 1, 1), (84, 122, 66))
    c.rect((0.5, 0.28, 0.92, 0.72), (226, 220, 206), (180, 172, 158))
    c.rect((0.1, 0.5, 0.62, 0.74), (140, 84, 60))
    c.rect((0.06, 0.42, 0.66, 0.58), (156, 96, 70))
    for x in (0.06, 0.58):
        c.rect((x, 0.5, x + 0.09, 0.8), (126, 74, 52))
    for _ in range(120):
        x, y = c.chance.random(), c.chance.uniform(0.74, 1)
        c.line([(x, y), (x + 0.01, y - 0.05)], (64, 102, 50), 0.003)
    c.grain(6)


def _stairs(c: Canvas) -> None:
    c.fade((206, 204, 196), (172, 168, 158))
    c.rect((0.62, 0.06, 0.86, 0.28), (214, 226, 234), (120, 120, 118))
    for n in range(9):
        y = 0.98 - n * 0.075
        c.rect(
            (0.08 + n * 0.05, y - 0.075, 0.96, y), (150 - n * 5, 146 - n * 5, 140 - n * 5), (112, 108, 102)
        )
    c.line([(0.02, 0.78), (0.5, 0.12)], (96, 60, 44), 0.018)


def _bicycle(c: Canvas, x: float, y: float, colour: Colour) -> None:
    for wheel in (x, x + 0.2):
        c.round((wheel, y + 0.14, wheel + 0.11, y + 0.3), (40, 40, 42), (16, 16, 16))
    frame: list[Point] = [
        (x + 0.05, y + 0.22),
        (x + 0.12, y + 0.1),
        (x + 0.22, y + 0.12),
        (x + 0.25, y + 0.22),
    ]
    c.shape([*frame, (x + 0.12, y + 0.24)], colour)
    c.line([(x + 0.24, y + 0.12), (x + 0.27, y), (x + 0.22, y - 0.01)], (30, 30, 30), 0.01)
    c.rect((x + 0.06, y + 0.06, x + 0.16, y + 0.1), (24, 24, 26))


def _wall(c: Canvas, colour: Colour) -> None:
    shade: Colour = (colour[0] - 26, colour[1] - 26, colour[2] - 26)
    c.fade(colour, shade)
    c.rect((0, 0.82, 1, 1), (132, 126, 118))
    for _ in range(12):
        x, y = c.chance.random(), c.chance.uniform(0, 0.8)
        c.line([(x, y), (x + c.chance.uniform(-0.05, 0.05), y + 0.08)], shade, 0.003)


def _tiles(c: Canvas, colour: Colour, joint: Colour) -> None:
    c.rect((0, 0, 1, 1), colour)
    for n in range(1, 12):
        c.line([(n / 12, 0), (n / 12, 1)], joint, 0.004)
        c.line([(0, n / 12), (1, n / 12)], joint, 0.004)


SCENES: Final[dict[str, tuple[Callable[[Canvas], None], tuple[int, int]]]] = {
    "lamp-night": (lamp_night, LANDSCAPE),
    "stair-dark": (stair_dark, PORTRAIT),
    "stairs-bikes": (stairs_bikes, PORTRAIT),
    "manhole": (manhole, LANDSCAPE),
    "pipe-leak": (pipe_leak, PORTRAIT),
    "lift": (lift, PORTRAIT),
    "rubbish": (rubbish, LANDSCAPE),
    "ceiling": (ceiling, LANDSCAPE),
    "bathroom": (bathroom, PORTRAIT),
    "puddle": (puddle, LANDSCAPE),
    "switch": (switch, PORTRAIT),
    "tree": (tree, LANDSCAPE),
    "sofa": (sofa, LANDSCAPE),
}


def draw(scene: str, variant: object = 0) -> Image.Image:
    """A scene, upright; another variant is drawn a little differently. Raises KeyError."""
    painter, size = SCENES[scene]
    canvas = Canvas(size, stream("scene", scene, variant))
    painter(canvas)
    return canvas.image


def photo(
    scene: str,
    variant: object = 0,
    orientation: int = 1,
    size: tuple[int, int] | None = None,
    position: Point | None = None,
) -> bytes:
    """A scene as a phone would send it (JPEG); `size` enlarges it, 4000 by 3000 is twelve megapixels."""
    image = draw(scene, variant)
    if size:
        image = image.resize(size, Image.Resampling.BILINEAR)
    return jpeg(image, orientation, position)
