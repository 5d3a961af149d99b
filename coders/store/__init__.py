"""What a workspace keeps: rows that are never changed, chained revisions, records with their history."""
