"""The addresses of these pages. What is public and lasts until something changes is kept by the cache."""

from datetime import datetime
from typing import Final
from uuid import UUID

import segno
from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from server.api.told.certificate import certificate_told, no_certificate_told
from server.api.told.edition import Edition, edition_of
from server.api.told.guide import SHEETS, guide
from server.api.told.missing import nothing_told, over_told
from server.api.told.poster import poster
from server.api.told.service import certificate_path, service_told
from server.domain import sitemap
from server.domain.calendar import date_of
from server.domain.certificates import find_certificate
from server.domain.details import find_service
from server.domain.divisions import find_division
from server.domain.errors import NotFound, ServiceOver
from server.http.cache import TODAY
from server.http.shell import Shell, a_page
from server.http.site import Site

HTML: Final = "text/html"
CERTIFICATE: Final = "/certificate.css"
XML: Final = "text/xml"
DIRECTORY: Final = ["directory", "calendar", "demo", TODAY]


@get("/s/{service_id:str}", operation_id="showService", media_type=HTML, opt={"cache": DIRECTORY})
async def show_service(
    service_id: FromPath[str],
    shell: NamedDependency[Shell],
    edition: NamedDependency[Edition],
    now: NamedDependency[datetime],
) -> Response[str]:
    """One service: readable without scripts, 410 when it is over."""
    try:
        service = await find_service(_id(service_id), edition.city, edition.language, now)
    except ServiceOver as over:
        return _html(shell.page(over_told(over, edition)), 410)
    except NotFound:
        return _html(shell.page(nothing_told(edition)), 404)
    return _html(shell.page(service_told(service, edition)))


@get("/s/{service_id:uuid}/qr.svg", operation_id="showServiceCode", media_type="image/svg+xml")
async def show_code(service_id: FromPath[UUID], site: NamedDependency[Site]) -> Response[str]:
    """The QR code of a service's page, for paper. Of any id: it says nothing but the address."""
    return _code(f"{site.public_url}/s/{service_id}")


@get("/c/{number:str}", operation_id="showCertificate", media_type=HTML)
async def show_certificate(number: FromPath[str], edition: NamedDependency[Edition]) -> Response[str]:
    """Is this certificate good today? Never kept: whoever asks hears what is so now."""
    try:
        certificate = await find_certificate(number, date_of(edition.today))
    except NotFound:
        return _html(a_page(no_certificate_told(edition), CERTIFICATE), 404)
    return _html(a_page(certificate_told(certificate, edition), CERTIFICATE))


@get("/c/{number:str}/qr.svg", operation_id="showCertificateCode", media_type="image/svg+xml")
async def show_certificate_code(number: FromPath[str], site: NamedDependency[Site]) -> Response[str]:
    """The QR code of a certificate's page, for paper. Of any number: it says nothing but the address."""
    return _code(f"{site.public_url}{certificate_path(number[:40])}")


@get("/poster/{code:str}", operation_id="showPoster", media_type=HTML, opt={"cache": ["network", "demo"]})
async def show_poster(code: FromPath[str], edition: NamedDependency[Edition]) -> Response[str]:
    """One sheet of paper for a community's door: its QR code opens the app there."""
    division = await find_division(edition.city.folder, code)
    if division.level != "community":
        raise NotFound(division=code)
    url = f"{edition.site}/?c={code}"
    return _html(a_page(poster(division, url, qr_of(url), edition), "/poster.css"))


@get("/guide/{tab:str}", operation_id="showGuide", media_type=HTML, opt={"cache": ["demo"]})
async def show_guide(tab: FromPath[str], edition: NamedDependency[Edition]) -> Response[str]:
    """How to use one tab of the app: a sheet of paper for whoever asks at the counter."""
    if tab not in SHEETS:
        raise NotFound
    return _html(a_page(guide(tab, qr_of(f"{edition.site}{SHEETS[tab].path}"), edition), "/guide.css"))


@get("/sitemap.xml", operation_id="showSitemap", media_type=XML, opt={"cache": ["directory"]})
async def show_sitemap(site: NamedDependency[Site]) -> Response[str]:
    """The pages of the map."""
    entries = [
        f"<sitemap><loc>{site.public_url}/sitemap/{first}.xml</loc></sitemap>"
        for first in await sitemap.list_firsts()
    ]
    return _xml("sitemapindex", entries)


@get("/sitemap/{first:str}", operation_id="showSitemapPage", media_type=XML, opt={"cache": ["directory"]})
async def show_sitemap_page(first: FromPath[str], site: NamedDependency[Site]) -> Response[str]:
    """One page of the map: services, and when each last changed."""
    mapped = await sitemap.list_mapped(_id(first.removesuffix(".xml")))
    if not mapped:
        raise NotFound
    entries = [
        f"<url><loc>{site.public_url}/s/{each.id}</loc>"
        f"<lastmod>{each.changed_at.isoformat(timespec='seconds')}</lastmod></url>"
        for each in mapped
    ]
    return _xml("urlset", entries)


@get("/robots.txt", operation_id="showRobots", media_type="text/plain", opt={"cache": []})
async def show_robots(site: NamedDependency[Site]) -> Response[str]:
    """What search engines may read, and where the map is."""
    paths = ("/api/", "/desk", "/provider", "/me", "/help", "/survey")
    closed = "".join(f"Disallow: {path}\n" for path in paths)
    text = f"User-agent: *\n{closed}Allow: /\n\nSitemap: {site.public_url}/sitemap.xml\n"
    return Response(text, media_type="text/plain")


def qr_of(url: str, mask: int | None = None) -> str:
    """As SVG, black on white, four modules of quiet around it.

    `mask` spares the search for the best of eight, which takes six times as long; every reader takes any.
    """
    code = segno.make(url, error="m", micro=False, mask=mask)
    svg: str = code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1) if "xmlns" not in svg else svg


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _code(url: str) -> Response[str]:
    head = {"cache-control": "public, max-age=86400"}
    return Response(qr_of(url), media_type="image/svg+xml", headers=head)


def _html(page: str, status: int = 200) -> Response[str]:
    return Response(page, status_code=status, media_type=HTML)


def _xml(root: str, entries: list[str]) -> Response[str]:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Response(f"{head}\n" + "\n".join(entries) + f"\n</{root}>\n", media_type=XML)


router = Router(
    "/",
    route_handlers=[
        show_service,
        show_code,
        show_certificate,
        show_certificate_code,
        show_poster,
        show_guide,
        show_sitemap,
        show_sitemap_page,
        show_robots,
    ],
    dependencies={"edition": Provide(edition_of)},
    include_in_schema=False,
)
