"""Rules about staff and pupils, and about what was really taught."""
