"""The surveys: what is asked, and one answer."""

from litestar import Router

router = Router("/", route_handlers=[])
