"""Timetables as schools draw them, written from one made-up week. Shares nothing with the program that reads them.

A layout is a function of a folder that writes files and returns them. Every layout of ``LAYOUTS`` holds the same
lessons (``WEEK``); those of ``TAUGHT`` name the teachers too.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

DAYS = ("一", "二", "三", "四", "五")
CLASSES = ((3, 1), (3, 2), (4, 1), (4, 2))
ROWS = {
    (3, 1): "语数英体科道 数语音科体语 语英数美/音语劳 数语体综道信 英数语科班书",
    (3, 2): "数语体英道科 语数科音语体 英语数语美/音劳 语数综体信道 数英语班科书",
    (4, 1): "语数科英体道 英数语体音语 数语英科道美/音 语体数劳综语 数语信英班书",
    (4, 2): "数语英科道体 语英数音体语 科数语英美/音道 体语数综劳语 语数英信书班",
}
NAMES = {
    "语": "语文", "数": "数学", "英": "英语", "体": "体育与健康", "科": "科学", "道": "道德与法治", "音": "音乐",
    "美": "美术", "劳": "劳动", "综": "综合实践活动", "信": "信息科技", "班": "班会", "书": "写字",
}  # fmt: skip
CLOCK = ("08:30-09:10", "09:20-10:00", "10:30-11:10", "11:20-12:00", "14:00-14:40", "14:50-15:30")
ZH = "零一二三四五六七八九十"
Klass = tuple[int, int]


def _week(row: str) -> list[list[str]]:
    days = []
    for day in row.split():
        marks: list[str] = []
        for ch in day:
            if marks and (ch == "/" or marks[-1].endswith("/")):
                marks[-1] += ch
            else:
                marks.append(ch)
        days.append(marks)
    return days


SHORT = {k: _week(row) for k, row in ROWS.items()}
# Class → (day, period) → {(subject, weeks)}; a/b is a in odd and b in even weeks.
WEEK: dict[Klass, dict[tuple[int, int], frozenset[tuple[str, str]]]] = {
    k: {
        (d, p): frozenset(
            [(NAMES[mark], "all")] if "/" not in mark
            else [(NAMES[mark[0]], "odd"), (NAMES[mark[2]], "even")]
        )
        for d, marks in enumerate(days, 1) for p, mark in enumerate(marks, 1)
    }
    for k, days in SHORT.items()
}  # fmt: skip
TEACHERS = {
    **{(k, s): n for k, names in zip(CLASSES, ("王芳 李强", "张敏 刘洋", "陈静 杨军", "赵丽 黄磊"), strict=True)
       for s, n in zip(("语文", "数学"), names.split(), strict=True)},
}  # fmt: skip
SHARED = {
    "英语": "周涛", "体育与健康": "吴刚", "科学": "徐燕", "道德与法治": "孙平", "音乐": "朱红", "美术": "马超",
    "劳动": "胡杰",
    "综合实践活动": "郭辉", "信息科技": "林峰", "班会": "何娟", "写字": "高峰",
}  # fmt: skip


def teacher(k: Klass, subject: str) -> str:
    return TEACHERS.get((k, subject)) or SHARED[subject]


def full(mark: str) -> str:
    return "/".join(NAMES[c] for c in mark.split("/"))


def taught(k: Klass, mark: str, form: str) -> str:
    """语文 with its teacher in one of the ways it is written; both teachers where two subjects take turns."""
    names = [NAMES[c] for c in mark.split("/")]
    if len(names) == 2:
        return "/".join(f"{s}({teacher(k, s)})" for s in names)
    return form.format(s=names[0], t=teacher(k, names[0]))


def new() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    return book, book.worksheets[0]


def save(book: Workbook, folder: Path, name: str = "课表.xlsx") -> list[Path]:
    book.save(folder / name)
    return [folder / name]


def fill(sheet: Worksheet, rows: list[list[object]], top: int = 1, left: int = 1) -> int:
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, left):
            if value not in ("", None):
                sheet.cell(r, c, value)
    return top + len(rows)


def grid(k: Klass, labels: list[str], show: Callable[[str], str] = full, day: str = "星期{}") -> list[list[object]]:
    rows: list[list[object]] = [["节次", *(day.format(d) for d in DAYS)]]
    rows += [[labels[p], *(show(SHORT[k][d][p]) for d in range(5))] for p in range(6)]
    return rows


def a_sheet_a_class(folder: Path) -> list[Path]:
    book, sheet = new()
    for n, k in enumerate(CLASSES):
        page = sheet if not n else book.create_sheet()
        page.title = f"{ZH[k[0]]}({k[1]})班"
        rows = grid(k, [f"第{ZH[p]}节" for p in range(1, 7)])
        rows.insert(1, ["早读", "语", "英", "语", "英", "语"])
        rows.insert(4, ["大课间", "大课间"])
        rows.insert(7, ["午休"])
        fill(
            page,
            [["阳光小学2025-2026学年第一学期课程表"], [f"{ZH[k[0]]}年级（{k[1]}）班", "", "", "班主任：王老师"], *rows],
        )
        page.merge_cells("A1:F1")
        page.merge_cells("B7:F7")
        page.merge_cells("A10:F10")
    return save(book, folder)


def one_under_another(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        sheet.cell(row, 1, f"{ZH[k[0]]}年级{k[1]}班课程表")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
        row = fill(sheet, grid(k, [str(p) for p in range(1, 7)], str), row + 1)
        row = fill(sheet, [["备注：语为语文，数为数学；单双周音美轮换"], [], ["注意：三年级周五提前放学"]], row) + 1
    return save(book, folder)


def side_by_side_with_one_label_column(folder: Path) -> list[Path]:
    book, sheet = new()
    sheet.cell(1, 1, "阳光小学全校课程表")
    for block, pair in enumerate(((0, 1), (2, 3))):
        top = 3 + block * 10
        for side, index in enumerate(pair):
            k = CLASSES[index]
            left = 2 + side * 6
            rows = [row[1:] for row in grid(k, ["", "", "", "", "", ""], day="周{}")]
            sheet.cell(top, left, f"{k[0]}0{k[1]}班")
            fill(sheet, rows, top + 1, left)
        fill(sheet, [["节次"], *([f"第{p}节"] for p in range(1, 7))], top + 1, 1)
    return save(book, folder)


def weekdays_down(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        fill(
            sheet,
            [[f"{ZH[k[0]]}（{ZH[k[1]]}）班"], ["星期", *(f"第{p}节" for p in range(1, 5)), "午休", "第5节", "第6节"]],
            row,
        )
        for d, name in enumerate(DAYS):
            marks = [full(m) for m in SHORT[k][d]]
            fill(sheet, [[f"星期{name}", *marks[:4], "", *marks[4:]]], row + 2 + d)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
        row += 9
    return save(book, folder)


def school_classes_down(folder: Path) -> list[Path]:
    book, sheet = new()
    fill(sheet, [["阳光小学总课表"], ["年级", "班级", "班主任"]])
    sheet.merge_cells("A1:AG1")
    for d, name in enumerate(DAYS):
        left = 4 + 6 * d
        sheet.cell(2, left, f"星期{name}")
        sheet.merge_cells(start_row=2, end_row=2, start_column=left, end_column=left + 5)
        for p in range(6):
            sheet.cell(3, left + p, p + 1)
            for r, k in enumerate(CLASSES, 4):
                sheet.cell(r, left + p, SHORT[k][d][p])
    for r, k in enumerate(CLASSES, 4):
        fill(sheet, [[f"{ZH[k[0]]}年级" if k[1] == 1 else "", f"{k[1]}班", teacher(k, "班会")]], r)
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("A6:A7")
    return save(book, folder)


def school_classes_across(folder: Path) -> list[Path]:
    book, sheet = new()
    fill(sheet, [["课程总表"], ["星期", "节次", *(f"{k[0]}.{k[1]}" for k in CLASSES)]])
    for c, k in enumerate(CLASSES, 3):
        sheet.cell(2, c, k[0] + k[1] / 10)  # 3.1 as a number, as Excel keeps it
    row = 3
    for d, name in enumerate(DAYS):
        sheet.cell(row, 1, f"周{name}")
        sheet.merge_cells(start_row=row, end_row=row + 6, start_column=1, end_column=1)
        labels = ["早读", *(f"{p}" for p in range(1, 7))]
        for n, label in enumerate(labels):
            cells = ["语"] * 4 if not n else [SHORT[k][d][n - 1] for k in CLASSES]
            fill(sheet, [[label, *cells]], row + n, 2)
        row += 7
    return save(book, folder)


def a_sheet_a_grade(folder: Path) -> list[Path]:
    """The grade on the sheet's tab, the class as 1班 over its column, weekdays written once and not merged."""
    book, _ = new()
    book.remove(book.worksheets[0])
    for grade in (3, 4):
        page = book.create_sheet(f"{ZH[grade]}年级")
        members = [k for k in CLASSES if k[0] == grade]
        rows: list[list[object]] = [["", "节次", *(f"{n}班" for _, n in members)]]
        for d, name in enumerate(DAYS):
            rows += [
                ["\n".join(f"星期{name}") if not p else "", f"{p + 1}", *(full(SHORT[k][d][p]) for k in members)]
                for p in range(6)
            ]
        fill(page, rows)
    return save(book, folder)


