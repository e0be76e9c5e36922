"""A backup can be taken at any time, comes back equal, and is never half of one."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from server.cli.keep import backup, migrate, restore
from server.domain.city import read_city
from server.domain.erasures import erase, erasure_hash
from server.domain.places import Places
from server.domain.upkeep.archive import Manifest, Packing
from server.jobs.clock import Tools, run_jobs
from server.models import TABLES
from server.models.migrations.runner import all_migrations
from server.models.people import Person
from server.models.requests import ServiceRequest
from server.settings import Settings
from server.storage.database import close_database, open_database, raw, start_database
from server.storage.media import FileMedia
from server.storage.sms import FileSms
from server.storage.space import written_whole
from tests.cli.filled import NOW, a_photographed_request, fill, type_in
from tests.engines import Server, copy_files

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def filled(home: Path, migrated_files: Path) -> AsyncIterator[Settings]:
    """A running installation on SQLite with something in it."""
    copy_files(migrated_files, home)
    open_database(home, None, TABLES)
    await start_database()
    await fill(home)
    yield Settings(home=home)
    await close_database()


@pytest.fixture
def new(home: Path) -> Settings:
    """An installation that is to be."""
    return Settings(home=home.with_name("elsewhere"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes: a folder in which nothing else lies."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "linli.tar"


def rows_of(home: Path, database: str = "linli.db") -> dict[str, list[tuple[object, ...]]]:
    """Everything in a database file, sorted."""
    con = sqlite3.connect(home / database)
    names = [row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: sorted(con.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
    con.close()
    return found


def media_of(home: Path) -> dict[str, bytes]:
    """Every file of photos."""
    return {path.name: path.read_bytes() for path in (home / "media").glob("??/*")}


async def test_a_backup_restores_equal_photos_included(filled: Settings, new: Settings, file: Path) -> None:
    said = type_in(backup, filled, file)
    assert said.exit_code == 0, said.output
    assert "3 requests, 6 files of photos, 5 answers" in said.output
    back = type_in(restore, new, file)
    assert back.exit_code == 0, back.output

    assert rows_of(new.home) == rows_of(filled.home)
    assert rows_of(new.home, "survey.db") == rows_of(filled.home, "survey.db")
    assert media_of(new.home) == media_of(filled.home)
    assert len(media_of(new.home)) == 6
    assert new.home.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["linli.tar"]


async def test_a_busy_server_loses_nothing_to_a_backup(filled: Settings, new: Settings, file: Path) -> None:
    done = asyncio.Event()
    acknowledged = []

    async def send_requests(first: int) -> None:
        for n in count(first):
            if done.is_set():
                return
            acknowledged.append(str(await a_photographed_request(filled.home, n)))

    senders = [asyncio.create_task(send_requests(10_000 * n)) for n in range(1, 5)]
    while len(acknowledged) < 50:
        await asyncio.sleep(0.01)
    before = set(acknowledged)
    said = await asyncio.to_thread(type_in, backup, filled, file)
    done.set()
    await asyncio.gather(*senders)

    assert said.exit_code == 0, said.output
    assert len(acknowledged) > len(before)
    assert type_in(restore, new, file).exit_code == 0
    kept, all_rows = rows_of(new.home), rows_of(filled.home)
    assert before <= {str(row[0]) for row in kept["service_request"]}
    assert all(set(kept[table]) <= set(all_rows[table]) for table in kept)
    assert len(kept["request_step"]) == 2 * len(kept["service_request"])
    files = media_of(new.home)
    names = {row[4] for row in kept["request_photo"]}
    assert len(names) == len(kept["service_request"])
    assert {f"{name}-{size}" for name in names for size in (1600, 400)} <= files.keys()


async def test_a_restored_home_can_be_served(filled: Settings, new: Settings, file: Path) -> None:
    type_in(backup, filled, file)
    type_in(restore, new, file)
    await close_database()
    open_database(new.home, None, TABLES)
    await start_database()
    assert await ServiceRequest.count() == 3
    await a_photographed_request(new.home, 99)
    assert await raw("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    await close_database()


async def test_who_deleted_their_account_stays_deleted_in_an_older_backup(
    filled: Settings, new: Settings, file: Path, tmp_path: Path
) -> None:
    (person,) = await Person.select(Person.id, Person.phone)
    request = await a_photographed_request(filled.home, 7)
    await ServiceRequest.update(resident=person["id"]).where(ServiceRequest.id == request)
    assert type_in(backup, filled, file).exit_code == 0
    await erase(person["id"], person["phone"], NOW)
    await run_jobs(a_clock(filled.home), NOW)
    kept = shutil.copy(filled.home / "erasures.log", tmp_path / "kept.log")

    said = type_in(restore, new, file, "--erasures", kept)

    assert said.exit_code == 0, said.output
    assert "1 people who had deleted their account since were deleted again" in said.output
    rows = rows_of(new.home)
    assert rows["person"] == []
    assert "水管漏水" not in str([row for row in rows["service_request"] if row[0] == str(request)])
    assert len(rows["service_request"]) == 4
    assert len(rows["request_contact"]) == len(rows["request_photo"]) == 3
    assert rows["erasure"][0][0] == erasure_hash(person["id"])


async def test_the_list_of_the_deleted_lives_on_in_the_new_home(
    filled: Settings, new: Settings, file: Path, tmp_path: Path
) -> None:
    stranger = f"{erasure_hash(uuid4())} 2026-11-20T04:00:00Z"
    (tmp_path / "kept.log").write_text(f"{stranger}\n{stranger[:30]}")  # the last line was torn by a crash
    type_in(backup, filled, file)

    said = type_in(restore, new, file, "--erasures", tmp_path / "kept.log")
    await close_database()
    open_database(new.home, None, TABLES)
    await start_database()
    await run_jobs(a_clock(new.home), NOW)

    assert "0 people" in said.output
    assert (new.home / "erasures.log").read_text() == f"{stranger}\n"
    assert (new.home / "erasures.log").stat().st_mode & 0o777 == 0o600


def a_clock(home: Path) -> Tools:
    """What runs the jobs of an installation."""
    city = read_city("hangzhou")
    return Tools(Places(city.zone), FileSms(home), city, FileMedia(home / "media"), home)


async def test_a_restore_without_the_list_says_who_may_be_back(
    filled: Settings, new: Settings, file: Path
) -> None:
    type_in(backup, filled, file)
    assert "see --erasures" in type_in(restore, new, file).output


async def test_nothing_is_restored_over_what_is_there(filled: Settings, file: Path) -> None:
    type_in(backup, filled, file)
    before = rows_of(filled.home)
    said = type_in(restore, filled, file)
    assert said.exit_code == 1
    assert "is not empty" in said.output
    assert rows_of(filled.home) == before


async def test_what_an_earlier_try_left_is_not_touched(filled: Settings, new: Settings, file: Path) -> None:
    type_in(backup, filled, file)
    left = new.home.with_name("elsewhere.new")
    left.mkdir()
    said = type_in(restore, new, file)
    assert said.exit_code == 1
    assert "is left over" in said.output
    assert left.exists()
    assert not new.home.exists()


async def test_a_truncated_backup_is_refused_wherever_it_ends(
    filled: Settings, new: Settings, file: Path
) -> None:
    type_in(backup, filled, file)
    whole = file.read_bytes()
    with tarfile.open(file) as tar:
        members = tar.getmembers()
    ends = [0, 1, 700, len(whole) // 2, *(member.offset for member in members)]
    for end in [*ends, *(member.offset_data + member.size // 2 for member in members)]:
        file.write_bytes(whole[:end])
        said = type_in(restore, new, file)
        assert said.exit_code == 1, end
        assert "damaged" in said.output or "ends too early" in said.output
        assert not new.home.exists()
        assert not new.home.with_name("elsewhere.new").exists()


async def test_a_changed_byte_is_noticed(filled: Settings, new: Settings, file: Path) -> None:
    type_in(backup, filled, file)
    with tarfile.open(file) as tar:
        photo = next(member for member in tar if member.name.startswith("media/"))
    whole = bytearray(file.read_bytes())
    whole[photo.offset_data] ^= 1
    file.write_bytes(whole)
    said = type_in(restore, new, file)
    assert said.exit_code == 1
    assert f"first {photo.name}" in said.output


async def test_a_damaged_database_is_not_put_in_place(filled: Settings, new: Settings, file: Path) -> None:
    type_in(backup, filled, file)
    assert type_in(restore, new, file).exit_code == 0
    (new.home / "linli.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    seal(file, new.home)
    shutil.rmtree(new.home)

    said = type_in(restore, new, file)
    assert said.exit_code == 1
    assert "linli.db in it is damaged" in said.output
    assert not new.home.exists()


async def test_rows_and_photos_must_be_as_many_as_were_packed(
    filled: Settings, new: Settings, file: Path
) -> None:
    type_in(backup, filled, file)
    assert type_in(restore, new, file).exit_code == 0
    seal(file, new.home, service_request=4)
    assert "service_request has 3 rows, 4 were packed" in type_in(restore, again(new), file).output
    seal(file, new.home, service_request=3)
    assert "6 photos have no file in it" in type_in(restore, again(new), file).output
    assert not again(new).home.exists()


def seal(file: Path, home: Path, **counts: int) -> None:
    """A backup of these databases without photos, sealed as if all were well."""
    with written_whole(file) as out:
        packing = Packing(out, NOW)
        for name in ("linli.db", "survey.db"):
            packing.add_file(name, home / name)
        packing.seal(Manifest("0.1.0", NOW, "sqlite", all_migrations()[-1], counts, packing.files))


def again(settings: Settings) -> Settings:
    """Another installation that is to be."""
    return Settings(home=settings.home.with_name("again"))


async def test_another_tar_is_not_unpacked(new: Settings, file: Path, tmp_path: Path) -> None:
    (tmp_path / "passwd").write_text("root")
    with tarfile.open(file, "w") as tar:
        tar.add(tmp_path / "passwd", "../../etc/passwd")
    said = type_in(restore, new, file)
    assert said.exit_code == 1
    assert "no backup of Linli" in said.output


async def test_a_photo_without_its_file_stops_the_backup(filled: Settings, file: Path) -> None:
    name = next(iter(media_of(filled.home)))
    await FileMedia(filled.home / "media").delete(name)
    said = type_in(backup, filled, file)
    assert said.exit_code == 1
    assert name in said.output
    assert not file.exists()


async def test_a_backup_of_a_newer_program_is_refused(filled: Settings, new: Settings, file: Path) -> None:
    await raw("INSERT INTO migration VALUES ('9999_from_the_future', '2030-01-01 00:00:00+00:00')")
    type_in(backup, filled, file)
    said = type_in(restore, new, file)
    assert said.exit_code == 1
    assert "newer than this one" in said.output


async def test_an_open_wave_has_one_copy_of_its_answers(filled: Settings, new: Settings, file: Path) -> None:
    second = file.with_name("second.tar")
    assert type_in(backup, filled, file).exit_code == 0
    said = type_in(backup, filled, second)
    assert said.exit_code == 1
    assert f"{file} holds a copy" in said.output
    assert not second.exists()

    assert type_in(backup, filled, file).exit_code == 0
    assert type_in(backup, filled, second, "--without-survey").exit_code == 0
    assert type_in(restore, new, second).exit_code == 0
    apart = rows_of(new.home, "survey.db")
    assert {"invitation", "receipt", "response"} <= apart.keys()
    assert not any(apart.values())


async def test_a_copy_without_answers_does_not_make_the_one_with_them_forgotten(
    filled: Settings, file: Path
) -> None:
    assert type_in(backup, filled, file).exit_code == 0
    assert type_in(backup, filled, file.with_name("apart.tar"), "--without-survey").exit_code == 0
    assert type_in(backup, filled, file.with_name("second.tar")).exit_code == 1


async def test_copies_are_free_once_the_wave_is_closed_and_the_one_from_before_is_replaced(
    filled: Settings, file: Path
) -> None:
    second = file.with_name("second.tar")
    assert type_in(backup, filled, file).exit_code == 0
    await raw("UPDATE wave SET state = 'closed'")
    assert type_in(backup, filled, second).exit_code == 1
    assert type_in(backup, filled, file).exit_code == 0
    assert type_in(backup, filled, second).exit_code == 0


async def test_the_secret_key_comes_along_when_it_is_asked_for(
    filled: Settings, new: Settings, file: Path
) -> None:
    secret = filled.home / "secret.key"
    secret.write_text("5e" * 32)
    said = type_in(backup, filled, file)
    assert "the secret key is not in it" in said.output
    assert "put your secret key at" in type_in(restore, new, file).output
    assert not (new.home / "secret.key").exists()
    shutil.rmtree(new.home)

    type_in(backup, filled, file, "--with-key")
    type_in(restore, new, file)
    assert (new.home / "secret.key").read_text() == "5e" * 32
    assert (new.home / "secret.key").stat().st_mode & 0o777 == 0o600


async def test_the_manifest_says_what_is_in_it(filled: Settings, file: Path) -> None:
    type_in(backup, filled, file)
    with tarfile.open(file) as tar:
        assert tar.getnames()[-1] == "manifest.json"
        data = tar.extractfile("manifest.json")
        assert data
        manifest = json.load(data)
        assert set(manifest["files"]) == set(tar.getnames()) - {"manifest.json"}
    assert manifest["migration"] == all_migrations()[-1]
    assert manifest["counts"]["service_request"] == 3


def test_an_empty_home_has_nothing_to_back_up(home: Path, file: Path) -> None:
    said = type_in(backup, Settings(home=home), file)
    assert said.exit_code == 1
    assert "to back up" in said.output


async def test_on_postgres_photos_are_packed_and_the_rows_are_left_to_pg_dump(
    home: Path, postgres: Server, file: Path
) -> None:
    with postgres.fresh() as url:
        open_database(home, url, TABLES)
        await start_database()
        await fill(home)
        await close_database()
        settings = Settings(home=home, database_url=url)
        said = type_in(backup, settings, file)
        assert said.exit_code == 0, said.output
        assert "pg_dump" in said.output
        new = Settings(home=home.with_name("elsewhere"), database_url=url)
        back = type_in(restore, new, file)
        assert back.exit_code == 0, back.output
        assert "pg_restore" in back.output
        assert media_of(new.home) == media_of(home)
        wrong = type_in(restore, Settings(home=home.with_name("third")), file)
        assert wrong.exit_code == 1
        assert "set LINLI_DATABASE_URL" in wrong.output


def test_migrating_twice_is_migrating_once(home: Path) -> None:
    settings = Settings(home=home)
    assert type_in(migrate, settings).output == f"ran {', '.join(all_migrations())}\n"
    assert type_in(migrate, settings).output == "nothing to do\n"


def test_typed_as_an_operator_types_it(home: Path, file: Path) -> None:
    def linli(*words: str, on: Path = home) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", "from server.cli import linli; linli()", *words]
        env = {"PATH": "/usr/bin:/bin", "LINLI_HOME": str(on)}
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert linli("migrate").returncode == 0
    assert linli("backup", str(file)).returncode == 0
    back = linli("restore", str(file), on=home.with_name("elsewhere"))
    assert (back.returncode, back.stderr) == (0, "")
    assert rows_of(home.with_name("elsewhere")) == rows_of(home)
    assert linli("restore", str(file)).returncode == 1
