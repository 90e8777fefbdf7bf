"""One file a sample school, each with ``plan()``; files are found, not listed."""
