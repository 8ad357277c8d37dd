"""What lies in a raw folder: which file is which table, and what its ``feltplan.toml`` says of them.

``feltplan.toml`` is optional. It marks synthetic data (``demo = true``), and lets a file with other names be read as
it is::

    [tables.sites]
    file = "adresser.csv"
    columns = { site_id = "Nr", lon = "Længde", lat = "Bredde" }
    values = { kind = "clinic", status = "open" }
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl import boundaries
from etl.contract import BY_NAME, TABLES
from etl.personal import quoted
from etl.readers import READERS
from etl.refusals import RefusedError, in_file
from geodata.language import Label
from geodata.terms import fold

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "feltplan.toml"


class Mapping(BaseModel):
    """How one file with names of its own is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, str] = Field(default_factory=dict)


class Manifest(BaseModel):
    """The content of ``feltplan.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    demo: bool = False
    boundaries_tolerance_m: float = Field(default=boundaries.OFFICIAL_TOLERANCE_M, gt=0, le=10_000)
    tables: dict[str, Mapping] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawFolder:
    """The files of a raw folder.

    Parameters
    ----------
    path
        The folder.
    manifest
        What ``feltplan.toml`` says, or its defaults.
    tables
        The file of each table that is there.
    boundaries
        The file of boundaries, where there is one.
    ignored
        Names of files that are no table; they are told, not read.
    """

    path: Path
    manifest: Manifest
    tables: dict[str, Path]
    boundaries: Path | None
    ignored: tuple[str, ...] = field(default=())

    def files(self) -> list[Path]:
        """Return every file that decides what is built, by name."""
        manifest = self.path / MANIFEST
        own = [manifest] if manifest.is_file() else []
        return sorted([*self.tables.values(), *([self.boundaries] if self.boundaries else []), *own])

    def mapping(self, table: str) -> Mapping:
        """Return how a table's file is to be read."""
        return self.manifest.tables.get(table, Mapping())


def look(path: Path) -> RawFolder:
    """Find the tables of a raw folder.

    Raises
    ------
    RefusedError
        If the folder is missing or holds no table, two files hold the same table, or ``feltplan.toml`` is wrong.
    """
    if not path.is_dir():
        raise RefusedError(
            Label("Mappen '{name}' findes ikke.", "The folder '{name}' does not exist."), name=path.name or "."
        )
    manifest = _manifest(path)
    found = {table: _named(path, mapping.file) for table, mapping in manifest.tables.items() if mapping.file}
    named = set(found.values())
    ignored: list[str] = []
    borders: Path | None = None
    for file in sorted(path.iterdir()):
        stem, suffix = fold(file.stem), file.suffix.lower()
        table = next((table.name for table in TABLES if stem in table.stems()), None)
        if file.name == MANIFEST or file.name.startswith((".", "~$")) or file in named:
            continue
        if not file.is_file():
            ignored.append(file.name)
        elif suffix in boundaries.SUFFIXES and stem in boundaries.STEMS:
            if borders is not None:
                raise _two("boundaries", borders, file)
            borders = file
        elif table is None or suffix not in READERS:
            ignored.append(file.name)
        elif table in found:
            raise _two(table, found[table], file)
        else:
            found[table] = file
    if not found:
        raise RefusedError(
            Label(
                "Mappen '{name}' har ingen af tabellerne: {tables} (.csv, .xlsx eller .parquet).",
                "The folder '{name}' has none of the tables: {tables} (.csv, .xlsx or .parquet).",
            ),
            name=path.name or ".",
            tables=", ".join(BY_NAME),
        )
    return RawFolder(path, manifest, found, borders, tuple(ignored))


def _named(folder: Path, name: str) -> Path:
    """Return the file that ``feltplan.toml`` names; two tables may be read from one file."""
    file = folder / name
    if file.parent != folder or not file.is_file():
        raise in_file(
            MANIFEST,
            "filen '{absent}' findes ikke i mappen.",
            "the file '{absent}' is not in the folder.",
            absent=quoted([name])[0],
        )
    if file.suffix.lower() not in READERS:
        raise in_file(
            MANIFEST,
            "filen '{name}' er hverken .csv, .xlsx eller .parquet.",
            "the file '{name}' is neither .csv, .xlsx nor .parquet.",
            name=quoted([name])[0],
        )
    return file


def _two(table: str, first: Path, second: Path) -> RefusedError:
    return RefusedError(
        Label(
            "To filer holder tabellen {table}: {first} og {second}. Lad den ene ligge.",
            "Two files hold the table {table}: {first} and {second}. Leave one of them.",
        ),
        table=table,
        first=first.name,
        second=second.name,
    )


def _manifest(path: Path) -> Manifest:
    file = path / MANIFEST
    if not file.is_file():
        return Manifest()
    try:
        manifest = Manifest.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        where = ".".join(quoted(map(str, error.errors()[0]["loc"])))
        raise in_file(
            MANIFEST, "'{where}' kan ikke bruges her.", "'{where}' cannot be used here.", where=where
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise in_file(MANIFEST, "filen er ikke gyldig TOML.", "the file is not valid TOML.") from error
    for table, mapping in manifest.tables.items():
        columns = [column.name for column in BY_NAME[table].columns] if table in BY_NAME else []
        unknown = sorted({*mapping.columns, *mapping.values} - set(columns))
        if not columns or unknown:
            raise in_file(
                MANIFEST,
                "'{where}' er hverken en tabel eller en kolonne i aftalen om rå filer.",
                "'{where}' is neither a table nor a column of the raw files' contract.",
                where=".".join(quoted([table, *unknown[:1]] if columns else [table])),
            )
    return manifest
