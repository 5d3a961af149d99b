"""What the pages of both layers share: files that others made, each with version, licence and hash."""
