"""A release on disk: its files, reading, comparing, tracing and verifying. Mostly core install only."""
