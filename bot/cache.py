"""The base and its matcher as they were built, kept in a folder for the next start.

Reading four hundred files and indexing sixteen thousand names takes seconds; taking them up again
does not. What is kept carries a fingerprint of every file it was made of, the program's own among
them, and is built anew when any of them differs. It is taken only from a file that nobody else may
write: unpickling runs what it says.
"""

import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from knowledge.knowledge_base import KnowledgeBase
from knowledge.load import DATA, load
from knowledge.matching import Matcher

PROGRAM = DATA.parent

T = TypeVar("T")


def load_cached(extra: Sequence[Path] = (), folder: Path | None = None) -> KnowledgeBase:
    """Return what `load` does, from the folder when nothing has changed since.

    Raises `KnowledgeError` as `load` does; a folder that cannot be used is passed over.
    """
    made_of = fingerprint(extra)

    def build() -> KnowledgeBase:
        return replace(load(extra), fingerprint=made_of)

    return _kept(folder, f"base-{made_of}", KnowledgeBase, build)


def matcher_of(base: KnowledgeBase, folder: Path | None = None) -> Matcher:
    """Return the matcher of a base, from the folder when the base came from files."""
    if not base.fingerprint:
        return Matcher(base)
    return _kept(folder, f"matcher-{base.fingerprint}", Matcher, lambda: Matcher(base))


def fingerprint(extra: Sequence[Path] = ()) -> str:
    """Return what tells these files from any others: names, sizes and times of change."""
    told = hashlib.sha256(f"{sys.version} {np.__version__}".encode())
    for path in _files(extra):
        try:
            found = path.stat()
        except OSError:
            told.update(f"{path} is not there\n".encode())
        else:
            told.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return told.hexdigest()[:32]


def _files(extra: Sequence[Path]) -> Iterable[Path]:
    yield from sorted(path for path in DATA.rglob("*") if path.is_file())
    yield from sorted(PROGRAM.rglob("*.py"))
    yield from (path.absolute() for path in extra)


def _kept(folder: Path | None, name: str, kind: type[T], build: Callable[[], T]) -> T:
    if folder is None:
        return build()
    path = folder / f"{name}.pickle"
    found = _read(path, kind)
    if found is not None:
        return found
    built = build()
    _write(path, name.partition("-")[0], built)
    return built


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        with path.open("rb") as file:
            if not _is_our_own(os.fstat(file.fileno())):
                return None
            found = pickle.load(file)  # noqa: S301 - our own file, that no other can write
    except Exception:  # damaged, or of another release: whatever is wrong, it is built anew
        return None
    return found if isinstance(found, kind) else None


def _is_our_own(found: os.stat_result) -> bool:
    writable = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return found.st_uid == os.getuid() and not writable


def _write(path: Path, kind: str, built: object) -> None:
    """Keep it for the next start, and nothing older of its kind; a full disk does no harm."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.touch(mode=0o600)
        beside.write_bytes(pickle.dumps(built, protocol=5))
        beside.replace(path)
        older = sorted(path.parent.glob(f"{kind}-*.pickle"), key=lambda each: each.stat().st_mtime)
        for each in older[:-KEPT]:
            each.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


KEPT = 3
"""Of a kind: with national files and without, and one of another checkout."""
