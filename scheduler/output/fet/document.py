"""XML of FET files: elements with their text, made and written by the standard library alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

VERSION = "6.8.5"  # of the program whose file format is written
Element = ET.Element
Field = tuple[str, "str | int | bool | list[Field]"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters XML cannot hold


def text_of(value: str | int | bool) -> str:
    """A value as FET writes it; characters that no XML file may hold become question marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _FORBIDDEN.sub("?", str(value))


def child(parent: Element, tag: str, value: str | int | bool | list[Field] = "") -> Element:
    """Append an element with a text, or with fields of its own."""
    made = ET.SubElement(parent, tag)
    if isinstance(value, list):
        fill(made, value)
    else:
        made.text = text_of(value)
    return made


def fill(parent: Element, fields: Iterable[Field]) -> None:
    """Append several elements in order."""
    for tag, value in fields:
        child(parent, tag, value)


def percent(weight: int) -> str:
    """A weight in thousandths of a per cent as FET writes percentages: 95, 99.752."""
    whole, part = divmod(weight, 1000)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".")


def constraint(parent: Element, tag: str, fields: Iterable[Field], weight: int = 100_000) -> None:
    """Append a constraint; ``weight`` in thousandths of a per cent, 100 000 where it must hold."""
    made = ET.SubElement(parent, tag)
    fill(made, [("Weight_Percentage", percent(weight)), *fields, ("Active", True), ("Comments", "")])


def write(path: Path, root: Element) -> None:
    """Write the document as UTF-8, an element a line."""
    ET.indent(root, space="\t")
    ET.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)
