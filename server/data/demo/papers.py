"""The certificates of the demonstrated providers: most are good, some end soon, are over or were stopped."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from server.models.certificates import Certificate
from server.models.directory import Organization

LASTS: Final = timedelta(days=730)
LEFT: Final = [660, 540, 410, 365, 270, 190, 120, 75, 24, 9, -12]  # days from today until they end
STOPPED: Final = {"suspended": "有居民投诉，正在核查", "revoked": "人员健康证过期，两次通知没有整改"}
GRADES: Final = ["甲", "乙", "乙", "丙"]


def a_certificate(holder: Organization, number: int, kind: str, chance: Random, now: datetime) -> Certificate:
    """One paper, the `number`-th; its holder shows it if it is good today."""
    today = now.date()
    ends = today + timedelta(days=chance.choice(LEFT))
    state = chance.choices(["active", *STOPPED], [30, 2, 1])[0]
    paper = Certificate(
        number=f"SQ{(ends - LASTS).year}{number:05d}",
        organization=holder.id,
        kind=kind,
        grade=chance.choice(GRADES),
        issued_on=ends - LASTS,
        expires_on=ends,
        state=state,
        reason=STOPPED.get(state, ""),
        changed_at=now,
    )
    if state == "active" and ends >= today:
        holder.certificate = paper.number
    return paper
