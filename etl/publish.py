"""Publishing: one build at a time, a new file per version, served by moving the pointer; a killed build serves nothing.

The order is what keeps it safe: write the new file under a name no reader looks for, make it durable, give it its
name, then replace the pointer in one step.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.refusals import RefusedError
from geodata.errors import StoreDamagedError, StoreMissingError
from geodata.language import Label
from geodata.versions import KEPT, POINTER, Published, file_name, folder, pointer, published, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
UNFINISHED = ".building"
POLL_S = 0.1


@contextmanager
def only_builder(home: Path, wait_s: float) -> Iterator[Path]:
    """Hold the right to build, and clear away what a killed build left before and what this one leaves after it.

    The lock is the operating system's: it goes with the process that holds it, however that ends.

    Raises
    ------
    RefusedError
        If another build holds it for longer than ``wait_s`` seconds.
    """
    home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    home.chmod(PRIVATE_FOLDER)
    versions = folder(home)
    versions.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    descriptor = os.open(versions / "build.lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise RefusedError(
                        Label(
                            "En anden indlæsning er i gang. Prøv igen, når den er færdig.",
                            "Another build is running. Try again when it has finished.",
                        )
                    ) from None
                time.sleep(POLL_S)
        _clear_leftovers(home)
        try:
            yield versions
        finally:
            with suppress(OSError):
                _clear_leftovers(home)
    finally:
        os.close(descriptor)


def served(home: Path) -> Published | None:
    """Return the version that is served, or ``None`` where there is none that can be read."""
    try:
        return published(home)
    except (StoreMissingError, StoreDamagedError):
        return None


def next_version(home: Path) -> int:
    """Return a number that no reader has met: readers know a version by its file's name, and keep what they opened."""
    numbers = list(_versions(home))
    with suppress(StoreMissingError, StoreDamagedError):
        numbers.append(pointer(home).version)
    return max(numbers, default=0) + 1


def publish(home: Path, finished: Path, new: Published) -> None:
    """Serve a finished file under its version's name, and drop versions older than the last three.

    Parameters
    ----------
    finished
        The closed file, still under its unfinished name.
    """
    versions = folder(home)
    finished.chmod(PRIVATE_FILE)
    _flush(finished)
    finished.replace(versions / new.file)
    _flush(versions)
    _point(home, new)
    kept = _versions(home)
    for old in sorted(kept)[:-KEPT]:
        # The new version serves already: a file that cannot be dropped now is dropped by the next build.
        with suppress(OSError):
            kept[old].unlink()


def same_again(home: Path, serving: Published, inputs: str) -> None:
    """Remember that other input came to the same rows, so that it need not be read again; the version stays."""
    _point(home, replace(serving, inputs=inputs))


def _point(home: Path, to: Published) -> None:
    versions = folder(home)
    draft = versions / (POINTER + UNFINISHED)
    draft.write_text(to.to_json(), encoding="utf-8")
    draft.chmod(PRIVATE_FILE)
    _flush(draft)
    draft.replace(versions / POINTER)
    # The pointer has moved: a folder that cannot be made durable now must not make a published version look refused.
    with suppress(OSError):
        _flush(versions)


def unfinished(home: Path, version: int) -> Path:
    """Return where a version is written until it is whole."""
    return folder(home) / (file_name(version) + UNFINISHED)


def _versions(home: Path) -> dict[int, Path]:
    """Return the files of versions by number; any other file is none of ours."""
    numbered = {version_of(path.name): path for path in folder(home).iterdir()}
    return {number: path for number, path in numbered.items() if number is not None}


def _clear_leftovers(home: Path) -> None:
    for path in folder(home).glob(f"*{UNFINISHED}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    before = served(home)
    for number, path in _versions(home).items():
        if before is not None and number > before.version:
            path.unlink()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
