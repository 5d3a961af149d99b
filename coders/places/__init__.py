"""Where: the project's own places, those it kept of the world, and the world's, by name in any script."""
