"""Sheets: the directory as a community keeps it in its spreadsheets, `.xlsx` or `.csv`.

`columns` says what a sheet holds, `hours` how opening hours stand in one cell, `reading` and `writing` are
the files, `comparing` what a sheet would change, `taking` keeps what somebody sent and carries it out.
Changing the directory itself is `editing`.
"""
