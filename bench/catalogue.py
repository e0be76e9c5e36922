"""Browsing: a fragment of the catalogue, warm, and its 304."""

from pathlib import Path

from bench.tools import COMMUNITY, Result, bare, fetch, fetch_json, in_turn, linli, ratio, wrk


def run(home: Path) -> list[Result]:
    """The largest fragment of a community's catalogue, as brotli."""
    with linli(home) as (base, _):
        versions = fetch_json(f"{base}/api/catalogue/{COMMUNITY}")
        fragments = versions["fragments"]
        assert isinstance(fragments, list)
        url = f"{base}/api/catalogue/{fragments[0]['code']}/{fragments[0]['version']}"
        headers = {"Accept-Encoding": "br"}
        head, body = fetch(url, headers)
        with bare(body) as floor:
            ours, theirs, unchanged = in_turn(
                lambda: wrk(url, headers),
                lambda: wrk(floor, headers),
                lambda: wrk(url, {**headers, "If-None-Match": head["etag"]}),
            )
    return [
        ratio("GET /api/catalogue/{code}/{version}, warm", ours, theirs, 70, f", {len(body)} bytes"),
        ratio("the same, 304", unchanged, theirs, 110),
    ]
