"""What every answer passes through: who is asking, limits, headers, caching, problem details, the log."""
