"""Changes: the journal in words, gathered by day, by kind, and by the model that they happened to."""
