"""A district's folder: a workbook a school, and district.xlsx with what the schools share.

Every sheet of district.xlsx may be missing, and so may the file: then every workbook of the folder is a school, and
nothing is shared. Everything wrong is told at once, with sheet and cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain import Text
from scheduler.errors import IntakeProblem
from scheduler.intake import cells, words
from scheduler.intake.log import Log
from scheduler.intake.overrides import find_rule
from scheduler.intake.regulations import pack_aliases
from scheduler.intake.sheets.rules import RuleLine
from scheduler.intake.sheets.teachers import KINDS
from scheduler.intake.tables import Row, Table, find_sheets, read_table
from scheduler.intake.workbook import NO_CELL, BadFileError, Book, Cell, Sheet, look_at, read_book
from scheduler.rule import Rule

from .domain import District, DistrictSchool, Policy, SharedTeacher
from .tables import COLUMNS, ITEMS, REQUIRED, SHEETS, listed, one_of, share

FILE = "district.xlsx"
_KIND = {words.key(alias): kind for kind, aliases in KINDS.items() for alias in aliases if alias}
_BAD_NAME = frozenset('/\\:*?"<>|')  # a school's name is that of its folder, also on Windows
_SCHOOL = Text("学校", "school")
_SCHOOLS = Text("学校、同类学校 表", "sheets 学校 and 同类学校")


@dataclass(frozen=True)
class DistrictRead:
    """What was understood of a folder; ``district`` is None when a problem is fatal."""

    district: District | None
    problems: tuple[IntakeProblem, ...]


def read_district(folder: Path, rules: Mapping[str, Rule]) -> DistrictRead:
    """Read a district's folder. Never raises for what a user can put right: all of that is in ``problems``.

    The schools' workbooks are kept as bytes and not yet read: that is done school by school, where they are solved.
    """
    folder, log = Path(folder), Log()
    if not folder.is_dir():
        log.add("", f"找不到文件夹 {folder}", f"there is no folder {folder}", "检查路径", "check the path")
        return DistrictRead(None, tuple(log.problems))
    content, sheets = _own_book(folder, log)
    schools = _schools(folder, sheets, log)
    return _district(content, sheets, schools, folder.resolve().name, rules, log)


def read_shared(
    content: bytes, schools: Sequence[DistrictSchool], name: str, rules: Mapping[str, Rule]
) -> DistrictRead:
    """The district of a run: what the copy of its district.xlsx says, over the schools that the run has. ``name``:
    where the copy gives none. ``content`` may be empty: nothing is shared."""
    log = Log()
    sheets = find_sheets(read_book(content, Path(FILE)), log, SHEETS, ()) if content else {}
    return _district(content, sheets, schools, name, rules, log)


def _district(
    content: bytes, sheets: Mapping[str, Sheet], schools: Sequence[DistrictSchool], name: str,
    rules: Mapping[str, Rule], log: Log,
) -> DistrictRead:  # fmt: skip
    names = {words.key(s.name): s.name for s in schools}
    policy, items = _policy(_table(sheets, "policy", log), log)
    packs = _packs(items.get("packs", NO_CELL), log)
    default = cells.whole(items.get("default_travel", NO_CELL), log, ("未写路程", "travel not written"), -1, 0, 600)
    teachers = _teachers(_table(sheets, "teachers", log), names, log)
    district = District(
        name=cells.name(items.get("name", NO_CELL)) or name,
        schools=tuple(schools),
        teachers=tuple(teachers),
        travel=_travel(_table(sheets, "travel", log), schools, log),
        default_travel=None if default < 0 else default,
        policy=policy,
        packs=packs,
        rules=tuple(_rules(_table(sheets, "rules", log), rules, log)),
        content=content,
    )
    return DistrictRead(None if log.fatal else district, tuple(log.problems))


def _own_book(folder: Path, log: Log) -> tuple[bytes, dict[str, Sheet]]:
    """district.xlsx: its bytes and its sheets by key; nothing where there is none."""
    path = folder / FILE
    if not path.exists():
        log.warn("", f"文件夹里没有 {FILE}：没有共用教师，各校分别排课", f"there is no {FILE}: no shared teachers",
                 f"用 kebiao template --district {FILE} 写一份空表",
                 f"write an empty one with kebiao template --district {FILE}")  # fmt: skip
        return b"", {}
    content, book = _open(path, Cell("", ""), log)
    return content, find_sheets(book, log, SHEETS, ()) if book else {}


def _open(path: Path, at: Cell, log: Log) -> tuple[bytes, Book | None]:
    """A workbook of the folder; what is wrong with the file is told at the cell that names it."""
    try:
        look_at(path)
        content = path.read_bytes()
        return content, read_book(content, path)
    except BadFileError as error:
        log.add(at, error.text.zh, error.text.en, error.advice.zh, error.advice.en)
    except OSError:
        log.add(at, f"{path.name} 读不了", f"{path.name} cannot be read")
    return b"", None


def _table(sheets: Mapping[str, Sheet], code: str, log: Log) -> Table:
    return read_table(sheets.get(code), COLUMNS[code], REQUIRED[code], log, matrix=code == "like")


def _schools(folder: Path, sheets: Mapping[str, Sheet], log: Log) -> list[DistrictSchool]:
    """Those of 学校 and of 同类学校; without a row in either, every workbook of the folder."""
    from .like import Models, school_like  # loads the solver, which reading a run's copy has no need of

    found: dict[str, DistrictSchool] = {}
    listed_rows = _table(sheets, "schools", log).rows
    for row in listed_rows:
        if _new_name(row["name"], found, log):
            school = _from_file(folder, row, log)
            if school:
                found[words.key(school.name)] = school
    models = Models(folder, lambda path, at: _open(path, at, log))
    like_rows = _table(sheets, "like", log).rows
    for row in like_rows:
        if _new_name(row["name"], found, log):
            made = school_like(models, row, log)
            if made:
                found[words.key(made.name)] = made
    if not listed_rows and not like_rows:
        for path in sorted(folder.glob("*.xlsx")):
            if path.name != FILE and not path.name.startswith(("~", ".")):
                found[words.key(path.stem)] = DistrictSchool(path.stem, path.read_bytes(), path, path.stem)
    if not found and not log.fatal:
        log.add("", f"{folder} 里没有一所学校的工作簿", f"{folder} holds no school's workbook",
                "每校放一个 .xlsx，或填 学校 表", "put in a workbook a school, or fill the sheet 学校")  # fmt: skip
    return list(found.values())


def _new_name(cell: Cell, found: Mapping[str, DistrictSchool], log: Log) -> str:
    """A school's name that stands there for the first time and can be that of a folder."""
    name = cells.name(cell)
    if not name:
        return ""
    if words.key(name) in found:
        log.add(cell, f"学校“{name}”重复", f"school '{name}' stands twice")
        return ""
    if _BAD_NAME & set(name) or name.startswith(".") or name.endswith("."):
        log.add(cell, f"学校名“{name}”不能做文件夹的名字", f"the school's name '{name}' cannot be that of a folder",
                '不要用 / \\ : * ? " < > |，首尾不用 .', 'leave out / \\ : * ? " < > |, end dots')  # fmt: skip
        return ""
    return name


