"""kebiao rules --coverage and --packs: every regulation with its rules."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from constraints import catalogue
from scheduler.packs import pack_names, read_pack

from .shell import kebiao


def test_the_data_has_every_regulation() -> None:
    data = json.loads(kebiao("rules", "--coverage", "--json").output)
    rows = {row["id"]: row for row in data["regulations"]}
    asked = {row.id.partition("#")[0] for name in pack_names() for row in read_pack(name).rows}
    assert set(rows) == asked
    assert len(data["regulations"]) == len(asked)
    assert Counter(row["way"] for row in rows.values()) == data["ways"]
    for row in rows.values():
        assert row["rules"], row["id"]
        assert row["metrics"] == list(
            dict.fromkeys(catalogue()[c].metric for c in row["rules"] if catalogue()[c].metric)
        )


def test_a_regulation_of_several_settings_is_one() -> None:
    data = json.loads(kebiao("rules", "--coverage", "--json").output)
    one = next(row for row in data["regulations"] if row["id"] == "HZ-12")
    assert one["rules"] == ["homework_day_cap", "homework_subjects"]
    assert (one["way"], one["strength"], one["grades"]) == ("enforced", "hard", [5, 6])
    banded = next(row for row in data["regulations"] if row["id"] == "NX-11")
    assert banded["grades"] == [1, 2, 3, 4, 5, 7, 8]


@pytest.mark.parametrize(
    ("lang", "way", "strength", "title"),
    [("zh", "排课保证", "必须", "开足课时"), ("en", "enforced", "hard", "curriculum")],
)
def test_the_table_has_a_line_a_regulation_and_a_summary(lang: str, way: str, strength: str, title: str) -> None:
    lines = kebiao("rules", "--coverage", lang=lang).output.splitlines()
    line = next(line for line in lines if line.startswith("LJ-05"))
    assert all(word in line for word in (way, strength, "1-9", "weekly_lessons", title))
    assert next(line for line in lines if line.startswith("NX-11")).split()[3] == "1-5,7-8"
    *ways, total = [int(line.split()[0]) for line in lines[-5:]]
    assert sum(ways) == total == sum(1 for line in lines if line[2:3] == "-" and line[:2].isupper())


def test_the_packs_are_listed() -> None:
    lines = kebiao("rules", "--packs", lang="zh").output.splitlines()
    assert [line.split()[0] for line in lines] == list(pack_names())
    data = json.loads(kebiao("rules", "--packs", "--json").output)
    for pack, line in zip(data, lines, strict=True):
        assert line.split()[1] == str(pack["regulations"]) == str(sum(pack["ways"].values()))
        assert pack["title"]["zh"] in line


def test_a_rule_and_the_whole_cannot_both_be_asked() -> None:
    assert kebiao("rules", "daily_exercise", "--coverage").exit_code == 2
