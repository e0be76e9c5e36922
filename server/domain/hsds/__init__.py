"""The directory in the words of other software: Open Referral's HSDS 3.1, both ways.

`records` are its tables, `taxonomy` and `ids` what we call things in them; `showing` writes our services
down in it and `taking` reads theirs; `tabular` lays the same records out as a package of CSV files.
docs/hsds.md is the profile: what maps to what, and what is refused.
"""
