"""The matching of reports, measured: made-up reports with known events, rivals, and their scores."""
