"""What we hold about you."""

from litestar import Router

router = Router("/", route_handlers=[])
