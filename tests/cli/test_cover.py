"""kebiao cover: a day arranged, recorded, shown, counted and taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from scheduler.cover import NAME

from .shell import kebiao, rows

DATE = "2026-11-24"  # a Tuesday
DAY = ("--date", DATE)
OPEN = 5


def teachers_on(run: Path, day: str = "2") -> list[str]:
    """Those with lessons on a day, as the csv has it, those with most first."""
    held = [r["teacher"] for r in rows(run / "timetable.csv") if r["day"] == day and r["class"] and r["teacher"]]
    names = [name for name in dict.fromkeys(held) if "/" not in name]
    return sorted(names, key=lambda name: -held.count(name))


def data(*words: object) -> dict[str, object]:
    result = kebiao("cover", *words, "--json")
    assert result.exit_code in (0, OPEN), result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_each_lesson_gets_somebody_who_is_free(run: Path) -> None:
    absent = teachers_on(run)[-1]
    result = kebiao("cover", run, *DAY, "--absent", absent, lang="zh")
    assert result.exit_code == 0, result.output
    head, *lines = result.output.splitlines()
    assert head == f"{DATE} 周二，请假：{absent}"
    mine = [r for r in rows(run / "timetable.csv") if r["teacher"] == absent and r["day"] == "2"]
    numbered = [line for line in lines if line.lstrip()[:1].isdigit()]
    assert len(numbered) == len(mine)
    for row, line in zip(sorted(mine, key=lambda r: r["start"]), numbered, strict=True):
        assert row["start"] in line
        taker = line.partition("→ ")[2].partition("（")[0]
        then = [r for r in rows(run / "timetable.csv") if r["day"] == "2" and r["teacher"] == taker]
        assert all(r["end"] <= row["start"] or row["end"] <= r["start"] for r in then)
    assert "还没有登记" in lines[-1]
    assert not (run / NAME).exists()


def test_recorded_shown_counted_and_taken_back(run: Path, tmp_path: Path) -> None:
    first, second = teachers_on(run)[:2]
    words = (*DAY, "--absent", first, "--absent", f"{second}：上午")
    slips = tmp_path / "通知.xlsx"
    done = kebiao("cover", run, *words, "--apply", "--slips", slips, lang="zh")
    assert done.exit_code in (0, OPEN), done.output
    lines = (run / NAME).read_text("utf-8").splitlines()
    assert f"已登记 {len(lines)} 条" in done.output
    assert openpyxl.load_workbook(slips).sheetnames == ["代课安排", "通知单"]
    again = kebiao("cover", run, *words, "--apply", lang="zh")
    assert (run / NAME).read_text("utf-8").splitlines() == lines, again.output

    shown = data(run, *DAY)
    lessons = [h for h in shown["lessons"] if h["away"]]  # type: ignore[attr-defined]
    assert lessons
    assert all({first, second}.isdisjoint(h["teachers"]) for h in lessons if set(h["away"]) == {first, second})
    page = kebiao("cover", run, *DAY, lang="zh").output
    assert f"{second}（上午）" in page
    assert f"{first}老师：11月24日（周二）请假" in page
    tally = json.loads(kebiao("cover", run, "--counts", "--json").stdout)
    covers = [json.loads(line) for line in lines if '"cover"' in line or '"self_study"' in line]
    assert sum(c["taken"] for c in tally) == sum(r["lesson"]["periods"] for r in covers)
    assert kebiao("cover", run, "--counts", lang="zh").output.count("\n") == len(tally)

    back = kebiao("cover", run, "--cancel", 1, lang="zh")
    assert back.output.startswith("已取消：11月24日（周二） " + first)
    assert kebiao("cover", run, "--cancel", 1).exit_code == 2
    left = data(run, *DAY)
    assert list(left["away"]) == [second]  # type: ignore[call-overload]


def test_the_tally_goes_on_in_the_next_run_of_the_term(run: Path, tmp_path: Path) -> None:
    following, copied = (Path(shutil.copytree(run, tmp_path / name)) for name in ("following", "copied"))
    kebiao("cover", run, *DAY, "--absent", teachers_on(run)[0], "--apply")
    tally = kebiao("cover", run, "--counts", "--json").stdout
    assert json.loads(tally)
    assert kebiao("cover", following, "--counts", "--json").stdout == tally
    shutil.copy(run / NAME, copied / NAME)  # the same day twice is one day
    assert kebiao("cover", following, "--counts", "--json").stdout == tally
    (copied / NAME).write_text("{}\n", "utf-8")
    spoilt = kebiao("cover", following, "--counts", "--json", lang="zh")
    assert spoilt.stdout == tally
    assert f"{NAME} 没有计入本学期" in spoilt.stderr


def test_somebody_decides(run: Path) -> None:
    absent = teachers_on(run)[-1]
    offers = data(run, *DAY, "--absent", absent)["open"]
    other = offers[0]["candidates"][1]["teacher"]  # type: ignore[index]
    chosen = data(run, *DAY, "--absent", absent, "--take", f"1={other}")["open"]
    assert chosen[0]["chosen"] == other  # type: ignore[index]
    busy = next(r for r in offers[0]["refused"] if r["why"] == "busy")  # type: ignore[index]
    refused = kebiao("cover", run, *DAY, "--absent", absent, "--take", f"1={busy['teacher']}", lang="zh")
    assert refused.exit_code == 2
    assert "同时有" in refused.stderr


def test_an_exchange_can_be_decided(run: Path) -> None:
    for absent in teachers_on(run):
        offers = data(run, *DAY, "--absent", absent)["open"]
        swaps = [(o["number"], e) for o in offers for e in o["exchanges"]]  # type: ignore[attr-defined]
        if swaps:
            break
    number, swap = swaps[0]
    day, period = swap["start"].rpartition("/")[2].split("-")
    words = (*DAY, "--absent", absent, "--take", f"{number}=周{'一二三四五'[int(day) - 1]}{period}", "--apply")
    result = kebiao("cover", run, *words, lang="zh")
    assert result.exit_code in (0, OPEN), result.output
    assert "⇄" in result.output
    there = data(run, "--date", swap["date"])
    assert any(h["record"] for h in there["lessons"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "maybe"),
    [
        ((), ""),
        (("--counts", "--cancel", "1"), ""),
        (("--counts", *DAY), ""),
        (("--absent", "沈悦"), ""),
        ((*DAY, "--take", "1=沈悦"), ""),
        (("--date", "yesterday"), "2026-11-24"),
        (("--date", "2026-11-23 至 2026-11-27"), "2026-11-24"),
        (("--date", "2026-02-30"), "2026-11-24"),
        (("--date", "99999-11-24"), "2026-11-24"),
        (("--date", "2026-11-28"), "Sat"),
        ((*DAY, "--absent", "没有这人"), "Maybe"),
        ((*DAY, "--absent", ""), "Maybe"),
        ((*DAY, "--absent", "沈悦:周三"), "no such time"),
        ((*DAY, "--absent", "沈悦:半夜"), "no such time"),
        ((*DAY, "--absent", "沈悦:99"), "no such time"),
        ((*DAY, "--absent", "沈悦", "--take", "x"), "2=NAME"),
        ((*DAY, "--absent", "沈悦", "--take", "1=没有这人"), "Maybe"),
        ((*DAY, "--absent", "沈悦", "--take", "99=罗琳"), "99"),
        ((*DAY, "--absent", "沈悦", "--take", "1=周四"), "lesson time"),
        ((*DAY, "--absent", "沈悦", "--take", "1=周六3"), ""),
        ((*DAY, "--absent", "沈悦", "--take", "1=罗琳", "--take", "1=赵明"), "twice"),
        ((*DAY, "--absent", "沈悦", "--slips", "x.doc"), ".xlsx"),
        (("--date", "2026-11-28", "--as", "someday"), "Wed"),
        (("--cancel", "7"), "7"),
        (("--cancel", "-1"), ""),
        (("--cancel", "x"), ""),
    ],
)
def test_what_cannot_be_understood(run: Path, words: tuple[str, ...], maybe: str) -> None:
    result = kebiao("cover", run, *words)
    assert result.exit_code == 2, result.output
    assert maybe in result.stderr
    assert "Traceback" not in result.output
    assert not (run / NAME).exists()


def test_slips_of_a_day_like_any_other(run: Path, tmp_path: Path) -> None:
    assert kebiao("cover", run, *DAY, "--slips", tmp_path / "x.xlsx").exit_code == 2


def test_slips_that_cannot_be_written(run: Path, tmp_path: Path) -> None:
    words = (*DAY, "--absent", teachers_on(run)[0])
    assert kebiao("cover", run, *words, "--slips", tmp_path / "nowhere" / "x.xlsx").exit_code == 4


def test_a_spoilt_record_is_named(run: Path) -> None:
    (run / NAME).write_text("{}\n", "utf-8")
    result = kebiao("cover", run, *DAY)
    assert result.exit_code == 4
    assert "line 1" in result.stderr


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    assert kebiao("cover", tmp_path, *DAY).exit_code == 4


def test_nobody_for_a_lesson_is_exit_code_5(run: Path) -> None:
    """All are away but one: most lessons are left, and each says so."""
    everybody = list(dict.fromkeys(r["teacher"] for r in rows(run / "timetable.csv") if r["teacher"]))
    words = [w for name in everybody[:-1] if "/" not in name for w in ("--absent", name)]
    result = kebiao("cover", run, *DAY, *words, lang="zh")
    assert result.exit_code == OPEN
    assert "没有人能代" in result.output
    assert "请假" in result.output


def test_a_make_up_saturday_may_be_told_what_it_follows(run: Path) -> None:
    shown = data(run, "--date", "2026-11-28", "--as", "周三")
    assert shown["day"] == 3
    absent = teachers_on(run, "3")[-1]
    words = ("--date", "2026-11-28", "--as", "Wed", "--absent", absent, "--apply")
    assert kebiao("cover", run, *words).exit_code in (0, OPEN)
    assert data(run, "--date", "2026-11-28")["day"] == 3  # remembered by its records
    assert len(json.loads(kebiao("cover", run, "--counts", "--json").stdout)) > 1


def test_dates_are_read_as_people_write_them(run: Path) -> None:
    for word in ("2026-11-24", "2026/11/24", "2026年11月24日", "20261124"):
        assert data(run, "--date", word)["date"] == DATE


def test_names_and_signs_of_an_input_method(run: Path) -> None:
    """Full-width colon, equals sign and spaces."""
    absent = teachers_on(run)[0]
    assert kebiao("cover", run, *DAY, "--absent", f" {absent} ： 上午 ").exit_code in (0, OPEN)


def test_the_day_is_shown_class_by_class(run: Path) -> None:
    page = kebiao("cover", run, *DAY, lang="zh").output
    for name in ("一1", "六1"):
        held = sorted(
            (int(r["period"]), r["subject"])
            for r in rows(run / "timetable.csv")
            if r["class"] == name and r["day"] == "2"
        )
        line = next(x for x in page.splitlines() if x.strip().startswith(name))
        assert all(f"{period} {subject}" in line for period, subject in held)
    assert "*" not in page
