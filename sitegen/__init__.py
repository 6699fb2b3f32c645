"""Static site generator for a catalogue of language models."""

__version__ = "0.1.0"
