"""What handlers ask for by name, made one thing after another.

Litestar makes things that do not need each other at the same time, in a task each. Ours are here at once, so
that the tasks cost a fifth of a call and give nothing. (They would also not see the call's open transaction.)
"""

from litestar import Litestar
from litestar.routes import HTTPRoute


def one_after_another(handlers: Litestar) -> None:
    """Each batch of one: Litestar awaits those in place."""
    for route in handlers.routes:
        if isinstance(route, HTTPRoute):
            for _, asked in route.route_handler_map.values():
                together = [sorted(batch, key=lambda one: one.key) for batch in asked.dependency_batches]
                asked.dependency_batches = [{one} for batch in together for one in batch]
