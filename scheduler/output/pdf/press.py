"""Typst with the templates and a Chinese font of the system; what is not installed is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.domain import Text
from scheduler.errors import RunError

from ..names import printable

if TYPE_CHECKING:
    from typst import Fonts

FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "HarmonyOS Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "DengXian", "SimHei",
    "Heiti SC", "STHeiti", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "STSong",
    "Droid Sans Fallback",
)  # fmt: skip
_MAIN = Path(__file__).parent.parent / "templates" / "report.typ"
_UNKNOWN_FONT = "unknown font"


def typeset(title: str, parts: Sequence[object]) -> bytes:
    """The pdf. Raises RunError when typst or a Chinese font is missing."""
    try:
        import typst
    except ImportError as error:
        raise RunError(
            Text(
                "写 pdf 要用 typst，这台电脑上没有\n  可以：pip install 'kebiao[pdf]'，或 pip install typst",
                "pdf needs typst, which is not installed\n  Maybe: pip install 'kebiao[pdf]', or pip install typst",
            )
        ) from error
    family = chinese_font(_fonts().families())
    data = json.dumps(_clean({"title": title, "font": family, "parts": list(parts)}), ensure_ascii=False)
    pdf, warnings = typst.compile_with_warnings(
        _MAIN, root=_MAIN.parent, font_paths=_fonts(), sys_inputs={"data": data}, format="pdf", timestamp=0
    )
    if any(_UNKNOWN_FONT in w.message for w in warnings):  # typst goes on with another font, which may have no Chinese
        raise _no_font()
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> Fonts:
    """The system's fonts, looked for once."""
    import typst

    return typst.Fonts()


def chinese_font(families: Sequence[str]) -> str:
    """The first of ``FAMILIES`` that is there. Raises RunError when none is."""
    there = {name.lower(): name for name in families}
    found = next((there[name.lower()] for name in FAMILIES if name.lower() in there), None)
    if found is None:
        raise _no_font()
    return found


def _no_font() -> RunError:
    return RunError(
        Text(
            "没有找到中文字体，写不了 pdf\n  可以：sudo apt install fonts-noto-cjk（Debian、Ubuntu），"
            "或把思源黑体等字体文件放进 ~/.local/share/fonts 再试",
            "no Chinese font was found, so no pdf can be written\n  Maybe: sudo apt install fonts-noto-cjk, "
            "or put the files of Noto Sans CJK SC into ~/.local/share/fonts",
        )
    )


def _clean(data: Any) -> Any:
    """Without the control characters that no font has."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, dict):
        return {key: _clean(value) for key, value in data.items()}
    return [_clean(x) for x in data] if isinstance(data, (list, tuple)) else data
