"""From the bytes of an article, whatever they are, to its text. Pure: no store, no network."""
