"""Photos in a bucket of any S3-compatible store: another machine's disk, for more than one process's machine.

    s3://linli-photos/hangzhou?endpoint=https://oss-cn-hangzhou.aliyuncs.com&region=cn-hangzhou

Who may write there is told as every tool for S3 has it: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the
machine's own role. Photos never leave by the store's own addresses: they come through the app.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from server.storage.errors import Gone
from server.storage.media import MediaMissing

TIMEOUT: Final = timedelta(seconds=20)  # of one try
TRIES: Final = {"max_retries": 3, "retry_timeout": timedelta(seconds=40)}


class BucketMedia:
    """A flat store of objects under one prefix."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        endpoint = asked.get("endpoint")
        options: dict[str, Any] = {"region": asked.get("region", "us-east-1")}
        if endpoint:
            options["endpoint"] = endpoint
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config=options,  # type: ignore[arg-type]  # a TypedDict of forty names
            client_options={
                "timeout": TIMEOUT,
                "allow_http": bool(endpoint and endpoint.startswith("http://")),
            },
            retry_config=TRIES,  # type: ignore[arg-type]  # the back-off has defaults
        )

    async def put(self, name: str, data: bytes) -> None:
        """Store; the answer of the store is its promise to keep it. Raises Gone."""
        with _told():
            await obstore.put_async(self._store, name, data, use_multipart=False)

    async def get(self, name: str) -> bytes:
        """The bytes. Raises MediaMissing, Gone."""
        with _told(name):
            found = await obstore.get_async(self._store, name)
            return bytes(await found.bytes_async())

    async def delete(self, name: str) -> None:
        """Gone, also if it was not there. Raises Gone."""
        try:
            with _told(name):
                await obstore.delete_async(self._store, name)
        except MediaMissing:
            pass

    async def names(self, before: datetime | None = None) -> list[str]:
        """Every name, sorted; or those that were written before then. Raises Gone."""
        found: list[str] = []
        with _told():
            async for page in obstore.list(self._store):
                found += [each["path"] for each in page if before is None or each["last_modified"] < before]
        return sorted(found)


@contextmanager
def _told(name: str = "") -> Iterator[None]:
    """What went wrong, in our words. The store's own may hold addresses and keys."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise MediaMissing(name) from None
    except (BaseError, OSError) as error:
        raise Gone(f"the store of photos: {type(error).__name__}") from error
