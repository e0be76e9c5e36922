"""How fast each main path is, beside a bare uvicorn app that answers the same bytes, in the same run.

One module a path; `python -m bench` runs them all and writes docs/benchmarks.md. Trust the ratios: absolute
numbers are of the machine. Load comes from wrk on the same two cores, which takes its share of both alike.
"""
