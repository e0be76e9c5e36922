"""A directory in a small network: an organization, a place, services in the divisions that a test names."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from server.domain.editing import WriteService, save_service
from server.domain.hours import Rule
from server.domain.locating import WriteLocation, save_location
from server.domain.organizing import WriteOrganization, save_organization
from server.domain.pinyin import Reader
from server.models.directory import Organization
from tests.builders import COMMUNITY

WRITTEN: Final = datetime(2026, 11, 1, tzinfo=UTC)
READER: Final = Reader("hangzhou")
OFFICE: Final = [Rule("08:30", "17:30", "MO,TU,WE,TH,FR")]


async def an_organization(**but: Any) -> UUID:
    """A public one; with a certificate if the test names its number. `id` names one to replace."""
    id: UUID = but.pop("id", None) or uuid4()
    certificate = but.pop("certificate", None)
    usual = {"name": "翠苑一区社区服务站", "kind": "public", "phone": "96345", "owner": COMMUNITY}
    await save_organization(id, WriteOrganization(**usual | but), WRITTEN)
    if certificate:
        await Organization.update({Organization.certificate: certificate}).where(Organization.id == id)
    return id


async def a_location(**but: Any) -> UUID:
    """In the community. `id` names one to replace."""
    id: UUID = but.pop("id", None) or uuid4()
    usual = {"division": COMMUNITY, "name": "服务站", "address": "学院路 12 号"}
    usual |= {"latitude": 30.28, "longitude": 120.12}
    await save_location(id, WriteLocation(**usual | but), WRITTEN)
    return id


async def a_service(**but: Any) -> UUID:
    """Free legal aid in the community, but for what the test says. `id` names one to replace."""
    id: UUID = but.pop("id", None) or uuid4()
    organization = but.pop("organization", None) or await an_organization()
    usual: dict[str, Any] = {"category": "legal-aid", "name": "翠苑法律援助站", "areas": [COMMUNITY]}
    usual |= {"fee": 0, "hours": OFFICE, "phone": "0571-88990000"}
    await save_service(id, WriteService(organization=organization, **usual | but), READER, WRITTEN)
    return id
