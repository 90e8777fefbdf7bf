"""The comparison as one web page with pictures: nothing from outside, for a screen and a printer."""

from __future__ import annotations

from pathlib import Path

from scheduler.output.pages import rendered

from ..compare import Comparison
from .beside import Beside
from .details import details, headline
from .picture import curves, panels
from .sweep import sweeps
from .table import number, table


def write_html(path: Path, found: Comparison, beside: Beside | None = None) -> None:
    """Write the page; two of one comparison are equal byte for byte. Raises OSError when it cannot be written."""
    path.write_bytes(page(found, beside).encode())


def page(found: Comparison, beside: Beside | None = None) -> str:
    """The page as text, in Chinese as all pages; every name is escaped."""
    rows = table(found, "zh")
    return rendered(
        "whatif.html",
        found=found,
        table=rows,
        panels=panels(rows),
        sweeps=[(sweep, curves(sweep)) for sweep in sweeps(found, rows, "zh")],
        headline=lambda outcome: headline(outcome, "zh"),
        details=lambda outcome: details(outcome, "zh"),
        number=number,
        beside=beside,
    )
