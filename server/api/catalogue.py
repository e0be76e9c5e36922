"""A community's catalogue: which versions, and each fragment."""

from litestar import Router

router = Router("/", route_handlers=[])
