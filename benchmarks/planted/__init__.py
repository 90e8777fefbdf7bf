"""Breaches planted one by one: whether each regulation is found broken, in the right place, and no other."""
