"""What kebiao.sqlite holds, as the steps that lead there: the n-th migration brings version n-1 to version n.

``contents``: every file once, compressed, under the sha256 of its bytes. ``runs``: one row a run, ``files`` which
contents are its files. ``steps``: what changed, in order: a run was saved, a run was hung on the wall; ``before`` is
the run that was there, so that a step can be taken back and made again. Nothing is ever deleted.
"""

from __future__ import annotations

APPLICATION = 0x6B656269  # "kebi": tells our files from other programs' SQLite files

_FIRST = (
    """CREATE TABLE contents (
        sha256 TEXT PRIMARY KEY,
        data BLOB NOT NULL            -- zlib
    ) WITHOUT ROWID""",
    """CREATE TABLE runs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        saved TEXT NOT NULL,          -- ISO 8601 with the offset from UTC
        who TEXT NOT NULL,            -- user name; empty where it is not known
        folder TEXT NOT NULL,         -- the run folder's name; it lies beside the journal
        school TEXT NOT NULL,
        status TEXT NOT NULL,         -- as run.json says
        objective INTEGER,            -- thousandths
        parent INTEGER REFERENCES runs (number),
        origin TEXT NOT NULL,         -- the parent's name, where it lies elsewhere
        moved INTEGER,                -- periods of classes that differ from the parent's
        early TEXT NOT NULL,          -- the process that saved the first timetable of a search and will replace it
        found INTEGER NOT NULL        -- entered afterwards, from the folder
    )""",
    "CREATE INDEX runs_folder ON runs (folder, number)",
    """CREATE TABLE files (
        run INTEGER NOT NULL REFERENCES runs (number),
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES contents (sha256),
        PRIMARY KEY (run, name)
    ) WITHOUT ROWID""",
    """CREATE TABLE steps (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('saved', 'published')),
        school TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES runs (number),
        before INTEGER REFERENCES runs (number),
        undone TEXT                   -- when it was taken back
    )""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
