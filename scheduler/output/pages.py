"""Web pages from the templates: nothing from outside, every name escaped."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from .names import printable


def rendered(template: str, **facts: Any) -> str:
    """The page that a template makes of the facts, the same for the same facts. A template has no way to mark a name
    as safe."""
    return printable(_environment().get_template(template).render(**facts))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("scheduler.output", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
