"""The yearly survey: taking an answer without a trace, and the number with its withholding."""
