"""Keeping an installation safe: a backup, its way back, and a doctor who names each trouble and its cure.

`archive` is the file format, `backups` and `restoring` the two ways, `doctor` the examination.
"""


class NotDone(Exception):
    """One line for the operator: what was not done, and why or what to do instead."""