def _from_file(folder: Path, row: Row, log: Log) -> DistrictSchool | None:
    name, cell = cells.name(row["name"]), row["file"]
    at = row["name"] if cell.empty else cell
    path = workbook(folder, cells.name(cell) or name)
    if path is None or not path.is_file():
        near = words.nearest(cells.name(cell) or name, [p.name for p in folder.glob("*.xlsx") if p.name != FILE])
        log.add(at, f"文件夹里没有 {cells.name(cell) or name + '.xlsx'}",
                f"the folder has no {cells.name(cell) or name + '.xlsx'}",
                *((f"写成 {near}？", f"perhaps {near}?") if near else ()))  # fmt: skip
        return None
    try:
        return DistrictSchool(name, path.read_bytes(), path, cells.name(row["place"]) or name)
    except OSError:
        log.add(at, f"{path.name} 读不了", f"{path.name} cannot be read")
        return None


def workbook(folder: Path, written: str) -> Path | None:
    """The file of the folder that a cell names, with or without .xlsx; None for one outside it."""
    path = folder / (written if written.lower().endswith(".xlsx") else written + ".xlsx")
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def _teachers(table: Table, schools: dict[str, str], log: Log) -> list[SharedTeacher]:
    found: dict[str, SharedTeacher] = {}
    for row in table.rows:
        name = cells.name(row["name"])
        if not name:
            continue
        if words.key(name) in found:
            log.add(row["name"], f"教师“{name}”重复", f"teacher '{name}' stands twice",
                    f"同名的两人写成 {name}(1)、{name}(2)", f"two of one name: {name}(1), {name}(2)")  # fmt: skip
            continue
        cells.tell_odd_name(row["name"], log)
        found[words.key(name)] = _teacher(name, row, schools, log)
    return list(found.values())


