"""Names of files, and names of people and classes as names of files and sheets, however hostile they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

PDF_PARTS = {
    "classes": "班级课表", "teachers": "教师课表", "rooms": "场地课表", "whole": "总课表", "homework": "作业公示",
    "head": "合规一页", "bureau": "合规全表", "posting": "公示",
}  # fmt: skip

_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$", re.IGNORECASE)


def safe_file_name(name: str) -> str:
    """A file name for Windows and everything else: ``../x`` → ``_x``, ``CON`` → ``CON_``, ``a/b.`` → ``a_b``.

    Never empty, at most 80 characters, no path, no device, no dot or space at an end.
    """
    clean = "".join(" " if unicodedata.category(ch)[0] in "CZ" else ch for ch in name)
    clean = re.sub(r'[<>:"/\\|?*]', "_", clean).lstrip(". =+-@'")
    clean = clean[:80].rstrip(". ")
    return f"{clean}_" if _RESERVED.match(clean) else clean or "_"


def safe_file_names(names: Iterable[str]) -> Iterator[str]:
    """A file name for each name, no two alike, upper and lower case being one."""
    used: set[str] = set()
    for name in names:
        plain, count = safe_file_name(name), 2
        made = plain
        while made.casefold() in used:
            made, count = f"{plain}({count})", count + 1
        used.add(made.casefold())
        yield made


def safe_sheet_name(name: str) -> str:
    """A sheet name Excel accepts: at most 31 characters, none of ``[]:*?/\\``, no ``'`` at an end."""
    return (re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name)[:31].strip("'")) or "_"


def printable(text: str) -> str:
    """Text without the control characters that no workbook and no page may hold."""
    return "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cs"))
