"""Outlets, actors and places that come in many at a time: from TOML, CSV, GeoNames and UCDP."""
