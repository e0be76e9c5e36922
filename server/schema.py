"""Prints the API document, from which the app's typed client is made.

    python -m server.schema > schema.json

Nothing is started: the handlers alone are enough.
"""

import sys

import msgspec

from server.app import make_handlers


def main() -> None:
    """The document as JSON, indented, on standard output."""
    document = make_handlers().openapi_schema.to_schema()
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document)) + b"\n")


if __name__ == "__main__":
    main()
