"""The regulations as a school meets them: packs of rows, which of them binds, which contradict each other.

read    constraints/packs/*.yaml → Pack
Imports the domain and what a rule is; everything that reads plans or writes reports may import it.
"""

from .read import Pack, PackRow, known_rows, pack_names, read_pack

__all__ = ["Pack", "PackRow", "known_rows", "pack_names", "read_pack"]
