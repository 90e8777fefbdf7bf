"""kebiao: weekly timetables and homework from a school's curriculum plan."""

__version__ = "0.1.0"
