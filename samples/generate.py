"""Writes the sample workbooks: ``python samples/generate.py [names] [-o DIR]``.

Every name is a file in ``samples/schools`` or ``samples/profiles``, or ``junior`` with a number of classes, as
``junior240``. Without names the files of ``schools`` are written but those too large to keep beside the program
(``BY_NAME_ONLY``). The same name gives the same cells every time.
Districts are folders: ``lijin``, ``qinan``, ``luojiang25``, ``district`` with a number of schools, as ``district50``.
``--tightness`` prints how tight the written workbooks are, ``--witness`` whether they can be timetabled.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:  # run as a program, not imported
    sys.path.insert(0, str(HERE.parent))

from samples.book import Plan  # noqa: E402
from samples.district import Schools, save_district  # noqa: E402
from samples.junior import of_size  # noqa: E402
from samples.profile import plan as plan_of_profile  # noqa: E402
from samples.profile import profile_names  # noqa: E402
from samples.write import save  # noqa: E402

BY_NAME_ONLY = ("junior100",)
DISTRICTS = ("lijin", "qinan", "luojiang25")
DISTRICTS_BY_NAME_ONLY = ("luojiang25",)
_SIZED = re.compile(r"junior([3-9]|[1-9]\d{1,2})")
_SIZED_DISTRICT = re.compile(r"district:?([2-9]|[1-9]\d{1,2}|1000)")


def sample_names() -> tuple[str, ...]:
    """All samples by name, those written by default first."""
    files = sorted(p.stem.replace("_", "-") for p in (HERE / "schools").glob("*.py") if p.stem != "__init__")
    return (*(n for n in files if n not in BY_NAME_ONLY), *BY_NAME_ONLY)


def build(name: str) -> Plan:
    """The plan of a sample, a profile or a junior school of 3 to 999 classes. Raises KeyError for another name."""
    if name in sample_names():
        plan: Plan = import_module(f"samples.schools.{name.replace('-', '_')}").plan()
        return plan
    if name in profile_names():
        return plan_of_profile(name)
    sized = _SIZED.fullmatch(name)
    if sized is None:
        raise KeyError(name)
    return of_size(int(sized[1]))


def build_district(name: str) -> Schools:
    """A district by name, or of 2 to 1000 schools. Raises KeyError for another name."""
    if name in DISTRICTS:
        found: Schools = import_module(f"samples.districts.{name}").district()
        return found
    sized = _SIZED_DISTRICT.fullmatch(name)
    if sized is None:
        raise KeyError(name)
    from samples.districts.sized import district

    return district(int(sized[1]))


def is_district(name: str) -> bool:
    """Whether the name is that of a district."""
    return name in DISTRICTS or _SIZED_DISTRICT.fullmatch(name) is not None


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    every = (*sample_names(), *profile_names())
    parser = argparse.ArgumentParser(
        description="write the sample workbooks",
        epilog=f"schools: {', '.join(every)}; junior240; districts: {', '.join(DISTRICTS)}; district50",
    )
    parser.add_argument("names", nargs="*", metavar="name", help="samples to write (default: all but the largest)")
    parser.add_argument("-o", "--output", type=Path, default=HERE, metavar="DIR", help="folder to write to")
    parser.add_argument("--tightness", action="store_true", help="print how tight each sample is, from its workbook")
    parser.add_argument("--witness", action="store_true", help="find a timetable of each, without the solver")
    options = parser.parse_args(argv)
    if unknown := [n for n in options.names if n not in every and not _SIZED.fullmatch(n) and not is_district(n)]:
        known = ", ".join((*every, *DISTRICTS))
        parser.error(f"no such sample: {', '.join(unknown)} (there are: {known}; junior and district with any size)")
    districts = [n for n in options.names if is_district(n)]
    wanted = [n for n in options.names if n not in districts]
    if not options.names:
        wanted = [n for n in sample_names() if n not in BY_NAME_ONLY]
        districts = [n for n in DISTRICTS if n not in DISTRICTS_BY_NAME_ONLY]
    if options.tightness:
        from samples.tightness import table

        print(table(options.output, wanted))
        return 0
    if options.witness:
        from samples.witness import report

        for line in report(options.output, wanted):
            print(line)
        return 0
    options.output.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        path = options.output / f"{name}.xlsx"
        save(build(name), path)
        print(path)
    for name in districts:
        folder = options.output / name.replace(":", "")
        save_district(build_district(name), folder)
        print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
