"""The releases as a website of plain files: what lies beside them, and a server to look at it."""
