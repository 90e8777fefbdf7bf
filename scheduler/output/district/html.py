"""The district report as one web page: nothing from outside, for a screen and a printer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ..names import printable
from ..views.compliance import Mark
from ..views.words import grade_name, number
from .report import District
from .views import clock_hours, headline, lesson_lines, rule_lines, shown_marks

_CLASSES = {
    Mark.BROKEN: "bad", Mark.PARTLY: "partly", Mark.KEPT: "good", Mark.DECLARED: "open", Mark.TO_DECLARE: "open",
    Mark.UNCHECKED: "none", Mark.REPORTED: "open",    Mark.NOT_CHECKABLE: "open", Mark.NOT_APPLICABLE: "none",
}  # fmt: skip


def write_html(path: Path, district: District) -> None:
    """Write the page; two of one district are equal byte for byte. Raises OSError when it cannot be written."""
    path.write_bytes(page(district).encode())


def page(district: District) -> str:
    """The page as text; every name is escaped."""
    rules = rule_lines(district)
    text = _template().render(
        district=district,
        headline=[line.zh for line in headline(district)],
        lessons=lesson_lines(district),
        rules=rules,
        marks=_CLASSES,
        shown=shown_marks(rules),
        Mark=Mark,
        number=number,
        grade_name=grade_name,
        clock_hours=clock_hours,
    )
    return printable(text)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("scheduler.output", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return environment.get_template("district.html")
