"""Reading XML that nobody vouches for: no document types, no entities, a bounded size, depth and number of elements."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from scheduler.domain import Text

from ..workbook import BadFileError

LARGEST_FILE = 50_000_000
DEEPEST = 40
MOST_ELEMENTS = 3_000_000

_AGAIN = Text("在 FET 里打开并另存", "open it in FET and save it again")


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises BadFileError when it is missing, no file, unreadable, empty or too large."""
    if not path.exists():
        raise BadFileError(Text(f"找不到文件 {path}", f"there is no file {path}"), Text("检查路径", "check the path"))
    if not path.is_file():
        raise BadFileError(
            Text(f"{path} 不是文件", f"{path} is not a file"), Text("给出 .fet 文件", "name a .fet file")
        )
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise BadFileError(
            Text(f"{path.name} 读不了（可能正被别的程序占用）", f"{path.name} cannot be read (is it in use?)"),
            Text("关闭打开它的程序再试", "close the program that has it open and try again"),
        ) from error
    _check_size(size)
    return content


def read_root(content: bytes) -> Element:
    """The root element of a FET file. Raises BadFileError in one line for what is broken, hostile or something else."""
    _check_size(len(content))
    parser = XMLParser(target=_Bounded())
    try:
        parser.feed(content)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise BadFileError(
            Text(f"这个文件不是完整的 XML（第 {line} 行第 {column + 1} 列）",
                 f"the file is not sound XML (line {line}, column {column + 1})"),
            _AGAIN,
        ) from error  # fmt: skip
    except (ValueError, LookupError) as error:  # an encoding that is unknown or takes several bytes a sign
        raise BadFileError(Text("这个文件的编码读不了", "the encoding of the file cannot be read"), _AGAIN) from error
    if root.tag.lower() not in ("fet", "timetable"):
        raise BadFileError(
            Text(f"这不是 FET 文件（根元素是 {root.tag[:60]}）", f"this is no FET file (its root is {root.tag[:60]})"),
            Text("给出 FET 保存的 .fet 文件", "name a .fet file as FET saves it"),
        )
    return root


def _check_size(size: int) -> None:
    if size == 0:
        raise BadFileError(Text("这是空文件", "the file is empty"), _AGAIN)
    if size > LARGEST_FILE:
        raise _too_much(f"{size // 1_000_000} MB", f"{size // 1_000_000} MB")


def _too_much(zh: str, en: str) -> BadFileError:
    advice = Text("检查是不是给错了文件", "check that it is the right file")
    return BadFileError(
        Text(f"这个文件太大（{zh}），不像学校数据", f"the file is too large ({en}) for a school's data"), advice
    )


class _Bounded(TreeBuilder):
    """Builds the tree, and refuses a document type before anything in it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Counts before it builds."""
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST:
            raise BadFileError(Text(f"XML 嵌套超过 {DEEPEST} 层", f"XML nested deeper than {DEEPEST}"), _AGAIN)
        if self._count > MOST_ELEMENTS:
            raise _too_much(f"超过 {MOST_ELEMENTS} 个元素", f"more than {MOST_ELEMENTS} elements")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        """Counts back."""
        self._depth -= 1
        return super().end(tag)

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """A FET file has none: only an attack needs entities."""
        raise BadFileError(
            Text("XML 里有 DOCTYPE 声明，不安全，拒绝读入", "the XML declares a DOCTYPE, which is unsafe: refused"),
            _AGAIN,
        )
