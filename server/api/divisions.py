"""The four-level network."""

from litestar import Router

router = Router("/", route_handlers=[])
