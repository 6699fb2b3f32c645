"""Reading and writing ``data/``: snapshots, journal, overrides, and two states side by side."""
