"""Sheets as people write and read them: YAML with every line known, checked, shown again in words."""
