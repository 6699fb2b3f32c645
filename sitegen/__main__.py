"""``python -m sitegen``."""

from sitegen.start import main

main()
