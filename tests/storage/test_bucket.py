"""Photos in a bucket: the same promises as on a disk, on a real S3-compatible server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from server.settings import WrongSetting, read_settings
from server.storage.bucket import BucketMedia
from server.storage.errors import Gone
from server.storage.media import FileMedia, MediaMissing, move_all, open_media

NAME = "0f" * 16 + "-400"
OTHER = "1e" * 16 + "-1600"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of our own on a free port."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def url(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """LINLI_MEDIA_URL of an empty bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    name = f"photos-{datetime.now(UTC).timestamp():.6f}".replace(".", "-")
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    return f"s3://{name}/hangzhou?endpoint={endpoint}"


async def test_what_was_put_is_given_back(url: str, home: Path) -> None:
    media = open_media(url, home)
    assert isinstance(media, BucketMedia)
    await media.put(NAME, b"one")
    await media.put(NAME, b"two")
    await media.put(OTHER, b"")
    assert await media.get(NAME) == b"two"
    assert await media.get(OTHER) == b""
    assert await media.names() == [NAME, OTHER]


async def test_what_is_not_there_is_missing_and_can_be_deleted_again(url: str) -> None:
    media = BucketMedia(url)
    await media.put(NAME, b"one")
    await media.delete(NAME)
    await media.delete(NAME)
    with pytest.raises(MediaMissing):
        await media.get(NAME)
    assert await media.names() == []


async def test_what_is_older_than_a_moment_can_be_asked_for(url: str) -> None:
    media = BucketMedia(url)
    await media.put(NAME, b"one")
    now = datetime.now(UTC)
    assert await media.names(before=now - timedelta(minutes=1)) == []
    assert await media.names(before=now + timedelta(minutes=1)) == [NAME]


async def test_a_store_that_does_not_answer_is_told_without_its_address(url: str) -> None:
    media = BucketMedia("s3://nothing-there/?endpoint=http://127.0.0.1:9")
    media._store = type(media._store)(
        "nothing-there",
        endpoint="http://127.0.0.1:9",
        client_options={"allow_http": True, "connect_timeout": timedelta(seconds=1)},
        retry_config={"max_retries": 0, "retry_timeout": timedelta(seconds=2)},
    )
    with pytest.raises(Gone) as told:
        await media.put(NAME, b"one")
    assert "127.0.0.1" not in str(told.value)


async def test_photos_move_from_a_disk_into_a_bucket(url: str, home: Path) -> None:
    files, bucket = FileMedia(home / "media"), BucketMedia(url)
    await files.put(NAME, b"one")
    await files.put(OTHER, b"two")
    assert await move_all(files, bucket) == 2
    assert await bucket.get(OTHER) == b"two"
    assert await files.names() == []
    assert await move_all(files, bucket) == 0


@pytest.mark.parametrize("text", ["s3://", "s3://NO_CAPITALS", "https://bucket.example.org", "/srv/media"])
def test_a_wrong_address_is_named_with_an_example(text: str) -> None:
    with pytest.raises(WrongSetting, match=r"LINLI_MEDIA_URL.*Example"):
        read_settings({"LINLI_MEDIA_URL": text})
