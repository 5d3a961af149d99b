"""Files made from a release for spreadsheets and other programs."""
