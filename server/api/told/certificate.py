"""One certificate as a page of its own, for whoever scans it in a doorway: is it good today?"""

from html import escape
from typing import Final

from server.api.told.edition import Edition
from server.api.told.service import banner, certificate_path
from server.api.told.words import Words, day_words
from server.domain.calendar import day_number
from server.domain.certificates import CertificateTold, Standing
from server.http.shell import Told

LOOKS: Final[dict[Standing, str]] = {"valid": "good", "listed": "plain", "not_yet": "wait"}  # others: bad


def certificate_told(certificate: CertificateTold, edition: Edition) -> Told:
    """What holds of it on this day, said first; the code to check it with stands last, for paper."""
    words = edition.words
    said = words.standings[certificate.standing]
    heading = words.certificate_no.format(number=certificate.number)
    body = (
        f"<h1>{escape(heading)}</h1>{_standing(certificate, edition)}"
        f'<dl class="card">{_facts(certificate, words)}</dl>'
        f'<figure class="card"><img src="{certificate_path(certificate.number)}/qr.svg" '
        f'width="104" height="104" alt="{words.code_of}">'
        f'<figcaption class="small muted">{words.code_hint}</figcaption></figure>'
    )
    return _page(heading, f"{certificate.organization_name} · {said}", body, edition)


def no_certificate_told(edition: Edition) -> Told:
    """No paper has this number."""
    words = edition.words
    hint = words.no_certificate_hint.format(number=escape(edition.city.hotline))
    body = f'<h1>{words.no_certificate}</h1><div class="card standing standing--bad"><p>{hint}</p></div>'
    return _page(words.no_certificate, words.no_certificate, body, edition)


def _page(title: str, line: str, body: str, edition: Edition) -> Told:
    words = edition.words
    home = f'<p class="app"><a href="/">{words.app}</a></p>'
    page = f"{banner(edition)}<main>{home}{body}</main>"
    return Told(edition.language, f"{title} · {words.app}", line, page)


def _standing(certificate: CertificateTold, edition: Edition) -> str:
    words, look = edition.words, LOOKS.get(certificate.standing, "bad")
    as_of = words.as_of.format(day=day_words(words, edition.today))
    return (
        f'<div class="card standing standing--{look}"><p><b>{words.standings[certificate.standing]}</b></p>'
        f'{_why(certificate, words)}<p class="small">{as_of}</p></div>'
    )


def _why(certificate: CertificateTold, words: Words) -> str:
    if not certificate.reason or certificate.standing not in {"suspended", "revoked"}:
        return ""
    return f'<p lang="zh-CN">{escape(words.because.format(reason=certificate.reason))}</p>'


def _facts(certificate: CertificateTold, words: Words) -> str:
    facts = [
        (words.holder, certificate.organization_name, ' lang="zh-CN"'),
        (words.certified_for, certificate.kind, ' lang="zh-CN"'),
        (words.grade, certificate.grade, ""),
    ]
    if certificate.issued_on and certificate.expires_on:
        first, last = (
            day_words(words, day_number(day)) for day in (certificate.issued_on, certificate.expires_on)
        )
        facts += [(words.issued, first, ""), (words.expires, last, "")]
    return "".join(
        f"<div><dt>{name}</dt><dd{lang}>{escape(text)}</dd></div>" for name, text, lang in facts if text
    )
