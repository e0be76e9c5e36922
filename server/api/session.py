"""Signing in and out."""

from litestar import Router

router = Router("/", route_handlers=[])
