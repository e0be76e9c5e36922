"""A resident asks for help, with photos, and follows it."""

from litestar import Router

router = Router("/", route_handlers=[])
