"""A clerk of the demonstration city at work, by the same API as the desk."""

import json
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.browser.conftest import Site


class Clerk:
    """One of the staff, signed in; `zhoumin` is a clerk of 青年路社区."""

    def __init__(self, site: Site, username: str = "zhoumin") -> None:
        self.site = site
        self._token = ""
        signed_in = self.ask(
            "POST", "/api/session", username=username, password=self._password(username), as_token=True
        )
        self._token = signed_in["access_token"]

    def does(self, act: str, request: str, **more: Any) -> dict[str, Any]:
        """A step on a request as it stands now."""
        version = self.ask("GET", f"/api/desk/requests/{request}")["version"]
        return self.ask(
            "PUT", f"/api/desk/requests/{request}/steps/{uuid4()}", act=act, version=version, **more
        )

    def looks_at_contact(self, request: str) -> dict[str, Any]:
        """Name and number; the resident will see that."""
        return self.ask("POST", f"/api/desk/requests/{request}/contact", reason="")

    def ask(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """What the API answers."""
        headers = {"Content-Type": "application/json", "Linli-Client": "test/1"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.site.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            read: dict[str, Any] = json.loads(answer.read())
            return read

    def _password(self, username: str) -> str:
        lines = Path(self.site.home, "demo-logins.txt").read_text("utf-8").splitlines()
        return next(line.split()[1] for line in lines if line.split()[:1] == [username])
