"""Writes a demo folder so that half of one is never taken for whole, and never touches any other folder."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from etl.folder import MANIFEST
from etl.refusals import RefusedError
from geodata.language import Label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARKER = "# Synthetic data: no row of this folder is about a real site, visit or person.\ndemo = true\n"
UNFINISHED = "unfinished = true\n"
"""Stands first in the manifest while files are being written; the ETL knows no such key and refuses the folder."""


class NotDemoError(RefusedError):
    """The folder holds files that are not demo data."""


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that is neither missing, empty nor marked as demo data.

    Raises
    ------
    NotDemoError
        If it is anything else; nothing has been changed.
    """
    if not folder.exists() or (folder.is_dir() and (not any(folder.iterdir()) or _is_demo(folder))):
        return
    raise NotDemoError(
        Label(
            "'{folder}' rummer andet end demodata og bliver ikke rørt. Vælg en tom mappe eller en med demodata.",
            "'{folder}' holds something else than demo data and is left alone. "
            "Choose an empty folder or one with demo data.",
        ),
        folder=folder.name or ".",
    )


def _is_demo(folder: Path) -> bool:
    try:
        return tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("demo") is True
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def fill(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write ``files``, and the manifest that marks them, to a folder that may hold demo data; return what was written.

    A run that is stopped on the way leaves a folder that is still marked as demo data, that the ETL refuses, and that
    the next run completes. What else an earlier demo's manifest said stays, and so do other files, such as boundaries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    finished = manifest.read_text(encoding="utf-8").removeprefix(UNFINISHED) if manifest.exists() else MARKER
    _replace(manifest, UNFINISHED + finished)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    _replace(manifest, finished)
    return [*(folder / name for name in files), manifest]


def _replace(file: Path, text: str) -> None:
    """Give a file another text at once: it holds the old or the new one, never a part."""
    part = file.with_name(f".{file.name}")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
