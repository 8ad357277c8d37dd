"""Which version of the warehouse is served: numbered files that are never reused, and a pointer to one of them.

A version is written beside the others and served by moving the pointer, so a reader always finds a whole file: the
old one or the new one. DuckDB caches by path, hence a new name for each version.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from geodata.errors import StoreDamagedError, StoreMissingError
from geodata.language import Label

if TYPE_CHECKING:
    from pathlib import Path

POINTER = "current"
KEPT = 3
"""How many versions stay on disk: the one served and the two before it."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the pointer says of the version that is served.

    Parameters
    ----------
    version
        Its number; the next build takes the next one.
    file
        The file's name inside :func:`folder`.
    sha256
        The checksum of the file.
    inputs
        The checksum of everything that went in: raw files, boundaries and the product's own rules.
    content
        The checksum of the rows that came out.
    rows
        Rows per table.
    built_at
        ISO date and time in UTC.
    demo
        Whether the data are synthetic.
    raw
        The folder of raw files it was built from, so that it can be built again; never shown.
    """

    version: int
    file: str
    sha256: str
    inputs: str
    content: str
    rows: dict[str, int]
    built_at: str
    demo: bool
    raw: str = ""

    def to_json(self) -> str:
        """Return the pointer's text."""
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"


def folder(home: Path) -> Path:
    """Return the folder of the warehouse's versions."""
    return home / "warehouse"


def file_name(version: int) -> str:
    """Return the name of a version's file."""
    return f"warehouse-{version:06d}.duckdb"


def version_of(name: str) -> int | None:
    """Return the number of a version's file, or ``None`` for any other file's name."""
    written = re.fullmatch(r"warehouse-(\d{6,})\.duckdb", name)
    return int(written[1]) if written else None


_POINTER = TypeAdapter(Published)


def pointer(home: Path) -> Published:
    """Return what the pointer says, whether or not the file it names is there.

    Raises
    ------
    StoreMissingError
        If nothing has been published yet.
    StoreDamagedError
        If the pointer cannot be read.
    """
    try:
        found = _POINTER.validate_json((folder(home) / POINTER).read_bytes(), strict=True)
    except FileNotFoundError as error:
        raise StoreMissingError(
            Label(
                "Der er endnu ingen data: kør en indlæsning med 'python -m etl build MAPPE'.",
                "There are no data yet: run a build with 'python -m etl build FOLDER'.",
            )
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged() from error
    if found.file != file_name(found.version):
        raise _damaged()
    return found


def published(home: Path) -> Published:
    """Return what is served now.

    Raises
    ------
    StoreMissingError
        If nothing has been published yet.
    StoreDamagedError
        If the pointer cannot be read or points to a file that is gone.
    """
    found = pointer(home)
    while not (folder(home) / found.file).is_file():
        # Three builds may have been published since the pointer was read; if it says the same again, the file is lost.
        before, found = found, pointer(home)
        if found == before:
            raise _damaged()
    return found


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(home: Path, found: Published) -> Path:
    """Return the path of a published version, after comparing its bytes with its checksum.

    Raises
    ------
    StoreDamagedError
        If the file's bytes are not those that were published, or it is gone: three builds later it is.
    """
    path = folder(home) / found.file
    try:
        whole = checksum(path) == found.sha256
    except OSError as error:
        raise _damaged() from error
    if not whole:
        raise _damaged()
    return path


def _damaged() -> StoreDamagedError:
    return StoreDamagedError(
        Label(
            "Datalageret er beskadiget og vises ikke. Kør indlæsningen igen; de rå filer er urørte.",
            "The warehouse is damaged and is not shown. Run the build again; the raw files are untouched.",
        )
    )
