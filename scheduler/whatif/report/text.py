"""The comparison for a terminal: what came of each scenario, then the figures that differ, as wide as there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table as Grid

from ..compare import Answer, Comparison, Outcome
from .details import details, headline
from .sweep import Sweep, pictured, sweeps
from .table import Cell, Row, Table, number, table, words

_LABEL, _COLUMN, _WIDEST = 26, 20, 30  # cells of a line for a figure's name, a column at least and at most
_LINES = 4  # said of one part of a scenario


def text(found: Comparison, lang: str, width: int) -> str:
    """The whole comparison; ``width`` in half-width characters."""
    t = words(lang)
    rows = table(found, lang)
    lines = [line for number, o in enumerate(found.outcomes, 1) for line in _scenario(number, o, lang)]
    if found.stopped:
        names = t("、", ", ").join(found.stopped)
        lines.append(t(f"中途停止，没有试：{names}", f"stopped before: {names}"))
    said = ["\n".join(lines)]
    if any(o.measures for o in found.outcomes):
        said += [_figures(rows, some, width) for some in _chunks(len(found.outcomes), width)]
        said += [_sweep(s, lang, width) for s in sweeps(found, rows, lang)]
        said.append(_about(rows, lang))
    return "\n\n".join(said)


def _about(rows: Table, lang: str) -> str:
    """What the marks mean, and how many figures are not shown."""
    t = words(lang)
    marks = t("★ 各方案中最好的；括号里是与现行课表的差", "★ best of the scenarios; in brackets the difference to now")
    same = sum(not _shown(row) for row in rows.rows)
    more = t(f"；其余 {same} 项各方案都和现行课表一样", f"; {same} more figures are alike in all") if same else ""
    return marks + more


def _scenario(number: int, outcome: Outcome, lang: str) -> Iterator[str]:
    """Its name and what came of it, then what is bad or good about it in words.

    Of the parts those are left out of which the table has the figures; the page and the workbook say all of them."""
    t = words(lang)
    yield f"{number}. {outcome.name}{t('：', ': ')}{headline(outcome, lang)}"
    told = (
        t("涉及", "classes"),
        t("涉及", "teachers"),
        t("变更", "changes"),
        t("结论有别", "other"),
        t("结果", "run folder"),
    )
    for part in details(outcome, lang):
        if part.title.startswith(told) and outcome.answer is not Answer.FAILED:
            continue
        shown = part.lines[:_LINES]
        rest = len(part.lines) - len(shown)
        yield from (f"   {part.title}{t('：', ': ')}{line}" for line in shown)
        if rest:
            yield f"   {t(f'……还有 {rest} 条', f'... and {rest} more')}"


def _chunks(many: int, width: int) -> list[list[int]]:
    """The scenarios' columns, so many at a time as there is room for beside the figures' names and the baseline."""
    room = max(1, (width - _LABEL - _COLUMN) // (_COLUMN + 1))
    return [list(range(i, min(i + room, many + 1))) for i in range(1, many + 1, room)]


def _shown(row: Row) -> bool:
    return row.differs or row.main


def _figures(rows: Table, columns: Sequence[int], width: int) -> str:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    grid.add_column("", max_width=_LABEL)
    room = min(_WIDEST, max(_COLUMN, (width - _LABEL) // (len(columns) + 1) - 1))
    for column in (0, *columns):
        grid.add_column(rows.columns[column], justify="right", max_width=room)
    for group in rows.groups:
        shown = [row for row in group.rows if _shown(row)]
        if shown and len(group.rows) > 1:
            grid.add_row(f"[{group.title}]")
        for row in shown:
            grid.add_row(row.title, *(_cell(row.cells[c], words_only=row.key in _LISTS) for c in (0, *columns)))
    return _drawn(grid, max(width, _LABEL + (len(columns) + 1) * (_COLUMN + 1)))


_LISTS = ("classes", "teachers", "lost", "gained", "own")  # what stands under these are names


def _cell(cell: Cell, *, words_only: bool = False) -> str:
    """★ 12 (+3), and names on a line of their own."""
    mark = "★ " if cell.best else ""
    if words_only:
        return f"{mark}{cell.text}" + (f"\n{cell.small}" if cell.small else "")
    return mark + cell.text + (f" ({cell.under.replace(' · ', ', ')})" if cell.under else "")


def _sweep(sweep: Sweep, lang: str, width: int) -> str:
    """The trade-off: a line a step."""
    t = words(lang)
    room = max(1, (width - 20) // (_COLUMN + 1))
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=sweep.title, title_justify="left")
    grid.add_column("", justify="right")
    grid.add_column(t("能不能排", "answer"))
    shown = pictured(sweep.rows, room)
    for row in shown:
        grid.add_column(row.title, justify="right", max_width=_COLUMN, overflow="fold")
    for n, value in enumerate(sweep.values):
        cells = (("★ " if r.cells[n].best else "") + r.cells[n].text for r in shown)
        grid.add_row(number(value), sweep.answers[n].text, *cells)
    return _drawn(grid, width)


def _drawn(grid: Grid, width: int) -> str:
    out = StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False, emoji=False, highlight=False)
    console.print(grid)
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    return "\n".join(line for line in lines if line)
