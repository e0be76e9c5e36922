"""The outermost layer: what every answer passes before and after the handlers."""

from typing import Any


class Front:
    """An ASGI application around another."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One call."""
        await self.app(scope, receive, send)
