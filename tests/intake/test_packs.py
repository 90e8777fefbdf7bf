"""The packs: every row is there, quoted word for word, and makes a sound setting."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from constraints import catalogue
from scheduler.domain import Strength, Way
from scheduler.intake.regulations import SUBJECT_PARAMS, pack_settings
from scheduler.intake.subjects import TAGS, SubjectNames, known_subjects
from scheduler.intake.words import key
from scheduler.packs import known_rows, pack_names, read_pack

ROWS = {"lijin": ("LJ", 30), "haidian-lixin": ("HL", 22), "huozhou": ("HZ", 25)}
SUBJECTS = SubjectNames(
    ("语文", "数学", "体育与健康", "道德与法治", "科学", "音乐", "美术", "信息科技", "综合实践活动")
)


def test_the_packs_are_all_here() -> None:
    assert set(pack_names()) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_of_the_document_is_here(name: str) -> None:
    prefix, count = ROWS[name]
    ids = [row.id for row in read_pack(name).rows if "#" not in row.id]
    assert ids == [f"{prefix}-{n:02d}" for n in range(1, count + 1)]


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_whole(name: str) -> None:
    for row in read_pack(name).rows:
        assert row.quotation
        assert row.document
        assert row.part
        assert row.grades
        if row.rule:
            assert row.way in (Way.ENFORCED, Way.AUDITED), row.id
        else:
            assert row.way in (Way.DECLARED, Way.REPORTED), row.id
            assert row.note.zh, row.id
            assert row.note.en, row.id


@pytest.mark.parametrize("name", ROWS)
def test_every_mapped_row_makes_a_setting(name: str) -> None:
    pack = read_pack(name)
    rules = catalogue()
    assert known_rows(pack, rules) == pack, "a row names a rule or a parameter that the catalogue lacks"
    made = {s.id: s for s in pack_settings(pack, rules, SUBJECTS)}
    for row in pack.rows:
        if not row.rule:
            continue
        setting = made.pop(row.id)
        assert (setting.rule, setting.strength, setting.scope.grades) == (
            row.rule,
            row.strength,
            set(row.grades),
        )
        assert setting.source.quotation == row.quotation
        for param in rules[row.rule].params:
            assert type(setting[param.name]) is type(param.default), row.id
    assert not made


@pytest.mark.parametrize("name", ROWS)
def test_subjects_are_known_names_or_tags(name: str) -> None:
    for row in read_pack(name).rows:
        for param, value in row.params:
            if param in SUBJECT_PARAMS:
                assert all(v in TAGS or key(v) in known_subjects() for v in value), row.id


def test_subjects_are_those_of_the_school() -> None:
    made = {s.id: s for s in pack_settings(read_pack("huozhou"), catalogue(), SUBJECTS)}
    assert made["HZ-09"]["subjects"] == ("pe", "道德与法治", "科学", "music", "art")
    assert made["HZ-12#2"]["subjects"] == ("语文", "数学")
    assert made["HZ-08#2"].scope.grades == {3, 4, 5, 6}


def test_a_rule_that_is_not_here_is_declared() -> None:
    rules = {code: rule for code, rule in catalogue().items() if code != "daily_exercise"}
    row = next(r for r in known_rows(read_pack("huozhou"), rules).rows if r.id == "HZ-07")
    assert (row.way, row.rule, row.note.en) == (Way.DECLARED, "", "not computed here")
    assert "HZ-07" not in {s.id for s in pack_settings(read_pack("huozhou"), rules, SUBJECTS)}


def test_strengths_follow_the_words() -> None:
    strengths = {row.id: row.strength for name in ROWS for row in read_pack(name).rows}
    assert strengths["LJ-08"] is Strength.SOFT  # 一般不留
    assert strengths["HL-05"] is Strength.TARGET  # 合理安排
    assert strengths["HZ-10"] is Strength.HARD


@pytest.mark.skipif("KEBIAO_SOURCES" not in os.environ, reason="KEBIAO_SOURCES names the folder of the documents")
@pytest.mark.parametrize("name", ROWS)
def test_quotations_are_verbatim(name: str) -> None:
    texts = [re.sub(r"\s", "", p.read_text("utf-8")) for p in Path(os.environ["KEBIAO_SOURCES"]).glob("*.txt")]
    for row in read_pack(name).rows:
        (text,) = [t for t in texts if re.sub(r"\s", "", row.document) in t]
        parts = [p for p in re.split(r"报告(?=篇[一二三四五六七])", text) if p.startswith(row.part)]
        assert any(re.sub(r"\s", "", row.quotation) in p for p in parts), row.id
