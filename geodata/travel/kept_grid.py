"""The land grid on the disk, by the checksum of what it was made of; made anew where it is missing, old or damaged."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from geodata.travel import speeds
from geodata.travel.bundled import checksum
from geodata.travel.grid import Grid, build
from geodata.travel.land import Land

if TYPE_CHECKING:
    from pathlib import Path

FORM = "1"
"""Raised when the grid is made in another way from the same files."""
_ARRAYS = tuple(field.name for field in fields(Grid) if field.name not in {"land", "pieces"})


_held: dict[str, Grid] = {}
"""The grid of this process, by its edition."""


def grid(home: Path) -> Grid:
    """Return the grid; a process reads or makes it once."""
    edition = _edition()
    if edition not in _held:
        path = home / "travel" / f"grid-{edition}.npz"
        try:
            made = _read(path)
        except (OSError, BadZipFile, KeyError, ValueError, EOFError):
            made = build()
            _write(path, made)
        _held.clear()
        _held[edition] = made
    return _held[edition]


def forget() -> None:
    """Forget the grid of this process, so that the next one is read from the disk."""
    _held.clear()


def _edition() -> str:
    told = f"{FORM} {checksum()} {speeds.told()}"
    return sha256(told.encode()).hexdigest()[:16]


def _read(path: Path) -> Grid:
    with np.load(path, allow_pickle=False) as held:
        land = Land(held["pixels"], *held["corner"].tolist())
        return Grid(land, **{name: held[name] for name in _ARRAYS}, pieces=int(held["pieces"]))


def _write(path: Path, made: Grid) -> None:
    """Write the grid under another name and give it its own when it is whole; without room for it it is not kept."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    corner = np.array([made.land.west, made.land.south])
    arrays = {name: getattr(made, name) for name in _ARRAYS}
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            np.savez(file, pixels=made.land.pixels, corner=corner, pieces=np.array(made.pieces), **arrays)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
