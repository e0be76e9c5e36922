"""The process that decodes uploads: `python -m server.storage.pictures.worker PARENT`.

A length and a picture come in by standard input, a head and two pictures go out by standard output, one after
the other. It may not use more than 1 GiB of addresses, and it never outlives the server: the kernel kills it
when its parent dies, and the end of its input ends it.
"""

import ctypes
import os
import resource
import signal
import sys
from typing import BinaryIO, Final

from server.storage.pictures.pool import HEAD, LENGTH
from server.storage.pictures.walk import PictureRefused

MEMORY: Final = 1 << 30
LARGEST: Final = 64 << 20  # bytes of one upload; the door lets in less
PR_SET_PDEATHSIG: Final = 1  # prctl(2)


def live_within_bounds(parent: int) -> None:
    """Little memory, low priority, and no life without the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends us
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    if os.getppid() != parent:  # it died before we asked to be told
        sys.exit(0)


def serve(coming: BinaryIO, going: BinaryIO) -> None:
    """Pictures in, pictures out, until the input ends."""
    from server.storage.pictures.shrink import shrink  # after the bounds are set

    while len(head := coming.read(LENGTH.size)) == LENGTH.size:
        data = coming.read(min(LENGTH.unpack(head)[0], LARGEST))
        try:
            done = shrink(data)
        except PictureRefused as refused:
            why = refused.why.encode()
            going.write(HEAD.pack(1, 0, 0, len(why), 0) + why)
        else:
            going.write(HEAD.pack(0, done.width, done.height, len(done.large), len(done.small)))
            going.write(done.large)
            going.write(done.small)
        going.flush()


if __name__ == "__main__":
    live_within_bounds(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer)
