"""Scenarios in YAML, read as plain words with the line of each: no tags, no aliases, no numbers turned into times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from scheduler.domain import Text
from scheduler.intake.words import key, nearest, nfkc

from .change import Change
from .error import ChangeError
from .kind import Kind, find_kind, no_kind
from .names import unknown
from .phrase import at_school, find_field, is_school, read_phrase, spread

LARGEST = 1_000_000  # bytes
MOST_CHANGES = 200  # of a scenario
_WORDS = {
    "scenarios": ("scenarios", "方案", "方案列表"),
    "name": ("name", "scenario", "方案", "名称", "方案名称"),
    "note": ("note", "备注", "说明"),
    "changes": ("changes", "change", "变更"),
    "kind": ("change", "变更"),
}
_MARKS = {"times": "；", "params": ";"}
Read = tuple[str, tuple[tuple[Change, ...], ...], str, str]  # name, alternatives of each change, note, where


class _Loader(yaml.BaseLoader):
    """YAML without aliases: a few of them can stand for endlessly many nodes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """As in any YAML, but an alias is an error."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="*…", problem_mark=_lines(self))
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def _lines(loader: yaml.BaseLoader) -> yaml.Mark:
    mark: yaml.Mark = loader.get_mark()
    return mark


class _File:
    """A file's nodes, and where each stands."""

    def __init__(self, name: str):
        self.name = name
        self.scenario = ""

    def at(self, node: yaml.Node) -> str:
        """雨天 · changes.yaml:12."""
        place = f"{self.name}:{node.start_mark.line + 1}"
        return f"{self.scenario} · {place}" if self.scenario else place

    def error(self, node: yaml.Node, zh: str, en: str) -> ChangeError:
        """What is wrong, and in which line."""
        return ChangeError(Text(zh, en), self.at(node))

    def items(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        """The keys and values of a mapping, in order; no key twice."""
        seen: dict[str, yaml.Node] = {}
        for name, value in node.value:
            word = self.text(name)
            if key(word) in seen:
                raise self.error(name, f"“{word}” 写了两次", f"'{word}' stands twice")
            seen[key(word)] = value
            yield word, value

    def text(self, node: yaml.Node) -> str:
        """A word or number as it is written; '' for nothing."""
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(node, "这里应是一个词或数", "a word or number is wanted here")
        written = str(node.value).strip()
        return "" if node.style is None and written in ("null", "~") else written


def read_yaml(path: Path) -> Iterator[Read]:
    """The scenarios of a file. Raises ChangeError with the line."""
    file = _File(path.name)
    top = _compose(path)
    if isinstance(top, yaml.MappingNode):
        entries = list(file.items(top))
        if len(entries) == 1 and key(entries[0][0]) in _WORDS["scenarios"] and _lists_scenarios(entries[0][1]):
            top = entries[0][1]
        elif not any(key(name) in _WORDS["changes"] for name, _ in entries):
            for name, node in entries:
                yield _scenario(file, node, name)
            return
        else:
            yield _scenario(file, top, "")
            return
    if not isinstance(top, yaml.SequenceNode):
        raise file.error(top, "应是一列方案，每个有 name 和 changes", "a list of scenarios is wanted: name and changes")
    for node in top.value:
        file.scenario = ""
        yield _scenario(file, node, "")


def _lists_scenarios(node: yaml.Node) -> bool:
    """Whether these are scenarios, not the changes of one that is called so."""
    return isinstance(node, yaml.SequenceNode) and all(isinstance(n, yaml.MappingNode) for n in node.value)


def _compose(path: Path) -> yaml.Node:
    name = path.name
    try:
        size = path.stat().st_size
        if size > LARGEST:
            zh, en = f"{name} 太大（{size // 1000} KB），不像方案", f"{name} is too large ({size // 1000} KB)"
            raise ChangeError(Text(zh, en))
        content = path.read_bytes()
    except OSError as error:
        raise ChangeError(Text(f"读不了 {path}", f"{path} cannot be read")) from error
    try:
        node = yaml.compose(_decoded(content, name), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        zh, en = (
            "YAML 写得不对（缩进、冒号、引号或方括号）",
            "this is no YAML (indentation, colons, quotes or brackets)",
        )
        raise ChangeError(Text(zh, en), f"{name}:{line}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ChangeError(Text("YAML 读不懂", "this is no YAML that can be read"), name) from error
    if node is None:
        raise ChangeError(Text("没有写方案", "no scenario is written"), name)
    return node


def _decoded(content: bytes, name: str) -> str:
    """UTF-8, or the Chinese code page that older editors write."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ChangeError(Text("不是文字文件；请存为 UTF-8", "this is no text; save it as UTF-8"), name)


def _scenario(file: _File, node: yaml.Node, name: str) -> Read:
    """A mapping with name, note and changes, or, where the name is known, just the changes."""
    note, changes = "", None if isinstance(node, yaml.MappingNode) else node
    where = file.at(node)
    for word, value in file.items(node) if isinstance(node, yaml.MappingNode) else ():
        code = next((c for c in ("changes", "name", "note") if key(word) in _WORDS[c]), None)
        if code == "name":
            name = file.text(value)
        elif code == "note":
            note = file.text(value)
        elif code == "changes":
            changes = value
        else:
            near = nearest(word, [w for c in ("name", "changes", "note") for w in _WORDS[c]])
            raise file.error(value, f"不认识 “{word}”（最接近：{near or 'changes'}）",
                             f"unknown key '{word}' (nearest: {near or 'changes'})")  # fmt: skip
    if changes is None:
        raise file.error(node, "方案没有 changes（变更）", "the scenario has no changes")
    file.scenario = name
    every = changes.value if isinstance(changes, yaml.SequenceNode) else [changes]
    if not every or len(every) > MOST_CHANGES:
        raise file.error(changes, f"变更应有 1 到 {MOST_CHANGES} 条", f"1 to {MOST_CHANGES} changes are wanted")
    found = name, tuple(_change(file, one) for one in every), note, where
    file.scenario = ""
    return found


def _change(file: _File, node: yaml.Node) -> tuple[Change, ...]:
    """A phrase, ``{change: kind, field: value …}``, or ``kind: phrase or fields``."""
    if not isinstance(node, yaml.MappingNode):
        return read_phrase(file.text(node), file.at(node))
    try:
        return _mapping(file, node)
    except ChangeError as error:
        raise error if error.at else ChangeError(error.plain, file.at(node)) from error


def _mapping(file: _File, node: yaml.Node) -> tuple[Change, ...]:
    entries = list(file.items(node))
    named = next((entry for entry in entries if key(entry[0]) in _WORDS["kind"]), None)
    if named is None and len(entries) == 1:
        word, value = entries[0]
        if isinstance(value, yaml.MappingNode):
            return _fields(file, word, list(file.items(value)), value)
        listed = value.value if isinstance(value, yaml.SequenceNode) else [value]
        return read_phrase(" ".join([word, *map(file.text, listed)]), file.at(node))
    if named is None:
        raise file.error(node, "没有写是哪种变更（change: …）", "which change? (change: …)")
    return _fields(file, file.text(named[1]), [e for e in entries if e is not named], node)


def _fields(file: _File, word: str, entries: list[tuple[str, yaml.Node]], node: yaml.Node) -> tuple[Change, ...]:
    kind = find_kind(word)
    if kind is None:
        raise no_kind(word)
    implied = next((pair for w, pair in kind.implied.items() if key(w) == key(word)), None)
    values = dict([implied]) if implied else {}
    schools = ""
    for name, value in entries:
        if is_school(name):
            schools = _listed(file, value)
            continue
        field = find_field(kind, name)
        if field is None:
            raise unknown(
                Text("项目", "field"), name, [*(f.text.zh for f in kind.fields), *(f.name for f in kind.fields)]
            )
        values[field.name] = _value(file, kind, field.name, value)
    return tuple(at_school(change, schools) for change in spread(kind, values, file.at(node)))


def _listed(file: _File, node: yaml.Node) -> str:
    return "、".join(map(file.text, node.value)) if isinstance(node, yaml.SequenceNode) else file.text(node)


def _value(file: _File, kind: Kind, name: str, node: yaml.Node) -> str:
    """A value, or a list of them."""
    if not isinstance(node, yaml.SequenceNode):
        return nfkc(file.text(node))
    shape = next(f.shape for f in kind.fields if f.name == name)
    return _MARKS.get(shape, "、").join(nfkc(file.text(one)) for one in node.value)
