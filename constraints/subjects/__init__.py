"""Rules about subjects: counts, spread, doubles, order."""
