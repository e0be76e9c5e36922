"""One change a file, forwards, on both engines, with rows in the tables. Numbered; a number runs once.

A module has `async def forwards()`, which writes plain SQL by `ddl` and `raw` of `storage.database`. It
imports no table: today's tables will have changed when it runs. `runner` runs what has not run yet.
"""
