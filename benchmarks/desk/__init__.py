"""How fast the coding desk answers beside a large store, and whether it loses anything under many tabs."""
