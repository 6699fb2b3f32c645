"""The owner's prose: the Markdown files of ``content/`` as pages, with live figures and tables."""
