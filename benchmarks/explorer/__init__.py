"""The explorer measured: a made-up release of millions of events, and a real browser on it."""
