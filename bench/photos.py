"""Photos: 12-megapixel uploads, and what browsing feels meanwhile."""

import hashlib
import io
import json
import os
import shutil
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from bench.tools import ASK, COMMUNITY, Result, fetch, fetch_json, linli, peak_memory, wrk

UPLOADS = 60
PHONES = 3
# Readers as they are: sixteen of them, each with a look every 50 ms. As fast as they can, they would be a
# load test of their own and leave the photos nothing.
PACED = """
function delay() return 50 end
"""


def a_photo() -> bytes:
    """12 megapixels, 3 MB or so: a noisy scene."""
    noise = Image.frombytes("RGB", (500, 375), os.urandom(500 * 375 * 3)).resize(
        (4000, 3000), Image.Resampling.BICUBIC
    )
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=88)
    return file.getvalue()


def run(home: Path) -> list[Result]:
    """Three phones at once, each photo its own, and readers of a fragment beside them."""
    photo = a_photo()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(home, Path(folder) / "home"))
        with linli(copy) as (base, pid):
            versions = fetch_json(f"{base}/api/catalogue/{COMMUNITY}")
            fragment = versions["fragments"][0]  # type: ignore[index]  # any JSON
            url = f"{base}/api/catalogue/{fragment['code']}/{fragment['version']}"
            upload(base, photo, UPLOADS)  # the worker starts with the first picture
            with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(PHONES) as phones:
                reading = reader.submit(wrk, url, {"Accept-Encoding": "br"}, PACED, 4, 16)
                start = time.perf_counter()
                list(phones.map(lambda n: upload(base, photo, n), range(UPLOADS)))
                rate = UPLOADS / (time.perf_counter() - start)
                seen = reading.result()
            memory = peak_memory(pid)
    return [
        Result(
            "photo upload, 12 megapixels",
            f"{rate:.1f}/s ({len(photo) / 1e6:.1f} MB each)",
            "≥ 10/s",
            rate >= 10,
        ),
        Result(
            "p99 of a fragment meanwhile",
            f"{seen.p99:.1f} ms (p50 {seen.p50:.1f} ms, {seen.rate:.0f}/s)",
            "≤ 10 ms",
            seen.p99 <= 10,
        ),
        Result("peak memory, server and photo worker", f"{memory:.0f} MiB", "", True),
    ]


def upload(base: str, photo: bytes, n: int) -> None:
    """A request with one photo; the last bytes differ, so that no two are alike."""
    request, key = uuid.uuid4(), hashlib.sha256(str(n).encode()).hexdigest()[:43]
    head = {"Linli-Key": key, "X-Forwarded-For": f"10.9.{n // 250}.{n % 250}"}
    fetch(
        f"{base}/api/requests/{request}",
        {**head, "Content-Type": "application/json"},
        json.dumps(ASK | {"photos": 1}).encode(),
        "PUT",
    )
    fetch(
        f"{base}/api/requests/{request}/photos/{uuid.uuid4()}",
        {**head, "Content-Type": "image/jpeg"},
        photo + str(n).encode(),
        "PUT",
    )
