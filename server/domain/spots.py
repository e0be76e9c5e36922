"""A spot on the map, told so roughly that it names a house's surroundings and not the house."""

from math import cos, radians
from typing import Final

GRID: Final = 50.0  # metres
DEGREE: Final = 111_320.0  # metres of a degree of latitude
DIGITS: Final = 6  # of a degree: 0.1 m, far below the grid


def rounded(latitude: float, longitude: float) -> tuple[float, float]:
    """The nearest crossing of a 50 m grid (WGS-84, degrees). Doing it twice changes nothing."""
    step = GRID / DEGREE
    north = round(latitude / step) * step
    around = step / max(cos(radians(north)), 0.01)  # degrees of longitude shrink towards the poles
    return round(north, DIGITS), round(round(longitude / around) * around, DIGITS)
