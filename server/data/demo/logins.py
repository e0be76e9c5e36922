"""demo-logins.txt: who can sign in to this demonstration, and codes that open this year's survey.

A line of the staff begins with user name and password, a line of a resident with the telephone number; two or
more blanks stand between the columns, so that programs can read it too.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from server.data.demo.material import People
from server.data.demo.people import Login
from server.domain.surveys.codes import Letter

FILE: Final = "demo-logins.txt"  # in LINLI_HOME
CODES_A_PLACE: Final = 2  # of each group


def login_text(
    people: People,
    logins: Sequence[Login],
    letters: Sequence[Letter],
    names: Mapping[str, str],
    shown: Iterable[str],
) -> str:
    """The file. `names` are those of divisions, by code; `shown` the divisions whose codes are printed."""
    lines = ["# Demonstration: nobody here is real. Passwords are of this installation only.", ""]
    lines += ["# Staff: user name, password, role, where, name; sign in at /desk"]
    lines += [
        f"{login.staff.username:<10}  {login.password}  {login.staff.role:<12}  "
        f"{names.get(login.staff.division or '', login.staff.organization)}  {login.staff.name}"
        for login in logins
    ]
    lines += ["", "# Residents: telephone, name; the code of the text message is in outbox/sms.jsonl"]
    lines += [f"{people.mobile}{resident.phone}  {resident.name}" for resident in people.resident]
    lines += ["", "# Invitation codes of this year's survey, each used once: code, group, where"]
    lines += [
        f"{letter.code}  {letter.audience:<10}  {names[letter.division]}"
        for letter in chosen(letters, set(shown))
    ]
    return "\n".join(lines) + "\n"


def chosen(letters: Sequence[Letter], shown: set[str]) -> list[Letter]:
    """The first codes of each group in each of these divisions."""
    taken: dict[tuple[str, str], int] = {}
    found = []
    for letter in letters:
        stratum = (letter.division, letter.audience)
        if letter.division in shown and taken.get(stratum, 0) < CODES_A_PLACE:
            taken[stratum] = taken.get(stratum, 0) + 1
            found.append(letter)
    return found


def keep(home: Path, text: str) -> Path:
    """Write it into the home, for its owner alone."""
    file = home / FILE
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    return file
