"""The commands as their users meet them: words in, text, files and exit codes out."""
