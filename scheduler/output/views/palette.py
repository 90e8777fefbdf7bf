"""Light fills by subject: told apart by hue on a screen, and by lightness on a black-and-white print.

Dark text on the darkest of them has a contrast over 7:1. A subject has the same fill in every school as far
as two of one school do not collide; the subjects every school has are fixed.
"""

from __future__ import annotations

from zlib import crc32

from scheduler.domain import School

INK = "1F2933"

# CIE lightness from 97 down to 76, chroma at most 30. Neighbours in hue differ in lightness.
_KNOWN = {
    "语文": "FFCCBE", "数学": "AFCFF7", "英语": "FFF5BE", "体育与健康": "93C78D", "体育": "93C78D",
    "音乐": "EDDCFE", "美术": "FEC2D2", "科学": "8FEDE6", "道德与法治": "FFEAD8", "班会": "E6D099",
    "信息科技": "A9C0F2", "劳动": "ECB692", "综合实践活动": "BDF5CA", "体育活动": "DBDEA4",
}  # fmt: skip
_OTHERS = (
    "FEE7FA", "73D4E9", "DFABD7", "D7FEFE", "FEDEDE", "C9CBD6", "C8E6B4", "F6C9A0", "B7E0D2", "E3C6E8",
    "FFE08A", "D9D2C5", "9FC9D9", "F2B8B0", "E4F2B8", "CFC4F0",
)  # fmt: skip


def palette(school: School) -> dict[str, str]:
    """Subject id → fill (RRGGBB). With more subjects than fills, some share one."""
    found = {s.id: _KNOWN[s.id] for s in school.subjects if s.id in _KNOWN}
    for subject in sorted(s.id for s in school.subjects if s.id not in found):
        first = crc32(subject.encode()) % len(_OTHERS)
        order = _OTHERS[first:] + _OTHERS[:first]
        found[subject] = next((fill for fill in order if fill not in found.values()), order[0])
    return found


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (RRGGBB), 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
