"""The steps, in order. A step that has been released is never changed: stores were made by it."""
