"""Whether a folder lies on a disk that other computers use too: SQLite's WAL needs memory that all its users share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_SHARED = frozenset(
    ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "webdav", "davfs", "ceph",
     "glusterfs", "lustre", "gpfs", "ocfs2", "gfs2", "9p", "vboxsf", "vmhgfs", "prl_fs"]
)  # fmt: skip
_SHARED_FUSE = ("sshfs", "smb", "cifs", "dav", "nfs", "gvfs", "rclone", "ceph", "glusterfs", "s3fs", "vmhgfs")
_DRIVE_REMOTE = 4  # GetDriveTypeW


def shared(folder: Path) -> str:
    """What kind of shared disk the folder lies on (``nfs4``, ``cifs``, ``UNC``, …); empty for a disk of this computer,
    and where it cannot be told."""
    path = str(folder)
    if path.startswith(("\\\\", "//")) and not path.startswith(("\\\\?\\", "\\\\.\\")):
        return "UNC"
    if path.startswith("\\\\?\\UNC\\"):
        return "UNC"
    try:
        return _on_windows(folder) if os.name == "nt" else _shared_kind(_filesystem(folder.resolve(), _mounts()))
    except (OSError, subprocess.SubprocessError, ValueError, AttributeError):
        return ""


def _on_windows(folder: Path) -> str:
    import ctypes

    drive = folder.resolve().drive  # resolves a letter that stands for a share where Windows tells
    if drive.startswith("\\\\"):
        return "UNC"
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")  # type: ignore[attr-defined]
    return drive if kind == _DRIVE_REMOTE else ""


def _shared_kind(kind: str) -> str:
    fuse = kind.removeprefix("fuse.")
    if kind in _SHARED or (fuse != kind and fuse.startswith(_SHARED_FUSE)):
        return kind
    return ""


def _filesystem(path: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """The kind of the mount that holds a path: the longest that is a parent of it, of equal ones the last."""
    best, found = -1, ""
    for point, kind in mounts:
        if len(point) >= best and path.is_relative_to(point):
            best, found = len(point), kind
    return found


def _mounts() -> list[tuple[str, str]]:
    """Mount point and kind of every mount."""
    if sys.platform == "darwin":
        done = subprocess.run(["/sbin/mount"], capture_output=True, encoding="utf-8", errors="replace", timeout=5)
        return _of_mount(done.stdout)
    return _of_mountinfo(Path("/proc/self/mountinfo").read_text("utf-8", "replace"))


def _of_mountinfo(text: str) -> list[tuple[str, str]]:
    """``36 35 98:0 / /mnt/office rw,noatime master:1 - cifs //server/office rw`` → (/mnt/office, cifs)"""
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        words = before.split()
        if len(words) > 4 and after:
            point = words[4]
            for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
                point = point.replace(code, sign)
            found.append((point, after.split()[0]))
    return found


def _of_mount(text: str) -> list[tuple[str, str]]:
    """``//me@server/office on /Volumes/office (smbfs, nodev, …)`` → (/Volumes/office, smbfs)"""
    found = []
    for line in text.splitlines():
        place, _, kind = line.rpartition(" (")
        _, _, point = place.partition(" on ")
        if point:
            found.append((point, kind.split(",")[0].rstrip(")")))
    return found
