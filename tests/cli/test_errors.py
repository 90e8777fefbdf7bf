"""Whatever goes wrong is one sentence and one exit code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler import api
from scheduler.bells import Clash, Wanted
from scheduler.cli.audit import BROKEN
from scheduler.cli.bells import NoDayError
from scheduler.cli.options import UnknownNameError
from scheduler.domain import Text
from scheduler.engine.precheck import Shortage
from scheduler.errors import DisagreementError, IntakeError, IntakeProblem, KebiaoError, RunError
from scheduler.intake.as_book.write import TooManyCurricula
from scheduler.intake.foreign import ForeignError
from scheduler.intake.workbook import BadFileError

from .shell import THREE, kebiao

SAID = Text("说清楚了", "said clearly")
ERRORS: tuple[tuple[KebiaoError, int], ...] = (
    (KebiaoError(SAID), 1),
    (UnknownNameError(SAID), 2),
    (IntakeError([IntakeProblem("任课", "B2", "王方", SAID)]), 3),
    (BadFileError(SAID), 3),
    (ForeignError(SAID), 3),
    (RunError(SAID), 4),
    (api.Impossible((Shortage("teacher", ("王芳",), 3, 2, SAID),)), 5),
    (NoDayError(Clash(()), Wanted((1,), 4)), 5),
    (api.NoTimetable(60), 6),
    (DisagreementError(SAID), 70),
    (TooManyCurricula(12), 4),
)


def tree(kind: type[KebiaoError] = KebiaoError) -> Iterator[type[KebiaoError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


def test_every_error_has_one_of_the_codes() -> None:
    """Which kinds there are depends on what was imported; their codes do not."""
    assert {type(error) for error, _ in ERRORS} <= set(tree())
    assert {kind.exit_code for kind in tree()} <= {code for _, code in ERRORS} | {BROKEN}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("error", "code"), ERRORS, ids=lambda x: type(x).__name__)
def test_an_error_is_said_and_has_its_code(
    error: KebiaoError, code: int, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(api, "load", fail)
    result = kebiao("solve", THREE, "-o", tmp_path / "run", lang=lang)
    assert result.exit_code == code == error.exit_code
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == ("错误: " if lang == "zh" else "error: ") + error.text.say(lang).splitlines()[0]
    assert SAID.say(lang) in result.stderr or isinstance(error, api.NoTimetable | TooManyCurricula | NoDayError)
    assert "Traceback" not in result.output
