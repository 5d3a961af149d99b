"""Datasets that others have published, taken over as releases."""