def _teacher(name: str, row: Row, schools: dict[str, str], log: Log) -> SharedTeacher:
    home = one_of(row["home"], schools, log, _SCHOOL, _SCHOOLS)
    may = frozenset(listed(row["schools"], schools, log, _SCHOOL, _SCHOOLS))
    kind = "itinerant" if row["kind"].empty else _KIND.get(words.key(row["kind"].value), "")
    if not kind:
        at, known = row["kind"], ["专任", "兼职", "走教"]
        log.unknown(at, ("类别", "kind"), words.show(at.value), known, ("类别", "the kinds"))
    if row["subjects"].empty:
        log.add(row["name"], f"{name} 没有任教科目", f"no subjects are given for {name}", "填任教科目", "fill 任教科目")
    specialist = cells.yes_no(row["specialist"], log)
    return SharedTeacher(
        id=name,
        subjects=() if row["subjects"].empty else tuple(dict.fromkeys(words.split(row["subjects"].value))),
        home=home,
        schools=may | {home} if may and home else may,
        kind=kind or "itinerant",
        day_most=cells.whole(row["day"], log, ("每日最多", "most a day"), 0, 1, 20),
        week_most=cells.whole(row["week"], log, ("每周最多", "most a week"), 0, 1, 60),
        away=cells.times(row["away"], log),
        specialist=True if specialist is None else specialist,
    )


def _travel(table: Table, schools: Sequence[DistrictSchool], log: Log) -> dict[tuple[str, str], int]:
    """Minutes by two places; a school's name stands for its place."""
    places = {words.key(s.place): s.place for s in schools} | {words.key(s.name): s.place for s in schools}
    kind, where = Text("地点", "place"), Text("学校 表的地点或校名", "the places or names of sheet 学校")
    found: dict[tuple[str, str], int] = {}
    for row in table.rows:
        one, other = (one_of(row[c], places, log, kind, where) for c in ("from", "to"))
        if row["minutes"].empty:
            log.add(row["minutes"], "没有写分钟", "the minutes are missing")
        minutes = cells.whole(row["minutes"], log, ("分钟", "minutes"), 0, 0, 600)
        if one and other and found.get((one, other), minutes) != minutes:
            log.add(
                row["minutes"], f"{one}到{other}写了两次，分钟不同", f"{one} to {other}: written twice, differently"
            )
        elif one and other:
            found[one, other] = minutes
    return found


def _policy(table: Table, log: Log) -> tuple[Policy, dict[str, Cell]]:
    """The policy, and the cells of all items by key."""
    known = {words.key(alias): code for code, aliases in ITEMS.items() for alias in aliases}
    found: dict[str, Cell] = {}
    for row in table.rows:
        code = known.get(words.key(row["item"].value))
        if code:
            found[code] = row["value"]
        elif not row["item"].empty:
            near = words.nearest(words.show(row["item"].value), [a[0] for a in ITEMS.values()])
            log.warn(row["item"], f"不认识项目“{row['item'].value}”，没有读",
                     f"unknown item '{row['item'].value}': not read",
                     *((f"改为 {near}？", f"rename it {near}?") if near else ()))  # fmt: skip

    def at(code: str) -> Cell:
        return found.get(code, NO_CELL)

    same_day = cells.yes_no(at("same_day"), log)
    return Policy(
        schools_most=cells.whole(at("schools_most"), log, ("最多学校数", "most schools"), 0, 0, 1000),
        same_day=True if same_day is None else same_day,
        specialist_share=share(at("specialist_share"), log),
        days_most=cells.whole(at("days_most"), log, ("最多外出天数", "most days away"), 0, 0, 14),
    ), found


def _packs(cell: Cell, log: Log) -> tuple[str, ...]:
    kind, where = Text("规则包", "rule pack"), Text("程序的规则包", "the program's rule packs")
    return listed(cell, pack_aliases(), log, kind, where)


def _rules(table: Table, rules: Mapping[str, Rule], log: Log) -> list[Mapping[str, object]]:
    """Rows of 规则 by the keys of its columns; a rule that there is not is told here, once for all schools."""
    found: list[Mapping[str, object]] = []
    for row in table.rows:
        if row["rule"].empty or find_rule(RuleLine(cells.name(row["rule"]), row), rules, log) is None:
            continue
        found.append({code: row[code].value for code in table.columns if not row[code].empty})
    return found
