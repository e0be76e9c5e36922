"""Draws the app's icons: two houses that share a wall, one door lit. Run by hand when the drawing changes.

python scripts/icons.py pwa/public/icons
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

TEAL, WHITE, LAMP = "#0b655f", "#ffffff", "#f6b73c"
SIZE = 512  # of the drawing in icon.svg
FINE = 4  # drawn larger, then reduced: smooth edges
WALL = [(120, 388), (120, 250), (188, 176), (256, 250), (324, 176), (392, 250), (392, 388)]
DOORS = [(156, TEAL), (292, LAMP)]  # left edge, colour


def draw(size: int, scale: float, radius: int) -> Image.Image:
    """The icon at `size` pixels; `scale` fits a maskable icon into its safe circle, `radius` rounds it."""
    wide = SIZE * FINE
    image = Image.new("RGBA", (wide, wide))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, wide - 1, wide - 1), radius * FINE, fill=TEAL)

    def at(x: float, y: float) -> tuple[float, float]:
        return ((x - 256) * scale + 256) * FINE, ((y - 280) * scale + 252) * FINE

    pen.polygon([at(*point) for point in WALL], fill=WHITE)
    stroke = round(20 * scale * FINE)
    pen.line([at(*point) for point in [*WALL, WALL[0]]], fill=WHITE, width=stroke, joint="curve")
    for point in WALL:
        x, y = at(*point)
        pen.ellipse((x - stroke / 2, y - stroke / 2, x + stroke / 2, y + stroke / 2), fill=WHITE)
    for left, colour in DOORS:
        pen.pieslice((*at(left, 282), *at(left + 64, 346)), 180, 360, fill=colour)
        pen.rectangle((*at(left, 314), *at(left + 64, 398)), fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main(folder: Path) -> None:
    """Write every icon that the manifest and iOS ask for."""
    for name, size, scale, radius in [
        ("icon-192", 192, 1.22, 116),
        ("icon-512", 512, 1.22, 116),
        ("icon-180", 180, 1.22, 0),  # iOS rounds it itself, and shows transparency as black
        ("maskable-512", 512, 1.02, 0),
    ]:
        icon = draw(size, scale, radius)
        if not radius:
            icon = icon.convert("RGB")
        icon.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
