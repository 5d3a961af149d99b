"""From incidents to events: one value a field by its stated policy, and ids that hold still."""
