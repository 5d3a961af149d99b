"""A workspace as a whole: its folder and settings, what its forms are checked against, how far it is."""
