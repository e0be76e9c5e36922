"""Prints the API document, from which the app's typed client is made.

    python -m server.schema > schema.json

Nothing is started and nothing is kept: the home it is made in is thrown away.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from server.app import create_app
from server.settings import Settings


def main() -> None:
    """The document as JSON, indented, on standard output."""
    with TemporaryDirectory() as home:
        document = create_app(Settings(home=Path(home))).openapi()
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document)) + b"\n")


if __name__ == "__main__":
    main()
