"""Which cells say something else than was written, and which of the two sheets counts for each class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.domain import School, Text
from scheduler.errors import NO_ADVICE, IntakeProblem
from scheduler.rule import say_day

from ..words import key, show
from ..workbook import Book, Cell, Sheet
from .layout import Block, Layout, Where, read_pages, read_whole
from .page import BY_CLASS, BY_ROOM, BY_TEACHER, WHOLE, Page, Place

_RESTORE = Text("从原来的课表重新导出，再改一次", "export the old run again and change that")


@dataclass(frozen=True)
class Edited:
    """A cell of a class's page that says something else than was written; ``place`` is what was written."""

    klass: str
    place: Place
    cell: Cell


@dataclass
class Changes:
    """``cell``: the cell that counts for each (class, day, period) whose page was found; ``edits`` among them.
    ``problems`` could not be read; ``notes`` are worth telling."""

    cell: dict[tuple[str, int, int], Cell] = field(default_factory=dict)
    edits: list[Edited] = field(default_factory=list)
    problems: list[IntakeProblem] = field(default_factory=list)
    notes: list[IntakeProblem] = field(default_factory=list)

    def bad(self, cell: Cell, zh: str, en: str, advice: Text = NO_ADVICE) -> None:
        """Tell of a cell that could not be read."""
        self.problems.append(_problem(cell, zh, en, advice))

    def note(self, cell: Cell, zh: str, en: str) -> None:
        """Tell of a cell how it was read."""
        self.notes.append(_problem(cell, zh, en, NO_ADVICE))


def _problem(cell: Cell, zh: str, en: str, advice: Text) -> IntakeProblem:
    value = show(cell.value or cell.broken)
    return IntakeProblem(cell.sheet, cell.address, value, Text(zh, en), advice)


def find_changes(book: Book, school: School, pages: Sequence[Page], others: Mapping[str, Sequence[Page]]) -> Changes:
    """Compare a workbook with what was written: ``pages`` of the classes; ``others`` of teachers and rooms, by sheet,
    are only looked at to tell that what was changed there is not read."""
    changes, sheets = Changes(), {sheet.name: sheet for sheet in book.sheets}
    days = {key(say_day(day, "zh")): day for day in school.grid.days}
    own = read_pages(sheets[BY_CLASS], pages, days) if BY_CLASS in sheets else Layout()
    whole = read_whole(sheets[WHOLE], pages, days) if WHOLE in sheets else {}
    for cell in own.lost:
        changes.bad(cell, "这张课表上面没有班级的标题", "no title of a class above this table", _RESTORE)
    for cell in own.twice:
        changes.bad(cell, f"“{show(cell.value)}”有两张", f"'{show(cell.value)}' stands twice", _RESTORE)
    for page in pages:
        _Class(page, own.blocks.get(page.owner), whole.get(page.owner), changes).compare()
    for name in (BY_TEACHER, BY_ROOM):
        if name in sheets:
            _tell_others(sheets[name], others.get(name, ()), days, changes)
    return changes


