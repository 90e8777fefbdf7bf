"""kebiao rules: the catalogue as a list, a page, a reference, and data."""

from __future__ import annotations

import json

import pytest

from constraints import catalogue

from .shell import kebiao

CODES = list(catalogue())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_has_a_line_a_rule(lang: str) -> None:
    lines = kebiao("rules", lang=lang).output.splitlines()
    assert [line.split()[0] for line in lines] == CODES
    for line, rule in zip(lines, catalogue().values(), strict=True):
        assert rule.title.say(lang) in line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_page(lang: str) -> None:
    for rule in catalogue().values():
        page = kebiao("rules", rule.code, lang=lang).output
        assert page.startswith(f"## {rule.code}")
        assert rule.asks.say(lang) in page
        for param in rule.params:
            assert f"`{param.name}`" in page
        broken = next((case for case in rule.cases() if case.expected), None)
        assert (broken is None) == (rule.code == "permission"), "nothing breaks a permission, and only that"
        assert broken is None or broken.why.say(lang) in page


def test_a_page_quotes_the_regulation() -> None:
    page = kebiao("rules", "daily_exercise", lang="zh").output
    assert "学生在校期间体育锻炼时间每天不少于1小时" in page


def test_the_reference_holds_every_page() -> None:
    text = kebiao("rules", "--markdown").output
    assert text.startswith("# ")
    assert [line.split()[1] for line in text.splitlines() if line.startswith("## ")] == CODES
    for code in CODES:
        assert kebiao("rules", code).output.strip() in text


def test_the_data_holds_both_languages() -> None:
    data = json.loads(kebiao("rules", "--json").output)
    assert [rule["code"] for rule in data] == CODES
    for rule in data:
        for part in ("title", "asks", "unit"):
            assert rule[part]["zh"]
            assert rule[part]["en"]
    (one,) = json.loads(kebiao("rules", "teacher_run", "--json").output)
    assert [(p["name"], p["default"]) for p in one["parameters"]] == [("most", "3"), ("each", "period")]


@pytest.mark.parametrize(
    ("word", "near"), [("teacher_gap", "teacher_gaps"), ("pe_weekl", "pe_weekly"), ("?", "kebiao rules")]
)
def test_an_unknown_rule_gets_the_nearest(word: str, near: str) -> None:
    result = kebiao("rules", word)
    assert result.exit_code == 2
    assert result.stderr == f"error: no rule {word}\n  Maybe: {near}\n"
