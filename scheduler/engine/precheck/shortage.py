"""What counting finds: too little of something, with those it concerns, in figures and in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain import Source, Text


@dataclass(frozen=True)
class Shortage:
    """Too little of something: a proof that no timetable (no homework board) keeps every hard setting.

    ``kind`` is the counting done: time, band, day, double, lock, meeting, teacher, itinerant, team, room, class, week
    (too few lessons to fill it) or homework. ``who`` are ids; ``need`` and ``have`` count lessons, places, sessions or
    minutes a week. ``courses`` are too many for the ``slots`` in which they must lie (with those that are locked into
    times they lack); ``settings`` are the ids of the rule settings that narrow it.
    """

    kind: str
    who: tuple[str, ...]
    need: int
    have: int
    text: Text
    sources: tuple[Source, ...] = ()
    courses: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def short(self) -> int:
        """By how much it is short."""
        return self.need - self.have

    def say(self, lang: str) -> str:
        """The shortage in a sentence with the workbook's cells, or the packs' rows, that cause it."""
        cells = [f"{s.sheet} {s.cell}" if s.sheet else f"{s.ref}“{s.quotation}”" for s in self.sources if s != Source()]
        if not cells:
            return self.text.say(lang)
        joined = "、".join(dict.fromkeys(cells)) if lang == "zh" else ", ".join(dict.fromkeys(cells))
        what, line, more = self.text.say(lang).partition("\n")
        return what + (f"（见 {joined}）" if lang == "zh" else f" (see {joined})") + line + more
