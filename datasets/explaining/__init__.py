"""Why two reports are one incident or two, and what an event is made of: for a person who asks."""
