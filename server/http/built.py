"""The files that the build made, in the encodings that travel: read once, again only when they changed."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from server.http.encodings import ONCE, SMALLEST, encoded, etag_of

PACKED: Final = {".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt", ".map"}
ENDS: Final = {"br": ".br", "gzip": ".gz"}  # what the build packed already, as small as it gets


class Packed(Struct, frozen=True):
    """One file in one encoding."""

    etag: bytes
    body: bytes


def built_files(folder: Path) -> dict[str, dict[str, Packed]]:
    """Every file below a folder, by its path in the address and its encoding; none if there is no folder."""
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    stamp = tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))
    return _read_all(folder, stamp)


@lru_cache(4)
def _read_all(folder: Path, stamp: tuple[tuple[str, int], ...]) -> dict[str, dict[str, Packed]]:
    files = (Path(name) for name, _ in stamp)
    return {
        "/" + file.relative_to(folder).as_posix(): read_file(file)
        for file in files
        if file.suffix not in ENDS.values()
    }


def read_file(file: Path) -> dict[str, Packed]:
    """One file, as it is and packed."""
    body = file.read_bytes()
    beside = {name: file.with_name(file.name + end) for name, end in ENDS.items()}
    ready = {name: packed.read_bytes() for name, packed in beside.items() if packed.is_file()}
    worth_it = file.suffix in PACKED and (bool(ready) or len(body) >= SMALLEST)
    return pack(body, ready, ("identity", *ENDS) if worth_it else ("identity",))


def pack(
    body: bytes, ready: dict[str, bytes], encodings: tuple[str, ...], effort: int = ONCE
) -> dict[str, Packed]:
    """The encodings of some bytes; what is ready is not made again."""
    made = {name: ready[name] if name in ready else encoded(body, name, effort) for name in encodings}
    return {name: Packed(etag_of(body, name), packed) for name, packed in made.items()}
