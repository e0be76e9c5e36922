"""Photos' bytes are there whole, or not at all."""

import os
from pathlib import Path

import pytest

from server.storage.errors import Full
from server.storage.media import FileMedia, MediaMissing
from server.storage.space import written_whole

NAME = "0f" * 16 + "-400"


async def test_what_was_put_is_given_back(home: Path) -> None:
    media = FileMedia(home / "media")
    await media.put(NAME, b"one")
    await media.put(NAME, b"two")
    assert await media.get(NAME) == b"two"
    assert await media.names() == [NAME]
    assert media.path(NAME).stat().st_mode & 0o777 == 0o600


async def test_what_is_not_there_is_missing_and_can_be_deleted_again(home: Path) -> None:
    media = FileMedia(home / "media")
    await media.put(NAME, b"one")
    await media.delete(NAME)
    await media.delete(NAME)
    with pytest.raises(MediaMissing):
        await media.get(NAME)
    assert await media.names() == []


async def test_a_half_written_file_is_not_a_photo(home: Path) -> None:
    media = FileMedia(home / "media")
    await media.put(NAME, b"one")
    (media.path(NAME).parent / f".{NAME}.crash.part").write_bytes(b"hal")
    assert await media.names() == [NAME]


def test_a_disk_that_fills_up_leaves_the_old_file_and_no_half(home: Path) -> None:
    file = home / "kept"
    file.write_bytes(b"old")
    with pytest.raises(Full), written_whole(file) as out:
        out.write(b"new")
        with open("/dev/full", "wb", buffering=0) as full:  # a device on which every write finds no room
            full.write(b"more")
    assert file.read_bytes() == b"old"
    assert os.listdir(home) == ["kept"]
