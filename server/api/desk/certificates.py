"""Certificates on the desk that keeps their organizations: issued, suspended, revoked."""

from litestar import Router, get, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody

from server.api.desk.editing import editor_of
from server.domain import certificates
from server.domain.certificates import (
    CertificatePage,
    CertificateShown,
    IssueCertificate,
    MoveCertificate,
    Show,
)
from server.domain.nouns import Editor


@get("/certificates", operation_id="listCertificates")
async def list_certificates(
    editor: NamedDependency[Editor], show: FromQuery[Show] = "valid", cursor: FromQuery[str] = ""
) -> CertificatePage:
    """Those of the organizations that one's desks keep, what ends first; and how many end within a month."""
    return await certificates.list_certificates(editor.actor, show, editor.ground.today, cursor)


@put("/certificates/{number:str}", operation_id="issueCertificate")
async def issue_certificate(
    number: FromPath[str], data: JSONBody[IssueCertificate], editor: NamedDependency[Editor]
) -> CertificateShown:
    """Issue it, as a manager of the division that keeps the organization. A number is used once."""
    return await certificates.issue(number, data, editor)


@put("/certificates/{number:str}/state", operation_id="moveCertificate")
async def move_certificate(
    number: FromPath[str], data: JSONBody[MoveCertificate], editor: NamedDependency[Editor]
) -> CertificateShown:
    """Suspend it, revoke it, or let it be good again; 409 says that somebody was faster."""
    return await certificates.move(number, data, editor)


router = Router(
    "/desk",
    route_handlers=[list_certificates, issue_certificate, move_certificate],
    dependencies={"editor": Provide(editor_of)},
)
