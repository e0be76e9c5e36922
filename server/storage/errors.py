"""What can go wrong where things are kept, whichever engine keeps them."""


class Duplicate(Exception):
    """A unique key is taken."""


class Full(Exception):
    """No room on the disk: nothing of this transaction was stored."""


class Gone(Exception):
    """The database did not answer, also not at a second try."""
