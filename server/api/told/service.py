"""One service as HTML, for whoever opens its link without the app."""

from html import escape
from typing import Final
from urllib.parse import quote

from server.api.told.edition import Edition
from server.api.told.hours import day_in_words, usual_in_words, week_table
from server.api.told.words import Words, day_words
from server.domain.calendar import day_number
from server.domain.details import ServiceShown
from server.domain.linked_data import linked_data
from server.domain.week import day_shown, week_of
from server.http.shell import Told

LONGEST: Final = 160  # characters of a description in a preview


def service_told(service: ServiceShown, edition: Edition) -> Told:
    """Everything that the page of a service says."""
    words, url = edition.words, f"{edition.site}/s/{service.id}"
    picture = f"{edition.site}/previews/{service.category}.png"  # drawn beforehand, one a category
    return Told(
        language=edition.language,
        title=f"{service.name} · {service.division_name} · {words.app}",
        description=_description(service, edition),
        body=_body(service, edition),
        url=url,
        picture=picture,
        data=linked_data(service, url, picture, edition.calendar, edition.today),
    )


def _description(service: ServiceShown, edition: Edition) -> str:
    """One line: when, where, how much, the number; what it does fills up."""
    words, is_on = edition.words, service.status == "active"
    facts = [
        usual_in_words(service.hours, edition.today, words) if is_on else words.resting,
        service.locations[0].address if service.locations else "",
        fee_in_words(service, words),
        words.phone.format(number=service.phone) if service.phone else "",
    ]
    first = words.comma.join(fact for fact in facts if fact)
    line = words.stop.join(part for part in (first, " ".join(service.description.split())) if part)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def fee_in_words(service: ServiceShown, words: Words) -> str:
    """免费, 20 元, or what was written about it."""
    if service.fee is None:
        return service.fee_note
    if service.fee == 0:
        return words.free
    return words.yuan.format(amount=f"{service.fee / 100:.{2 if service.fee % 100 else 0}f}")


def dial(phone: str) -> str:
    """A number as `tel:` takes it."""
    return f"tel:{quote(''.join(sign for sign in phone if sign.isdigit() or sign in '+*#'), safe='+*')}"


def certificate_path(number: str) -> str:
    """Where the page of a certificate is; Chinese signs by percent."""
    return f"/c/{quote(number, safe='')}"


def banner(edition: Edition) -> str:
    """Said first, where nothing is real."""
    shown = f'<aside class="banner banner--demo">{edition.words.demo}</aside>'
    return shown if edition.is_demo else ""


def _body(service: ServiceShown, edition: Edition) -> str:
    words = edition.words
    own = f' lang="{service.language}"' if service.language != edition.language else ""
    return "".join(
        [
            banner(edition),
            f'<main class="page"><p class="told__app"><a href="/">{words.app}</a></p>',
            f"<h1{own}>{escape(service.name)}</h1>",
            f'<p class="muted" lang="zh-CN">{escape(words.by.format(name=service.organization.name))}</p>',
            _today(service, edition),
            _call(service, edition),
            _does(service, words, own),
            f'<dl class="card">{_facts(service, words, own)}</dl>',
            _week(service, edition),
            f'<p class="small muted">{escape(_checked(service, words))}</p>',
            f'<p class="told__open"><a class="btn" href="/s/{service.id}">{words.open_app}</a></p></main>',
        ]
    )


def _today(service: ServiceShown, edition: Edition) -> str:
    words = edition.words
    if service.status != "active":
        return f'<p class="card told__now"><b>{words.resting}</b></p>'
    if not service.hours:
        return ""
    day = day_shown(service.hours, edition.calendar, edition.today)
    name = words.today.format(day=words.days[day.weekday])
    said = escape(day_in_words(day, words, edition.language))
    return f'<p class="card told__now num"><b>{name}</b> {said}</p>'


def _call(service: ServiceShown, edition: Edition) -> str:
    words, number = edition.words, service.phone or edition.city.hotline
    small = f"<small>{words.demo_number}</small>" if edition.is_demo and service.phone else ""
    said = f'{words.call} <span class="num">{escape(number)}</span>{small}'
    if not service.phone:
        said = words.hotline.format(number=escape(number))
    return (
        f'<p><a class="btn btn--primary" href="{dial(number)}"><span class="btn__two">{said}</span></a></p>'
    )


def _does(service: ServiceShown, words: Words, own: str) -> str:
    if not service.description:
        return ""
    return f'<section class="card"><h2>{words.does}</h2><p{own}>{_lines(service.description)}</p></section>'


def _facts(service: ServiceShown, words: Words, own: str) -> str:
    spots = [words.comma.join(part for part in (it.address, it.entrance) if part) for it in service.locations]
    fee = [fee_in_words(service, words), service.fee_note if service.fee is not None else ""]
    facts = [
        (words.address, "\n".join(spot for spot in spots if spot) or words.missing, ' lang="zh-CN"'),
        (words.fee, words.comma.join(part for part in fee if part) or words.missing, own),
        (words.documents, service.documents or words.missing, own),
        (words.eligibility, service.eligibility, own),
        (words.application, service.application, own),
        (words.wait, service.wait, own),
        (words.accessibility, service.accessibility, own),
        (words.languages, words.comma.join(words.tongues.get(each, each) for each in service.languages), ""),
    ]
    said = [
        f"<div><dt>{name}</dt><dd{'' if text == words.missing else lang}>{_lines(text)}</dd></div>"
        for name, text, lang in facts
        if text
    ]
    said += [f"<div><dt>{words.home_visit}</dt><dd>{words.visits}</dd></div>"] if service.home_visit else []
    number = service.organization.certificate
    if number:
        shown = escape(words.certificate.format(number=number))
        # `_top`: where the app runs already, its router would take the page for a screen of its own.
        link = f'<a href="{certificate_path(number)}" target="_top">{shown}</a>'
        said.append(f'<div class="told__badge"><dt>{words.certified}</dt><dd>{link}</dd></div>')
    return "".join(said)


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _week(service: ServiceShown, edition: Edition) -> str:
    words, today = edition.words, edition.today
    if not service.hours:
        return f'<section class="card"><h2>{words.hours}</h2><p>{words.hours_unknown}</p></section>'
    table = week_table(week_of(service.hours, edition.calendar, today), today, words, edition.language)
    notes = dict.fromkeys(rule.note for rule in service.hours if rule.note)
    said = "".join(f'<p class="small muted" lang="zh-CN">{escape(note)}</p>' for note in notes)
    return f'<section class="card"><h2>{words.hours}</h2>{table}{said}</section>'


def _checked(service: ServiceShown, words: Words) -> str:
    if service.verified_on is None:
        return words.not_checked
    return words.checked.format(day=day_words(words, day_number(service.verified_on)), who=service.owner_name)
