"""The staff's side: the same rules, scoped to the subtree of each grant."""
