"""A district that solves in a second or two: little schools of three classes that share a music and an art teacher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl

SCHOOLS = ("东村小学", "西村小学", "南村小学")
MUSIC, ART = "周芸", "方圆"  # they teach at every school: six lessons a week in each
CLASSES = ("三1", "四1", "五1")
# 30 lessons a week: five days of four morning and two afternoon lessons (the default day of the program).
CURRICULUM = {
    "语文": 7, "数学": 5, "英语": 3, "科学": 2, "道德与法治": 2, "体育": 3, "音乐": 2, "美术": 2, "信息科技": 1,
    "劳动": 1, "综合实践": 1, "班会": 1,
}  # fmt: skip
OF_CLASS = ("语文", "道德与法治", "班会")  # by the class teacher
OTHERS = {"赵": ("数学", "信息科技"), "钱": ("英语", "科学", "劳动"), "孙": ("体育", "综合实践")}
SHARED = [
    ["姓名", "任教科目", "所属学校", "可去学校", "类别", "每日最多", "每周最多", "不可用时间", "专业"],
    [MUSIC, "音乐", None, None, "走教", 6, 20, "周五下午", "是"],
    [ART, "美术", SCHOOLS[0], None, "走教", 6, 20, None, "是"],
]
Rows = Sequence[Sequence[Any]]


def school_sheets(name: str, open_cells: Sequence[tuple[str, str]] = ()) -> dict[str, list[list[Any]]]:
    """A school's workbook; ``open_cells`` are the (class, subject) left empty in 任课."""
    own = {s: f"{who}老师" for who, subjects in OTHERS.items() for s in subjects} | {"音乐": MUSIC, "美术": ART}
    heads = {c: f"{c[0]}班主任" for c in CLASSES}

    def taught(klass: str, subject: str) -> str | None:
        if (klass, subject) in open_cells:
            return None
        return heads[klass] if subject in OF_CLASS else own[subject]

    staff = [[heads[c], "、".join(OF_CLASS), "专任"] for c in CLASSES]
    staff += [[f"{who}老师", "、".join(subjects), "专任"] for who, subjects in OTHERS.items()]
    return {
        "学校": [["项目", "值"], ["学校名称", name], ["求解秒数", 10]],
        "课程计划": [["科目", "三年级", "四年级", "五年级"], *([s, n, n, n] for s, n in CURRICULUM.items())],
        "班级": [["班级", "年级", "人数", "班主任"], *([c, f"{c[0]}年级", 30, heads[c]] for c in CLASSES)],
        "教师": [["姓名", "任教科目", "类别"], *staff],
        "任课": [["班级", *CURRICULUM], *([c, *(taught(c, s) for s in CURRICULUM)] for c in CLASSES)],
    }


def district_sheets(schools: Sequence[str] = SCHOOLS) -> dict[str, list[list[Any]]]:
    """district.xlsx: the schools lie twenty minutes from each other."""
    pairs = [(a, b) for i, a in enumerate(schools) for b in schools[i + 1 :]]
    return {
        "学校": [["学校", "文件", "地点"], *([s, None, f"{s[0]}村"] for s in schools)],
        "共用教师": deepcopy(SHARED),
        "路程": [["从", "到", "分钟"], *([f"{a[0]}村", f"{b[0]}村", 20] for a, b in pairs)],
        "政策": [["项目", "值"], ["名称", "小学区"], ["专任课时比例", "60%"], ["同日两校", "是"]],
    }


def write_book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write sheets of rows as a workbook."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write(
    folder: Path,
    schools: Sequence[str] = SCHOOLS,
    open_cells: Sequence[tuple[str, str]] = (),
    **changes: Rows | None,
) -> Path:
    """Write the district into a folder, with sheets of district.xlsx replaced (None takes one out). The folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in schools:
        write_book(folder / f"{name}.xlsx", school_sheets(name, open_cells))
    sheets: dict[str, Any] = {**district_sheets(schools), **changes}
    write_book(folder / "district.xlsx", {k: v for k, v in sheets.items() if v is not None})
    return folder
