"""Who: the actors of a workspace, how they are found, renamed and merged."""
