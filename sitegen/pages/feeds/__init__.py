"""What a reader subscribes to: Atom feeds of changes, and a calendar of announced ends."""
