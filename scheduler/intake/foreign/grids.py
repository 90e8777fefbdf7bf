"""Finding timetables on a sheet: a class's grid, several of them, or a table of the whole school, either way round.

A line of weekdays makes a table. Where each weekday has one column (or one for the subject and one for the teacher),
the rows under it are the periods of one class; where it has a column a period, they are the classes. A sheet whose
weekdays run down is turned first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scheduler.domain import Text

from ..words import key, nfkc
from ..workbook import Cell, Sheet
from .board import Board
from .labels import Label, counted, read_label, weekday, without_breaks
from .names import grade_and_number, named_within

_ABOVE = 6  # rows over a table in which its title may stand
_REMARK = ("备注", "注:", "注：", "说明", "※", "*", "注 ")
_PARTS = frozenset(["课程", "科目", "学科", "教师", "老师", "任课教师", "任课老师", "教室", "地点", "场地"])


@dataclass(frozen=True)
class Grid:
    """The week of one class as it stands on a sheet.

    ``owner`` are the texts that may say whose it is, the nearest first, read at ``at``; ``cells`` by (weekday, label).
    """

    owner: tuple[str, ...]
    at: Cell
    labels: tuple[Label, ...]
    cells: dict[tuple[int, int], tuple[str, Cell]]


@dataclass
class Found:
    """The grids of a sheet, and cells beside them that could not be read, with the reason."""

    grids: list[Grid] = field(default_factory=list)
    unread: list[tuple[Cell, Text]] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """A line of weekdays: its row, the columns of each weekday, and how far left what belongs to it may reach."""

    row: int
    days: dict[int, tuple[int, ...]]
    left: int

    @property
    def first(self) -> int:
        """The first column of a weekday."""
        return min(c for columns in self.days.values() for c in columns)

    @property
    def last(self) -> int:
        """The last column of a weekday."""
        return max(c for columns in self.days.values() for c in columns)

    @property
    def columns(self) -> list[int]:
        """All columns of weekdays."""
        return sorted(c for columns in self.days.values() for c in columns)


def find_grids(sheet: Sheet) -> Found:
    """Every class's grid on a sheet."""
    for turned in (False, True):
        board = Board(sheet, turned)
        runs = list(_runs(board))
        if runs:
            return _read(board, runs)
    return Found()


def _runs(board: Board) -> Iterator[Run]:
    for row, columns in board.rows.items():
        days = [(c, d) for c in columns if (d := weekday(board.text(row, c)))]
        explicit = len({d for _, d in days}) >= 3
        if not explicit:
            bare = [(c, d) for c in columns if (d := weekday(board.text(row, c), bare=True))]
            days = bare if [d for _, d in bare][:4] == [1, 2, 3, 4] or _spans(bare) else []
        left = 1
        for part in _parts(days):
            if len({d for _, d in part}) >= 3:
                run = Run(row, _columns(board, row, part), left)
                if explicit or _has_periods(board, run):
                    left = run.last + 1
                    yield run


def _has_periods(board: Board, run: Run) -> bool:
    """Whether periods stand under or beside bare numerals, which may also be grades."""
    wide = max(len(c) for c in run.days.values()) > 1
    below = [board.text(run.row + 1, c) for c in run.columns] if wide else []
    beside = [board.text(r, c) for r in range(run.row + 1, run.row + 13) for c in range(run.left, run.first)]
    return any(sum(read_label([t]) is not None for t in texts if t) >= 3 for texts in (below, beside))


def _spans(days: Sequence[tuple[int, int]]) -> bool:
    """Whether bare numerals, each over several columns, are the weekdays: 一 一 一 二 二 二 …"""
    kinds = list(dict.fromkeys(d for _, d in days))
    return kinds[:4] == [1, 2, 3, 4] and [d for _, d in days] == sorted(d for _, d in days)


