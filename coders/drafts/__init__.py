"""Sheets while they are being filled in: kept in the store field by field, as revisions like any other."""
