"""What we know of each model, joined: pure functions from records to the catalog."""
