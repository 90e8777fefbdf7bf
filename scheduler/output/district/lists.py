"""The list of one school: what it is asked to put right, on a sheet that can be sent to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from ..views.compliance import Mark
from ..views.palette import INK
from ..views.words import grade_name, number
from ..xlsx import style
from ..xlsx.style import put
from .report import SchoolReport
from .views import clock_hours

WIDTHS = (20.0, 30.0, 40.0, 12.0, 46.0)
_LAST = len(WIDTHS)
COLOURS = {
    Mark.BROKEN: (style.RED, style.RED_FILL), Mark.PARTLY: (style.AMBER, style.AMBER_FILL),
    Mark.KEPT: (style.GREEN, ""), Mark.DECLARED: (style.GREY, style.SHUT), Mark.REPORTED: (style.GREY, style.SHUT),
    Mark.TO_DECLARE: (style.AMBER, style.SHUT), Mark.UNCHECKED: (style.GREY, ""),
    Mark.NOT_CHECKABLE: (style.AMBER, style.SHUT), Mark.NOT_APPLICABLE: (style.GREY, ""),
}  # fmt: skip


@dataclass
class SchoolList:
    """Writes the list of a school from the top of an empty sheet."""

    sheet: Worksheet
    school: SchoolReport

    def write(self) -> None:
        """Write all parts that have something in them."""
        style.page(self.sheet, landscape=True, fit=True)
        style.widths(self.sheet, WIDTHS)
        self.row = 0
        self._line(f"{self.school.name} 课表核查清单", size=18, bold=True, height=36)
        self._verdict()
        if self.school.error is None:
            self._lessons()
            self._rules((Mark.BROKEN,), "必须改正")
            self._rules((Mark.PARTLY,), "可以改进")
            self._rules((Mark.NOT_CHECKABLE, Mark.TO_DECLARE), "课表上看不出，请学校自查或补填")
        self._texts("共用教师到校时间", self.school.guests)
        self._texts("没有读到（请对照课表核实）", self.school.unread)
        self._texts("读课表时的说明", self.school.remarks)
        style.print_area(self.sheet, self.row, _LAST)

    def _line(self, text: str, *, size: float = 10, bold: bool = False, colour: str = INK, height: float = 20) -> None:
        self.row += 1
        put(self.sheet, self.row, 1, text, size=size, bold=bold, colour=colour, box=False, align=style.LEFT)
        style.merge(self.sheet, self.row, 1, _LAST)
        self.sheet.row_dimensions[self.row].height = height

    def _verdict(self) -> None:
        school = self.school
        if school.error is not None:
            text = f"{school.lacks}：{school.error.zh}"
            high = max(24.0, style.height(style.lines(text, sum(WIDTHS) * 10 / 11), 11))
            self._line(text, size=11, bold=True, colour=style.RED, height=min(400.0, high))
            return
        classes = f"{len(school.classes)} 个班：{'、'.join(school.classes)}"
        self._line(classes, colour=style.GREY, height=style.height(style.lines(classes, sum(WIDTHS)), 10))
        count = len(school.broken)
        text = f"有 {count} 条必须遵守的规则没有做到" if count else "核查的必须规则全部符合"
        self._line(text, size=12, bold=True, colour=style.RED if count else style.GREEN, height=24)
        if school.longest:
            limit = f"，要求不超过 {clock_hours(school.limit)}" if school.limit else ""
            late = 0 < school.limit < school.longest
            self._line(f"每天在校最长 {clock_hours(school.longest)}{limit}", colour=style.RED if late else INK)

    def _heads(self, title: str, heads: Sequence[str]) -> None:
        self._line(title, size=12, bold=True, height=26)
        self.row += 1
        for column, name in enumerate(heads, 1):
            put(self.sheet, self.row, column, name, bold=True, ground=style.HEAD)
        self.sheet.row_dimensions[self.row].height = 22

    def _cells(self, texts: Sequence[str], mark: Mark | None = None) -> None:
        self.row += 1
        for column, text in enumerate(texts, 1):
            marked = mark is not None and column == 4
            colour, ground = COLOURS[mark] if mark is not None and marked else (INK, "")
            put(self.sheet, self.row, column, text, size=9, bold=column == 1 or marked, colour=colour, ground=ground,
                align=style.MIDDLE if column == 4 else style.LEFT)  # fmt: skip
        tallest = max(style.lines(t, w * 1.1) for t, w in zip(texts, WIDTHS, strict=True))
        self.sheet.row_dimensions[self.row].height = min(400.0, max(20.0, style.height(tallest, 9)))

    def _lessons(self) -> None:
        if not self.school.off:
            self._line("各班各科的周课时与课程计划一致。", size=11, bold=True, colour=style.GREEN, height=24)
            return
        self._heads("周课时与课程计划不一致", ("年级 科目", "计划（每周节数）", "课表（每周节数）", "相差", "班级"))
        for line in self.school.off:
            by_count: dict[float, list[str]] = {}
            for klass, n in line.off:
                by_count.setdefault(n, []).append(klass)
            for n, classes in sorted(by_count.items()):
                few = "少" if n < line.asked else "多"
                self._cells((f"{grade_name(line.grade)} {line.subject}", number(line.asked), number(n),
                             f"{few} {number(abs(n - line.asked))} 节", "、".join(classes)))  # fmt: skip

    def _rules(self, marks: Sequence[Mark], title: str) -> None:
        found = [f for f in self.school.found if f.mark in marks]
        if not found:
            return
        self._heads(title, ("规则", "依据", "条款", "结论", "说明"))
        for f in found:
            amount = f"（{f.amount} {f.unit}）" if f.amount else ""
            basis = f"{f.asked.basis}（{f.asked.strength}）"
            self._cells((f.asked.title, basis, f.asked.quotation, f.mark.value + amount, "；".join(f.says)), f.mark)

    def _texts(self, title: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        self._line(title, size=12, bold=True, height=26)
        for text in texts:
            self._line(text, size=9, height=style.height(style.lines(text, sum(WIDTHS) * 1.1), 9))
