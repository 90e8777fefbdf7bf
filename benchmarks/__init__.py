"""Studies that are run by hand on a quiet machine; tests never time anything. See README.md."""
