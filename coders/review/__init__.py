"""From a sheet that is handed in to an accepted form, and the actors that coders propose on the way."""
