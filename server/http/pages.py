"""The built app, read into memory at the start: hashed files for a year, the page itself always fresh.

A path that belongs to no file is a screen of the app when a browser navigates to it, so it gets the page; a
missing asset is a 404 and never the page. Chunks of earlier builds are kept for 30 days, for tabs that were
open during an update.
"""

import mimetypes
import shutil
import time
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from server.http.encodings import FOREVER, SMALLEST, encoded, encoding_for, etag_of, names
from server.http.headers import Header, Sealing
from server.http.problems import Problem

FOLDER: Final = Path(__file__).parent.parent / "static"
CITY: Final = b'<script type="application/json" id="city"></script>'
APART: Final = ("/api", "/schema", "/hsds", "/open311", "/metrics", "/healthz", "/readyz", "/assets")
A_YEAR: Final = b"public, max-age=31536000, immutable"
FRESH: Final = b"no-cache"
KEPT: Final = 30 * 86400  # seconds that chunks of an earlier build stay
PACKED: Final = {".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt", ".map"}

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")


class Page(Struct, frozen=True):
    """One file in one encoding, ready to be sent."""

    etag: bytes
    head: list[Header]
    body: bytes


class Pages:
    """The files of the built app by their path; empty when it was not built."""

    def __init__(self, sealing: Sealing, folder: Path = FOLDER) -> None:
        self.sealing, self.folder = sealing, folder
        self.files: dict[str, dict[str, Page]] = {}
        self.kept: Path | None = None
        for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if file.is_file() and file.suffix not in {".br", ".gz"}:
                path = "/" + file.relative_to(folder).as_posix()
                self.files[path] = self._read(file, path)
        self.index = self.files.get("/index.html")

    def find(self, method: str, path: str, heads: dict[bytes, bytes]) -> dict[str, Page] | None:
        """The file for a call; None when it is the handlers' business. Raises Problem for a missing one."""
        if method not in {"GET", "HEAD"}:
            return None
        file = self.files.get(path)
        if file is not None:
            return file
        if path.startswith("/assets/"):
            return self._earlier(path)
        if path.startswith(APART):
            return None
        if path == "/" or b"text/html" in heads.get(b"accept", b""):
            if self.index is None:
                raise Problem(503, "not-built")
            return self.index
        raise Problem(404, "not-found")

    def put_city(self, city: object) -> None:
        """Writes the city into the page, so that the app need not ask for it."""
        file = self.folder / "index.html"
        if file.is_file():
            body = file.read_bytes().replace(CITY, CITY.replace(b"></", b">" + as_script(city) + b"</"))
            encodings = ("identity", "br", "gzip")
            packed = {name: encoded(body, name, FOREVER) for name in encodings}
            self.index = {name: self._page("/index.html", body, name, packed[name]) for name in encodings}
            self.files["/index.html"] = self.index

    def keep_chunks(self, home: Path) -> None:
        """Copies this build's hashed files beside the data, and forgets those older than 30 days."""
        self.kept = home / "chunks"
        self.kept.mkdir(mode=0o700, exist_ok=True)
        assets = self.folder / "assets"
        for file in assets.iterdir() if assets.is_dir() else []:
            if file.suffix in {".br", ".gz"}:
                continue  # an old chunk is asked for a few times: it is packed then
            copy = self.kept / file.name
            if not copy.exists():
                shutil.copyfile(file, copy)
            else:
                copy.touch()
        for copy in self.kept.iterdir():
            if copy.stat().st_mtime < time.time() - KEPT:
                copy.unlink()

    def _earlier(self, path: str) -> dict[str, Page]:
        """A chunk of an earlier build. Raises Problem when there is none."""
        name = path.removeprefix("/assets/")
        file = self.kept / name if self.kept and name and "/" not in name else None
        if file is None or name.startswith(".") or not file.is_file():
            raise Problem(404, "not-found")
        return self._read(file, path)

    def _read(self, file: Path, path: str) -> dict[str, Page]:
        body = file.read_bytes()
        ready = {
            name: file.with_name(file.name + end).read_bytes()
            for name, end in (("br", ".br"), ("gzip", ".gz"))
            if file.with_name(file.name + end).is_file()
        }
        small = len(body) < SMALLEST and not ready
        encodings = ["identity", "br", "gzip"] if file.suffix in PACKED and not small else ["identity"]
        return {name: self._page(path, body, name, ready.get(name)) for name in encodings}

    def _page(self, path: str, body: bytes, encoding: str, ready: bytes | None) -> Page:
        packed = ready if ready is not None else encoded(body, encoding)
        kind = (mimetypes.guess_type(path)[0] or "application/octet-stream").encode()
        if kind.startswith(b"text/"):
            kind += b"; charset=utf-8"
        is_script = kind.startswith((b"text/html", b"text/javascript"))
        etag = etag_of(body, encoding)
        head = [
            (b"content-type", kind),
            (b"content-length", str(len(packed)).encode()),
            (b"cache-control", A_YEAR if path.startswith("/assets/") else FRESH),
            (b"etag", etag),
            (b"vary", b"Accept-Encoding"),
            *([(b"content-encoding", encoding.encode())] if encoding != "identity" else []),
            *(self.sealing.page if is_script else self.sealing.data),
        ]
        return Page(etag, head, packed)


def choose(file: dict[str, Page], heads: dict[bytes, bytes]) -> tuple[Page, bool]:
    """The encoding for a reader, and whether they have it already."""
    page = file.get(encoding_for(heads.get(b"accept-encoding", b""))) or file["identity"]
    known = heads.get(b"if-none-match")
    return page, known is not None and names(known, page.etag)


def as_script(value: Any) -> bytes:
    """JSON that cannot end the element it stands in."""
    return msgspec.json.encode(value).replace(b"<", b"\\u003c").replace(b"\xe2\x80\xa8", b"\\u2028")
