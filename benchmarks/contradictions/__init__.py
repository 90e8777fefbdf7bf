"""Planted contradictions: found, named, and how fast; beside FET; and no false alarm on feasible plans."""
