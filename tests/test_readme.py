"""What the papers say is what the program does: commands, code, tables, links of README and CONTRIBUTING."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

import scheduler
from constraints import catalogue
from scheduler import api
from scheduler.cli import ABORTED
from scheduler.cli.audit import BROKEN
from scheduler.cli.root import COMMANDS
from scheduler.errors import KebiaoError
from scheduler.intake.tables import REQUIRED, SHEETS
from scheduler.intake.template import sheet_name
from scheduler.packs import pack_names
from scheduler.rule import Rule

from . import test_rules
from .fonts import CAN_PRINT
from .harness import catches

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
READMES = (ENGLISH, CHINESE)
HAS_DASK = importlib.util.find_spec("distributed") is not None
PAPERS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md")
TRANSLATED = {
    "计划.xlsx": "plan.xlsx", "结果": "run", "结果2": "run2", "结果3": "run3", "结果4": "run4", "结果5": "run5",
    "减负": "cut", "先看看": "quick", "可重复": "same",
    "课表.html": "timetable.html", "规则.md": "rules.md",
    "校长.pdf": "head.pdf", "公示.pdf": "posting.pdf", "作息.xlsx": "bells.xlsx",
    "改好.xlsx": "mended.xlsx", "当时的.xlsx": "earlier.xlsx", "先排": "anyway",
    "方案.yaml": "scenarios.yaml", "试排": "tried", "对比.html": "compare.html",
    "通知.xlsx": "notices.xlsx", "代课.xlsx": "slips.xlsx", "手改.xlsx": "byhand.xlsx", "手改后": "adopted",
    "配好.xlsx": "staffed.xlsx", "全区": "county", "全区报告": "county-report", "全区试排": "county-tried",
    "全区.html": "county.html", "山区": "mountains",
    "墙上的.xlsx": "wall.xlsx", "报告": "report", "学校.fet": "school.fet", "导入.xlsx": "imported.xlsx",
}  # fmt: skip
SAID = {  # no names of files
    "三年级": "grade 3", "小学": "primary", "不可用 赵明 周二上午": "absent 赵明 Tue am",
    "作业上限 五年级 40..20 step -10": 'homework_cap "grade 5" 40..20 step -10',
    "试排/代课，周一不来": "tried/substitute, not on Mondays",
    "课时 四年级 体育 4 换=地方与学校课程": 'lessons "grade 4" 体育 4 instead=地方与学校课程',
    "作业上限 四年级 45..15 step -15": 'homework_cap "grade 4" 45..15 step -15',
    "增加教师 美术 2": "more_teachers 美术 2",
    "减负/五年级作业每天最多 20 分钟": "cut/grade 5_ at most 20 minutes of homework a day",
}  # fmt: skip


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a paper in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[list[str]]:
    """Every kebiao command of a paper's code blocks, as words; the making of environments is left out."""
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    parts = [part.strip() for line in lines for part in line.split("&&")]
    return [shlex.split(p) for p in parts if re.match(r"(\.venv/bin/)?kebiao\b", p)]


