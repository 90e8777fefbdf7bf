"""What ``kebiao rules --coverage`` and ``--packs`` tell: each row of the regulations and the rules that hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import click

from scheduler.domain import Text, Way
from scheduler.packs import Pack, PackRow, pack_names, read_pack
from scheduler.rule import Rule

from .lang import lang, t
from .options import say_strength


@dataclass(frozen=True)
class Covered:
    """One regulation, whole: its first row in the pack (``row``) and the rules of all its settings."""

    pack: str
    row: PackRow
    rules: tuple[Rule, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        """What is measured for it."""
        return tuple(dict.fromkeys(r.metric for r in self.rules if r.metric))

    @property
    def grades(self) -> str:
        """Its grades, of all settings: 1-6, or 1-5,7-8."""
        runs = groupby(enumerate(self.row.grades), lambda pair: pair[1] - pair[0])
        ends = [[grade for _, grade in run] for _, run in runs]
        return ",".join(f"{e[0]}-{e[-1]}" if len(e) > 1 else str(e[0]) for e in ends)


def covered(pack: Pack, rules: Mapping[str, Rule]) -> tuple[Covered, ...]:
    """Every regulation of a pack, in its order; a rule that the catalogue lacks is left out."""
    found = []
    for _, group in groupby(pack.rows, lambda row: row.id.partition("#")[0]):
        rows = list(group)
        codes = dict.fromkeys(row.rule for row in rows)
        grades = tuple(sorted({g for row in rows for g in row.grades}))
        whole = PackRow(
            rows[0].id, rows[0].quotation, rows[0].document, rows[0].part, grades, rows[0].way, rows[0].strength,
            note=rows[0].note, since=rows[0].since,
        )  # fmt: skip
        found.append(Covered(pack.name, whole, tuple(rules[c] for c in codes if c in rules)))
    return tuple(found)


def say_way(way: Way) -> str:
    """A way in the language in use."""
    return {
        Way.ENFORCED: t("排课保证", "enforced"),
        Way.AUDITED: t("程序核对", "audited"),
        Way.DECLARED: t("学校自查", "declared"),
        Way.REPORTED: t("只作报告", "reported"),
    }[way]


def show_coverage(rules: Mapping[str, Rule]) -> None:
    """A line a regulation: id, way, strength, grades, rules, metrics, their title; a summary by way at the end."""
    ways: Counter[Way] = Counter()
    for name in pack_names():
        pack = read_pack(name)
        click.echo(f"# {name} · {pack.title.say(lang())}")
        for one in covered(pack, rules):
            ways[one.row.way] += 1
            click.echo(_line(one))
    click.echo()
    for way in Way:
        click.echo(f"{ways[way]:4} {say_way(way)}")
    click.echo(f"{sum(ways.values()):4} {t('条规定', 'regulations')}")


def _line(one: Covered) -> str:
    codes = "+".join(r.code for r in one.rules) or "-"
    titles = t("、", ", ").join(r.title.say(lang()) for r in one.rules)
    since = f" ({one.row.since}-)" if one.row.since else ""
    words = f"{say_way(one.row.way)} {say_strength(one.row.strength)}"
    return f"{one.row.id:6} {words} {one.grades + since:9} {codes} [{'+'.join(one.metrics) or '-'}] {titles}"


def coverage_data(rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The same for a program, with the quotations."""
    rows = [one for name in pack_names() for one in covered(read_pack(name), rules)]
    ways = Counter(one.row.way for one in rows)
    return {"ways": {way.value: ways[way] for way in Way}, "regulations": [_data(one) for one in rows]}


def _data(one: Covered) -> dict[str, Any]:
    row = one.row
    return {
        "id": row.id,
        "pack": one.pack,
        "way": row.way.value,
        "strength": row.strength.value,
        "grades": list(row.grades),
        "since": row.since or None,
        "rules": [r.code for r in one.rules],
        "metrics": list(one.metrics),
        "titles": [_both(r.title) for r in one.rules],
        "quotation": row.quotation,
        "document": f"{row.document} {row.part}",
        "note": _both(row.note) if row.note.zh else None,
    }


def show_packs(rules: Mapping[str, Rule]) -> None:
    """A line a pack: its name, how many regulations it has, and its title."""
    for one in packs_data(rules):
        click.echo(f"{one['name']:26} {one['regulations']:4} {one['title'][lang()]}")


def packs_data(rules: Mapping[str, Rule]) -> list[dict[str, Any]]:
    """The packs for a program, with how many regulations get their verdict in which way."""
    return [_pack(read_pack(name), rules) for name in pack_names()]


def _pack(pack: Pack, rules: Mapping[str, Rule]) -> dict[str, Any]:
    rows = covered(pack, rules)
    ways = Counter(one.row.way for one in rows)
    return {
        "name": pack.name,
        "title": _both(pack.title),
        "documents": _unique(f"{one.row.document} {one.row.part}" for one in rows),
        "regulations": len(rows),
        "ways": {way.value: ways[way] for way in Way},
    }


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
