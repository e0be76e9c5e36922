"""Makes sounds.txt, a reading for each character of GB 2312: `python -m server.data.sounds > …/sounds.txt`.

Server and phone both read it (domain/sounds.py, pwa/src/data/sounds.ts). Run it again after a new character
stands in readings.toml; a test compares.
"""

from collections import defaultdict
from collections.abc import Iterator

from server.domain.pinyin import Reader


def gb2312() -> Iterator[str]:
    """Its 6,763 characters: areas 16 to 87 of the standard, 94 places each, five of them empty."""
    for area in range(0xB0, 0xF8):
        for place in range(0xA1, 0xFF):
            try:
                yield bytes([area, place]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def table() -> str:
    """A line a syllable: the syllable, then its characters in the order of the standard."""
    reader = Reader("")
    characters = defaultdict(list)
    for character in gb2312():
        characters[reader.read(character)].append(character)
    return "".join(f"{said}{''.join(characters[said])}\n" for said in sorted(characters))


if __name__ == "__main__":
    print(table(), end="")