def _parts(days: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The weekdays of a row, cut where they begin again."""
    part: list[tuple[int, int]] = []
    for column, day in days:
        if part and (day < part[-1][1] or (day == part[-1][1] and column > part[-1][0] + 1)):
            yield part
            part = []
        part.append((column, day))
    if part:
        yield part


def _columns(board: Board, row: int, part: Sequence[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """The columns of each weekday: those up to the next; the last one's as far as labels or the usual width go."""
    starts = {day: column for column, day in reversed(part)}
    ends = {day: column for column, day in part}
    order = sorted(starts, key=lambda d: starts[d])
    found = {}
    for day, after in pairwise(order):
        stop = starts[after]
        while stop > ends[day] + 1 and not any(board.text(r, stop - 1) for r in range(row + 1, row + 40)):
            stop -= 1  # an empty column between blocks belongs to neither
        found[day] = tuple(range(starts[day], max(stop, ends[day] + 1)))
    last = order[-1]
    stop = ends[last] + 1
    usual = min((len(c) for c in found.values()), default=1)
    while (stop - starts[last] < usual or read_label([board.text(row + 1, stop)])) and usual > 1:
        if board.text(row, stop):
            break
        stop += 1
    found[last] = tuple(range(starts[last], stop))
    return found


def _read(board: Board, runs: Sequence[Run]) -> Found:
    found = Found()
    for number, run in enumerate(runs):
        below = [r.row for r in runs if r.row > run.row and r.first <= run.last and run.left <= r.last]
        above = [r.row for r in runs if r.row < run.row and r.first <= run.last and run.left <= r.last]
        beside = [r for r in runs[:number] if r.row == run.row]
        table = _Table(
            board, run, min(below, default=10**9), max(above, default=0), beside[0] if beside else run, found
        )
        table.read()
    return found


class _Table:
    """One line of weekdays and what belongs to it."""

    def __init__(self, board: Board, run: Run, stop: int, above: int, beside: Run, found: Found):
        self.board, self.run, self.above, self.beside, self.found = board, run, above, beside, found
        self.body = [r for r in board.rows if run.row < r < stop]
        self.wide = max(len(c) for c in run.days.values()) > 1

    def read(self) -> None:
        heads = self._heads() if self.wide else []
        if heads:
            self._classes(heads)
        else:
            self._periods()

    def _heads(self) -> list[int]:
        """The rows under the weekdays that number the periods; none where a weekday's columns are of one period."""
        heads: list[int] = []
        for row in self.body[:3]:
            shown = [self.board.text(row, c) for c in self.run.columns]
            named = [t for t in shown if t]
            labels = [t for t in named if read_label([t])]
            if not named or 2 * len(labels) < len(named) or len(set(named)) < 2:
                break
            heads.append(row)
        return heads

    # classes down, weekdays and periods across

    def _classes(self, heads: Sequence[int]) -> None:
        board, run = self.board, self.run
        labels: list[tuple[int, int, Label]] = []
        for day, columns in run.days.items():
            read = counted([read_label(board.text(h, c) for h in heads) for c in columns])
            labels += [(day, c, label) for c, label in zip(columns, read, strict=True) if label]
        distinct = tuple(dict.fromkeys(label for _, _, label in labels))
        place = {label: n for n, label in enumerate(distinct)}
        last: tuple[list[str], Grid] | None = None
        for row in (r for r in self.body if r > heads[-1]):
            left = board.texts(row, reversed(range(run.left, run.first)))
            filled = [(day, label, board.cells[row, c]) for day, c, label in labels if (row, c) in board.cells]
            if not filled or (left and left[0].startswith(_REMARK)):
                continue
            if last is None or (left and left != last[0]):
                if not left:
                    self.found.unread.append((filled[0][2], Text("这一行没有班级名称", "this row has no class name")))
                    continue
                owner = (*left, "".join(reversed(left[:2])), *_texts(self._titles(beside=False)))
                at = next(board.cells[row, c] for c in reversed(range(run.left, run.first)) if (row, c) in board.cells)
                last = (left, Grid(owner, at, distinct, {}))
                self.found.grids.append(last[1])
            for day, label, cell in filled:
                self._put(last[1], day, place[label], cell)

    # periods down, weekdays across

    def _periods(self) -> None:
        """One class, or several whose names stand in rows of their own under one line of weekdays."""
        sides = self._label_columns(self.run) or self._label_columns(self.beside)
        titles = self._titles()
        rows: list[tuple[int, Label | None]] = []
        remarks = heading = False
        for row in self.body:
            texts = [self.board.text(row, c) for c in reversed(sides)]
            label = read_label(texts)
            shown = [t for t in (*texts, *self.board.texts(row, range(self.run.left, self.run.last + 1))) if t]
            if label is None and shown and (_titled(shown[0]) or (len(set(shown)) == 1 and named_within(shown[0]))):
                self._grid(titles, rows)
                columns = range(self.run.left, self.run.last + 1)
                titles = tuple(self.board.cells[row, c] for c in columns if self.board.text(row, c) == shown[0])[:1]
                rows, remarks, heading = [], False, True
            elif label is None and shown and shown[0].startswith(_REMARK):
                remarks = True
            elif not remarks and (label or not heading):
                rows.append((row, label))
                heading = False
        self._grid(titles, rows)

    def _grid(self, titles: tuple[Cell, ...], rows: Sequence[tuple[int, Label | None]]) -> None:
        shown = [self.board.texts(row, self.run.columns) for row, _ in rows]
        labels = counted(without_breaks([label for _, label in rows], shown))
        distinct = tuple(dict.fromkeys(label for label in labels if label))
        first = next((c for c in titles if _titled(nfkc(c.value))), self.board.cells[self.run.row, self.run.first])
        grid = Grid(_texts(titles), first, distinct, {})
        before: tuple[int, Label] | None = None
        for (row, _), label in zip(rows, labels, strict=True):
            before = self._row(grid, row, label, before)
        if grid.cells:
            self.found.grids.append(grid)

    def _row(
        self, grid: Grid, row: int, label: Label | None, before: tuple[int, Label] | None
    ) -> tuple[int, Label] | None:
        """Put a row's cells; one without a label right under a lesson goes on with it (teachers under subjects)."""
        board, run = self.board, self.run
        cells = [(d, board.cells[row, c]) for d, cs in run.days.items() for c in cs if (row, c) in board.cells]
        texts = {nfkc(c.value) for _, c in cells}
        if label is None and cells:
            if texts <= _PARTS or next(iter(texts)).startswith(_REMARK):
                return before
            if before and before[0] == row - 1 and (len(texts) > 1 or len(cells) == 1):
                label = before[1]
            else:
                self.found.unread.append((cells[0][1], Text("这一行没有节次", "this row has no period")))
                return None
        if label is None:
            return None
        for day, cell in cells:
            self._put(grid, day, grid.labels.index(label), cell)
        return row, label

    @staticmethod
    def _put(grid: Grid, day: int, label: int, cell: Cell) -> None:
        text, first = grid.cells.get((day, label), ("", cell))
        shown = nfkc(cell.value) if not cell.broken else ""
        if shown not in text.split("\n") or not text:
            grid.cells[day, label] = (f"{text}\n{shown}".strip(), first)

    def _label_columns(self, run: Run) -> list[int]:
        """The columns left of the weekdays that say when, the nearest first."""
        found = []
        for column in reversed(range(run.left, run.first)):
            shown = [t for r in self.body[:30] if (t := self.board.text(r, column))]
            labels = [t for t in shown if read_label([t])]
            if labels and 3 * len(labels) >= len(shown) and (len(set(labels)) > 1 or len(shown) < 6):
                found.append(column)
        return found

    def _titles(self, *, beside: bool = True) -> tuple[Cell, ...]:
        """Cells over the table and in its corner, the nearest first; of a turned table those beside its periods too."""
        board, run = self.board, self.run
        at = [(run.row, c) for c in reversed(range(run.left, run.first))]
        for row in range(run.row - 1, max(self.above, run.row - _ABOVE - 1), -1):
            label = read_label(board.texts(row, range(run.left, run.first)))
            if label and label.numbers:
                break  # the last periods of the table above
            at += [(row, c) for c in range(run.left, run.last + 1)]
        titles = [board.cells[x] for x in at if x in board.cells]
        side = self.body[:12] if beside and board.turned else []
        cells = [board.cells[r, c] for r in side for c in range(run.left, run.first) if (r, c) in board.cells]
        titles += [c for c in cells if _titled(nfkc(c.value))]
        return tuple({nfkc(c.value): c for c in reversed(titles) if not weekday(c.value)}.values())[::-1]


def _texts(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(nfkc(c.value) for c in cells)


def _titled(text: str) -> bool:
    """Whether a text beside the periods names a class rather than a period."""
    if read_label([text]) and not text.endswith("班"):
        return False
    return bool(named_within(text) or grade_and_number(text)) or "课表" in key(text) or "课程表" in key(text)
