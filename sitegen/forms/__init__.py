"""The forms that a fact takes: figures in words, addresses, HTML, Markdown and JSON."""
