"""``python -m sitegen``."""

from sitegen.cli.main import main

main()
