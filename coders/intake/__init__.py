"""Articles on their way into the store: recognised, folded, flagged, kept; their texts made anew."""
