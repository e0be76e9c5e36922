"""The network and the calendar from the operator's side."""

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest
from anyio import run_process

from server.domain.calendar import find_calendar
from server.models.network import Division

Run = Callable[..., Awaitable[tuple[int, str]]]
HEAD = "code,level,name,parent_code"
CITY = "330100000000,city,杭州市,"
DISTRICT = "330106000000,district,西湖区,330100000000"
STREET = "330106005000,street,翠苑街道,330106000000"


@pytest.fixture
def engine() -> str:
    """The commands are the same on both."""
    return "sqlite"


@pytest.fixture
def run(home: Path) -> Run:
    """`linli …` on this test's home, in a process of its own: its exit code and what it said."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LINLI_")}

    async def running(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-c", "from server.cli import linli; linli()", *words]
        env = kept | {"LINLI_HOME": str(home), "LINLI_SECRET_KEY": "5e" * 32}
        done = await run_process(command, env=env, stdout=PIPE, stderr=STDOUT, check=False)
        return done.returncode, done.stdout.decode()

    return running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good file of three divisions, as a spreadsheet saves it: with a byte order mark."""
    path = tmp_path / "network.csv"
    path.write_text("\r\n".join([HEAD, CITY, DISTRICT, STREET, ""]), "utf-8-sig")
    return path


async def test_the_network_is_imported_and_again_updates_it(db: None, run: Run, file: Path) -> None:
    first = await run("import", "divisions", str(file))
    file.write_text("\n".join([HEAD, CITY, DISTRICT.replace("西湖", "东湖")]), "utf-8")
    again = await run("import", "divisions", str(file))

    assert first == (0, "3 divisions imported: 3 new, 0 changed, 0 as before\n")
    assert again[0] == 0
    assert again[1].startswith("2 divisions imported: 0 new, 1 changed, 1 as before\n")
    assert "330106005000" in again[1]  # missing in the file, kept
    assert await Division.count() == 3


async def test_a_check_changes_nothing(db: None, run: Run, file: Path) -> None:
    code, said = await run("import", "divisions", str(file), "--check")

    assert (code, said) == (0, "3 divisions read, nothing changed: 3 new, 0 changed, 0 as before\n")
    assert await Division.count() == 0


async def test_a_bad_row_is_named_by_its_line_and_stops_everything(db: None, run: Run, file: Path) -> None:
    file.write_text("\n".join([HEAD, CITY, DISTRICT, STREET.replace("street", "village")]), "utf-8")

    code, said = await run("import", "divisions", str(file))

    assert code == 1
    assert f"{file}:4: the code 330106005000 is a street, not 'village'" in said
    assert await Division.count() == 0


async def test_a_file_in_another_encoding_is_named(db: None, run: Run, file: Path) -> None:
    file.write_bytes("\n".join([HEAD, CITY]).encode("gbk"))

    code, said = await run("import", "divisions", str(file))

    assert code == 1
    assert "is not UTF-8" in said


async def test_the_announced_years_are_loaded(db: None, run: Run) -> None:
    code, said = await run("import", "holidays")
    again = await run("import", "holidays")

    assert (code, said) == (0, "2024 to 2026 are known; 108 days changed\n")
    assert again == (0, "2024 to 2026 are known; 0 days changed\n")
    assert len((await find_calendar()).off) == 28 + 28 + 33
