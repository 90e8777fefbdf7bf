"""Designed school days: the rules' own checks judge them, a clash is smallest, a wrong model is found out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from constraints import catalogue
from scheduler.bells import Clash, Proposal, Wanted, design
from scheduler.bells.proof import breaches, view_of
from scheduler.domain import Block, BlockKind, RuleSetting, Scope, Strength
from scheduler.errors import DisagreementError, RunError
from scheduler.intake.regulations import pack_settings, usual_subjects
from scheduler.output.bells import write_bells
from scheduler.packs import pack_names, read_pack

RULES = catalogue()
PRIMARY, JUNIOR = Wanted((1, 2, 3, 4, 5, 6), 6, work_end=1050), Wanted((7, 8, 9), 7, work_end=1050)


def asked(pack: str, wanted: Wanted) -> list[RuleSetting]:
    found = pack_settings(read_pack(pack), RULES, usual_subjects())
    return [s for s in found if not s.scope.grades or s.scope.grades & set(wanted.grades)]


def setting(rule: str, strength: Strength = Strength.HARD, **params: object) -> RuleSetting:
    return RULES[rule].setting(f"{rule} {params}", scope=Scope(), strength=strength, **params)


def days(found: tuple[Proposal, ...] | Clash) -> tuple[Proposal, ...]:
    assert not isinstance(found, Clash), [s.id for s in found.settings]
    assert found
    return found


@pytest.mark.parametrize("wanted", [PRIMARY, JUNIOR], ids=["primary", "junior"])
@pytest.mark.parametrize("pack", pack_names())
def test_a_day_for_every_pack_keeps_its_rules_or_names_a_smallest_clash(pack: str, wanted: Wanted) -> None:
    settings = asked(pack, wanted)
    found = design(wanted, settings, RULES, 1)
    if isinstance(found, Clash):
        one = replace(wanted, morning=4)
        for left in found.settings:
            days(design(one, [s for s in found.settings if s is not left], RULES, 1))
        return
    (proposal,) = found
    assert len(proposal.day.lessons) == wanted.lessons
    blocks = proposal.day.blocks
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(b.start % 5 == 0 and b.minutes % 5 == 0 and b.minutes > 0 for b in blocks)
    judged = breaches(view_of(proposal.day, wanted), RULES, (m.setting for m in proposal.margins))
    assert not [s.id for s, found_wrong in judged.items() if found_wrong and s.hard]


def test_seven_hours_at_school_and_two_hours_of_exercise_clash_with_seven_lessons() -> None:
    settings = [*asked("shaanxi-audit", JUNIOR), *asked("double-reduction-national", JUNIOR)]
    found = design(JUNIOR, settings, RULES)
    assert isinstance(found, Clash)
    assert {s.rule for s in found.settings} == {"in_school_hours", "daily_exercise"}


def test_the_margin_is_what_a_bound_may_still_be_tightened() -> None:
    lesson = setting("first_lesson_start", least=500)
    (proposal, *_) = days(design(PRIMARY, [lesson], RULES))
    (margin,) = proposal.margins
    assert margin.spare == margin.value - 500 == proposal.day.lessons[0].start - 500
    tighter = setting("first_lesson_start", least=500 + int(margin.spare) + 5)
    (moved, *_) = days(design(PRIMARY, [tighter], RULES))
    assert moved.day.lessons[0].start >= 500 + margin.spare + 5


def test_a_wish_is_given_up_and_said_where_a_rule_stands_against_it() -> None:
    hard, wish = setting("in_school_hours", most=360), setting("daily_exercise", Strength.SOFT, least=180)
    (proposal, *_) = days(design(PRIMARY, [hard, wish], RULES))
    assert [m.setting.rule for m in proposal.missed] == ["daily_exercise"]


def test_a_model_that_forgets_a_rule_is_found_out_by_the_rule_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.bells.asks._ASKS", {"break_minutes": lambda day, s: iter(())})
    with pytest.raises(DisagreementError, match="break_minutes"):
        design(PRIMARY, [setting("break_minutes", least=20)], RULES)


def test_the_lessons_before_noon_are_as_wanted() -> None:
    (proposal,) = days(design(replace(PRIMARY, morning=3), asked("haidian-lixin", PRIMARY), RULES))
    noon = next(b for b in proposal.day.blocks if b.kind is BlockKind.NOON)
    assert sum(b.end <= noon.start for b in proposal.day.lessons) == 3


def test_the_sheet_can_be_read_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "作息.xlsx"
    blocks = [Block(1, 510, 550, BlockKind.LESSON, "第1节"), Block(1, 550, 580, BlockKind.LONG_BREAK, "大课间")]
    write_bells(path, blocks, (1, 6))
    rows = list(openpyxl.load_workbook(path)["作息"].iter_rows(values_only=True))
    assert [r[3:] for r in rows[1:]] == [("第1节", "上课", "08:30", "09:10"), ("大课间", "大课间", "09:10", "09:40")]
    with pytest.raises(RunError):
        write_bells(path, blocks, (1, 6))


def test_an_activity_block_counts_as_exercise_where_no_lesson_does() -> None:
    """Two hours without a lesson of PE: two long breaks are 80 minutes at most, the rest is an activity block."""
    asks = setting("daily_exercise", least=120)
    (proposal,) = days(design(replace(PRIMARY, sport=False), [asks], RULES, 1))
    kinds = [b.kind for b in proposal.day.blocks]
    assert BlockKind.ACTIVITY in kinds
    judged = breaches(view_of(proposal.day, replace(PRIMARY, sport=False)), RULES, [asks])
    assert not judged[asks]
