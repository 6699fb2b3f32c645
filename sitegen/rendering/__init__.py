"""The owner's settings and templates, and the Jinja environment that draws pages."""