def table(name: str, first: str) -> list[list[str]]:
    """The rows of the table whose header begins with a word."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text(name), re.MULTILINE)
    assert found, first
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in found[1].splitlines()]


# -- commands --


def fill(template: Path) -> None:
    """What the newcomer does: the three required sheets, here those of the village school."""
    source = openpyxl.load_workbook(ROOT / "samples" / "three-sheets.xlsx")
    book = openpyxl.load_workbook(template)
    lang = "zh" if "课程计划" in book.sheetnames else "en"
    for code in REQUIRED:
        sheet = book[sheet_name(code, lang)]
        sheet.delete_rows(1, sheet.max_row)
        for row in source[SHEETS[code][0]].values:
            sheet.append(row)
    book.save(template)


def change_by_hand(book: Path, exchanged: Path) -> None:
    """What a teacher does in Excel: the exchange that ``move`` made, taken back cell by cell."""
    mine, other = openpyxl.load_workbook(book), openpyxl.load_workbook(exchanged / "课表.xlsx")
    for row in other["班级课表"].iter_rows():
        for cell in row:
            if cell.value != mine["班级课表"][cell.coordinate].value:
                mine["班级课表"][cell.coordinate].value = cell.value
    mine.save(book)


def quick(words: list[str]) -> list[str]:
    """The command with little time, where it takes any."""
    if "district" in words:  # a first timetable of each school, however long that takes
        words = [w for i, w in enumerate(words) if "--time" not in (w, words[i - 1])]
        return [*words, "--until-first", "--time", "120"]
    if "whatif" in words and any(w in words for w in ("全区", "county")):
        return [*words, "--time", "5"]
    if "solve" not in words:
        return words
    if "--reproducible" in words:
        return [*words, "--rounds", "2"]
    if "--time" in words:
        words = [w for i, w in enumerate(words) if "--time" not in (w, words[i - 1])]
    if any(w.startswith("samples/") for w in words):
        return [*words, "--until-first", "--time", "60"]
    return [*words, "--time", "3"]


def run(words: list[str], folder: Path, lang: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of a paper in a folder and language, with its ``> file``."""
    target = None
    if ">" in words:
        words, target = words[: words.index(">")], folder / words[-1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KEBIAO_LANG": lang}
    done = subprocess.run(
        [sys.executable, "-m", "scheduler.cli", *quick(words[1:])],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=400,
    )  # fmt: skip
    if target:
        target.write_text(done.stdout, "utf-8")
    return done


def _others(folder: str, names: list[str]) -> set[str]:
    """What of the samples the papers do not use."""
    used = {"lixin24.xlsx", "shaanxi13", "impossible", "lijin", "qinan"}
    return set(names) - used if Path(folder).name == "samples" else set()


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_the_readme_does_what_it_says(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The newcomer's walk, from the empty workbook to the changed timetable, as it stands there."""
    office = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "samples", office / "samples", ignore=_others)
    (scenarios,) = blocks(name, "yaml")
    (office / ("方案.yaml" if name == CHINESE else "scenarios.yaml")).write_text(scenarios, "utf-8")
    for words in commands(name):
        if ("pdf" in words and not CAN_PRINT) or ("--cluster" in words and not HAS_DASK):
            continue
        done = run(words, office, "zh" if name == CHINESE or "template" in words else "en")
        assert done.returncode == wanted_code(words), f"{shlex.join(words)}\n{done.stdout}{done.stderr}"
        if "template" in words and "--district" not in words:
            fill(office / words[-1])
        if words[-1] in ("手改.xlsx", "byhand.xlsx"):
            change_by_hand(office / words[-1], office / ("结果" if name == CHINESE else "run"))
    walk(name, office)


def wanted_code(words: list[str]) -> int:
    """What the paper says of a command: the thirteen schools break rules, and one plan is impossible."""
    if "--folder" in words or "--anyway" in words:
        return BROKEN
    return api.Impossible.exit_code if "explain" in words else 0


def walk(name: str, office: Path) -> None:
    """What the walk leaves behind: a whole run, a page, the reference; then the Python."""
    made = {path.name for path in office.iterdir()}
    wanted = {"out", *TRANSLATED} if name == CHINESE else {"out", *TRANSLATED.values()}
    wanted = {name for name in wanted if CAN_PRINT or not name.endswith(".pdf")}
    wanted = {name for name in wanted if HAS_DASK or name not in ("山区", "mountains")}
    assert wanted <= made
    assert {row[0].strip("`") for row in table(name, FILES[name])} == {p.name for p in (office / "out").iterdir()}
    (code,) = blocks(name, "python")
    words = [sys.executable, "-c", code.replace("seconds=60", "seconds=3")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        words, cwd=office, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[0]) > 0
    assert {path.suffix for path in set(office.iterdir()) if path.name not in made} == {"", ".html"}


FILES = {ENGLISH: "File", CHINESE: "文件"}
CODES = {ENGLISH: "Code", CHINESE: "代码"}
FAMILIES = {ENGLISH: "Family", CHINESE: "类别"}
SHEET = {ENGLISH: "Sheet", CHINESE: "工作表"}


def test_both_readmes_have_the_same_commands() -> None:
    english = commands(ENGLISH)
    chinese = [[{**TRANSLATED, **SAID}.get(word, word) for word in words] for words in commands(CHINESE)]
    assert chinese == english


def test_every_command_is_in_the_readme() -> None:
    used = {words[1] for words in commands(ENGLISH)}
    assert used == set(COMMANDS)


# -- tables --


def tree(kind: type[KebiaoError] = KebiaoError) -> Iterator[type[KebiaoError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize("name", READMES)
def test_the_exit_codes_are_those_of_the_program(name: str) -> None:
    usage = 2
    wanted = {0, usage, BROKEN, ABORTED, *(kind.exit_code for kind in tree())}
    assert [int(row[0]) for row in table(name, CODES[name])] == sorted(wanted)
    assert (api.Impossible.exit_code, api.NoTimetable.exit_code) == (5, 6)


@pytest.mark.parametrize("name", READMES)
def test_the_families_are_the_folders_of_the_catalogue(name: str) -> None:
    folders = {type(rule).__module__.split(".")[1] for rule in catalogue().values()}
    families = [row[0].strip("`") for row in table(name, FAMILIES[name])]
    assert sorted(families) == sorted(folders)


@pytest.mark.parametrize("name", READMES)
def test_the_sheets_are_those_of_the_template(name: str) -> None:
    sheets = [row[0].split() for row in table(name, SHEET[name])]
    assert sorted(sheets) == sorted([sheet_name(code, "zh"), sheet_name(code, "en")] for code in SHEETS)
    required = [row[0].split()[0] for row in table(name, SHEET[name]) if row[-1] in ("required", "必填")]
    assert required == [sheet_name(code, "zh") for code in REQUIRED]


@pytest.mark.parametrize("name", READMES)
def test_the_packs_are_all_named(name: str) -> None:
    for pack in pack_names():
        assert f"`{pack}`" in text(name)


@pytest.mark.parametrize("name", READMES)
def test_both_readmes_have_the_same_shape(name: str) -> None:
    def shape(paper: str) -> list[int]:
        lines = re.sub(r"^```.*?^```$", "", text(paper), flags=re.MULTILINE | re.DOTALL).splitlines()
        marks = [re.match(r"(#+ |- |\d+\. |\*\*\d|\|)", line) for line in lines]
        return [len(m[0]) if m[0][0] != "|" else 9 for m in marks if m]

    assert shape(name) == shape(ENGLISH)


# -- links and figures --


@pytest.mark.parametrize("name", PAPERS)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text(name)):
        assert "://" not in target or target.startswith("https://"), target
        assert "://" in target or (ROOT / target).exists(), target


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs").iterdir())
    assert [p.name for p in pictures] == ["class-timetable.png", "compliance.png", "homework-board.png"]
    for picture in pictures:
        assert picture.stat().st_size < 300_000


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == scheduler.__version__


def test_pinned_versions_name_no_address() -> None:
    for line in text("constraints.txt").splitlines():
        assert re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line), line
        assert "://" not in line


# -- the rule in one file --


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the catalogue with the rule of CONTRIBUTING.md in it, as its reader would write it."""
    (code,) = blocks("CONTRIBUTING.md", "python")
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "constraints", folder / "constraints")
    where = re.search(r"^`constraints/(\S+\.py)`", text("CONTRIBUTING.md"), re.MULTILINE)
    assert where
    path = folder / "constraints" / where[1]
    path.write_text(code, "utf-8")
    return path


@pytest.fixture(scope="module")
def rule(example: Path) -> Rule:
    spec = importlib.util.spec_from_file_location("example_rule", example)
    assert spec
    assert spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (found,) = (x for x in vars(module).values() if isinstance(x, type) and x.__module__ == "example_rule")
    made = found()
    assert isinstance(made, Rule)
    assert made.code == example.stem
    return made


def test_the_example_rule_passes_what_every_rule_has_to_pass(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue's own tests, which fail it once its check sees nothing."""
    test_rules.test_cases_give_the_amounts_they_tell(rule)
    test_rules.test_what_is_posted_agrees_with_what_is_checked(rule)
    assert rule.mutants
    assert [mutant.name for mutant in rule.mutants if not catches(rule, mutant)] == []
    for mutant in rule.mutants:
        if mutant.params:
            test_rules.test_mutants_of_check_are_caught_by_the_cases(rule, mutant)
    monkeypatch.setattr(rule, "check", lambda view, setting: [])
    with pytest.raises(AssertionError, match="breaks"):
        test_rules.test_cases_give_the_amounts_they_tell(rule)
    with pytest.raises(AssertionError, match="breaks"):
        test_rules.test_what_is_posted_agrees_with_what_is_checked(rule)


def test_the_example_rule_is_found_by_the_program(example: Path) -> None:
    """One file and nothing else: the catalogue and the template's dropdown have it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(example.parents[2]), str(ROOT)])}
    done = subprocess.run(
        [sys.executable, "-m", "scheduler.cli", "--lang", "en", "rules", example.stem],
        cwd=example.parents[2], env=environment, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "few last periods for a teacher" in done.stdout
    assert "2 lessons, 1 too many" in done.stdout


def test_the_example_rule_is_as_clean_as_the_others(example: Path) -> None:
    """Style and types as .ci/run asks them."""
    pytest.importorskip("mypy")
    for tool in (["ruff", "check", "--config", str(ROOT / "pyproject.toml"), "--ignore", "D102"],
                 ["mypy", "--config-file", str(ROOT / "pyproject.toml"), "--no-incremental"]):  # fmt: skip
        if importlib.util.find_spec(tool[0]) is None:
            continue
        words = [sys.executable, "-m", *tool, str(example)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
        assert example.name not in done.stdout, done.stdout
