"""The doctor names each trouble, and its cure."""

import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from server.cli.keep import backup, doctor
from server.domain.upkeep import house
from server.models import TABLES
from server.settings import Settings
from server.storage import space
from server.storage.database import close_database, open_database, start_database
from tests.cli.filled import fill, type_in
from tests.engines import Server, copy_files, run


async def filling(home: Path, url: str | None) -> None:
    """Something in the database."""
    open_database(home, url, TABLES)
    await start_database()
    await fill(home)
    await close_database()


@pytest.fixture
def settings(home: Path, migrated_files: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation in good health, backed up a moment ago."""
    copy_files(migrated_files, home)
    run(filling(home, None))
    monkeypatch.setattr(space, "RESERVED", 4096)
    space.lay_by_reserve(home)
    (home / "secret.key").write_text("5e" * 32)
    (home / "secret.key").chmod(0o600)
    found = Settings(home=home)
    assert type_in(backup, found, home.with_name("backup.tar")).exit_code == 0
    return found


def do(settings: Settings, sql: str, *args: object) -> None:
    """As somebody who changes rows by hand."""
    con = sqlite3.connect(settings.home / "linli.db")
    con.execute(sql, args)
    con.commit()
    con.close()


def said_about(settings: Settings, *words: str) -> str:
    """Its one finding."""
    result = type_in(doctor, settings, *words)
    assert result.exit_code in (1, 2), result.output
    (line,) = result.output.splitlines()
    return line


def test_a_healthy_installation_has_nothing_wrong(settings: Settings) -> None:
    result: Result = type_in(doctor, settings)
    assert (result.output, result.exit_code) == ("nothing is wrong\n", 0)


def test_warnings_end_with_one_and_trouble_with_two(settings: Settings) -> None:
    (settings.home / "last-backup.json").unlink()
    assert type_in(doctor, settings).exit_code == 1
    settings.home.chmod(0o755)
    assert type_in(doctor, settings).exit_code == 2


def test_a_program_can_read_it(settings: Settings) -> None:
    settings.home.chmod(0o750)
    result = type_in(doctor, settings, "--json")
    (finding,) = json.loads(result.output)["findings"]
    assert finding == {
        "level": "trouble",
        "what": f"others may look into {settings.home} (mode 0750)",
        "cure": f"chmod 700 {settings.home}",
    }


def test_a_key_that_others_can_read_is_trouble(settings: Settings) -> None:
    (settings.home / "secret.key").chmod(0o644)
    assert "chmod 600" in said_about(settings)


def test_a_short_key_is_trouble(settings: Settings) -> None:
    (settings.home / "secret.key").write_text("5e" * 10)
    assert "the secret key is unusable" in said_about(settings)


def test_a_missing_key_is_said(settings: Settings) -> None:
    (settings.home / "secret.key").unlink()
    assert "there is no secret key" in said_about(settings)


def test_an_old_backup_is_said(settings: Settings) -> None:
    file = settings.home / "last-backup.json"
    last = json.loads(file.read_text())
    last["at"] = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    file.write_text(json.dumps(last))
    assert "the last backup is of" in said_about(settings)


def test_a_full_disk_and_a_nearly_full_one_are_told_apart(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "PHOTOS_NEED", 10**18)
    assert "photos are refused" in said_about(settings)
    monkeypatch.setattr(space, "WRITES_NEED", 10**18)
    assert "nothing is stored" in said_about(settings)


def test_the_reserve_is_given_back_on_request(settings: Settings) -> None:
    assert type_in(doctor, settings, "--free").exit_code == 1
    assert not (settings.home / "reserve").exists()
    assert "there is no reserve" in said_about(settings)


def test_a_photo_without_its_file_is_trouble(settings: Settings) -> None:
    next((settings.home / "media").glob("??/*-1600")).unlink()
    assert "1 photos have no file" in said_about(settings)


def test_files_that_belong_to_no_photo_are_said_when_they_should_have_gone(settings: Settings) -> None:
    do(settings, "DELETE FROM request_photo WHERE id = (SELECT min(id) FROM request_photo)")
    assert type_in(doctor, settings).output == "nothing is wrong\n"
    for file in (settings.home / "media").glob("??/*"):
        os.utime(file, (0, 0))
    assert "2 files in media belong to no photo" in said_about(settings)


def test_what_is_kept_longer_than_residents_are_told_is_said(settings: Settings) -> None:
    old = "2020-01-01 00:00:00+00:00"
    do(settings, "UPDATE service_request SET closed_at = ? WHERE number = '261100001'", old)
    assert "1 requests that are over still say whose they were after 365 days" in said_about(settings)
    do(settings, "UPDATE service_request SET closed_at = NULL")
    look = (
        "INSERT INTO access_log (id, person, person_name, what, at) VALUES ('a', 'b', '王芳', 'contact', ?)"
    )
    do(settings, look, old)
    assert "1 looks at personal data are still listed after 183 days" in said_about(settings)


def test_a_request_that_is_not_where_its_last_step_left_it_is_trouble(settings: Settings) -> None:
    do(settings, "UPDATE service_request SET state = 'closed' WHERE number = '261100001'")
    assert "first 261100001" in said_about(settings)


FIRM = (
    "INSERT INTO organization (id, name, kind, owner, changed_at, description, phone, version) "
    "VALUES ('f1', '好帮手', 'firm', '330106', '2026-11-24', '', '', 1)"
)
SENT = (
    "INSERT INTO dispatch (id, body_hash, request, organization, name, key_hash, made_by, made_by_name, "
    "made_at, due_at, state) VALUES ('d1', '', (SELECT id FROM service_request WHERE number = '261100001'), "
    "'f1', '好帮手', 'h', 'p', '周敏', '2026-11-24', '2026-11-24', 'sent')"
)


def test_what_a_firm_has_and_no_step_says_so_is_trouble(settings: Settings) -> None:
    do(settings, FIRM)
    do(settings, SENT)
    assert "the steps and what firms have disagree, first 261100001" in said_about(settings)


def test_a_damaged_database_is_trouble(settings: Settings) -> None:
    file = settings.home / "linli.db"
    data = bytearray(file.read_bytes())
    data[-2 * 4096 :] = b"\xff" * 2 * 4096
    file.write_bytes(data)
    result = type_in(doctor, settings)
    assert result.exit_code == 2
    assert "linli.db is damaged" in result.output


def test_a_row_that_refers_to_nothing_is_trouble(settings: Settings) -> None:
    do(settings, "DELETE FROM division WHERE code = '330106005055'")
    assert "refers to nothing" in said_about(settings)


def test_a_migration_that_did_not_run_is_trouble(settings: Settings) -> None:
    do(settings, "DELETE FROM migration")
    assert "run `linli migrate`" in said_about(settings)


def test_a_database_newer_than_the_program_is_trouble(settings: Settings) -> None:
    do(settings, "INSERT INTO migration VALUES ('9999_later', '2030-01-01 00:00:00+00:00')")
    assert "newer than this program" in said_about(settings)


def test_late_and_dead_jobs_are_said(settings: Settings) -> None:
    do(settings, "INSERT INTO job (ident, what, due) VALUES ('a', 'test', '2026-01-01 00:00:00+00:00')")
    assert "1 jobs are more than ten minutes late" in said_about(settings)
    do(settings, "UPDATE job SET state = 'dead'")
    assert "1 jobs failed too often" in said_about(settings)


def test_a_clock_that_is_behind_is_trouble(settings: Settings) -> None:
    do(
        settings,
        "UPDATE service_request SET sent_at = '2099-01-01 00:00:00+00:00' WHERE number = '261100001'",
    )
    assert "in the future" in said_about(settings)


def test_a_log_that_grew_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "WAL_LIMIT", -1)
    con = sqlite3.connect(settings.home / "linli.db")
    con.execute("PRAGMA journal_mode=WAL")
    con.execute("UPDATE person SET name = '梅'")
    con.commit()
    assert "a reader is stuck" in said_about(settings)
    con.close()


@pytest.mark.parametrize(
    ("but", "words"),
    [
        (
            {"public_url": "http://linli.example.org", "sms": "http", "sms_url": "https://sms.example.org"},
            "not https",
        ),
        ({"public_url": "https://linli.example.org"}, "codes go to a file"),
        (
            {
                "public_url": "https://linli.example.org",
                "demo": True,
                "sms": "http",
                "sms_url": "https://a.example",
            },
            "demonstration content is on a public address",
        ),
    ],
)
def test_what_must_not_be_public_is_trouble(settings: Settings, but: dict[str, Any], words: str) -> None:
    assert words in said_about(Settings(home=settings.home, **but))


def test_before_the_first_start_it_says_what_is_missing(home: Path) -> None:
    result = type_in(doctor, Settings(home=home))
    assert "there is no database yet" in result.output
    assert result.exit_code == 1
    assert not (home / "linli.db").exists()


def test_a_home_that_is_not_there_is_trouble(home: Path) -> None:
    assert "is not there" in said_about(Settings(home=home / "nowhere"))
    assert not (home / "nowhere").exists()


def test_on_postgres_the_same_is_looked_at(home: Path, postgres: Server, settings: Settings) -> None:
    with postgres.fresh() as url:
        on_postgres = Settings(home=home, database_url=url)
        shutil.rmtree(home / "media")
        run(filling(home, url))
        assert type_in(doctor, on_postgres).output == "nothing is wrong\n"

        postgres.do("UPDATE service_request SET state = 'closed' WHERE number = '261100001'", database=url)
        assert "first 261100001" in said_about(on_postgres)
    with postgres.fresh("template0") as url:
        assert "run `linli migrate`" in said_about(Settings(home=home, database_url=url))


def test_a_database_that_does_not_answer_is_trouble(settings: Settings) -> None:
    gone = Settings(home=settings.home, database_url="postgresql://nobody@127.0.0.1:9/nothing")
    said = said_about(gone)
    assert "cannot be read" in said
    assert "see that PostgreSQL runs" in said
