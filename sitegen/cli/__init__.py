"""The command line: options, commands, and what a person sees."""
