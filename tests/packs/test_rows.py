"""The packs: every regulation is there, quoted word for word, with a rule that gives it its verdict."""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
import yaml

from constraints import catalogue
from scheduler.domain import Strength, Way
from scheduler.intake.regulations import SUBJECT_PARAMS, pack_aliases, pack_settings
from scheduler.intake.subjects import TAGS, SubjectNames, known_subjects
from scheduler.intake.words import key
from scheduler.packs import Pack, PackRow, declared_items, known_rows, pack_names, pack_title, read_pack
from scheduler.rule import Rule

from .proposed import OTHER_QUANTITIES, OTHER_WAYS, expected_way, proposed

SUBJECTS = SubjectNames(
    ("语文", "数学", "英语", "体育与健康", "道德与法治", "科学", "音乐", "美术", "信息科技", "综合实践活动", "写字")
)
RULES = catalogue()
ROWS = [(name, row) for name in pack_names() for row in read_pack(name).rows]
# how many lessons there are is settled by the plan: the search places them all and no more
SETTLED_BY_THE_PLAN = {
    "weekly_total", "pe_weekly", "subject_lessons", "protected_subjects", "days_per_week", "no_lessons_in",
}  # fmt: skip
NOT_VERBATIM = "摘编（非原文）"

each_row = pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for _, row in ROWS])


def whole(pack: Pack) -> dict[str, list[PackRow]]:
    """The rows of each regulation by its id."""
    return {id: list(rows) for id, rows in groupby(pack.rows, lambda row: row.id.partition("#")[0])}


REGULATIONS = {id: rows for name in pack_names() for id, rows in whole(read_pack(name)).items()}


def declares(rule: Rule) -> bool:
    return type(rule).__module__.startswith("constraints.declared")


def test_every_regulation_is_in_one_pack() -> None:
    ids = [id for name in pack_names() for id in whole(read_pack(name))]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(proposed())
    assert (len(ids), len(pack_names())) == (452, 22)


@pytest.mark.skipif("KEBIAO_FACTS" not in os.environ, reason="KEBIAO_FACTS names the compilation (rules.yaml)")
def test_the_list_of_ids_is_that_of_the_compilation() -> None:
    facts = yaml.load(Path(os.environ["KEBIAO_FACTS"]).read_text("utf-8"), yaml.CSafeLoader)
    rows = facts["rules"] + facts["national_checks"]
    known = {row["id"]: (row["way"], {row["metric"], *row.get("also_metrics", ())}) for row in rows}
    assert known == {id: (p.way, p.metrics) for id, p in proposed().items()}


@each_row
def test_rows_are_whole(row: PackRow) -> None:
    assert row.quotation
    assert row.document
    assert row.part
    assert row.grades
    assert set(row.grades) <= set(range(1, 10))
    assert row.rule, "every regulation has a rule that gives it its verdict"
    assert bool(row.note.zh) == bool(row.note.en)


@pytest.mark.parametrize("name", pack_names())
def test_every_row_makes_a_setting(name: str) -> None:
    pack = read_pack(name)
    assert known_rows(pack, RULES) == pack, "a row names a rule or a parameter that the catalogue lacks"
    made = {s.id: s for s in pack_settings(pack, RULES, SUBJECTS)}
    assert list(made) == [row.id for row in pack.rows]
    for row in pack.rows:
        setting = made[row.id]
        assert (setting.rule, setting.strength, setting.scope.grades) == (row.rule, row.strength, set(row.grades))
        assert (setting.source.quotation, setting.source.pack) == (row.quotation, name)
        for param in RULES[row.rule].params:
            assert type(setting[param.name]) is type(param.default), (row.id, param.name)


def test_a_regulation_is_asked_once() -> None:
    """Two settings of one regulation with the same rule and grades differ in what they ask."""
    for id, rows in REGULATIONS.items():
        asked = [(row.rule, row.params, row.grades) for row in rows]
        assert len(asked) == len(set(asked)), id


@pytest.mark.parametrize("id", proposed())
def test_the_way_is_as_proposed_or_explained(id: str) -> None:
    assert REGULATIONS[id][0].way == expected_way(id, proposed()[id])


def test_what_is_explained_differs() -> None:
    for way, reasons in OTHER_WAYS.items():
        for id in " ".join(reasons.values()).split():
            assert proposed()[id].way != way, id
    for id in " ".join(OTHER_QUANTITIES.values()).split():
        assert not proposed()[id].metrics & quantities(id), id


@each_row
def test_the_way_is_true(row: PackRow) -> None:
    """Declared is the school's word and nothing else is; enforced is posted, or settled by the plan."""
    rule = RULES[row.rule]
    if row.way is Way.REPORTED:
        assert row.strength is Strength.TARGET
        return
    made = row.rule == "posted" and ("made", True) in row.params
    assert (row.way is Way.DECLARED) == (declares(rule) and not made)
    if row.way is Way.ENFORCED:
        assert row.strength is not Strength.TARGET
        assert rule.structural or not rule.about_plan or row.rule in SETTLED_BY_THE_PLAN


def quantities(id: str) -> set[str]:
    return {RULES[row.rule].metric for row in REGULATIONS[id]}