def clock_times_alone(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        labels = [c.replace("-", "—").replace(":", "：") for c in CLOCK]
        row = fill(sheet, [[f"班级：{ZH[k[0]]}{k[1]}"], *grid(k, labels)], row) + 2
    return save(book, folder)


def halves_that_count_anew(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        rows = grid(k, ["1", "2", "3", "4", "1", "2"])
        shown = [
            [f"{ZH[k[0]]}{k[1]}班", ""],
            ["时段", *rows[0]],
            *([("上午" if n < 4 else "下午"), *r] for n, r in enumerate(rows[1:])),
        ]
        fill(sheet, [list(r) for r in shown], row)
        sheet.merge_cells(start_row=row + 2, end_row=row + 5, start_column=1, end_column=1)
        sheet.merge_cells(start_row=row + 6, end_row=row + 7, start_column=1, end_column=1)
        row += 10
    return save(book, folder)


def csv_as_chinese_excel_saves_it(folder: Path) -> list[Path]:
    path = folder / "课表.csv"
    lines = []
    for k in CLASSES:
        lines.append(f"{ZH[k[0]]}年级{k[1]}班")
        lines += [
            ";".join(str(c) for c in row)
            for row in grid(k, [f"上午{p}" if p < 5 else f"下午{p - 4}" for p in range(1, 7)])
        ]
        lines.append("")
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return [path]


def a_file_a_class(folder: Path) -> list[Path]:
    paths = []
    for k in CLASSES:
        book, sheet = new()
        fill(sheet, grid(k, [f"第 {p} 节" for p in range(1, 7)], day="星期 {}"))
        paths += save(book, folder, f"{ZH[k[0]]}({k[1]})班课程表.xlsx")
    return paths


def titles_between_under_one_line_of_weekdays(folder: Path) -> list[Path]:
    book, sheet = new()
    fill(sheet, [["阳光小学课表"], ["节次", *(f"周{d}" for d in DAYS)]])
    row = 3
    for k in CLASSES:
        row = fill(sheet, [[f"{ZH[k[0]]}年级{k[1]}班课程表"], *grid(k, [f"第{p}节" for p in range(1, 7)])[1:]], row)
    return save(book, folder)


def english(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        rows = [[f"Class {k[0]}-{k[1]}"], ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]]
        rows += [[f"Period {p + 1}", *(full(SHORT[k][d][p]) for d in range(5))] for p in range(6)]
        row = fill(sheet, [list(r) for r in rows], row) + 2
    return save(book, folder)


# layouts that name teachers


def teachers_in_the_cell(folder: Path) -> list[Path]:
    forms = ("{s}({t})", "{s} {t}", "{s}/{t}", "{s}\n{t}", "{s}（{t}老师）", "{s}：{t}")
    book, sheet = new()
    row = 1
    for n, k in enumerate(CLASSES):

        def show(mark: str, k: Klass = k, n: int = n) -> str:
            return taught(k, mark, forms[(n + len(full(mark)) + ord(mark[0])) % len(forms)])

        row = fill(sheet, [[f"{ZH[k[0]]}年级{k[1]}班"], *grid(k, [f"第{p}节" for p in range(1, 7)], show)], row) + 2
    return save(book, folder)


def teachers_in_a_row_below(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        sheet.cell(row, 1, f"{k[0]}0{k[1]}")
        fill(sheet, [["节次", *(f"星期{d}" for d in DAYS)]], row + 1)
        for p in range(6):
            top = row + 2 + 2 * p
            marks = [SHORT[k][d][p] for d in range(5)]
            names = ["/".join(teacher(k, NAMES[c]) for c in m.split("/")) for m in marks]
            fill(sheet, [[f"第{p + 1}节", *map(full, marks)], ["", *names]], top)
            if p % 2:
                sheet.merge_cells(start_row=top, end_row=top + 1, start_column=1, end_column=1)
        row += 16
    return save(book, folder)


def teachers_in_a_column_beside(folder: Path) -> list[Path]:
    book, sheet = new()
    row = 1
    for k in CLASSES:
        sheet.cell(row, 1, f"{ZH[k[0]]}{k[1]}")
        heads = [x for d in DAYS for x in (f"星期{d}", "")]
        fill(sheet, [["节次", *heads], ["", *("课程", "教师") * 5]], row + 1)
        for d in range(5):
            sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=2 + 2 * d, end_column=3 + 2 * d)
        for p in range(6):
            cells = [x for d in range(5) for m in [SHORT[k][d][p]]
                     for x in (full(m), "/".join(teacher(k, NAMES[c]) for c in m.split("/")))]  # fmt: skip
            fill(sheet, [[f"第{p + 1}节", *cells]], row + 3 + p)
        row += 11
    return save(book, folder)


def a_row_a_lesson(folder: Path) -> list[Path]:
    book, sheet = new()
    rows: list[list[object]] = [["序号", "班级", "星期", "节次", "单双周", "科目", "任课教师"]]
    for k in CLASSES:
        for d, marks in enumerate(SHORT[k]):
            for p, mark in enumerate(marks, 1):
                for n, c in enumerate(mark.split("/")):
                    week = "" if "/" not in mark else "单双"[n] + "周"
                    rows.append(
                        [len(rows), f"{ZH[k[0]]}年级{k[1]}班", f"周{DAYS[d]}", p, week, NAMES[c], teacher(k, NAMES[c])]
                    )
    fill(sheet, rows)
    return save(book, folder)


def fet(folder: Path) -> list[Path]:
    """What fet-cl writes with --exportcsv=true: a row an hour. It has no odd and even weeks: as two subjects' names."""
    path = folder / "school_timetable.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(
            ["Activity Id", "Day", "Hour", "Students Sets", "Subject", "Teachers", "Activity Tags", "Room", "Comments"]
        )
        number = 0
        for k in CLASSES:
            for d, marks in enumerate(SHORT[k]):
                for p, mark in enumerate(marks):
                    for n, c in enumerate(mark.split("/")):
                        number += 1
                        subject = NAMES[c] + ("" if "/" not in mark else "(单)" if not n else "(双)")
                        writer.writerow([number, f"周{DAYS[d]}", f"第{p + 1}节 {CLOCK[p][:5]}", f"{ZH[k[0]]}{k[1]}",
                        subject,
                                         teacher(k, NAMES[c]), "", "", ""])  # fmt: skip
    return [path]


def marked_weeks(folder: Path) -> list[Path]:
    """Several ways of writing odd and even weeks, and short forms a teacher would use."""
    other = {"体": "体育", "道": "道法", "综": "综合实践", "信": "信息", "班": "班队", "书": "书法课", "劳": "劳技"}
    ways = ("单{a}双{b}", "{a}(单)/{b}(双)", "{a}/{b}", "单周{a}、双周{b}")
    book, sheet = new()
    row = 1
    for n, k in enumerate(CLASSES):

        def show(mark: str, n: int = n) -> str:
            if "/" in mark:
                return ways[n].format(a=mark[0], b=mark[2])
            return other.get(mark, mark)

        row = fill(sheet, [[f"{ZH[k[0]]}年级{k[1]}班"], *grid(k, [f"第{p}节" for p in range(1, 7)], show)], row) + 2
    return save(book, folder)


LAYOUTS = (
    a_sheet_a_class, one_under_another, side_by_side_with_one_label_column, weekdays_down, school_classes_down,
    school_classes_across, a_sheet_a_grade, clock_times_alone, halves_that_count_anew, csv_as_chinese_excel_saves_it,
    a_file_a_class,
    titles_between_under_one_line_of_weekdays, english, marked_weeks,
)  # fmt: skip
TAUGHT = (teachers_in_the_cell, teachers_in_a_row_below, teachers_in_a_column_beside, a_row_a_lesson, fet)


def plan_rows() -> dict[str, list[list[object]]]:
    """The sheets of a plan that asks for just the lessons of WEEK, with its bells and without 任课."""
    subjects = list(NAMES.values())
    table: list[list[object]] = [["科目", "三年级", "四年级"]]
    for subject in subjects:
        counts = []
        for k in ((3, 1), (4, 1)):
            counts.append(sum(0.5 if w != "all" else 1 for held in WEEK[k].values() for s, w in held if s == subject))
        table.append([subject, *counts])
    bells: list[list[object]] = [["作息表", "年级", "星期", "名称", "类型", "开始", "结束"]]
    for n, clock in enumerate(CLOCK, 1):
        start, end = clock.split("-")
        bells.append(["", "", "周一至周五", f"第{n}节", "上课", start, end])
    bells.append(["", "", "周一至周五", "午休", "午休", "12:00", "14:00"])
    classes: list[list[object]] = [["班级", "年级", "人数"]]
    classes += [[f"{ZH[g]}({n})班", f"{ZH[g]}年级", 40] for g, n in CLASSES]
    return {"课程计划": table, "班级": classes, "作息": bells}


def write_plan(path: Path, sheets: dict[str, list[list[object]]] | None = None) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (sheets or plan_rows()).items():
        fill(book.create_sheet(name), rows)
    book.save(path)
    return path
