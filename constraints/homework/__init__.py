"""Rules about homework minutes."""
