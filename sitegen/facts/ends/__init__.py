"""Ends: when an id goes away, which ones left, and what to try instead."""
