"""The number, as it was released."""

from litestar import Router

router = Router("/", route_handlers=[])
