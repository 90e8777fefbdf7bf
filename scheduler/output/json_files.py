"""JSON of frozen data: what was understood of a plan, what the audit found, how the run went.

``json_dump`` and ``json_load`` work on any frozen dataclass: fields become keys, tuples lists, frozensets
sorted lists, enums their values. Equal data gives equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from scheduler.domain import School, Text, Times
from scheduler.errors import RunError
from scheduler.rule import Rule, Violation

from .tables import FORMAT

if TYPE_CHECKING:
    from scheduler.auditor import Entry

    from .run import Run

T = TypeVar("T")


def json_dump(value: Any) -> Any:
    """Plain lists and dicts for JSON. Raises TypeError naming a type that has no plain form."""
    if type(value) is str or type(value) is int:  # most values, and the quickest test
        return value
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: json_dump(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): json_dump(v) for k, v in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((json_dump(v) for v in value), key=lambda v: json.dumps(v, ensure_ascii=False))
    if isinstance(value, list | tuple):
        return [json_dump(v) for v in value]
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def json_load(kind: Any, value: Any) -> Any:
    """Undoes ``json_dump`` for a value of a known type; a rule's parameter (Any) is told by its form."""
    if kind is Any:
        return _load_param(value)
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        kinds = args[:1] * len(value) if args[-1] is Ellipsis else args
        return tuple(json_load(k, v) for k, v in zip(kinds, value, strict=True))
    if origin is frozenset:
        return frozenset(json_load(args[0], v) for v in value)
    if args and type(None) in args:
        return None if value is None else json_load(next(a for a in args if a is not type(None)), value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: json_load(hints[f.name], value[f.name]) for f in fields(kind)})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) else value


def _load_param(value: Any) -> Any:
    if isinstance(value, dict):
        return json_load(Times, value)
    return tuple(value) if isinstance(value, list) else value


def write_json(path: Path, value: Any) -> None:
    """Write a value as UTF-8, an entry of each of its lists a line; equal values give equal bytes."""
    path.write_bytes((_lines(json_dump(value), 0) + "\n").encode())


def _lines(value: Any, depth: int) -> str:
    """Line breaks in the outer levels only: readable, and several times quicker than json's own indenting."""
    if depth < 3 and isinstance(value, dict) and value:
        rows = (f"{json.dumps(k, ensure_ascii=False)}: {_lines(v, depth + 1)}" for k, v in value.items())
        return "{\n" + ",\n".join(rows) + "\n}"
    if depth < 3 and isinstance(value, list) and value:
        return "[\n" + ",\n".join(_lines(v, 3) for v in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


def school_json(school: School) -> dict[str, Any]:
    """school.json: everything that was understood of the plan."""
    return {"format": FORMAT, "school": json_dump(school)}


def read_school(path: Path) -> School:
    """The school of a school.json. Raises RunError when there is none, or it is of another format."""
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        school = json_load(School, data["school"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        zh, en = f"读不懂 {path.name}：{error}", f"cannot read {path.name}: {error}"
        raise RunError(Text(zh, en)) from error
    assert isinstance(school, School)
    return school


def audit_json(run: Run) -> dict[str, Any]:
    """audit.json: every rule setting with its verdict and its breaches; where the plan asks for more than rules
    keep, ``left_out`` counts that by name."""
    return {
        "format": FORMAT,
        "school": run.school.name,
        "cost": run.audit.cost,
        **({"left_out": dict(left_out)} if (left_out := run.record.get("left_out")) else {}),
        "entries": [_entry_json(entry, run.rules) for entry in run.audit.entries],
    }


def _entry_json(entry: Entry, rules: Mapping[str, Rule]) -> dict[str, Any]:
    setting, rule = entry.setting, rules.get(entry.setting.rule)
    return {
        "id": setting.id,
        "rule": setting.rule,
        "title": json_dump(rule.title) if rule else None,
        "source": json_dump(setting.source),
        "scope": json_dump(setting.scope),
        "params": {name: json_dump(value) for name, value in setting.params},
        "strength": setting.strength.value,
        "weight": setting.weight,
        "verdict": entry.verdict.value,
        "missing": json_dump(entry.missing),
        "amount": entry.amount,
        "cost": entry.cost,
        "breaches": list(_breaches(entry.violations, rule)),
    }


def _breaches(violations: Iterable[Violation], rule: Rule | None) -> Iterable[dict[str, Any]]:
    for violation in sorted(violations):
        yield {
            "who": list(violation.who),
            "where": json_dump(violation.where),
            "amount": violation.amount,
            "text": {lang: rule.say(violation, lang) for lang in ("zh", "en")} if rule else None,
        }


def run_json(run: Run, sha256: str) -> dict[str, Any]:
    """run.json: the record of the run and the fingerprint of its plan; the only file in which times of day
    may stand.
    """
    return {**run.record, "format": FORMAT, "school": run.school.name, "sha256": sha256}
