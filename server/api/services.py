"""The directory online."""

from litestar import Router

router = Router("/", route_handlers=[])
