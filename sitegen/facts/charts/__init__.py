"""Charts as the numbers that an SVG is drawn from."""
