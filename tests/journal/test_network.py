"""Which disks are shared with other computers, as Linux, macOS and Windows say it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scheduler.journal import network

MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
36 22 0:31 / /mnt/office rw,noatime shared:9 - cifs //server/office rw,vers=3.0
37 22 0:32 / /mnt/office/local rw shared:10 - ext4 /dev/sdb1 rw
38 22 0:33 / /mnt/the\\040school rw master:2 - nfs4 server:/school rw
39 22 0:34 / /home/me/share rw - fuse.sshfs me@server: rw
40 22 0:35 / /home/me/zip rw - fuse.archivemount archive rw
41 22 0:36 / /mnt/c rw - 9p C:\\134 rw
"""
MOUNT = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@server/office on /Volumes/教务 (处) (smbfs, nodev, nosuid, mounted by me)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/me", ""), ("/mnt/office/课表", "cifs"), ("/mnt/office/local/课表", ""), ("/mnt/officer", ""),
        ("/mnt/the school/a", "nfs4"), ("/home/me/share", "fuse.sshfs"), ("/home/me/zip", ""), ("/mnt/c/Users", "9p"),
    ],
)  # fmt: skip
@pytest.mark.skipif(os.name == "nt", reason="paths of Linux")
def test_mounts_of_linux(folder: str, kind: str) -> None:
    mounts = network._of_mountinfo(MOUNTINFO)
    assert network._shared_kind(network._filesystem(Path(folder), mounts)) == kind


@pytest.mark.skipif(os.name == "nt", reason="paths of macOS")
def test_mounts_of_macos() -> None:
    mounts = network._of_mount(MOUNT)
    assert network._shared_kind(network._filesystem(Path("/Volumes/教务 (处)/课表"), mounts)) == "smbfs"
    assert network._shared_kind(network._filesystem(Path("/Users/me"), mounts)) == ""


@pytest.mark.parametrize("folder", ["\\\\server\\office", "//server/office", "\\\\?\\UNC\\server\\office"])
def test_unc_paths(folder: str) -> None:
    class Named:
        def __str__(self) -> str:
            return folder

    assert network.shared(Named()) == "UNC"  # type: ignore[arg-type]


def test_a_disk_that_cannot_be_told_is_taken_for_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> list[tuple[str, str]]:
        raise PermissionError

    monkeypatch.setattr(network, "_mounts", unreadable)
    assert network.shared(tmp_path) == ""


def test_the_disk_of_the_tests_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        pytest.skip("mounts of Linux and macOS")
    monkeypatch.setattr(network, "_mounts", lambda: [("/", "ext4"), (str(tmp_path), "smb3")])
    assert network.shared(tmp_path / "结果") == "smb3"
