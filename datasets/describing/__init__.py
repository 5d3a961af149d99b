"""What tells people and other programs of a release: pages, citation, data package, catalogue."""
