"""What can go wrong where things are kept, whichever engine keeps them."""


class Duplicate(Exception):
    """A unique key is taken."""


class Dangling(Exception):
    """It refers to a row that is not there, or removes one that others refer to."""


class Full(Exception):
    """No room on the disk: nothing of this transaction was stored."""


class Gone(Exception):
    """The database did not answer, also not at a second try."""
