"""Making a safe small picture out of whatever was uploaded: in a process of its own, which may be killed.

`pool` is the server's side: one worker, a bounded queue, ten seconds a picture. `worker` is the process: it
reads pictures from its standard input and dies with the server. `walk` looks at the bytes before Pillow may;
`shrink` is what Pillow does. Nothing here knows requests or residents.
"""

from server.storage.pictures.pool import Busy, Pictures
from server.storage.pictures.walk import KINDS, PictureRefused, Shrunk, kind_of

__all__ = ["KINDS", "Busy", "PictureRefused", "Pictures", "Shrunk", "kind_of"]
