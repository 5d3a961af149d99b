"""Which known events a draft may tell of too: asked at every pause in typing."""
