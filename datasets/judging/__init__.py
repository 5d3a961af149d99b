"""Pairs of reports put to a person: which wait, how they look side by side, what was said."""
