"""Scenarios as they are written: a YAML file, a sheet 变更 of any workbook, words on the command line.

    - name: 张三请假            # or 方案
      note: 周二下午外出培训      # or 备注
      changes:                 # or 变更; each a phrase, or a mapping
        - 不可用 张三 周二下午
        - {change: homework_cap, grades: 五年级, minutes: 60..30 step -10}
        - 作业上限: {年级: 五年级, 分钟: 45}

A number that is a sweep (60..30 step -10) makes a scenario of each value. The columns of the sheet: 方案 变更 对象 内容
备注.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import product
from pathlib import Path

from scheduler.domain import Text
from scheduler.intake import words
from scheduler.intake.log import Log
from scheduler.intake.tables import Row, Table, read_table
from scheduler.intake.workbook import Cell, open_book

from .change import Change, Scenario
from .error import ChangeError
from .phrase import read_phrase
from .yaml_reading import read_yaml

MOST_SCENARIOS = 500
WORKBOOKS = (".xlsx", ".xlsm")
SHEET = ("变更", "方案", "changes", "scenarios")
COLUMNS = {
    "name": ("方案", "方案名称", "scenario", "name"),
    "change": ("变更", "变更类型", "change"),
    "who": ("对象", "who", "about"),
    "what": ("内容", "what", "value"),
    "note": ("备注", "说明", "note"),
}


@dataclass(frozen=True)
class Written:
    """A scenario as it is written: the alternatives of each change (several where one is a sweep), and where."""

    name: str
    changes: tuple[tuple[Change, ...], ...]
    note: str = ""
    at: str = ""


def read_scenarios(path: Path, lang: str = "zh") -> tuple[Scenario, ...]:
    """The scenarios of a file: a workbook with a sheet 变更, else YAML. Nothing is written to it. One without a name is
    called what it does, in ``lang``.

    Raises ChangeError for what cannot be read, with the line or cell; BadFileError for a broken workbook.
    """
    path = Path(path)
    written = _read_sheet(path) if path.suffix.lower() in WORKBOOKS else [Written(*w) for w in read_yaml(path)]
    if not written:
        raise ChangeError(Text("没有写方案", "no scenario is written"), path.name)
    return _told_apart(written, lang)


def read_change(text: str, at: str = "--change") -> Change:
    """One change of the command line. Raises ChangeError, also for a sweep."""
    found = read_phrase(text, at)
    if len(found) > 1:
        raise ChangeError(
            Text(f"“{text}” 是一串数值，这里只能是一个", f"'{text}' is a sweep: one value is wanted here"), at
        )
    return found[0]


def read_set(text: str, at: str = "--set") -> Change:
    """``课程计划!C5=4`` as a change. Raises ChangeError."""
    return read_phrase(f"set {text}", at)[0]


def scenarios_of(
    changes: Sequence[str], cells: Sequence[str] = (), name: str = "", lang: str = "zh"
) -> tuple[Scenario, ...]:  # fmt: skip
    """The scenario that the words of the command line make together, in their order; one for each value of a sweep.

    ``cells`` are those of ``--set``. Without a name it is called what it does, in ``lang``.
    """
    ways = [read_phrase(text, "--change") for text in changes] + [(read_set(text),) for text in cells]
    if not ways:
        raise ChangeError(Text("没有写变更", "no change is written"))
    return _told_apart([Written(name, tuple(ways), "", "--change")], lang)


def _told_apart(written: Iterable[Written], lang: str) -> tuple[Scenario, ...]:
    """The scenarios, a sweep's by its values; no two of one name."""
    found: dict[str, Scenario] = {}
    places: dict[str, str] = {}
    for one in written:
        for scenario in _spread(one, lang):
            if scenario.name in found:
                first = places[scenario.name]
                zh = f"方案 “{scenario.name}” 有两个（另一个在 {first}）"
                raise ChangeError(Text(zh, f"two scenarios '{scenario.name}' (the other: {first})"), one.at)
            found[scenario.name], places[scenario.name] = scenario, one.at
            if len(found) > MOST_SCENARIOS:
                raise ChangeError(Text(f"方案太多（最多 {MOST_SCENARIOS} 个）",
                                       f"too many scenarios (at most {MOST_SCENARIOS})"), one.at)  # fmt: skip
    return tuple(found.values())


def _spread(one: Written, lang: str) -> Iterator[Scenario]:
    swept = any(len(ways) > 1 for ways in one.changes)
    for chosen in product(*one.changes):
        values = [_value(ways, change) for ways, change in zip(one.changes, chosen, strict=True) if len(ways) > 1]
        if not one.name:
            name = Scenario("", chosen).say(lang)
        elif swept:
            name = f"{one.name}（{'、'.join(values)}）" if lang == "zh" else f"{one.name} ({', '.join(values)})"
        else:
            name = one.name
        yield Scenario(name, chosen, one.note)


def _value(ways: Sequence[Change], change: Change) -> str:
    """What sets a change of a sweep apart from the others."""
    differ = [f for f, _ in change.values if len({other[f] for other in ways}) > 1]
    return " ".join(str(change[f]) for f in differ)


def _read_sheet(path: Path) -> list[Written]:
    """The scenarios of the sheet 变更; rows without a name go on with the scenario above."""
    book = open_book(path)
    sheet = next((s for s in book.sheets if words.key(s.name) in SHEET), None)
    if sheet is None:
        names = "、".join(s.name for s in book.sheets)
        raise ChangeError(
            Text(f"没有工作表 变更（有：{names}）", f"there is no sheet 变更 (there are: {names})"), path.name
        )
    log = Log()
    table = read_table(sheet, COLUMNS, ("change",), log)
    if any(p.fatal for p in log.problems):
        problem = next(p for p in log.problems if p.fatal)
        raise ChangeError(Text(problem.say("zh"), problem.say("en")), path.name)
    found: dict[str, Written] = {}
    for row in table.rows:
        if not row["change"].empty:
            one = _read_row(row, table, path, found)
            found[one.name] = one
    return list(found.values())


def _read_row(row: Row, table: Table, path: Path, found: dict[str, Written]) -> Written:
    """The scenario of a row, with the rows of it that were read before."""
    place = f"{path.name} {row['change'].sheet}!{row['change'].address}"
    last = next(reversed(found), "")
    name = _text(row["name"], place) or last or table.sheet.name
    before = found.get(name)
    if before is not None and name != last:
        zh, en = (
            f"方案 “{name}” 分成了两处（另一处：{before.at}）",
            f"scenario '{name}' stands twice (first: {before.at})",
        )
        raise ChangeError(Text(zh, en), place)
    parts = [_text(row["change"], place), _quoted(_text(row["who"], place)), _text(row["what"], place)]
    ways = read_phrase(" ".join(p for p in parts if p), f"{name} · {place}")
    note = _text(row["note"], place)
    if before is None:
        return Written(name, (ways,), note, place)
    return Written(name, (*before.changes, ways), "；".join(n for n in (before.note, note) if n), before.at)


def _quoted(text: str) -> str:
    """A name with spaces stays one word."""
    return f'"{text}"' if " " in text and "=" not in text and '"' not in text else text


def _text(cell: Cell, place: str) -> str:
    if isinstance(cell.value, date | time):
        zh = f"{cell.address} 被 Excel 变成了日期；把该格设为“文本”格式再输入"
        raise ChangeError(
            Text(zh, f"Excel turned {cell.address} into a date: format the cell as text, type it again"), place
        )
    return words.clean(cell.value)
