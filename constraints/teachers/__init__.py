"""Rules about a teacher: clash, load, gaps, half-days."""
