"""The report on the schools of a district, and the list that goes to each of them.

``report`` is what was found in each school (small, so that a process can hand it back), ``figures`` its homework and
exercise, ``shared`` what was decided over the schools; ``views``, ``tables`` and ``overview`` count and put in words;
``xlsx`` (with ``sheets``), ``html`` and ``pdf`` are pages of it, ``lists`` the sheet of one school.
"""

from __future__ import annotations

from .report import District, SchoolReport, report_of
from .write import write_district, write_list

__all__ = ["District", "SchoolReport", "report_of", "write_district", "write_list"]
