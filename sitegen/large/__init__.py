"""What holds for a large site alone: how much one page has, and which part of the site a build makes."""
