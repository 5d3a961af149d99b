"""Taking out of releases what must not be public any more, in a way that readers can check."""