class _Class:
    """One class, on 班级课表 and in 总课表."""

    def __init__(self, page: Page, block: Block | None, row: Mapping[Where, Cell] | None, changes: Changes):
        self.page, self.block, self.row, self.changes = page, block, row, changes

    def compare(self) -> None:
        page, block, row = self.page, self.block, self.row
        if block is None and row is None:
            sheet = Cell(BY_CLASS, "")
            zh, en = f"没有 {page.owner} 的课表", f"there is no timetable of {page.owner}"
            self.changes.bad(sheet, zh, en, _RESTORE)
            return
        there: Mapping[Where, Cell] = block.cells if block else {}
        mine = self._edits(there, lambda place: place.text)
        brief = self._edits(row or {}, lambda place: key(place.label))
        gone = self._gone(there) if block else []
        if block is None or (brief and not mine and not gone):
            self._take({**there, **{w: c for w, c in (row or {}).items() if block is None or w in brief}}, brief)
            self._told_missing(row or {}) if block is None else None
        else:
            self._take(there, mine)
            self._tell_rows(gone, block)
            if brief:
                self._contradictions(mine, brief, there, row or {})
        if block is not None:
            self._tell_beside(block)

    def _edits(self, cells: Mapping[Where, Cell], text: Callable[[Place], str]) -> dict[Where, Cell]:
        return {w: c for w, c in cells.items() if w in self.page.place and _differs(c, text(self.page.place[w]))}

    def _take(self, cells: Mapping[Where, Cell], edits: Mapping[Where, Cell]) -> None:
        """These cells count for the class."""
        owner = self.page.owner
        for where, cell in cells.items():
            place = self.page.place.get(where)
            if place is None or (not place.slots and where in edits and not cell.empty):
                if not cell.empty:
                    zh, en = "这里不是正课时间", "there is no lesson time here"
                    self.changes.bad(cell, f"{zh}，“{show(cell.value)}”没有读", f"{en}: not read")
                continue
            self.changes.cell[owner, *where] = cell
            if place.slots and where in edits:
                self.changes.edits.append(Edited(owner, place, cell))

    def _gone(self, cells: Mapping[Where, Cell]) -> list[Place]:
        """Places with lessons whose cells are no longer there."""
        return [p for w, p in self.page.place.items() if w not in cells and p.stands]

    def _told_missing(self, row: Mapping[Where, Cell]) -> None:
        for place in self._gone(row):
            at, en = f"{say_day(place.day, 'zh')}第{place.period}节", f"{say_day(place.day, 'en')} {place.period}"
            self.changes.bad(
                Cell(WHOLE, ""), f"没有 {self.page.owner} {at}的一格", f"no cell of {self.page.owner} {en}"
            )

    def _tell_rows(self, gone: Sequence[Place], block: Block) -> None:
        owner = self.page.owner
        for period in dict.fromkeys(p.period for p in gone):
            days = [p.day for p in gone if p.period == period]
            zh, en = "、".join(say_day(d, "zh") for d in days), ", ".join(say_day(d, "en") for d in days)
            zh = f"{owner} 的课表里没有第{period}节（{zh}）的格子了"
            self.changes.bad(block.title, zh, f"{owner}: the cells of lesson {period} ({en}) are gone", _RESTORE)

    def _contradictions(
        self, mine: Mapping[Where, Cell], brief: Mapping[Where, Cell], there: Mapping[Where, Cell],
        row: Mapping[Where, Cell],
    ) -> None:  # fmt: skip
        """Both sheets were changed: every cell in which they do not say the same."""
        for where in sorted({*mine, *brief}):
            one, other = there.get(where), row.get(where)
            if one is None or other is None or self._label(one) == key(other.value):
                continue
            says, said = show(one.value) or "空", show(other.value) or "空"
            zh = f"两张表都改过，不一样：这里是“{says}”，{WHOLE} {other.address} 是“{said}”"
            en = f"both sheets were changed and differ: '{says}' here, '{said}' in {WHOLE} {other.address}"
            keep = Text(f"改成一样的；以{BY_CLASS}为准", f"make them alike; {BY_CLASS} is what counts")
            self.changes.bad(one, zh, en, keep)

    def _label(self, cell: Cell) -> str:
        """What 总课表 would show of a cell of the class's page: the label of a known text, else the first line."""
        text = key(cell.value)
        known = next((p.label for p in self.page.places if p.text == text), None)
        return key(known if known is not None else str(cell.value or "").strip().split("\n")[0])

    def _tell_beside(self, block: Block) -> None:
        for cell in block.beside:
            if key(cell.value) not in self.page.blocks:
                zh, en = f"这一行不是正课，“{show(cell.value)}”没有读", "this row holds no lessons: not read"
                self.changes.bad(cell, zh, en)


def _differs(cell: Cell, text: str) -> bool:
    return bool(cell.broken) or key(cell.value) != text


def _tell_others(sheet: Sheet, pages: Sequence[Page], days: Mapping[str, int], changes: Changes) -> None:
    """Pages of teachers or rooms that were changed: they follow from the classes' and are not read."""
    found = read_pages(sheet, pages, days)
    for page in pages:
        block = found.blocks.get(page.owner)
        if block and Counter(_filled(block)) != Counter(p.text for p in page.places if p.text):
            zh, en = (
                f"{page.owner} 的这张改过，不读；请改{BY_CLASS}",
                f"this page was changed and is not read; change {BY_CLASS}",
            )
            changes.note(block.title, zh, en)


def _filled(block: Block) -> Iterator[str]:
    yield from (key(c.value) for c in (*block.cells.values(), *block.beside) if not c.empty)
