"""What a run leaves behind: one folder, in formats that a teaching office and other programs read.

``run`` is what is written and ``write`` writes it; ``tables`` and ``csv_files`` are the two plain tables, ``answer``
reads them back, ``json_files`` holds what was understood and found. ``views`` works out what pages show; ``xlsx`` and
``html`` are such pages. May import domain, errors and rule, and names of auditor and intake for types; never the
engine or the catalogue.
"""

from .answer import read_answer
from .json_files import json_dump, read_school
from .run import Run
from .tables import homework_rows, timetable_rows
from .write import PLANS, export_to, write_run

__all__ = [
    "PLANS", "Run", "export_to", "homework_rows", "json_dump", "read_answer", "read_school", "timetable_rows",
    "write_run",
]  # fmt: skip
