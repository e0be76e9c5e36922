"""The yearly survey: what is asked, taking an answer without a trace, and the number with its withholding.

Asking: `questionnaire` (the forms), `sheets` (one filled in), `codes`, `waves`.
Preparing: `drafts` (dates), `frames` from `frame_sheets`, `planning` with `allocation` (how many), `sampling`
and `drawing` (which ones), `life` (opened, closed, corrected), `preparing` (as the desk sees it).
Taking: `answering`; `nights` wipes out the order in which answers came.
The number: `tallies`, `rollup`, `verdict` and `disclosure`, put together by `releasing`; `results` computes
it once when a wave closes, `satisfaction` reads it. Beneath, in agreement with R: `samples`, `weighting`,
`estimating`, `intervals`; `exporting` and `auditing` let others find the same number.
Start with `answering` and `results`. NumPy is loaded only by what computes, never by what serves.
"""
