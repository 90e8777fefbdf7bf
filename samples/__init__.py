"""Sample schools: workbooks that a newcomer runs, and the seeded generator that makes them."""
