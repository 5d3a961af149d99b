"""The coding desk: the page in a browser on which an analyst works all day, and the small server behind it."""
