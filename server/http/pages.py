"""The built app, read into memory at the start: hashed files for a year, the page itself always fresh.

A path that belongs to no file is a screen of the app, so whoever takes a page gets it: a browser, and a
program that takes anything. A missing asset is a 404 and never the page. Chunks of earlier builds are kept
for 30 days, for tabs that were open during an update.
"""

import mimetypes
import shutil
import time
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from server.http.built import ENDS, Packed, built_files, pack, read_file
from server.http.encodings import FOREVER, encoding_for, names
from server.http.headers import Header, Sealing
from server.http.problems import Problem

FOLDER: Final = Path(__file__).parent.parent / "static"
CITY: Final = b'<script type="application/json" id="city"></script>'
APART: Final = (
    "/api", "/schema", "/hsds", "/open311", "/metrics", "/healthz", "/readyz", "/assets",
    "/s/", "/c/", "/poster/", "/guide/", "/sitemap", "/robots.txt", "/previews/",
)  # fmt: skip
A_YEAR: Final = b"public, max-age=31536000, immutable"
FRESH: Final = b"no-cache"
KEPT: Final = 30 * 86400  # seconds that chunks of an earlier build stay

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
        self.files = {path: self._dressed(path, packed) for path, packed in built_files(folder).items()}
        self.index = self.files.get("/index.html")
        self.kept: Path | None = None

    def find(self, method: str, path: str, heads: dict[bytes, bytes]) -> dict[str, Page] | None:
        """The file for a call; None when it is the handlers' business. Raises Problem for a missing one."""
        file = self.files.get(path)
        if method not in {"GET", "HEAD"}:
            if file is not None or path == "/":
                raise Problem(405, "method-not-allowed", {"Allow": "GET, HEAD"})
            return None
        if file is not None:
            return file
        if path.startswith("/assets/"):
            return self._earlier(path)
        if path.startswith(APART):
            return None
        if path == "/" or takes_page(path, heads.get(b"accept", b"*/*")):
            if self.index is None:
                raise Problem(503, "not-built")
            return self.index
        raise Problem(404, "not-found")

    def put_city(self, city: object) -> None:
        """Writes the city into the page, so that the app need not ask for it."""
        file = self.folder / "index.html"
        if file.is_file():
            body = file.read_bytes().replace(CITY, CITY.replace(b"></", b">" + as_script(city) + b"</"))
            packed = pack(body, {}, ("identity", *ENDS), FOREVER)
            self.index = self.files["/index.html"] = self._dressed("/index.html", packed)

    def keep_chunks(self, home: Path) -> None:
        """Copies this build's hashed files beside the data, and forgets those older than 30 days."""
        self.kept = home / "chunks"
        self.kept.mkdir(mode=0o700, exist_ok=True)
        assets = self.folder / "assets"
        for file in assets.iterdir() if assets.is_dir() else []:
            if file.suffix in ENDS.values():
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
        return self._dressed(path, read_file(file))

    def _dressed(self, path: str, packed: dict[str, Packed]) -> dict[str, Page]:
        """With the heads that they travel under."""
        kind = (mimetypes.guess_type(path)[0] or "application/octet-stream").encode()
        if kind.startswith(b"text/"):
            kind += b"; charset=utf-8"
        is_script = kind.startswith((b"text/html", b"text/javascript"))
        seal = self.sealing.page if is_script else self.sealing.data
        if path.startswith("/previews/"):
            seal = self.sealing.public  # a chat in a browser shows them on its own page
        shared = [
            (b"content-type", kind),
            (b"cache-control", A_YEAR if path.startswith("/assets/") else FRESH),
            (b"vary", b"Accept-Encoding"),
        ]
        pages = {}
        for encoding, file in packed.items():
            head = [*shared, (b"etag", file.etag), (b"content-length", str(len(file.body)).encode())]
            if encoding != "identity":
                head.append((b"content-encoding", encoding.encode()))
            pages[encoding] = Page(file.etag, [*head, *seal], file.body)
        return pages


def takes_page(path: str, accept: bytes) -> bool:
    """Whether the address may be a screen's, and its reader can show one: no file has gone missing here."""
    return "." not in path.rpartition("/")[2] and accept.startswith((b"text/html", b"*/*"))


def choose(file: dict[str, Page], heads: dict[bytes, bytes]) -> tuple[Page, bool]:
    """The encoding for a reader, and whether they have it already."""
    page = file.get(encoding_for(heads.get(b"accept-encoding", b""))) or file["identity"]
    known = heads.get(b"if-none-match")
    return page, known is not None and names(known, page.etag)


def as_script(value: Any) -> bytes:
    """JSON that cannot end the element it stands in."""
    return msgspec.json.encode(value).replace(b"<", b"\\u003c").replace(b"\xe2\x80\xa8", b"\\u2028")
