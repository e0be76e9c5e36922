"""What is particular to this city."""

from litestar import Router

router = Router("/", route_handlers=[])
