"""Rules about what only the school can say (自查): shown as its own word, never as verified."""
