"""Requests as the staff of their place or holder see them."""

from litestar import Router

router = Router("/desk", route_handlers=[])