@pytest.mark.parametrize("id", proposed())
def test_the_quantity_is_as_proposed_or_explained(id: str) -> None:
    explained = " ".join(OTHER_QUANTITIES.values()).split()
    assert bool(proposed()[id].metrics & quantities(id)) != (id in explained)


@each_row
def test_subjects_are_known_names_or_tags(row: PackRow) -> None:
    for param, value in row.params:
        if param in SUBJECT_PARAMS:
            assert all(v in TAGS or key(v) in known_subjects() for v in value)


def test_what_is_declared_is_an_item() -> None:
    items = yaml.safe_load((Path(__file__).parents[2] / "constraints/declared/items.yaml").read_text("utf-8"))
    kinds = {item.get("kind") for item in items.values()}
    for _, row in ROWS:
        params = dict(row.params)
        if declares(RULES[row.rule]) and "item" in params:
            assert params["item"] in declared_items(), row.id
            assert items[params["item"]]["asks"] in {
                "conduct": ("no", "number"), "practice": ("yes", "number"), "permission": ("yes",),
            }.get(row.rule, ("number",)), row.id  # fmt: skip
        if row.rule == "homework_kinds":
            assert set(params["kinds"]) <= kinds, row.id


def test_subjects_are_those_of_the_school() -> None:
    made = {s.id: s for s in pack_settings(read_pack("huozhou"), RULES, SUBJECTS)}
    assert made["HZ-09"]["subjects"] == ("pe", "道德与法治", "科学", "music", "art")
    assert made["HZ-12#2"]["subjects"] == ("语文", "数学")
    assert made["HZ-08#2"].scope.grades == {3, 4, 5, 6}


def test_a_subject_that_the_school_lacks() -> None:
    """It counts as none where it is asked for by itself; in a list of what alone is allowed it says nothing."""
    few = SubjectNames(("语文", "体育与健康"))
    made = {s.id: s for name in ("dachuan-town", "huozhou") for s in pack_settings(read_pack(name), RULES, few)}
    assert made["DC-05"]["subjects"] == ("写字",)
    assert made["DC-07"]["subjects"] == ("music", "art")
    assert made["HZ-12#2"]["subjects"] == ("语文",)


def test_a_rule_that_is_not_here_is_declared() -> None:
    rules = {code: rule for code, rule in RULES.items() if code != "daily_exercise"}
    row = next(r for r in known_rows(read_pack("huozhou"), rules).rows if r.id == "HZ-07")
    assert (row.way, row.rule, row.note.en) == (Way.DECLARED, "", "not computed here")
    assert "HZ-07" not in {s.id for s in pack_settings(read_pack("huozhou"), rules, SUBJECTS)}


def test_strengths_follow_the_words() -> None:
    strengths = {row.id: row.strength for _, row in ROWS}
    assert strengths["LJ-08"] is Strength.SOFT  # 一般不留
    assert strengths["HL-05"] is Strength.TARGET  # 合理安排
    assert strengths["HZ-10"] is Strength.HARD
    assert strengths["LJ-20"] is Strength.HARD  # 实行
    assert strengths["SU-04"] is Strength.SOFT  # a slogan


def test_numbers_grades_and_clock_times_are_read() -> None:
    rows = {row.id: row for _, row in ROWS}
    assert dict(rows["DC-13"].params) == {"least": 8 * 60 + 30}
    assert dict(rows["DC-15"].params) == {"least": 14 * 60, "half": "pm"}
    assert [(r.grades, dict(r.params)["most"]) for r in REGULATIONS["P3-04"]] == [
        ((1, 2), 0),
        ((3, 4), 30),
        ((5, 6), 60),
    ]
    assert (rows["NC-22"].since, rows["NC-21"].since) == (2025, 0)
    assert dict(rows["HL-14"].params)["days"] == (1, 2, 3)


def test_titles_are_read_without_the_rows() -> None:
    assert {name: pack_title(name) for name in pack_names()} == {name: read_pack(name).title for name in pack_names()}
    assert pack_aliases()["霍州市中心小学减负自查(山西)"] == "huozhou"


@cache
def documents() -> dict[str, dict[str, str]]:
    """The text of each part (篇) by the first words of the file, white space removed."""
    head = re.compile(r"^[#*\s]*(?:\S+ )*\S{0,40}?篇([一二三四五六七八九十]+)[*\s]*(?:[:：].*)?$", re.MULTILINE)
    found = {}
    for path in Path(os.environ["KEBIAO_SOURCES"]).glob("*.txt"):
        title, *parts = head.split(path.read_text("utf-8"))
        found[flat(title)] = {f"篇{n}": flat(text) for n, text in zip(parts[::2], parts[1::2], strict=True)}
    return found


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.skipif("KEBIAO_SOURCES" not in os.environ, reason="KEBIAO_SOURCES names the folder of the documents")
@pytest.mark.parametrize("name", sorted(set(pack_names()) - {"double-reduction-national"}))
def test_quotations_are_verbatim(name: str) -> None:
    for row in read_pack(name).rows:
        (parts,) = [parts for title, parts in documents().items() if flat(row.document) in title]
        assert flat(row.quotation) in parts[row.part], row.id


def test_what_is_not_verbatim_says_so() -> None:
    """The national documents were not at hand."""
    for name, row in ROWS:
        assert (row.part == NOT_VERBATIM) == (name == "double-reduction-national"), row.id
