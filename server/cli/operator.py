"""What every command has at hand: settings, keys, city, and the database when it asks for it."""

import os
import stat
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path

from server.domain.cards import index_missing
from server.domain.city import City, read_city
from server.domain.keys import Keys
from server.models import TABLES
from server.models.migrations.runner import migrate
from server.settings import EXAMPLES, Settings, WrongSetting
from server.storage.database import close_database, open_database, start_database
from server.storage.key_files import secret_of


class Operator:
    """One installation, as its operator holds it. Raises WrongSetting for a home that cannot be."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        try:
            make_home(settings.home)
        except OSError as error:
            why = f"{settings.home} cannot be made: {error.strerror}"
            raise WrongSetting(f"LINLI_HOME: {why}. Example: LINLI_HOME={EXAMPLES['home']}") from None
        self.city: City = read_city(settings.city)

    @cached_property
    def keys(self) -> Keys:
        """Read or made when first needed: not by `restore`, which fills an empty home. Raises BadSecret."""
        return Keys(secret_of(self.settings.home, self.settings.secret_key))

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[None]:
        """The database, up to date; safe beside a running server."""
        open_database(self.settings.home, self.settings.database_url, TABLES)
        await start_database()
        try:
            await migrate()
            await index_missing(self.settings.city)
            yield
        finally:
            await close_database()


def make_home(home: Path) -> None:
    """LINLI_HOME, which only its owner may enter. A folder that is not ours keeps its mode."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_ours = any((home / name).exists() for name in ("secret.key", "linli.db")) or not any(home.iterdir())
    if is_ours and stat.S_IMODE(home.stat().st_mode) & 0o077 and home.stat().st_uid == os.getuid():
        home.chmod(0o700)
