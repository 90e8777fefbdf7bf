"""Whether a pdf can be typeset on this machine: it takes a Chinese font of the system."""

from __future__ import annotations

import pytest
import typst

from scheduler.output.pdf.press import FAMILIES

CAN_PRINT = bool({name.lower() for name in typst.Fonts().families()} & {name.lower() for name in FAMILIES})
needs_font = pytest.mark.skipif(
    not CAN_PRINT,
    reason="no Chinese font is installed (apt install fonts-noto-cjk)",
)
