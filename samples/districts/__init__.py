"""Districts: many schools with shared teachers, a module each."""
